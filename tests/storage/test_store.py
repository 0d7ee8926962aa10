import subprocess
import sys
from pathlib import Path

import pytest

from anju_desktop.document.changes import CellRef, Explanation, FieldChanged
from anju_desktop.document.document import Document, blank_document
from anju_desktop.document.history import History
from anju_desktop.document.jsonform import dump
from anju_desktop.errors import StoreError
from anju_desktop.forms.library import Library
from anju_desktop.storage.entries import Counts
from anju_desktop.storage.store import Store

NAME = CellRef("project_name")


def test_a_submission_keeps_its_forms_in_their_order(
    store: Store, housing: Document, subsidy: Document
) -> None:
    store.create_submission("克拉玛依区", "2024", "补助资金", [subsidy, housing], "头一件")
    (entry,) = store.submissions()
    assert (entry.unit, entry.period, entry.programme, entry.title) == (
        "克拉玛依区",
        "2024",
        "补助资金",
        "头一件",
    )
    assert [form.title for form in entry.forms] == [subsidy.title(), housing.title()]
    assert [form.edition for form in entry.forms] == [housing.edition.id] * 2


def test_a_document_comes_back_as_it_was_entered(
    store: Store, form: int, housing: Document
) -> None:
    assert dump(store.load_document(form)) == dump(housing)


def test_every_example_comes_back_as_it_was_entered(store: Store, library: Library) -> None:
    from anju_desktop.assets import resource
    from anju_desktop.document.jsonform import load_file

    paths = sorted(resource("examples").glob("*.json"))
    documents = [load_file(path, library.get) for path in paths]
    submission = store.create_submission("", "", "", documents)
    loaded = [store.load_document(form.id) for form in store.forms(submission)]
    assert [dump(document) for document in loaded] == [dump(document) for document in documents]


def test_an_edit_is_there_after_the_store_was_closed_and_opened(
    folder: Path, library: Library, housing: Document
) -> None:
    with Store.open(folder, library) as store:
        submission = store.create_submission("", "", "", [housing])
        (entry,) = store.forms(submission)
        store.follow(entry.id, housing)
        housing.set(NAME, "改过的名称")
    with Store.open(folder, library) as store:
        assert dump(store.load_document(entry.id)) == dump(housing)
        assert store.form(entry.id).title == "改过的名称"


def test_an_edit_takes_effect_on_lists_without_a_reading_of_editions(
    store: Store, form: int, housing: Document
) -> None:
    before = store.form(form)
    store.follow(form, housing)
    housing.set(NAME, "另一个名称")
    store.flush()
    after = store.form(form)
    assert (after.title, after.edits) == ("另一个名称", before.edits + 1)
    assert after.edited >= before.edited


def test_what_ends_following_ends_saving(store: Store, form: int, housing: Document) -> None:
    store.follow(form, housing)()
    housing.set(NAME, "不该存的")
    store.flush()
    assert store.load_document(form).text(NAME) != "不该存的"


def test_saved_is_said_once_for_each_edit_and_after_it_is_on_disk(
    store: Store, form: int, housing: Document
) -> None:
    seen = []
    store.on_saved(lambda number, time: seen.append((number, store.unsaved)))
    store.follow(form, housing)
    for text in "甲乙丙":
        housing.set(NAME, text)
    store.flush()
    assert [number for number, _ in seen] == [form] * 3
    assert store.unsaved == 0
    assert store.form(form).edits == 4


def test_an_undo_and_a_redo_are_entered_as_edits(
    store: Store, form: int, housing: Document
) -> None:
    store.who = "经办人"
    history = History(housing)
    store.follow(form, housing)
    before = housing.text(NAME)
    housing.set(NAME, "改错了")
    history.undo()
    store.flush()
    changed, undone = store.journal(form)[-2:]
    assert changed.edit.changes == (FieldChanged(NAME, before, "改错了"),)
    assert undone.edit.changes == (FieldChanged(NAME, "改错了", before),)
    assert undone.who == "经办人"
    assert dump(store.load_document(form)) == dump(housing)


def test_changes_made_together_are_one_edit(store: Store, form: int, housing: Document) -> None:
    store.follow(form, housing)
    with housing.editing("粘贴"):
        for row in housing.row_ids("indicators")[:5]:
            housing.set(CellRef("target", "indicators", row), "≥1%")
    store.flush()
    latest = store.journal(form)[-1]
    assert (latest.edit.label, len(latest.edit.changes)) == ("粘贴", 5)


