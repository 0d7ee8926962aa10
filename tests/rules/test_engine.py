"""Running checks: incremental equals from scratch, no text is too strange, listeners hear changes."""

from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document
from anju_desktop.document.history import History
from anju_desktop.forms.definition import Level
from anju_desktop.rules.engine import Checker, check, check_together, not_checked
from anju_desktop.rules.findings import Finding
from anju_desktop.rules.product import Product
from anju_desktop.rules.required import RequiredColumns
from anju_desktop.rules.rule import Rule
from anju_desktop.rules.view import View
from tests.rules.small_forms import example, found

FORMS = [
    "karamay-2024-rent-subsidy",
    "zhengzhou-2021-jinshui",
    "karamay-2024-allocation",
    "zhumadian-2020-evaluation",
    "chifeng-2023-rental",
]
TYPICAL = [
    "", " ", "≥", "≥24间", "<=500元/户/月", "是", "85%", "≥100%", "满意度赋分", "9", "91", "44万元",
    "不适用", "-", "改造套数", "居民是否满意", "完成24套，其中东区20套、西区9套。", "XX县", "1e400",
    "9" * 400, "33623", "0", "-3", "否", "2020年计划33264户，开工率99%。", "=100%", "改造工 作", "\ud800", "\x00", "𬭚", "每户480元", "１２３", "元/户/月",
]  # fmt: skip
texts = st.one_of(st.sampled_from(TYPICAL), st.text(max_size=40))


def cells(document: Document) -> list[CellRef]:
    edition = document.edition
    own = [CellRef(field.id) for field in (*edition.fields, *edition.facts)]
    for group in document.edition.groups:
        for row in document.row_ids(group.id):
            own.extend(CellRef(column.id, group.id, row) for column in group.columns)
    return own


@settings(max_examples=60)
@given(name=st.sampled_from(FORMS), text=texts, data=st.data())
def test_no_text_in_any_cell_is_too_strange(name: str, text: str, data: st.DataObject) -> None:
    document = example(name)
    for ref in data.draw(st.lists(st.sampled_from(cells(document)), min_size=1, max_size=6)):
        document.set(ref, text)
    for finding in check(document):
        assert finding.message
        assert finding.title
    not_checked(document)


def edit_somehow(document: Document, history: History, data: st.DataObject) -> None:
    """One random thing a clerk can do."""
    group = document.edition.groups[0]
    rows = document.row_ids(group.id)
    match data.draw(
        st.sampled_from(["type", "type", "type", "draft", "add", "drop", "move", "undo"])
    ):
        case "type":
            document.set(data.draw(st.sampled_from(cells(document))), data.draw(texts))
        case "draft":
            document.set_draft(data.draw(st.sampled_from(cells(document))), data.draw(texts))
            document.set_draft(CellRef(""), None)
        case "add":
            category = data.draw(st.sampled_from([c.id for c in group.categories] or [""]))
            document.insert_row(group.id, category)
        case "drop" if rows:
            document.remove_row(group.id, data.draw(st.sampled_from(rows)))
        case "move" if rows:
            index = data.draw(st.integers(0, len(rows) - 1))
            document.move_row(group.id, data.draw(st.sampled_from(rows)), index)
        case _:
            history.undo()


@settings(max_examples=60)
@given(name=st.sampled_from(FORMS), data=st.data())
def test_what_is_kept_up_to_date_is_what_a_fresh_check_finds(
    name: str, data: st.DataObject
) -> None:
    document = example(name)
    history, checker = History(document), Checker(document)
    for _ in range(data.draw(st.integers(1, 6))):
        edit_somehow(document, history, data)
        assert checker.findings() == check(document)


