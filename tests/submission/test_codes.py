"""Packages of final forms: their name and code, and what a code typed from paper says of them."""

import json
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest

from anju_desktop.checkcode.canonical import form_code, submission_code
from anju_desktop.checkcode.codes import grouped, make_code
from anju_desktop.checkcode.verdicts import Verdict
from anju_desktop.document import jsonform
from anju_desktop.document.document import Document
from anju_desktop.errors import DocumentError, PackageError
from anju_desktop.forms.library import Library
from anju_desktop.render.containers import stored_zip
from anju_desktop.submission.archive import read_members
from anju_desktop.submission.bag import make_bag
from anju_desktop.submission.codes import answer
from anju_desktop.submission.opening import open_documents
from anju_desktop.submission.package import build_packages
from anju_desktop.submission.verify import verify_bytes

Examples = Callable[[str], list[Document]]


def finalize(*documents: Document) -> None:
    for document in documents:
        document.finalize(form_code(document), "2026-11-20T10:00:00+08:00")


@pytest.fixture
def forms(examples: Examples) -> list[Document]:
    documents = examples("karamay-2024-*.json")
    finalize(*documents)
    return documents


def code_of(forms: list[Document]) -> str:
    return submission_code(form.version.code for form in forms)


def packed(forms: list[Document]) -> bytes:
    ((_, data),) = build_packages(forms)
    return data


def text_of(data: bytes, ending: str) -> str:
    (content,) = (c for name, c in read_members(data).items() if name.endswith(ending))
    if not ending.endswith(".pdf"):
        return content.decode("utf-8-sig")
    with pypdfium2.PdfDocument(content) as file:
        return "\n".join(page.get_textpage().get_text_range() for page in file)


def test_a_package_of_final_forms_is_named_with_its_code(forms: list[Document]) -> None:
    ((name, data),) = build_packages(forms)
    unit = "克拉玛依区_2024_中央财政城镇保障性安居工程补助资金"
    assert name == f"{unit}_原报_{grouped(code_of(forms))}.zip"
    assert verify_bytes(data).whole
    assert build_packages(forms[::-1]) == [(name, data)]


def test_the_only_form_of_a_package_lends_it_its_code(examples: Examples) -> None:
    documents = examples("zhumadian-2020-*.json")
    finalize(*documents)
    ((name, data),) = build_packages(documents)
    code = grouped(documents[0].version.code)
    assert name.endswith(f"_{code}.zip")
    assert verify_bytes(data).whole
    cover = text_of(data, "报送清单.pdf")
    assert cover.count(code) >= 1


def test_a_revised_form_makes_a_revised_package(forms: list[Document]) -> None:
    forms[2].reopen()
    finalize(forms[2])
    ((name, _),) = build_packages(forms)
    assert f"_修订1_{grouped(code_of(forms))}.zip" in name


def test_nothing_in_it_says_draft_and_the_cover_lists_every_code(forms: list[Document]) -> None:
    data = packed(forms)
    cover, note = text_of(data, "报送清单.pdf"), text_of(data, "说明.txt")
    for code in (code_of(forms), *(form.version.code for form in forms)):
        assert grouped(code) in cover
        assert grouped(code) in note
    assert "草稿" not in cover + note + text_of(
        data, "03_2024年危旧房改造（中央直达）/绩效目标表.pdf"
    )
    assert f"External-Identifier: {grouped(code_of(forms))}\n" in text_of(data, "bag-info.txt")


def test_one_draft_among_final_forms_keeps_the_package_a_draft(forms: list[Document]) -> None:
    forms[0].reopen()
    ((name, data),) = build_packages(forms)
    assert name.endswith("_草稿.zip")
    assert "External-Identifier" not in text_of(data, "bag-info.txt")
    assert "草稿" in text_of(data, "报送清单.pdf")
    told = answer(forms[1].version.code, verify_bytes(data).forms)
    assert told.verdict is Verdict.SAME


def test_the_data_keep_version_and_code(forms: list[Document], tmp_path: Path) -> None:
    data = packed(forms)
    content = json.loads(text_of(data, "03_2024年危旧房改造（中央直达）/数据.json"))
    assert content["version"]["code"] in {form.version.code for form in forms}
    assert content["version"]["revision"] == 0
    (tmp_path / "包.zip").write_bytes(data)
    read = open_documents(tmp_path / "包.zip", Library().get)
    assert {form.version for form in read} == {form.version for form in forms}


