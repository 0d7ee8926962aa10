"""The check codes of a package: of each form in it, and one over all of them."""

from collections.abc import Iterator, Sequence
from itertools import islice, product

from anju_desktop.checkcode.canonical import content_code, submission_code
from anju_desktop.checkcode.codes import grouped
from anju_desktop.checkcode.verdicts import Answer, Coded, Verdict, compare
from anju_desktop.document import jsonform
from anju_desktop.document.version import Version
from anju_desktop.errors import DocumentError
from anju_desktop.submission.bag import INFO, PAYLOAD, Members

DATA_NAME = "数据.json"
"""File name of a form's data inside a package."""
SCANS_FOLDER = "盖章扫描件"
"""Folder of the scans of a form's sealed pages, beside its data."""
IDENTIFIER = "External-Identifier"
"""Where ``bag-info.txt`` holds the code of the package."""

_WHOLE = "整件上报"
# Earlier states of a package that are looked through for a code; more than anybody ever revises.
_MOST_STATES = 5000


def data_members(bag: Members) -> list[str]:
    """The members that hold the data of a form, in their order."""
    return [name for name in bag if name.startswith(PAYLOAD) and name.endswith(f"/{DATA_NAME}")]


def coded_forms(bag: Members) -> tuple[Coded, ...]:
    """The forms of a package; no edition is needed. Data that cannot be read have no code."""
    return tuple(filter(None, (_coded(name, bag[name]) for name in data_members(bag))))


def _coded(name: str, data: bytes) -> Coded | None:
    try:
        content = jsonform.parse_bytes(data, name)
    except DocumentError:
        return None
    version = jsonform.version_of(content)
    actual = content_code(content) if version.is_final else ""
    # data/01_资金分配表/数据.json
    folder = name.split("/")[-2]
    return Coded(folder.partition("_")[2] or folder, version, actual)


def code_problems(bag: Members, forms: Sequence[Coded]) -> Iterator[str]:
    """Where content and codes disagree: what was changed after 定稿, together with all sums."""
    for form in forms:
        if not form.intact:
            code = grouped(form.version.code)
            yield f"“{form.name}”定稿以后被改动过，内容与校验码 {code} 不符"
    stated = [line for line in bag.get(INFO, b"").splitlines() if line.startswith(_STATED)]
    if stated and stated != [_STATED + grouped(package_code(forms)).encode()]:
        yield f"{INFO} 里的校验码与各表不符"


_STATED = f"{IDENTIFIER}: ".encode()


def package_code(forms: Sequence[Coded]) -> str:
    """The code over all forms; ``""`` while one of them is a draft.

    The only form of a package lends it its own: two codes for one table would puzzle.
    """
    codes = [form.actual for form in forms]
    if not codes or not all(codes):
        return ""
    return codes[0] if len(codes) == 1 else submission_code(codes)


def package_version(forms: Sequence[Coded]) -> Version:
    """修订 n of a package is that of its most revised form."""
    return max((form.version for form in forms), key=lambda version: version.revision)


def answer(code: str, forms: Sequence[Coded]) -> Answer:
    """What a code typed from paper says of a package: from a form's page or the cover list."""
    if len(forms) > 1 and code == package_code(forms):
        whole = Coded(_WHOLE, package_version(forms), code)
        return compare(code, [whole])
    if any(code == submission_code(state) for state in islice(_earlier(forms), _MOST_STATES)):
        word = Verdict.OTHER_VERSION
        sentence = "纸上是这件上报以前的清单，有表后来修订过。请用新版的清单。"
        return Answer(word, f"{word.value}：{sentence}")
    return compare(code, forms)


def _earlier(forms: Sequence[Coded]) -> Iterator[tuple[str, ...]]:
    """Every set of codes that the forms may have had together."""
    return product(*(filter(None, (*form.version.earlier, form.actual)) for form in forms))