def test_explanations_and_facts_come_back_in_their_order(
    store: Store, library: Library, housing: Document
) -> None:
    document = blank_document(housing.edition, "甲", "2025")
    for rule in ("b", "a", "c"):
        document.explain(Explanation(rule, NAME, "写的", "应为", "原因", person="甲", time="t"))
    document.explain(Explanation("a", NAME, "写的", "应为", "另一个原因"))
    document.set_fact("started", "12")
    submission = store.create_submission("甲", "2025", "", [document])
    loaded = store.load_document(store.forms(submission)[0].id)
    assert loaded.explanations() == document.explanations()
    assert loaded.facts() == {"started": "12"}


def test_a_document_is_added_to_a_submission_that_is_there(
    store: Store, form: int, subsidy: Document
) -> None:
    submission = store.form(form).submission
    added = store.import_document(submission, subsidy)
    assert [entry.id for entry in store.forms(submission)] == [form, added]


def test_a_submission_of_which_one_form_cannot_be_entered_is_not_entered_at_all(
    store: Store, housing: Document, subsidy: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> str:
        raise StoreError("不行")

    monkeypatch.setattr(subsidy, "title", fail)
    with pytest.raises(StoreError, match="不行"):
        store.create_submission("", "", "", [housing, subsidy])
    assert store.submissions() == ()
    assert store.check() == ()


def test_what_is_deleted_lies_in_the_bin_until_it_is_restored(store: Store, form: int) -> None:
    submission = store.form(form).submission
    store.delete_form(form)
    assert store.forms(submission) == ()
    assert [entry.id for entry in store.deleted_forms()] == [form]
    store.restore_form(form)
    store.delete_submission(submission)
    assert store.submissions() == ()
    assert [entry.id for entry in store.deleted_submissions()] == [submission]
    store.restore_submission(submission)
    assert [entry.id for entry in store.forms(submission)] == [form]
    assert store.deleted_forms() == ()
    assert store.deleted_submissions() == ()


def test_a_submission_is_renamed(store: Store, form: int) -> None:
    store.rename_submission(store.form(form).submission, "新名\ud800")
    assert store.submissions()[0].title == "新名\ud800"
    assert store.check() == ()


def test_counts_of_findings_are_remembered(store: Store, form: int) -> None:
    assert store.form(form).counts is None
    store.set_counts(form, Counts(1, 2, 3))
    assert store.form(form).counts == Counts(1, 2, 3)


def test_a_setting_is_kept(folder: Path, library: Library) -> None:
    with Store.open(folder, library) as store:
        assert store.setting("zoom", "100") == "100"
        store.set_setting("zoom", "150")
    with Store.open(folder, library) as store:
        assert store.setting("zoom") == "150"


def test_a_form_that_is_not_there_is_named(store: Store) -> None:
    with pytest.raises(StoreError, match="没有第 7 号表"):
        store.load_document(7)
    with pytest.raises(StoreError, match="没有第 7 件上报"):
        store.forms(7)


def test_a_form_whose_edition_is_gone_says_so_and_the_others_open(
    store: Store, form: int, library: Library, housing: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "_library", Library())
    monkeypatch.setattr(Library, "_paths", lambda self: [])
    with pytest.raises(StoreError, match=r"没有安装表式.*索取"):
        store.load_document(form)
    monkeypatch.undo()
    assert dump(store.load_document(form)) == dump(housing)


def test_a_form_whose_edition_has_lost_a_column_says_which(
    store: Store, form: int, folder: Path, housing: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    edition = housing.edition
    fewer = replace(edition, fields=tuple(f for f in edition.fields if f.id != "budget_unit"))
    monkeypatch.setattr(store._library, "_loaded", {edition.id: fewer})
    with pytest.raises(StoreError, match=r"“budget_unit”.*没有.*都还在"):
        store.load_document(form)


def test_a_closed_store_says_that_it_is_closed(folder: Path, library: Library) -> None:
    store = Store.open(folder, library)
    store.close()
    with pytest.raises(StoreError, match="已经关闭"):
        store.submissions()


def test_opening_an_up_to_date_store_does_not_load_sqlite_utils(store: Store, folder: Path) -> None:
    store.close()
    code = (
        "import sys; from pathlib import Path; from anju_desktop.storage.store import Store\n"
        "with Store.open(Path(sys.argv[1])) as store: store.submissions()\n"
        "assert 'sqlite_utils' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code, str(folder)], check=True)
