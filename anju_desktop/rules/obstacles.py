"""What keeps a form from being made final."""

from collections.abc import Sequence

from anju_desktop.document.document import Document
from anju_desktop.forms.definition import Level
from anju_desktop.rules.explaining import explanation_state
from anju_desktop.rules.findings import Finding


def obstacles(document: Document, findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Errors, and findings whose reason is missing or stale; in the order of the findings.

    One that follows from another obstacle goes with it, and is left out.
    """
    blocking = [f for f in findings if not f.hidden and _blocks(document, f)]
    keys = {finding.key for finding in blocking}
    return tuple(finding for finding in blocking if finding.cause not in keys)


def _blocks(document: Document, finding: Finding) -> bool:
    if finding.level is Level.EXPLAIN:
        return explanation_state(document, finding) != "given"
    return finding.level is Level.ERROR
