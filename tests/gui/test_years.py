"""Submissions of several years: begun from last year's, copied, archived; units and their data."""

import pytest

from anju_desktop.document.changes import CellRef
from anju_desktop.document.course import State
from anju_desktop.document.offices import Office
from anju_desktop.errors import StoreError
from anju_desktop.gui import years
from anju_desktop.gui.samples import load_samples
from anju_desktop.gui.workspace import Workspace
from anju_desktop.storage.entries import SubmissionEntry
from tests.rules.small_forms import example

TARGETS = ("karamay-2024-old-communities", "karamay-2024-rent-subsidy")
EVALUATION = "self-evaluation-2024-karamay-old-communities"


@pytest.fixture
def last_year(workspace: Workspace) -> SubmissionEntry:
    """A submission of the clerk's own for 2024."""
    workspace.shelf.take_in([example(name) for name in TARGETS])
    return workspace.submissions()[-1]


def test_the_submission_of_the_next_year_is_looked_at_before_it_is_entered(
    workspace: Workspace, last_year: SubmissionEntry
) -> None:
    made = years.renewal(workspace, last_year)
    assert workspace.submissions() == (last_year,)
    assert (made.period, made.programme) == ("2025", "2025年中央财政城镇保障性安居工程补助资金")
    assert [form.document.title() for form in made.forms] == [
        "2025年老旧小区改造（中央直达）",
        "2025年租赁补贴（中央直达）",
    ]


def test_a_renewed_submission_is_a_new_one_whose_forms_nobody_has_touched(
    workspace: Workspace, last_year: SubmissionEntry
) -> None:
    form = workspace.shelf.renew(years.renewal(workspace, last_year))
    entry = workspace.submission_of(form)
    assert entry is not None
    assert (entry.unit, entry.period) == ("克拉玛依区", "2025")
    assert all(workspace.form_state(form) is State.BLANK for form in entry.forms)
    workspace.open_form(form)
    assert workspace.documents()[0].text(CellRef("goal"))
    again = workspace.store.journal(form)
    assert [item.edit.label for item in again] == ["新建"]


def test_last_years_self_evaluation_is_asked_what_it_came_to(
    workspace: Workspace, last_year: SubmissionEntry
) -> None:
    evaluation = example(EVALUATION)
    row = evaluation.row_ids("indicators")[0]
    evaluation.set(CellRef("actual", "indicators", row), "130万平方米")
    workspace.shelf.take_in([evaluation])
    made = years.renewal(workspace, last_year)
    assert [form.taken for form in made.forms] == [("上年完成值",), ()]


def test_a_submission_without_a_year_cannot_be_renewed(workspace: Workspace) -> None:
    document = example(TARGETS[0])
    document.period = "二四"
    workspace.shelf.take_in([document])
    with pytest.raises(StoreError, match="不是四位数字"):
        years.renewal(workspace, workspace.submissions()[0])


def test_last_years_submission_is_known_by_unit_year_and_programme(
    workspace: Workspace, last_year: SubmissionEntry
) -> None:
    programme = last_year.programme.replace("2024", "2025")
    assert years.earlier_submission(workspace, "克拉玛依区", "2025", programme) == last_year
    assert years.earlier_submission(workspace, "某县", "2025", programme) is None
    assert years.earlier_submission(workspace, "克拉玛依区", "2026", programme) is None
    assert years.earlier_submission(workspace, "克拉玛依区", "2025", "别的资金") is None


def test_the_forms_of_a_year_ago_are_those_of_the_same_name(
    workspace: Workspace, last_year: SubmissionEntry
) -> None:
    form = workspace.shelf.renew(years.renewal(workspace, last_year))
    workspace.open_form(form)
    (found,) = years.forms_of_last_year(workspace, workspace.documents()[0])
    assert (found.period, found.title()) == ("2024", "2024年老旧小区改造（中央直达）")