def test_codes_from_paper(forms: list[Document]) -> None:
    before, before_all = forms[2].version.code, code_of(forms)
    forms[2].reopen()
    finalize(forms[2])
    coded = verify_bytes(packed(forms)).forms
    assert len(coded) == 5
    for code, verdict, words in [
        (forms[0].version.code, Verdict.SAME, f"“{forms[0].title()}”的原报"),
        (forms[2].version.code, Verdict.SAME, f"“{forms[2].title()}”的修订1"),
        (code_of(forms), Verdict.SAME, "“整件上报”的修订1"),
        (before, Verdict.OTHER_VERSION, f"纸上是“{forms[2].title()}”的原报"),
        (before_all, Verdict.OTHER_VERSION, "以前的清单"),
        (make_code(b"another"), Verdict.DIFFERENT, "任何一张表"),
    ]:
        told = answer(code, coded)
        assert told.verdict is verdict
        assert words in told.sentence


def test_a_draft_package_has_no_code_to_agree_with(karamay: tuple[str, bytes]) -> None:
    told = answer(make_code(b"x"), verify_bytes(karamay[1]).forms)
    assert told.verdict is Verdict.DIFFERENT
    assert "还没有定稿" in told.sentence


def rebuilt(data: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """A package made anew with all sums right, as somebody would who hides a change."""
    members = read_members(data)
    root = next(iter(members)).partition("/")[0]
    payload = {
        path: change(path, content)
        for name, content in members.items()
        for path in [name.removeprefix(f"{root}/data/")]
        if path != name
    }
    info = change("bag-info.txt", members[f"{root}/bag-info.txt"]).decode().splitlines()
    pairs = dict(line.split(": ", 1) for line in info if not line.startswith("Payload"))
    bag = make_bag(payload, pairs)
    return stored_zip((f"{root}/{path}", content) for path, content in bag.items())


def test_data_changed_together_with_all_sums_do_not_fit_their_code(
    forms: list[Document], tmp_path: Path
) -> None:
    data = packed(forms)
    assert rebuilt(data, lambda _, content: content) == data
    forged = rebuilt(data, lambda _, content: content.replace(b'"6111"', b'"6611"'))
    report = verify_bytes(forged)
    assert not report.whole
    assert "定稿以后被改动过" in report.sentence
    (tmp_path / "包.zip").write_bytes(forged)
    with pytest.raises(DocumentError, match="定稿以后被改动过"):
        open_documents(tmp_path / "包.zip", Library().get)


def test_a_code_of_the_package_that_does_not_fit_is_noticed(forms: list[Document]) -> None:
    code = grouped(code_of(forms)).encode()
    other = grouped(make_code(b"other")).encode()
    report = verify_bytes(
        rebuilt(packed(forms), lambda _, content: content.replace(b": " + code, b": " + other))
    )
    assert "bag-info.txt 里的校验码与各表不符" in report.sentence


def test_a_form_missing_from_a_final_package_is_noticed(forms: list[Document]) -> None:
    whole, fewer = packed(forms), packed(forms[:-1])
    info = text_of(whole, "bag-info.txt").encode()
    report = verify_bytes(
        rebuilt(fewer, lambda path, content: info if path == "bag-info.txt" else content)
    )
    assert "bag-info.txt 里的校验码与各表不符" in report.sentence


def test_a_final_file_that_was_changed_is_not_opened(forms: list[Document], tmp_path: Path) -> None:
    path = tmp_path / "表.json"
    path.write_bytes(jsonform.dump_bytes(forms[0]))
    assert open_documents(path, Library().get)[0].version == forms[0].version
    path.write_bytes(
        jsonform.dump_bytes(forms[0]).replace("克拉玛依区".encode(), "别的区".encode())
    )
    with pytest.raises(DocumentError, match="定稿以后被改动过"):
        open_documents(path, Library().get)


def test_a_form_whose_code_does_not_fit_is_not_packed(examples: Examples) -> None:
    (form,) = examples("karamay-2024-rent-subsidy.json")
    form.finalize("0" * 16)
    with pytest.raises(PackageError, match="校验码不符"):
        build_packages([form])


@pytest.mark.parametrize(
    "data",
    [
        b'{"fields": ' + b'{"a": ' * 400 + b"1" + b"}" * 401,
        b"[" * 5000,
        b'{"version": {"code": "0000000000000000"}}',
        b"\xff",
    ],
    ids=["deep", "deeper", "half", "no text"],
)
def test_data_that_are_no_form_have_no_code_and_stop_nothing(
    forms: list[Document], data: bytes
) -> None:
    ((_, package),) = build_packages(forms[:1])
    broken = rebuilt(package, lambda path, old: data if path.endswith("数据.json") else old)
    report = verify_bytes(broken)
    assert report.forms == ()
    assert not report.whole


def test_a_draft_package_with_unreadable_data_says_that_there_is_no_code(
    karamay: tuple[str, bytes],
) -> None:
    broken = rebuilt(karamay[1], lambda path, old: b"{}" if path.endswith("数据.json") else old)
    told = answer(make_code(b"x"), verify_bytes(broken).forms)
    assert told.verdict is Verdict.DIFFERENT
