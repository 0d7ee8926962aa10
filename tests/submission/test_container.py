"""One changed byte anywhere in a package is found, and the part it lies in is named."""

import random
from collections.abc import Iterator

import pytest

from anju_desktop.render.containers import stored_zip
from anju_desktop.submission.archive import read_members
from anju_desktop.submission.bag import bag_problems, find_bag
from anju_desktop.submission.container import SURPLUS, Part, changed_parts, parts_of
from anju_desktop.submission.verify import verify_bytes


def flipped(data: bytes, offset: int, bit: int) -> bytes:
    changed = bytearray(data)
    changed[offset] ^= 1 << bit
    return bytes(changed)


def every_byte(parts: list[Part]) -> Iterator[tuple[Part, int]]:
    return ((part, offset) for part in parts for offset in range(part.start, part.end))


def test_the_parts_cover_the_container_without_a_gap(
    small_bag: dict[str, bytes], small_package: bytes
) -> None:
    parts = list(parts_of(small_bag))
    assert [part.start for part in parts] == [0, *(part.end for part in parts[:-1])]
    assert parts[-1].end == len(small_package)


def test_nothing_is_changed_in_a_package_as_it_was_written(small_package: bytes) -> None:
    assert changed_parts(small_package) == ()


def test_every_flipped_bit_of_a_package_is_named_with_its_part(
    small_bag: dict[str, bytes], small_package: bytes
) -> None:
    for part, offset in every_byte(list(parts_of(small_bag))):
        for bit in range(8):
            found = changed_parts(flipped(small_package, offset, bit))
            assert found == (part.label,), (part.label, offset - part.start, bit)


def test_the_answer_about_a_flipped_bit_names_the_part(
    small_bag: dict[str, bytes], small_package: bytes
) -> None:
    for part, offset in every_byte(list(parts_of(small_bag))):
        answer = verify_bytes(flipped(small_package, offset, 5))
        assert not answer.whole
        assert answer.problems == (f"{part.label}被改动或损坏",)


def test_flipped_bytes_of_a_real_package_are_named_with_their_part(
    karamay: tuple[str, bytes],
) -> None:
    data = karamay[1]
    chance = random.Random(20240101)
    for part in parts_of(read_members(data)):
        offset = chance.randrange(part.start, part.end)
        answer = verify_bytes(flipped(data, offset, chance.randrange(8)))
        assert answer.problems == (f"{part.label}被改动或损坏",)


def test_bytes_added_at_the_end_are_named(small_package: bytes) -> None:
    assert changed_parts(small_package + b"x") == (SURPLUS,)


@pytest.mark.parametrize("surplus", [b"x", b"MZ\x90\x00", b"PK\x03\x04"])
def test_bytes_put_before_a_package_are_refused(small_package: bytes, surplus: bytes) -> None:
    assert changed_parts(surplus + small_package) is None


def test_a_content_changed_together_with_its_sums_is_no_longer_in_the_manifest(
    small_bag: dict[str, bytes],
) -> None:
    forged = {**small_bag, "某县_草稿/data/说明.txt": b"forged"}
    answer = verify_bytes(stored_zip(forged.items()))
    assert answer.problems[0] == "data/说明.txt 被改动或损坏（SHA-256 不符）"


def test_a_member_in_another_place_is_another_container(small_bag: dict[str, bytes]) -> None:
    reordered = dict(sorted(small_bag.items(), reverse=True))
    answer = verify_bytes(stored_zip(reordered.items()))
    assert (answer.whole, answer.repacked) == (True, True)


def test_a_package_cut_off_anywhere_is_not_whole(small_package: bytes) -> None:
    for size in range(4, len(small_package)):
        answer = verify_bytes(small_package[:size])
        assert not answer.whole
        assert answer.sentence.startswith("不完好：")
        assert "请重新拷贝" in answer.sentence


def test_a_package_cut_off_says_where(small_bag: dict[str, bytes], small_package: bytes) -> None:
    part = next(p for p in parts_of(small_bag) if p.label.endswith("表.xlsx 的内容"))
    sentence = verify_bytes(small_package[: part.start + 5]).sentence
    assert "到 某县_草稿/data/01_危旧房/表.xlsx 中断" in sentence


def test_the_small_bag_is_whole(small_bag: dict[str, bytes]) -> None:
    root, bag = find_bag(small_bag)
    assert root == "某县_草稿"
    assert list(bag_problems(bag)) == []


def test_many_problems_are_told_in_one_line(small_bag: dict[str, bytes]) -> None:
    members = {name: content for name, content in small_bag.items() if "/data/" not in name}
    strangers = {f"某县_草稿/data/{number}.txt": b"" for number in range(5)}
    sentence = verify_bytes(stored_zip((members | strangers).items())).sentence
    assert sentence.startswith("不完好：data/0.txt 不在清单里")
    assert sentence.endswith("；另有 6 处。请重新拷贝，或请对方重新导出。")
    assert "\n" not in sentence