@settings(max_examples=60)
@given(name=st.sampled_from(FORMS[:2]), data=st.data())
def test_every_key_of_a_draft_leaves_what_a_fresh_check_finds(
    name: str, data: st.DataObject
) -> None:
    """In forms without a list: checks against other forms wait for the edit."""
    document = example(name)
    history, checker = History(document), Checker(document)
    for _ in range(data.draw(st.integers(0, 3))):
        edit_somehow(document, history, data)
    for ref in data.draw(st.lists(st.sampled_from(cells(document)), min_size=1, max_size=2)):
        text = data.draw(texts)[:5]
        for end in range(len(text) + 1):
            document.set_draft(ref, text[:end])
            assert checker.findings() == check(document)
        document.set_draft(ref, None)
        assert checker.findings() == check(document)


@pytest.mark.parametrize("other", ["改造后居民是否满意", "", "改造完成率", "改 造"])
def test_another_name_is_heard_by_all_that_asked_for_it(other: str) -> None:
    document = example("karamay-2024-rent-subsidy")
    checker = Checker(document)
    for row in document.row_ids("indicators"):
        document.set(CellRef("target", "indicators", row), "≥100%")
        document.set_draft(CellRef("name", "indicators", row), other)
        assert checker.findings() == check(document)
        document.set_draft(CellRef("name", "indicators", row), None)
        assert checker.findings() == check(document)


