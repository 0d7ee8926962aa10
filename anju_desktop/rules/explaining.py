"""Whether the reason given for a finding still speaks of the same values."""

from typing import Literal

from anju_desktop.document.document import Document
from anju_desktop.rules.findings import Finding

ExplanationState = Literal["missing", "given", "stale"]


def explanation_state(document: Document, finding: Finding) -> ExplanationState:
    """``stale`` once the written or the expected value differs from when the reason was given."""
    explanation = document.explanation(finding.rule, finding.cell)
    if explanation is None or not explanation.text.strip():
        return "missing"
    if (explanation.written, explanation.expected) != (finding.written, finding.expected):
        return "stale"
    return "given"
