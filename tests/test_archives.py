"""Zip files from outside are read whole or refused with the reason, never obeyed."""

import io
import struct
import tracemalloc
import zipfile
import zlib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from anju_desktop.archives import MAX_MEMBERS, read_members
from anju_desktop.errors import ArchiveError


def zipped(
    members: dict[str, bytes], method: int = zipfile.ZIP_STORED, comment: bytes = b""
) -> bytes:
    """A zip as another program writes it."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
        archive.comment = comment
    return target.getvalue()


def with_info(name: str, content: bytes = b"x", **attributes: int) -> bytes:
    """A zip of one member whose directory entry has these attributes."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        info = zipfile.ZipInfo(name)
        for attribute, value in attributes.items():
            setattr(info, attribute, value)
        archive.writestr(info, content)
    return target.getvalue()


def refusal(data: bytes) -> str:
    with pytest.raises(ArchiveError) as caught:
        read_members(data)
    return str(caught.value)


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_every_member_of_a_plain_zip_is_read(method: int) -> None:
    members = {"包/bagit.txt": b"", "包/data/表.pdf": b"%PDF" * 1000}
    assert read_members(zipped(members, method, "注".encode())) == members


def test_a_zip_written_as_a_stream_is_read() -> None:
    class Pipe(io.BytesIO):
        """Cannot go back: sizes then follow the content."""

        def seekable(self) -> bool:
            return False

        def tell(self) -> int:
            raise io.UnsupportedOperation

    target = Pipe()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("包/甲.txt", b"a" * 500)
        archive.writestr("包/乙.txt", b"b")
    assert read_members(target.getvalue()) == {"包/甲.txt": b"a" * 500, "包/乙.txt": b"b"}


def test_folders_in_a_zip_are_passed_over() -> None:
    assert read_members(zipped({"包/": b"", "包/data/": b"", "包/data/a": b"1"})) == {
        "包/data/a": b"1"
    }


def renamed(data: bytes, name: bytes) -> bytes:
    """The zip of one member ``xxxx`` with these four bytes as its name."""
    assert len(name) == 4
    return data.replace(b"xxxx", name)


def test_names_in_gbk_are_read_as_chinese() -> None:
    assert read_members(renamed(zipped({"xxxx": b"1"}), "联通".encode("gbk"))) == {"联通": b"1"}


def test_utf8_names_without_the_flag_are_read_as_chinese() -> None:
    name = "表a".encode()
    assert read_members(renamed(zipped({"xxxx": b"1"}), name)) == {"表a": b"1"}


def test_the_unicode_name_of_winrar_wins_over_the_gbk_name() -> None:
    raw, name = "表b".encode("gbk") + b"_", "𬭚b".encode()
    body = b"\1" + struct.pack("<I", zlib.crc32(raw)) + name
    extra = struct.pack("<HH", 0x7075, len(body)) + body
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        info = zipfile.ZipInfo("xxxx")
        info.extra = extra
        archive.writestr(info, b"1")
    assert read_members(renamed(target.getvalue(), raw)) == {"𬭚b": b"1"}


@pytest.mark.parametrize(
    "name",
    [
        "../逃.txt",
        "包/../../逃.txt",
        "/etc/passwd",
        "C:/逃.txt",
        "//server/share/逃.txt",
        "包\\逃.txt",
        "包/CON",
        "包/com1.txt",
        "包/名 /a",
        "包/名.",
        "包//a",
        "包/./a",
        "包/a?b",
        "包/a\u202etxt.exe",
        "包/a\nb",
        "包/" + "长" * 200,
        "/".join("abcdefghij"),
    ],
)
def test_a_name_that_is_dangerous_somewhere_is_refused(name: str) -> None:
    sentence = refusal(zipped({name: b"x"}))
    assert sentence.endswith("已拒绝。")
    assert "\n" not in sentence
    assert "\u202e" not in sentence


def test_a_nul_in_a_name_is_refused() -> None:
    assert "看不见的字符" in refusal(renamed(zipped({"xxxx": b"1"}), b"a\0.t"))


def test_two_members_that_are_one_file_on_windows_are_refused() -> None:
    assert "出现两次" in refusal(zipped({"包/A.txt": b"1", "包/a.TXT": b"2"}))


def test_a_link_is_refused() -> None:
    assert "是链接" in refusal(with_info("包/链", external_attr=0o120777 << 16, create_system=3))


def test_encryption_and_unknown_methods_are_refused() -> None:
    data = bytearray(zipped({"a": b"1"}))
    directory = data.index(b"PK\1\2")
    data[directory + 8] |= 1
    assert "已加密" in refusal(bytes(data))
    assert "压缩方法" in refusal(zipped({"a": b"1"}, zipfile.ZIP_BZIP2))


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = zipped({"包/零": bytes(50_000_000)}, zipfile.ZIP_DEFLATED)
    tracemalloc.start()
    sentence = refusal(bomb)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "大得不合常理" in sentence
    assert peak < 1_000_000


