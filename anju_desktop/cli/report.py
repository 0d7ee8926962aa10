"""Findings as a person reads them in a console."""

from collections.abc import Iterator, Sequence

from anju_desktop.document.document import Document
from anju_desktop.rules.engine import not_checked
from anju_desktop.rules.explaining import explanation_state
from anju_desktop.rules.findings import LEVEL_NAMES, Finding
from anju_desktop.rules.report import cell_path

_STATES = {"given": "（已说明）", "stale": "（说明已过时）"}


def findings_text(
    file: str, document: Document, findings: Sequence[Finding], others: Sequence[Document]
) -> str:
    """The findings of one form in its order, hidden ones left out, and what was not checked.

    ``others`` are the forms it was checked together with.
    """
    shown = [finding for finding in findings if not finding.hidden]
    lines = [f"{file}：{_one_line(document.title())}，{_counts(shown)}"]
    for finding in shown:
        lines.extend(_lines(document, finding))
    lines.extend(f"  未核对：{_one_line(text)}" for text in not_checked(document, others))
    return "\n".join(lines)


def _counts(findings: Sequence[Finding]) -> str:
    levels = [finding.level for finding in findings]
    return "，".join(f"{name} {levels.count(level)}" for level, name in LEVEL_NAMES.items())


def _lines(document: Document, finding: Finding) -> Iterator[str]:
    indent = "    ↳ " if finding.cause else "  "
    state = _STATES.get(explanation_state(document, finding), "")
    level = f"{LEVEL_NAMES[finding.level]}{state}"
    yield f"{indent}{level}  {cell_path(document, finding.cell)}  {_one_line(finding.message)}"
    for text in (finding.arithmetic, finding.advice):
        if text:
            yield f"        {_one_line(text)}"


def _one_line(text: str) -> str:
    return " ".join(text.split())
