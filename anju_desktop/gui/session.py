"""An open form: its document, its undo history, its checks."""

from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import QObject, Signal

from anju_desktop import clock
from anju_desktop.document.changes import (
    CellRef,
    Edit,
    Explanation,
    FieldChanged,
    RowInserted,
)
from anju_desktop.document.document import Document
from anju_desktop.document.history import History
from anju_desktop.document.values import State, leading_number
from anju_desktop.forms.definition import Level
from anju_desktop.gui import theme
from anju_desktop.gui.marks import Counts
from anju_desktop.rules.engine import Checker
from anju_desktop.rules.explaining import explanation_state
from anju_desktop.rules.findings import Finding, Suggestion
from anju_desktop.sheet.metrics import default_metrics

_COMMON = "serif-common"


def _is_rare(text: str) -> bool:
    """Whether a text holds a character that the fonts registered at start do not have."""
    font_for = default_metrics().font_for
    return any(char > "\u2e7f" and font_for(char) != _COMMON for char in set(text))


def _texts(document: Document) -> Iterator[str]:
    yield from document.fields().values()
    yield from document.facts().values()
    for group in document.edition.groups:
        for row_id in document.row_ids(group.id):
            yield from (text for _, text in document.row(group.id, row_id).cells)


class FormSession(QObject):
    """Turns what the document and the checks tell into signals; ends with :meth:`close`.

    A ``fresh`` form keeps quiet about cells that are simply not filled in yet, until 审核: it
    must not be born red.
    """

    edited = Signal(object)
    """An :class:`Edit` was made, undone or redone."""
    findings_changed = Signal()
    audited = Signal()
    """Empty cells are findings from now on."""

    def __init__(
        self,
        form_id: int,
        document: Document,
        neighbours: Callable[[], Sequence[Document]],
        *,
        fresh: bool = False,
        history: History | None = None,
    ) -> None:
        super().__init__()
        self.form_id = form_id
        self.document = document
        self.history = History(document) if history is None else history
        self.checker = Checker(document, neighbours, waits=True)
        self.fresh = fresh
        self._stops = [
            document.on_edit(self.edited.emit),
            document.on_edit(self._on_edited),
            document.on_draft(self._on_drafted),
            self.checker.on_change(self.findings_changed.emit),
            self.history.stop,
        ]

        if _is_rare("".join(_texts(document))):
            theme.provide_rare_fonts()

    def _on_edited(self, edit: Edit) -> None:
        for change in edit.changes:
            match change:
                case FieldChanged(after=str(text)) if _is_rare(text):
                    theme.provide_rare_fonts()
                case RowInserted(row=row) if any(_is_rare(text) for _, text in row.cells):
                    theme.provide_rare_fonts()

    def _on_drafted(self, ref: CellRef) -> None:
        if _is_rare(self.document.value(ref).typed):
            theme.provide_rare_fonts()

    @property
    def closed(self) -> bool:
        return not self._stops

    def close(self) -> None:
        """Listen no more."""
        for stop in self._stops:
            stop()
        self._stops.clear()
        self.checker.close()

    def ended_with(self, stop: Callable[[], None]) -> None:
        """Call ``stop`` too when the session is closed."""
        self._stops.append(stop)

    def audit(self) -> None:
        """From now on empty cells are findings too."""
        if self.fresh:
            self.fresh = False
            self.audited.emit()
            self.findings_changed.emit()

    # -- findings --------------------------------------------------------------------------

    def findings(self) -> tuple[Finding, ...]:
        """What stands in the panel: neither hidden nor folded under another, in sheet order."""
        return tuple(f for f in self._present() if not f.cause or not self._has(f.cause))

    def follow_ons(self, finding: Finding) -> tuple[Finding, ...]:
        """What is folded under a finding."""
        return tuple(f for f in self._present() if f.cause == finding.key)

    def state(self, finding: Finding) -> str:
        """``missing``, ``given`` or ``stale`` for 需说明; ``""`` for the other levels."""
        if finding.level is not Level.EXPLAIN:
            return ""
        return explanation_state(self.document, finding)

    def counts(self) -> Counts:
        """What the clerk still has to deal with; an explained finding is dealt with."""
        return count(self.document, self.findings())

    def blanks(self) -> int:
        """Required cells that a fresh form does not speak of yet."""
        if not self.fresh:
            return 0
        return sum(
            1 for f in self.checker.findings() if only_blank(self.document, f) and not f.hidden
        )

    def explain(self, finding: Finding, text: str, person: str = "") -> None:
        """Record the reason for a finding with both values as they are now."""
        now = clock.now().isoformat(timespec="seconds")
        self.document.explain(
            Explanation(
                finding.rule,
                finding.cell,
                finding.written,
                finding.expected,
                text,
                self.document.edition.id,
                person,
                now,
            )
        )

    def accept(self, suggestion: Suggestion) -> None:
        """Put the suggested text into its cell, undoable like any edit."""
        self.document.set(suggestion.cell, suggestion.text, "按建议修改")

    def _present(self) -> Iterator[Finding]:
        for finding in self.checker.findings():
            if not finding.hidden and not (self.fresh and is_early(self.document, finding)):
                yield finding

    def _has(self, key: str) -> bool:
        return any(finding.key == key for finding in self._present())


def remaining(document: Document, findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Findings of one form that are still to be dealt with: explained ones are not."""
    return tuple(
        finding
        for finding in findings
        if finding.level is not Level.EXPLAIN or explanation_state(document, finding) != "given"
    )


def count(document: Document, findings: Sequence[Finding]) -> Counts:
    """Counts over findings of one form, explained ones left out."""
    open_ = [finding.level for finding in remaining(document, findings)]
    return Counts(*(open_.count(level) for level in (Level.ERROR, Level.EXPLAIN, Level.HINT)))


def shown_findings(
    document: Document, findings: Sequence[Finding], *, fresh: bool
) -> tuple[Finding, ...]:
    """The findings of a form that is not open, as its panel would show them."""
    visible = [f for f in findings if not f.hidden and not (fresh and is_early(document, f))]
    keys = {finding.key for finding in visible}
    return tuple(finding for finding in visible if finding.cause not in keys)


def is_early(document: Document, finding: Finding) -> bool:
    """Whether it is too early to speak of a finding in a form that is still being filled."""
    return only_blank(document, finding) or _is_unfinished(document, finding)


def _is_unfinished(document: Document, finding: Finding) -> bool:
    """Whether a column still falls short of its fixed sum while some of its cells are empty."""
    columns = {(cell.field, cell.group) for cell in finding.cells}
    if len(columns) > 1 or not any(_is_empty(document, cell) for cell in finding.cells):
        return False
    written, _ = leading_number(finding.written)
    expected, _ = leading_number(finding.expected)
    return written is not None and expected is not None and written < expected


def only_blank(document: Document, finding: Finding) -> bool:
    """Whether the finding says only that nothing has been written there yet."""
    return all(_is_empty(document, cell) for cell in finding.cells)


def _is_empty(document: Document, cell: CellRef) -> bool:
    try:
        return document.value(cell).state is State.BLANK
    except KeyError:
        return False