def test_samples_are_no_work_of_the_clerks_own(workspace: Workspace) -> None:
    sample = next(s for s in load_samples(workspace.library) if s.unit == "克拉玛依区")
    workspace.shelf.open_sample(sample)
    source = workspace.submissions()[0]
    form = workspace.shelf.renew(years.renewal(workspace, source))
    made = workspace.submission_of(form)
    assert made is not None
    assert workspace.is_sample(made)
    assert workspace.units.names() == ()
    workspace.shelf.open_sample(sample)
    assert len(workspace.submissions()) == 2
    unit, programme = source.unit, source.programme
    assert years.earlier_submission(workspace, unit, "2025", programme) is None


def test_a_copy_holds_everything_and_changes_by_itself(
    workspace: Workspace, last_year: SubmissionEntry
) -> None:
    form = workspace.shelf.duplicate(last_year.id)
    copy = workspace.submission_of(form)
    assert copy is not None
    assert copy.title == f"{last_year.title}（副本）"
    for old, new in zip(last_year.forms, copy.forms, strict=True):
        before, after = workspace.load(old.id), workspace.load(new.id)
        assert after.fields() == before.fields()
        assert after.row_ids("indicators") == before.row_ids("indicators")
    workspace.open_form(form)
    workspace.documents()[0].set(CellRef("goal"), "另写")
    assert workspace.load(last_year.forms[0].id).text(CellRef("goal")) != "另写"


def test_an_archived_submission_is_listed_only_while_it_is_open(
    workspace: Workspace, last_year: SubmissionEntry
) -> None:
    def listed() -> list[int]:
        # Leaving a form reads the lists anew, with its counts: another entry of the same number.
        return [entry.id for entry in workspace.listed()]

    workspace.shelf.archive(last_year.id)
    assert listed() == []
    assert [entry.id for entry in workspace.archived()] == [last_year.id]
    workspace.open_form(last_year.forms[0].id)
    assert listed() == [last_year.id]
    workspace.close_form()
    assert listed() == []
    assert workspace.store.search("满意度")
    workspace.shelf.unarchive(last_year.id)
    assert listed() == [last_year.id]


def test_a_form_of_this_years_edition_is_offered_for_a_renewed_programme(
    workspace: Workspace, last_year: SubmissionEntry
) -> None:
    form = workspace.shelf.renew(years.renewal(workspace, last_year))
    entry = workspace.submission_of(form)
    assert entry is not None
    assert [e.id for e in workspace.editions_of(entry)] == [
        "karamay-2024-project-target",
        "karamay-2024-allocation",
    ]


def test_new_forms_begin_with_the_data_of_their_unit(workspace: Workspace) -> None:
    workspace.units.set_offices(
        [Office("某县", "某县住房和城乡建设局", leader="李四"), Office("某区")]
    )
    edition = workspace.library.get("karamay-2024-project-target")
    form = workspace.shelf.create("某县", "2024", edition.programme, [edition])
    workspace.open_form(form)
    (document,) = workspace.documents()
    assert document.text(CellRef("budget_unit")) == "某县住房和城乡建设局"
    assert document.text(CellRef("project_leader")) == "李四"
    added = workspace.add_form(edition)
    assert workspace.load(added).text(CellRef("project_leader")) == "李四"
    assert workspace.units.names() == ("某县", "某区")
    other = workspace.shelf.create("别的县", "2024", edition.programme, [edition])
    assert workspace.load(other).fields() == {}
    assert workspace.units.names() == ("某县", "某区", "别的县")


def test_the_unit_that_was_worked_on_last_is_the_usual_one(workspace: Workspace) -> None:
    assert workspace.units.usual() == ""
    workspace.units.set_offices([Office("某县", "某县住房和城乡建设局")])
    assert workspace.units.usual() == "某县"
    assert workspace.units.full_name("某县") == "某县住房和城乡建设局"
    workspace.shelf.take_in([example(TARGETS[0])])
    assert workspace.units.usual() == "克拉玛依区"
    assert workspace.units.full_name("克拉玛依区") == "克拉玛依区"