def test_a_member_that_unpacks_to_more_than_promised_is_stopped() -> None:
    data = bytearray(zipped({"包/零": bytes(50_000_000)}, zipfile.ZIP_DEFLATED))
    struct.pack_into("<I", data, data.index(b"PK\1\2") + 24, 1000)
    tracemalloc.start()
    sentence = refusal(bytes(data))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "内容已损坏" in sentence
    assert peak < 1_000_000


def overlapping(members: int, size: int) -> bytes:
    """Many entries, one content: what makes a gigabyte out of fourteen kilobytes."""
    packed = zipped({"a": bytes(size)}, zipfile.ZIP_DEFLATED)
    directory = packed.index(b"PK\1\2")
    end = packed.index(b"PK\5\6")
    entry = packed[directory:end]
    body = packed[:directory] + entry * members
    record = struct.pack(
        "<4sHHHHIIH", b"PK\5\6", 0, 0, members, members, len(entry) * members, directory, 0
    )
    return body + record


def test_members_that_share_bytes_are_refused() -> None:
    data = zipped({"a": b"12345", "b": b"12345"})
    second = data.rindex(b"PK\1\2")
    aliased = bytearray(data)
    # The header of a, 36 bytes in all, hidden inside the content of nothing: b points at it too.
    struct.pack_into("<I", aliased, second + 42, 0)
    assert "文件头与目录不一致" in refusal(bytes(aliased))
    assert "出现两次" in refusal(overlapping(200, 100_000))


def test_a_member_inside_another_is_refused() -> None:
    inner = zipped({"b": b"12345"})
    header = inner[: inner.index(b"PK\1\2")]
    outer = bytearray(zipped({"a": header, "b": b"12345"}))
    second = outer.rindex(b"PK\1\2")
    struct.pack_into("<I", outer, second + 42, 31)
    assert "互相重叠" in refusal(bytes(outer))


def test_too_many_members_are_refused_before_they_are_read() -> None:
    data = zipped({str(number): b"" for number in range(MAX_MEMBERS + 1)})
    assert f"超过 {MAX_MEMBERS} 个" in refusal(data)


def test_a_directory_longer_than_it_says_is_refused() -> None:
    data = bytearray(zipped({"a": b"1", "b": b"2"}))
    struct.pack_into("<HH", data, data.index(b"PK\5\6") + 8, 1, 1)
    assert "目录记录已损坏" in refusal(bytes(data))


def test_volumes_and_zip64_are_refused() -> None:
    data = bytearray(zipped({"a": b"1"}))
    struct.pack_into("<HH", data, data.index(b"PK\5\6") + 8, 0xFFFF, 0xFFFF)
    assert "zip64" in refusal(bytes(data))


def test_an_empty_zip_holds_nothing_to_read() -> None:
    assert "开头不是压缩包" in refusal(zipped({}))


def test_what_stands_before_or_after_the_zip_is_refused() -> None:
    data = zipped({"a": b"1"})
    assert "开头不是压缩包" in refusal(b"MZ" + data)
    assert "压缩包不完整" in refusal(data + b"surplus")


def test_only_the_wanted_members_are_unpacked() -> None:
    data = bytearray(zipped({"a": b"1234", "b": b"5678"}))
    data[data.index(b"5678")] = 0
    assert read_members(bytes(data), lambda name: name == "a") == {"a": b"1234"}
    assert "内容已损坏" in refusal(bytes(data))


PLAIN = zipped({"包/bagit.txt": b"1234", "包/data/a.txt": b"a" * 300}, zipfile.ZIP_DEFLATED)


def outcome(data: bytes) -> str:
    """The sentence with which the bytes are refused; empty when they are read."""
    try:
        read_members(data)
    except ArchiveError as error:
        return str(error)
    return ""


def test_a_zip_cut_off_anywhere_is_refused() -> None:
    for size in range(len(PLAIN)):
        refusal(PLAIN[:size])


@given(st.binary(max_size=300))
@example(b"PK\3\4")
@example(b"PK\5\6" + bytes(18))
def test_random_bytes_are_refused_in_one_sentence(data: bytes) -> None:
    for variant in (data, b"PK\3\4" + data, PLAIN[:40] + data + PLAIN[-22:]):
        sentence = outcome(variant)
        assert sentence.endswith("。")
        assert "\n" not in sentence


@given(
    st.lists(st.tuples(st.integers(0, len(PLAIN) - 1), st.integers(0, 255)), min_size=1, max_size=6)
)
def test_a_doctored_zip_is_read_or_refused(changes: list[tuple[int, int]]) -> None:
    data = bytearray(PLAIN)
    for offset, value in changes:
        data[offset] = value
    sentence = outcome(bytes(data))
    assert "\n" not in sentence
    assert sentence == "" or sentence.endswith("。")
