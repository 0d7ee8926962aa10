"""A form of the next year begun from last year's, and last year's values beside this year's."""

from pathlib import Path

import pytest

from anju_desktop.assets import resource
from anju_desktop.document import jsonform
from anju_desktop.document.changes import CellRef, Explanation
from anju_desktop.document.document import Document, blank_document, copy_of
from anju_desktop.document.lastyear import last_year_of, text_of_last_year
from anju_desktop.document.renewing import Moved, Renewed, moved_on, next_year, renew
from anju_desktop.forms.definition import Edition
from anju_desktop.forms.library import Library
from anju_desktop.forms.loader import parse_edition
from tests.rules.small_forms import example

LIBRARY = Library()
EXAMPLES = sorted(path.stem for path in resource("examples").glob("*.json"))
TARGET = "karamay-2024-old-communities"
EVALUATION = "self-evaluation-2024-karamay-old-communities"


def renewed(name: str, *forms: Document) -> tuple[Document, Renewed]:
    source = example(name)
    return source, renew(source, source.edition, next_year(source.period), forms)


def column(document: Document, column_id: str) -> list[str]:
    rows = document.row_ids("indicators")
    return [document.text(CellRef(column_id, "indicators", row)) for row in rows]


@pytest.mark.parametrize(("period", "following"), [("2024", "2025"), ("2024年", ""), ("", "")])
def test_the_next_year_follows_a_year(period: str, following: str) -> None:
    assert next_year(period) == following
    assert not following or last_year_of(following) == period


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("2024年租赁补贴", "2025年租赁补贴"),
        ("2024年1月至2024年12月", "2025年1月至2025年12月"),
        ("2023—2024年改造", "2023—2024年改造"),
        ("2023年改造", "2023年改造"),
        ("12024号", "12024号"),
        ("老旧小区", "老旧小区"),
    ],
)
def test_only_a_name_with_last_year_alone_moves_on(text: str, after: str) -> None:
    assert moved_on(text, "2024", "2025") == after


def test_names_rows_weights_and_texts_are_kept_amounts_and_values_are_not() -> None:
    source, made = renewed(TARGET)
    own = made.document
    assert (own.unit, own.period) == (source.unit, "2025")
    assert own.text(CellRef("budget_unit")) == source.text(CellRef("budget_unit"))
    assert own.text(CellRef("goal")) == source.text(CellRef("goal"))
    for kept in ("name", "weight", "basis", "scoring_rule", "evidence", "level1"):
        assert column(own, kept) == column(source, kept)
    assert own.row_ids("indicators") == source.row_ids("indicators")
    assert not any(column(own, "target") + column(own, "last_year"))
    assert not own.text(CellRef("total_funds"))


def test_what_changed_is_told() -> None:
    _, made = renewed(TARGET)
    name = "年老旧小区改造（中央直达）"
    assert made.moved == (Moved("项目名称", f"2024{name}", f"2025{name}"),)
    assert made.blank == ("年度预算总额", "其中：财政拨款", "指标值", "上年完成值")
    assert made.taken == made.lost == ()


def test_a_text_with_figures_is_kept_and_to_be_read() -> None:
    _, made = renewed("karamay-2024-rent-subsidy")
    assert made.to_read == ("项目总体目标",)


def test_what_last_year_came_to_is_taken_from_its_self_evaluation() -> None:
    evaluation = example(EVALUATION)
    first, second = evaluation.row_ids("indicators")[:2]
    evaluation.set(CellRef("actual", "indicators", first), "130万平方米")
    _, made = renewed(TARGET, evaluation)
    assert column(made.document, "last_year")[:2] == ["130万平方米", ""]
    assert column(evaluation, "actual")[1] == ""
    assert second
    assert made.taken == ("上年完成值",)
    assert "上年完成值" not in made.blank


def test_last_years_amounts_go_into_the_fields_that_ask_for_them() -> None:
    source, made = renewed("zhengzhou-2021-agency-project")
    own = made.document
    assert own.text(CellRef("last_year_amount")) == source.text(CellRef("year_amount"))
    assert not own.text(CellRef("year_amount"))
    assert not own.text(CellRef("start_date"))
    assert own.text(CellRef("telephone")) == source.text(CellRef("telephone"))


def test_a_self_evaluation_keeps_nothing_of_what_was_achieved() -> None:
    source = example(EVALUATION)
    source.set(CellRef("actual_result"), "全部完成")
    source.set_fact("report_problems", "进度慢")
    first = source.row_ids("indicators")[0]
    for done in ("actual", "score", "deviation"):
        source.set(CellRef(done, "indicators", first), "5")
    own = renew(source, source.edition, "2025").document
    assert not own.text(CellRef("actual_result"))
    assert not any(column(own, "actual") + column(own, "score") + column(own, "deviation"))
    assert own.facts() == {}
    assert own.text(CellRef("total_points")) == "100"


def test_reasons_and_explanations_of_last_year_stay_there() -> None:
    source = example(TARGET)
    source.explain(Explanation("weights", CellRef("goal"), "90", "100", "上级核定"))
    assert renew(source, source.edition, "2025").document.explanations() == ()


