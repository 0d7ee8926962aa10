"""Findings as JSON data, for the command line and the package."""

from collections.abc import Iterable
from typing import Any

from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document
from anju_desktop.rules.explaining import explanation_state
from anju_desktop.rules.findings import Finding


def findings_json(
    file: str, document: Document, findings: Iterable[Finding]
) -> list[dict[str, Any]]:
    """One object per finding, folded and hidden ones included."""
    return [_finding(file, document, finding) for finding in findings]


def _finding(file: str, document: Document, finding: Finding) -> dict[str, Any]:
    return {
        "file": file,
        "rule": finding.rule,
        "level": str(finding.level),
        "cell": cell_path(document, finding.cell),
        "message": finding.message,
        "written": finding.written,
        "expected": finding.expected,
        "title": finding.title,
        "arithmetic": finding.arithmetic,
        "basis": finding.basis,
        "advice": finding.advice,
        "cause": finding.cause,
        "hidden": finding.hidden,
        "explanation": explanation_state(document, finding),
    }


def cell_path(document: Document, ref: CellRef) -> str:
    """``indicators[3].target``; the group alone where it has no row to point at."""
    return ref.group if ref.group and not ref.row else document.path(ref)
