"""One submission → one package: a BagIt bag in a zip that opens without this program.

It is a draft until every form in it is final; then its name ends in 原报 or 修订n and the code.

A submission is unit × period × programme with all its forms (DESIGN, decision 8). The same data
gives the same bytes, whatever the order in which the forms were given; scans keep their order.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from anju_desktop import __version__
from anju_desktop.checkcode.codes import grouped
from anju_desktop.checkcode.verdicts import coded
from anju_desktop.document import jsonform
from anju_desktop.document.document import Document
from anju_desktop.errors import PackageError
from anju_desktop.forms.definition import Level
from anju_desktop.reading.scans import ScanFile
from anju_desktop.records import record
from anju_desktop.render import faces
from anju_desktop.render.containers import stored_zip
from anju_desktop.report.content import is_reported
from anju_desktop.rules.engine import check_together, not_checked
from anju_desktop.rules.findings import LEVEL_NAMES, Finding
from anju_desktop.rules.report import findings_json
from anju_desktop.submission.archive import MAX_FILE
from anju_desktop.submission.bag import make_bag
from anju_desktop.submission.codes import (
    DATA_NAME,
    IDENTIFIER,
    SCANS_FOLDER,
    package_code,
    package_version,
)
from anju_desktop.submission.cover import CoverLine, cover_pdf
from anju_desktop.submission.naming import fingerprint, safe_part

DRAFT = "草稿"
REPORT_NAME = "绩效自评报告.docx"
COVER_NAME, NOTE_NAME, FINDINGS_NAME = "报送清单.pdf", "说明.txt", "审核结果.json"
ANSWERS_NAME = "退回意见答复.txt"

# Bytes in UTF-8. Together with the folders between them the longest path inside a package stays
# near 200 bytes, 70 characters, so that it can be unpacked on a desktop (Windows takes 260).
_KEY_BYTES = (36, 12, 60)
_FOLDER_BYTES = 48
_FILE_BYTES = 30
_LONGEST_LINE = 200

Key = tuple[str, str, str]
"""What forms of one submission share: unit, period, programme."""
Checked = tuple[Document, tuple[Finding, ...]]
Scans = Mapping[str, Sequence[ScanFile]]
"""Check code of a final form to the scans of its sealed pages."""
_NO_SCANS: Scans = {}


def submission_key(document: Document) -> Key:
    """The submission a form belongs to."""
    return document.unit, document.period, document.edition.programme or document.edition.title


def build_packages(
    documents: Sequence[Document], scans: Scans = _NO_SCANS, answers: str = ""
) -> list[tuple[str, bytes]]:
    """File name and bytes of the package of every submission among the documents.

    ``scans`` go with the form that was sealed, ``answers`` (to what the city wanted changed) with
    every package.
    """
    if not documents:
        raise PackageError("没有可以导出的表，请先选一件上报。")
    groups: dict[Key, list[Document]] = {}
    for document in documents:
        groups.setdefault(submission_key(document), []).append(document)
    issues = {key: _issue(groups[key]) for key in sorted(groups)}
    names = _names(issues)
    return [
        (f"{name}.zip", _build(key, name, groups[key], issues[key], scans, answers))
        for key, name in names.items()
    ]


@record(frozen=True, slots=True)
class _Issue:
    """A package as a draft, or as 原报 or 修订n with the code over its forms."""

    words: str
    code: str = ""
    """In groups; empty in a draft."""


def _issue(documents: Sequence[Document]) -> _Issue:
    forms = [coded(document) for document in documents]
    for form in forms:
        if not form.intact:
            raise PackageError(f"“{form.name}”的内容与它的校验码不符，没有导出。请修订后重新定稿。")
    code = package_code(forms)
    return _Issue(package_version(forms).words, grouped(code)) if code else _Issue(DRAFT)


def _names(issues: Mapping[Key, _Issue]) -> dict[Key, str]:
    """A name for each submission; no two are the same file on any system."""
    plain = {key: "_".join(_key_parts(key)) for key in issues}
    uses = Counter(name.casefold() for name in plain.values())
    return {
        key: "_".join([name, *_ending(key, issues[key], uses[name.casefold()] > 1)])
        for key, name in plain.items()
    }


def _ending(key: Key, issue: _Issue, is_ambiguous: bool) -> list[str]:
    if issue.code:
        return [issue.words, issue.code]
    return [*_tag(key, is_ambiguous), issue.words]


def _key_texts(key: Key) -> Key:
    """What a name says of a submission: the year once, though most programmes begin with it."""
    unit, period, programme = key
    return unit, period, programme.removeprefix(f"{period}年") or programme


def _key_parts(key: Key) -> list[str]:
    return [safe_part(text, most) for text, most in zip(_key_texts(key), _KEY_BYTES, strict=True)]


def _tag(key: Key, is_ambiguous: bool) -> list[str]:
    """What tells submissions apart whose names had to be shortened or cleaned."""
    pairs = zip(_key_texts(key), _key_parts(key), strict=True)
    is_changed = any(text and part != text for text, part in pairs)
    return [fingerprint(*key)] if is_changed or is_ambiguous else []


def _build(
    key: Key,
    name: str,
    documents: Sequence[Document],
    issue: _Issue,
    scans: Scans,
    answers: str,
) -> bytes:
    checked = check_together(sorted(documents, key=_order))
    payload = _payload(key, checked, issue, scans)
    if answers:
        payload[ANSWERS_NAME] = _plain(answers.split("\n"))
    bag = make_bag(payload, _info(key, issue))
    data = stored_zip((f"{name}/{path}", content) for path, content in bag.items())
    if len(data) > MAX_FILE:
        raise PackageError(
            f"“{name}”超过 {MAX_FILE // 1_000_000} MB，收件方不能读取。"
            "请把扫描件的分辨率降低，或减少表格后分开导出。"
        )
    return data


def _order(document: Document) -> tuple[str, str, bytes]:
    return document.edition.id, document.title(), jsonform.dump_bytes(document)


def _info(key: Key, issue: _Issue) -> dict[str, str]:
    unit, period, programme = map(_one_line, key)
    return {
        "Source-Organization": unit,
        "External-Description": f"{period} {programme} {issue.words}",
        **({IDENTIFIER: issue.code} if issue.code else {}),
        "Bag-Software-Agent": f"anju-desktop {__version__}",
    }


def _heading(key: Key) -> tuple[str, str, str]:
    unit, period, programme = map(_one_line, key)
    return unit, f"{period}年度" if key[1].strip() else "年度未填", programme


def _one_line(text: str) -> str:
    """``text`` as it can stand in a line of a text file: no controls, no half characters."""
    cleaned = re.sub("[\ud800-\udfff]", "?", " ".join(text.split()))
    visible = re.sub("[\x00-\x1f\x7f-\x9f]", "", cleaned)
    return visible[:_LONGEST_LINE].strip() or "未填"


def _payload(key: Key, checked: Sequence[Checked], issue: _Issue, scans: Scans) -> dict[str, bytes]:
    payload: dict[str, bytes] = {}
    forms = [document for document, _ in checked]
    for number, (document, findings) in enumerate(checked, 1):
        folder = f"{number:02d}_{safe_part(document.title(), _FOLDER_BYTES)}"
        payload |= {f"{folder}/{name}": data for name, data in _form(document).items()}
        sealed = scans.get(document.version.code, ())
        payload |= {f"{folder}/{SCANS_FOLDER}/{name}": data for name, data in _scans(sealed)}
        verdict = _verdict(f"{folder}/{DATA_NAME}", document, findings, forms)
        payload[f"{folder}/{FINDINGS_NAME}"] = _json(verdict)
    lines = [_cover_line(document, findings) for document, findings in checked]
    heading = _heading(key)
    payload[COVER_NAME] = cover_pdf(heading, lines, issue.words, issue.code)
    has_report = any(is_reported(form.edition) for form in forms)
    has_scans = any(f"/{SCANS_FOLDER}/" in path for path in payload)
    payload[NOTE_NAME] = _note(heading, lines, issue, has_report, has_scans)
    return payload


def _form(document: Document) -> dict[str, bytes]:
    edition = document.edition
    name = safe_part(edition.name or edition.title, _FILE_BYTES)
    report = {REPORT_NAME: faces.report_docx(document)} if is_reported(edition) else {}
    return {
        f"{name}.xlsx": faces.xlsx([document]),
        f"{name}.pdf": faces.pdf([document]),
        **report,
        DATA_NAME: jsonform.dump_bytes(document),
    }


def _scans(sealed: Sequence[ScanFile]) -> Iterator[tuple[str, bytes]]:
    """Names by the order of the pages, so that two files of one name are both there."""
    for number, scan in enumerate(sealed, 1):
        stem = safe_part(PurePosixPath(scan.name).stem, _FILE_BYTES)
        yield f"{number:02d}_{stem}.{scan.kind}", scan.data


def _verdict(
    file: str, document: Document, findings: Sequence[Finding], forms: Sequence[Document]
) -> dict[str, Any]:
    """What was found, with which edition, and what nobody looked at."""
    return {
        "edition": document.edition.id,
        "edition_sha256": document.edition.sha256,
        "findings": findings_json(file, document, findings),
        "not_checked": list(not_checked(document, forms)),
    }


def _json(content: Any) -> bytes:
    text = json.dumps(content, ensure_ascii=False, indent=1)
    return (jsonform.escape_surrogates(text) + "\n").encode("utf-8")


def _cover_line(document: Document, findings: Sequence[Finding]) -> CoverLine:
    levels = [finding.level for finding in findings]
    counts = {level: levels.count(level) for level in Level}
    version = document.version
    return CoverLine(
        _one_line(document.edition.title),
        _one_line(document.title()),
        counts,
        version.words,
        grouped(version.code),
    )


def _note(
    heading: Sequence[str],
    lines: Sequence[CoverLine],
    issue: _Issue,
    has_report: bool,
    has_scans: bool,
) -> bytes:
    forms = [
        f"{number:02d}  {line.form}  {line.name}  {_noted(line)}"
        for number, line in enumerate(lines, 1)
    ]
    text = [
        f"{'  '.join(heading)}（{issue.words}）",
        "",
        *forms,
        "",
        f"每张表一个文件夹：.xlsx 和 .pdf 可直接打开；“{DATA_NAME}”供安居填报读取，请勿改动。",
        *([f"“{REPORT_NAME}”照表生成，可用 Word 或 WPS 打开修改。"] if has_report else []),
        *([f"“{SCANS_FOLDER}”里是签字盖章以后的扫描件。"] if has_scans else []),
        f"“{FINDINGS_NAME}”是导出时的审核结果和说明。“{COVER_NAME}”列出全部表。",
        _noted_issue(issue),
        "manifest-sha256.txt 等文件用来核对本包是否完好，请勿改动。",
    ]
    return _plain(text)


def _plain(text: Sequence[str]) -> bytes:
    # Windows Notepad of older editions needs the mark and the line ends.
    return ("\ufeff" + "\r\n".join(text) + "\r\n").encode("utf-8", "replace")


def _noted(line: CoverLine) -> str:
    if line.code:
        return f"{line.version}  校验码 {line.code}"
    return "，".join(f"{LEVEL_NAMES[level]} {count}" for level, count in line.counts.items())


def _noted_issue(issue: _Issue) -> str:
    if not issue.code:
        return "本包尚未定稿，没有校验码，不能作为正式上报材料。"
    return f"本包全部定稿，是{issue.words}，校验码 {issue.code}；各表的校验码印在每页页脚。"
