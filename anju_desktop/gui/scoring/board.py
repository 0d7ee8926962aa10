"""The scores of one open form, kept up to date while the clerk types."""

from collections.abc import Iterator, Mapping

from PySide6.QtCore import QObject, Signal

from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document
from anju_desktop.forms.definition import Group
from anju_desktop.gui.paper.painting import Agreement
from anju_desktop.gui.paper.relay import Relay
from anju_desktop.gui.session import FormSession
from anju_desktop.scoring.scorecard import RowScore, Scorecard, row_score, scorecard


class ScoreBoard(QObject):
    """Works the scores out when somebody asks, once after each change."""

    changed = Signal()
    """Scores may be others than before."""

    def __init__(self, session: FormSession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._card: Scorecard | None = None
        Relay(session.document.on_edit, self).happened.connect(self._on_touched)
        Relay(session.document.on_draft, self).happened.connect(self._on_touched)

    @property
    def document(self) -> Document:
        return self.session.document

    def card(self) -> Scorecard:
        """The scores with what is being typed."""
        if self._card is None:
            card = scorecard(self.document)
            assert card is not None
            self._card = card
        return self._card

    def group_of(self, ref: CellRef | None) -> Group | None:
        """The scored group that a cell lies in."""
        if ref is None or not ref.group or ref.row not in self.document.row_ids(ref.group):
            return None
        group = self.document.edition.find_group(ref.group)
        return group if group.marks else None

    def rows(self) -> Iterator[tuple[str, str]]:
        """Group and row of everything that is scored, in the order of the paper."""
        for group in self.document.edition.groups:
            if group.marks:
                yield from ((group.id, row) for row in self.document.row_ids(group.id))

    def row(self, group: Group, row: str) -> RowScore:
        """The score of one row."""
        for each in self.card().rows:
            if (each.group, each.row) == (group.id, row):
                return each
        # A row without a name is not on the card yet.
        score = row_score(self.document, group, row)
        assert score is not None
        return score

    def agreeing(self) -> Mapping[CellRef, Agreement]:
        """The cells that hold just what the program works out, or drafts."""
        return dict(pair for row in self.card().rows for pair in self._agreeing(row))

    def _agreeing(self, row: RowScore) -> Iterator[tuple[CellRef, Agreement]]:
        marks = self.document.edition.find_group(row.group).marks
        assert marks is not None
        if row.score is not None and row.claimed.number == row.score:
            yield row.cell(marks, "score"), Agreement.COMPUTED
        if row.reason and marks.reason:
            reason = row.cell(marks, "reason")
            if self.document.value(reason).typed == row.reason:
                yield reason, Agreement.DRAFTED

    def _on_touched(self, _what: object) -> None:
        self._card = None
        self.changed.emit()
