"""The case: the published 老旧小区改造 table of 克拉玛依, and whether another one is the same."""

from dataclasses import dataclass

from anju_desktop.assets import resource
from anju_desktop.document import jsonform
from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document
from anju_desktop.forms.library import Library

PUBLISHED = "karamay-2024-old-communities.json"
GROUP = "indicators"
COLUMNS = ("name", "target", "basis", "last_year", "weight", "scoring_rule", "evidence")
UNIT = "克拉玛依区"


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator: its category and its texts by column."""

    category: str
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Case:
    """All that a clerk writes into the table, in paper order."""

    fields: dict[str, str]
    rows: tuple[Row, ...]

    def with_signs(self) -> "Case":
        """The same with ≥ and ≤, each a character of its own, where two were typed for it."""
        fields = {name: signed(text) for name, text in self.fields.items()}
        rows = (Row(r.category, {k: signed(v) for k, v in r.cells.items()}) for r in self.rows)
        return Case(fields, tuple(rows))


def signed(text: str) -> str:
    return text.replace(">=", "≥").replace("<=", "≤")


def published() -> Document:
    return jsonform.load_file(resource("examples", PUBLISHED), Library().get)


def case_of(document: Document) -> Case:
    """What is written in a document, whatever its rows are called."""
    written = document.fields()
    fields = {f.id: written[f.id] for f in document.edition.fields if written.get(f.id)}
    rows = (
        Row(
            document.category(GROUP, row),
            {
                column: text
                for column in COLUMNS
                if (text := document.typed(CellRef(column, GROUP, row)))
            },
        )
        for row in document.row_ids(GROUP)
    )
    return Case(fields, tuple(rows))