def test_a_category_that_needs_a_row_gets_an_empty_one() -> None:
    source = example(TARGET)
    for row in source.row_ids("indicators"):
        if source.category("indicators", row) == "satisfaction":
            source.remove_row("indicators", row)
    own = renew(source, source.edition, "2025").document
    last = own.row_ids("indicators")[-1]
    assert own.category("indicators", last) == "satisfaction"
    assert own.text(CellRef("name", "indicators", last)) == ""
    assert len(set(own.row_ids("indicators"))) == len(own.row_ids("indicators"))


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_published_form_can_be_renewed_and_kept(name: str) -> None:
    source, made = renewed(name)
    before = jsonform.dump_bytes(source)
    again = jsonform.load_bytes(jsonform.dump_bytes(made.document), "表.json", LIBRARY.get)
    assert again.fields() == made.document.fields()
    assert jsonform.dump_bytes(source) == before
    for group in source.edition.groups:
        assert len(again.row_ids(group.id)) >= len(source.row_ids(group.id))


def newer(*changes: tuple[str, str]) -> Edition:
    """Next year's edition of the target table, with texts replaced."""
    text = resource("forms", "karamay-2024-project-target.toml").read_text(encoding="utf-8")
    text = text.replace("karamay-2024-project-target", "karamay-2025-project-target")
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    return parse_edition(text.encode(), Path("karamay-2025-project-target.toml"))


def test_a_column_that_this_year_has_not_is_told_as_lost() -> None:
    edition = newer(
        ('[[groups.columns]]\nid = "evidence"', '[[groups.columns]]\nid = "proof"'),
        ('column = "evidence"', 'column = "proof"'),
    )
    made = renew(example(TARGET), edition, "2025")
    assert made.lost == ("佐证资料",)
    assert made.document.edition.id == "karamay-2025-project-target"


def test_a_category_that_this_year_has_not_is_told_with_its_rows() -> None:
    edition = newer(('id = "satisfaction"', 'id = "content"'), ("{ satisfaction", "{ content"))
    made = renew(example(TARGET), edition, "2025")
    assert made.lost == ("老旧小区居民满意度",)


# --- beside this year's -----------------------------------------------------------------------


def test_last_years_value_stands_beside_the_row_of_the_same_name() -> None:
    source, made = renewed(TARGET)
    own = made.document
    row = own.row_ids("indicators")[0]
    assert text_of_last_year(own, CellRef("target", "indicators", row), [source]) == (
        source.text(CellRef("target", "indicators", source.row_ids("indicators")[0]))
    )
    assert text_of_last_year(own, CellRef("total_funds"), [source]) == "6111"


def test_rows_are_paired_by_name_wherever_they_stand() -> None:
    source = example(TARGET)
    own = blank_document(source.edition, source.unit, "2025")
    row = own.row_ids("indicators")[0]
    own.set(CellRef("name", "indicators", row), "改造小区数")
    (there,) = (
        r
        for r in source.row_ids("indicators")
        if source.text(CellRef("name", "indicators", r)) == "改造小区数"
    )
    assert there != row
    expected = source.text(CellRef("target", "indicators", there))
    assert text_of_last_year(own, CellRef("target", "indicators", row), [source]) == expected


def test_the_first_rows_of_two_new_forms_are_not_taken_for_one() -> None:
    source = example(TARGET)
    own = blank_document(source.edition, source.unit, "2025")
    row = own.row_ids("indicators")[0]
    assert row in source.row_ids("indicators")
    own.set(CellRef("name", "indicators", row), "新增停车位")
    assert text_of_last_year(own, CellRef("target", "indicators", row), [source]) == ""


def test_a_row_that_was_renamed_is_known_by_its_id() -> None:
    source = example(TARGET)
    row = source.insert_row("indicators", "quantity")
    source.set(CellRef("name", "indicators", row), "电梯数")
    source.set(CellRef("target", "indicators", row), "≥3部")
    own = renew(source, source.edition, "2025").document
    own.set(CellRef("name", "indicators", row), "加装电梯数")
    assert text_of_last_year(own, CellRef("target", "indicators", row), [source]) == "≥3部"


def test_a_printed_row_is_known_by_its_id() -> None:
    source, made = renewed("zhumadian-2020-evaluation")
    row = source.row_ids("indicators")[0]
    ref = CellRef("score", "indicators", row)
    assert text_of_last_year(made.document, ref, [source]) == source.text(ref)


def test_other_tables_say_nothing() -> None:
    _, made = renewed(TARGET)
    other = example("zhengzhou-2021-dengfeng")
    assert text_of_last_year(made.document, CellRef("total_funds"), [other]) == ""


# --- copies -----------------------------------------------------------------------------------


def test_a_copy_of_a_final_form_is_a_draft_with_the_same_content() -> None:
    source = example(EVALUATION)
    source.set_fact("report_problems", "进度慢")
    source.explain(Explanation("weights", CellRef("actual_result"), "90", "100", "上级核定"))
    expected = jsonform.dump(source)
    source.finalize("ABCD-EFGH-JKMN-PQRS")
    copy = copy_of(source)
    assert not copy.is_final
    assert jsonform.dump(copy) == expected
