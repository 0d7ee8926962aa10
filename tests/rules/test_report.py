"""Findings as data, and whether the reasons given for them still hold."""

import json

from anju_desktop.document.changes import CellRef, Explanation
from anju_desktop.document.document import Document
from anju_desktop.forms.library import Library
from anju_desktop.rules.engine import check
from anju_desktop.rules.explaining import explanation_state
from anju_desktop.rules.report import findings_json
from tests.rules.small_forms import example, found


def test_every_finding_becomes_an_object_with_its_path_and_values() -> None:
    document = example("karamay-2024-dilapidated-housing")
    objects = findings_json("a.json", document, check(document))
    assert json.loads(json.dumps(objects, ensure_ascii=False)) == objects
    unit = next(item for item in objects if item["rule"] == "unit-of-name")
    assert unit["file"] == "a.json"
    assert unit["level"] == "explain"
    assert unit["cell"] == "indicators[1].target"
    assert unit["written"] == ">=24间"
    assert {"message", "expected", "title", "basis", "advice", "cause", "hidden"} <= unit.keys()


def test_a_missing_row_is_reported_at_its_group() -> None:
    document = Document(Library().get("karamay-2024-project-target"))
    objects = findings_json("a.json", document, check(document))
    assert "indicators" in [item["cell"] for item in objects]


def test_a_reason_goes_stale_when_either_value_changes() -> None:
    document = example("karamay-2024-dilapidated-housing")
    (finding,) = found(document, "unit-of-name")
    assert explanation_state(document, finding) == "missing"
    document.explain(
        Explanation(finding.rule, finding.cell, finding.written, finding.expected, "按间计量")
    )
    assert explanation_state(document, finding) == "given"
    document.set(CellRef("target", "indicators", "r2"), ">=25间")
    (changed,) = found(document, "unit-of-name")
    assert explanation_state(document, changed) == "stale"


def test_an_empty_reason_is_none() -> None:
    document = example("karamay-2024-dilapidated-housing")
    (finding,) = found(document, "unit-of-name")
    document.explain(
        Explanation(finding.rule, finding.cell, finding.written, finding.expected, " ")
    )
    assert explanation_state(document, finding) == "missing"
