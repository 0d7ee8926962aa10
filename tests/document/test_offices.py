"""The data of the filling unit in new forms: only where nothing stands."""

from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import blank_document
from anju_desktop.document.history import History
from anju_desktop.document.offices import Office, fill_in
from anju_desktop.forms.definition import Fill
from anju_desktop.forms.library import Library

LIBRARY = Library()
OFFICE = Office("某县", "某县住房和城乡建设局", code="101001", contact="张三", leader="李四")


def test_every_fill_has_its_place_in_the_data_of_a_unit() -> None:
    for fill in Fill:
        assert isinstance(OFFICE.text(fill), str)
    assert OFFICE.text(Fill.NAME) == "某县住房和城乡建设局"
    assert OFFICE.text(Fill.CONTACT) == "张三"


def test_fields_that_ask_for_it_are_filled_in_as_one_edit() -> None:
    document = blank_document(LIBRARY.get("zhengzhou-2021-agency-project"))
    history = History(document)
    assert fill_in(document, OFFICE) == 3
    assert document.text(CellRef("unit_code")) == "101001"
    assert document.text(CellRef("telephone")) == ""
    history.undo()
    assert document.fields() == {}


def test_what_was_typed_is_never_written_over() -> None:
    document = blank_document(LIBRARY.get("karamay-2024-project-target"))
    document.set(CellRef("project_leader"), "王五")
    assert fill_in(document, OFFICE) == 1
    assert document.text(CellRef("project_leader")) == "王五"
    assert document.text(CellRef("budget_unit")) == "某县住房和城乡建设局"
    assert fill_in(document, OFFICE) == 0
