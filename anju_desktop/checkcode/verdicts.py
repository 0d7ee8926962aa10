"""A code typed from paper held against forms: 一致, 不一致 or 另一版本."""

from collections.abc import Sequence
from enum import Enum

from anju_desktop.checkcode.canonical import form_code
from anju_desktop.checkcode.codes import grouped
from anju_desktop.document.document import Document
from anju_desktop.document.version import Version
from anju_desktop.records import record


class Verdict(Enum):
    SAME = "一致"
    DIFFERENT = "不一致"
    OTHER_VERSION = "另一版本"


@record(frozen=True, slots=True)
class Coded:
    """A form, or all forms of a package, as far as codes go.

    ``actual`` is the code worked out from the content now, ``""`` for a draft; ``version`` is
    what the content says of itself.
    """

    name: str
    version: Version
    actual: str

    @property
    def intact(self) -> bool:
        """Whether a final form still holds what it was made final with."""
        return self.version.code == self.actual


@record(frozen=True, slots=True)
class Answer:
    """``sentence`` begins with the verdict's word."""

    verdict: Verdict
    sentence: str


def coded(document: Document) -> Coded:
    """A form that is at hand."""
    actual = form_code(document) if document.version.is_final else ""
    return Coded(document.title(), document.version, actual)


def compare(code: str, forms: Sequence[Coded]) -> Answer:
    """What a code, read by :func:`codes.read_code`, says of these forms."""
    for form in forms:
        if form.actual == code:
            return _same(form)
    for form in forms:
        if code in form.version.earlier:
            return _other_version(code, form)
    return Answer(Verdict.DIFFERENT, _different(code, forms))


def _same(form: Coded) -> Answer:
    sentence = f"纸与数据相符，是“{form.name}”的{form.version.words}。"
    return Answer(Verdict.SAME, f"{Verdict.SAME.value}：{sentence}")


def _other_version(code: str, form: Coded) -> Answer:
    paper = Version(earlier=form.version.earlier[: form.version.earlier.index(code)])
    now = form.version.words + ("" if form.version.is_final else "，还没有定稿")
    sentence = f"纸上是“{form.name}”的{paper.words}，已经作废；现在的数据是{now}。请用新版的纸。"
    return Answer(Verdict.OTHER_VERSION, f"{Verdict.OTHER_VERSION.value}：{sentence}")


def _different(code: str, forms: Sequence[Coded]) -> str:
    word = Verdict.DIFFERENT.value
    for form in forms:
        if form.version.code == code:
            return f"{word}：“{form.name}”定稿时是这个校验码，但数据后来被改动过，不要采用。"
    known = [f"“{form.name}”{grouped(form.actual)}" for form in forms if form.actual]
    if not known:
        names = "、".join(f"“{form.name}”" for form in forms[:3]) or "这里的表"
        return f"{word}：{names}还没有定稿，没有校验码可以核对。请先定稿，或换成定稿后的文件。"
    if len(known) == 1:
        return f"{word}：这里的校验码是{known[0]}。请核对是不是同一张表、同一个单位和年度。"
    return f"{word}：不是这里任何一张表的校验码。请核对是不是同一件上报。"