def rows_examined(rule: type[Rule], monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The rows that rules of a kind look at from now on."""
    rows: list[str] = []
    examine = rule.examine

    def noting(self: Rule, view: View, row: str) -> Iterable[Finding]:
        rows.append(row)
        return examine(self, view, row)

    monkeypatch.setattr(rule, "examine", noting)
    return rows


def test_a_name_that_no_check_asks_for_is_not_checked_against_the_whole_form(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    document = example("karamay-2024-rent-subsidy")
    Checker(document)
    run = rows_examined(Product, monkeypatch)
    quality = document.row_ids("indicators")[1]
    document.set_draft(CellRef("name", "indicators", quality), "另一个名称")
    assert run == []
    document.set_draft(CellRef("target", "indicators", quality), "≥1%")
    assert run == [""]


def test_a_required_cell_is_looked_at_when_it_is_emptied_and_not_when_it_says_something_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    document = example("karamay-2024-rent-subsidy")
    checker = Checker(document)
    run = rows_examined(RequiredColumns, monkeypatch)
    ref = CellRef("name", "indicators", "r1")
    document.set_draft(ref, "另一个名称")
    assert run == []
    document.set_draft(ref, " ")
    assert run == ["r1"]
    assert "required" in {finding.rule for finding in checker.findings()}


def test_a_draft_is_checked_while_it_is_typed_and_forgotten_when_given_up() -> None:
    document = example("karamay-2024-rent-subsidy")
    checker, ref = Checker(document), CellRef("target", "indicators", "r1")
    before = checker.findings()
    document.set_draft(ref, "≥31户")
    assert "product" in {finding.rule for finding in checker.findings()}
    document.set_draft(ref, None)
    assert checker.findings() == before


def test_a_draft_in_a_row_that_is_removed_does_no_harm() -> None:
    document = example("karamay-2024-rent-subsidy")
    checker, ref = Checker(document), CellRef("target", "indicators", "r1")
    document.set_draft(ref, "≥31户")
    document.remove_row("indicators", "r1")
    document.set_draft(ref, None)
    assert checker.findings() == check(document)


def test_listeners_hear_of_other_findings_and_of_nothing_else() -> None:
    document = example("karamay-2024-rent-subsidy")
    checker, heard = Checker(document), []
    stop = checker.on_change(lambda: heard.append(len(checker.findings())))
    document.set(CellRef("project_leader"), "另一人")
    document.set_draft(CellRef("project_leader"), "又一人")
    assert heard == []
    document.set(CellRef("other_funds"), "0")
    assert len(heard) == 1
    stop()
    document.set(CellRef("other_funds"), "")
    assert len(heard) == 1


def test_a_closed_checker_no_longer_listens() -> None:
    document = example("karamay-2024-rent-subsidy")
    checker = Checker(document)
    before = checker.findings()
    checker.close()
    document.set(CellRef("total_funds"), "1")
    assert checker.findings() == before
    checker.close()


def test_several_changes_in_one_edit_are_checked_once_and_together() -> None:
    document = example("karamay-2024-rent-subsidy")
    checker, heard = Checker(document), []
    checker.on_change(lambda: heard.append(checker.findings()))
    with document.editing("粘贴"):
        document.set(CellRef("total_funds"), "18")
        document.set(CellRef("fiscal_funds"), "18")
        document.set(CellRef("target", "indicators", "r1"), ">=31户")
    assert len(heard) == 1
    assert heard[0] == check(document)


def test_findings_come_in_the_order_of_the_sheet() -> None:
    document = example("karamay-2024-dilapidated-housing")
    document.set(CellRef("budget_unit"), "")
    document.move_row("indicators", document.row_ids("indicators")[5], 0)
    assert [document.path(f.cell) for f in check(document)] == [
        "budget_unit",
        "other_funds",
        "indicators[0].scoring_rule",
        "indicators[2].target",
    ]


def test_an_error_hides_the_softer_findings_on_its_cell() -> None:
    document = example("karamay-2024-rent-subsidy")
    document.set(CellRef("total_funds"), "18")
    (product,) = found(document, "product")
    assert product.hidden
    assert product.cause == "funds-sum@//total_funds"
    (sums,) = found(document, "funds-sum")
    assert not sums.hidden
    assert sums.cause == ""


def test_a_wrong_sum_of_a_column_does_not_hide_what_stands_in_its_first_row() -> None:
    document = example("karamay-2024-rent-subsidy")
    edition = replace(
        document.edition,
        groups=tuple(
            replace(
                group,
                columns=tuple(
                    replace(c, required=Level.EXPLAIN) if c.id == "weight" else c
                    for c in group.columns
                ),
            )
            for group in document.edition.groups
        ),
    )
    changed = Document(edition)
    for ref in cells(document):
        if not ref.group:
            changed.set(ref, document.text(ref))
    for category in ("quantity", "quality"):
        changed.insert_row("indicators", category)
    first, second = changed.row_ids("indicators")
    changed.set(CellRef("weight", "indicators", second), "9")
    findings = {
        f.rule: f for f in check(changed) if f.cell == CellRef("weight", "indicators", first)
    }
    assert set(findings) == {"required", "weights-total"}
    assert not findings["required"].hidden


def test_no_cause_is_missing_from_the_list() -> None:
    document = example("karamay-2024-rent-subsidy")
    for ref in cells(document)[:12]:
        document.set(ref, "")
    findings = check(document)
    keys = {finding.key for finding in findings}
    assert {finding.cause for finding in findings} - {""} <= keys


@pytest.mark.parametrize("name", FORMS)
def test_findings_are_told_apart_by_their_key(name: str) -> None:
    document = example(name)
    for ref in cells(document)[::2]:
        document.set(ref, "")
    keys = [finding.key for finding in check(document)]
    assert len(set(keys)) == len(keys)


def test_forms_checked_together_come_back_in_their_order() -> None:
    documents = [example(name) for name in FORMS]
    assert [document for document, _ in check_together(documents)] == documents
    assert check_together([]) == ()


def test_a_checker_that_waits_looks_when_it_is_asked_and_tells_its_listeners() -> None:
    document = example("karamay-2024-rent-subsidy")
    checker, heard = Checker(document, waits=True), []
    checker.on_change(lambda: heard.append(checker.findings()))
    document.set(CellRef("total_funds"), "18")
    checker.refresh()
    assert not checker.has_looked
    assert heard == []
    found = checker.findings()
    assert heard == [found]
    assert found == Checker(document).findings()
    document.set(CellRef("total_funds"), "17.28")
    assert checker.findings() == Checker(document).findings()
    assert len(heard) == 2
