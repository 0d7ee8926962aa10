"""One filled form. Views and the store listen to it; it knows none of them.

All writing goes through :meth:`Document.apply` or the verbs built on it. Several changes inside
``with document.editing("粘贴"):`` reach listeners as one :class:`Edit`. A *draft* is what stands in
an open editor: :meth:`value` sees it, so checks run while one types; it is never stored.

A *final* document refuses every edit but the one that reopens it as the draft of the next version.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from anju_desktop.document.changes import (
    CellRef,
    Change,
    Edit,
    Explanation,
    ExplanationChanged,
    FactChanged,
    FieldChanged,
    Row,
    RowInserted,
    RowMoved,
    RowRemoved,
    VersionChanged,
)
from anju_desktop.document.values import Value, read
from anju_desktop.document.version import Version
from anju_desktop.errors import DocumentError, FinalError, KeptFinalError
from anju_desktop.forms.definition import Edition, Field, Group

MAX_ROWS = 2000
"""More rows than any official table has; a guard against hostile documents."""

EditListener = Callable[[Edit], None]
DraftListener = Callable[[CellRef], None]
Asker = Callable[[], bool]


class _LiveRow:
    """A row while the document is open."""

    __slots__ = ("category", "cells", "row_id")

    def __init__(self, row: Row) -> None:
        self.row_id = row.row_id
        self.category = row.category
        self.cells = dict(row.cells)

    def frozen(self) -> Row:
        return Row(self.row_id, self.category, tuple(self.cells.items()))


class Document:
    """The values of one form; see the module for how changes travel."""

    def __init__(self, edition: Edition, unit: str = "", period: str = "") -> None:
        self.edition = edition
        self.unit = unit
        self.period = period
        self._fields: dict[str, str] = {}
        self._rows: dict[str, list[_LiveRow]] = {group.id: [] for group in edition.groups}
        # The same rows by id: every cell is looked up by its row, in long forms often.
        self._by_id: dict[str, dict[str, _LiveRow]] = {group.id: {} for group in edition.groups}
        self._facts: dict[str, str] = {}
        self._fact_ids = {fact.id for fact in edition.facts}
        self._explanations: dict[tuple[str, CellRef], Explanation] = {}
        self._definitions = _definitions(edition)
        self._official = {(g.id, row.id): row for g in edition.groups for row in g.rows}
        self._paths = {
            (g.id, c.id): dict(zip(g.levels, c.path, strict=True))
            for g in edition.groups
            for c in g.categories
        }
        self._values: dict[CellRef, Value] = {}
        self._draft: tuple[CellRef, str] | None = None
        self._draft_value: Value | None = None
        self._edit_listeners: list[EditListener] = []
        self._draft_listeners: list[DraftListener] = []
        self._pending: list[Change] | None = None
        self._version = Version()
        self._asker: Asker | None = None

    # -- reading ---------------------------------------------------------------------------

    def definition(self, ref: CellRef) -> Field:
        """The edition's field for a cell; ``KeyError`` for a cell the edition does not have."""
        return self._definitions[ref.group, ref.field]

    def typed(self, ref: CellRef) -> str | None:
        """What was typed, or None when nothing ever was (not even an emptying)."""
        if not ref.group:
            return (self._facts if self.is_fact(ref) else self._fields).get(ref.field)
        row = self._find(ref.group, ref.row)
        return None if row is None else row.cells.get(ref.field)

    def is_fact(self, ref: CellRef) -> bool:
        """Whether a cell is a fact: a field of the edition that is not on the paper."""
        return not ref.group and ref.field in self._fact_ids

    def text(self, ref: CellRef) -> str:
        """What stands in the cell: the typed text, or what the paper prints there."""
        typed = self.typed(ref)
        return self.official_text(ref) if typed is None else typed

    def official_text(self, ref: CellRef) -> str:
        """What the edition prints in a cell (category names, fixed rows); ``""`` if nothing."""
        if not ref.group:
            return ""
        fixed = self._official.get((ref.group, ref.row))
        if fixed is not None and ref.field in fixed.cells:
            return fixed.cells[ref.field]
        row = self._find(ref.group, ref.row)
        path = {} if row is None else self._paths.get((ref.group, row.category), {})
        return path.get(ref.field, "")

    def value(self, ref: CellRef) -> Value:
        """The meaning of the cell, the open editor's draft included."""
        draft = self._draft
        if draft is not None and draft[0] == ref:
            # Read once for all that listen to a key.
            if self._draft_value is None:
                self._draft_value = read(self.definition(ref), draft[1])
            return self._draft_value
        value = self._values.get(ref)
        if value is None:
            value = self._values[ref] = read(self.definition(ref), self.text(ref))
        return value

    def row_ids(self, group: str) -> tuple[str, ...]:
        """Ids of a group's rows, in order."""
        return tuple(row.row_id for row in self._rows[group])

    def row_index(self, group: str, row_id: str) -> int:
        """Position of a row from 0; ``KeyError`` when it is gone."""
        for index, row in enumerate(self._rows[group]):
            if row.row_id == row_id:
                return index
        raise KeyError(row_id)

    def category(self, group: str, row_id: str) -> str:
        """Category id of a row (``""`` in a group without categories)."""
        return self._live(group, row_id).category

    def row(self, group: str, row_id: str) -> Row:
        """A row as data, for copying and storing."""
        return self._live(group, row_id).frozen()

    def fields(self) -> dict[str, str]:
        """What was typed outside groups."""
        return dict(self._fields)

    def facts(self) -> dict[str, str]:
        """What was typed as facts."""
        return dict(self._facts)

    def explanations(self) -> tuple[Explanation, ...]:
        return tuple(self._explanations.values())

    def explanation(self, rule: str, cell: CellRef) -> Explanation | None:
        return self._explanations.get((rule, cell))

    def path(self, ref: CellRef) -> str:
        """The cell on the command line: ``total``, ``facts.started`` or ``indicators[3].target``.

        Rows are counted from 0.
        """
        if not ref.group:
            return f"facts.{ref.field}" if self.is_fact(ref) else ref.field
        return f"{ref.group}[{self.row_index(ref.group, ref.row)}].{ref.field}"

    @property
    def version(self) -> Version:
        """原报 or 修订 n, and the check code once it is final."""
        return self._version

    @property
    def is_final(self) -> bool:
        return self._version.is_final

    def title(self) -> str:
        """What this form is called in a list: its label field, else the edition's short name."""
        label = self.edition.label and self.text(CellRef(self.edition.label)).strip()
        return label or self.edition.name or self.edition.title

    # -- listening -------------------------------------------------------------------------

    def on_edit(self, listener: EditListener) -> Callable[[], None]:
        """Call ``listener`` after every edit; returns what ends it."""
        self._edit_listeners.append(listener)
        return lambda: self._edit_listeners.remove(listener)

    def on_draft(self, listener: DraftListener) -> Callable[[], None]:
        """Call ``listener`` whenever the text in an open editor changes or is given up."""
        self._draft_listeners.append(listener)
        return lambda: self._draft_listeners.remove(listener)

    # -- versions --------------------------------------------------------------------------

    def finalize(self, code: str, time: str = "", person: str = "") -> None:
        """Freeze the form under its check code; ``time`` is in ISO 8601."""
        self._refuse_if_final()
        final = Version(self._version.earlier, code, self.edition.sha256, time, person)
        self.apply(Edit("定稿", (VersionChanged(self._version, final),)))

    def reopen(self) -> None:
        """Make a final form the draft of its next version; a draft stays what it is.

        Always an edit of its own, also inside :meth:`editing`: taking back what follows must not
        bring the code back.
        """
        if self.is_final:
            change = VersionChanged(self._version, self._version.reopened())
            self._perform(change)
            self._tell(Edit("修订", (change,)))

    def ask_before_reopening(self, asker: Asker | None) -> None:
        """``asker`` is called when somebody edits a final form: True reopens it, and the edit
        goes on. Without one, every edit of a final form is refused."""
        self._asker = asker

    def reopen_if_agreed(self) -> bool:
        """Whether the form can be edited, which a final one can after it was reopened."""
        if self.is_final and self._asker is not None and self._asker():
            self.reopen()
        return not self.is_final

    def _refuse_if_final(self) -> None:
        if self.is_final:
            sentence = f"“{self.title()}”已定稿，不能改动。要改请先修订，原校验码随之作废。"
            raise FinalError(sentence)

    # -- writing ---------------------------------------------------------------------------

    def set_draft(self, ref: CellRef, text: str | None) -> None:
        """Show ``text`` to checks as if it stood in the cell; None gives the draft up."""
        if text is None:
            if self._draft is None:
                return
            ref, self._draft = self._draft[0], None
        else:
            self._draft = (ref, text)
        self._draft_value = None
        for listener in tuple(self._draft_listeners):
            listener(ref)

    def set(self, ref: CellRef, text: str | None, label: str = "填写") -> None:
        """Type ``text`` into a cell; the same text as before changes nothing."""
        if self.is_fact(ref):
            self.set_fact(ref.field, text)
            return
        before = self.typed(ref)
        if before != text and not (before is None and text == self.official_text(ref)):
            self.apply(Edit(label, (FieldChanged(ref, before, text),)))

    def set_fact(self, fact: str, text: str | None) -> None:
        before = self._facts.get(fact)
        if before != text:
            self.apply(Edit("填写事实", (FactChanged(fact, before, text),)))

    def insert_row(self, group: str, category: str = "", index: int | None = None) -> str:
        """Add an empty row, by default after the last one of its category; returns its id."""
        if len(self._rows[group]) >= MAX_ROWS:
            raise DocumentError(f"行数已到 {MAX_ROWS} 行，不能再加")
        row = Row(self._new_row_id(group), category)
        rows = len(self._rows[group])
        # Within the rows, so that the inverse removes this row and no other.
        at = self._end_of_category(group, category) if index is None else _within(index, rows)
        self.apply(Edit("加行", (RowInserted(group, at, row),)))
        return row.row_id

    def remove_row(self, group: str, row_id: str) -> None:
        index = self.row_index(group, row_id)
        row = self._rows[group][index].frozen()
        self.apply(Edit("删行", (RowRemoved(group, index, row),)))

    def move_row(self, group: str, row_id: str, index: int) -> None:
        before = self.row_index(group, row_id)
        index = _within(index, len(self._rows[group]) - 1)
        if before != index:
            self.apply(Edit("移动行", (RowMoved(group, before, index),)))

    def explain(self, explanation: Explanation) -> None:
        """Record the reason for a finding, replacing an earlier one."""
        before = self.explanation(explanation.rule, explanation.cell)
        change = ExplanationChanged(explanation.rule, explanation.cell, before, explanation)
        self.apply(Edit("写说明", (change,)))

    def withdraw_explanation(self, rule: str, cell: CellRef) -> None:
        before = self.explanation(rule, cell)
        if before is not None:
            self.apply(Edit("撤回说明", (ExplanationChanged(rule, cell, before, None),)))

    @contextmanager
    def editing(self, label: str) -> Iterator[None]:
        """Gather the changes made inside into one edit; an exception takes them back."""
        if self._pending is not None:
            yield
            return
        changes: list[Change] = []
        self._pending = changes
        try:
            yield
        except BaseException:
            for change in reversed(changes):
                self._perform(change.inverted())
            raise
        finally:
            self._pending = None
        if changes:
            self._tell(Edit(label, tuple(changes)))

    def apply(self, edit: Edit) -> None:
        """Carry out an edit and tell the listeners; all of it or, on an error, none.

        ``FinalError`` when the form is final and stays so.
        """
        if not edit.changes_version and not self.reopen_if_agreed() and self._asker is not None:
            raise KeptFinalError("没有改动，校验码仍然有效。")
        done: list[Change] = []
        try:
            for change in edit.changes:
                self._perform(change)
                done.append(change)
        except BaseException:
            for change in reversed(done):
                self._perform(change.inverted())
            raise
        if self._pending is None:
            self._tell(edit)
        else:
            self._pending.extend(done)

    def _tell(self, edit: Edit) -> None:
        for listener in tuple(self._edit_listeners):
            listener(edit)

    def _perform(self, change: Change) -> None:
        if not isinstance(change, VersionChanged):
            self._refuse_if_final()
        match change:
            case FieldChanged(ref, _, after):
                self._write(ref, after)
            case RowInserted(group, index, row):
                live = self._by_id[group][row.row_id] = _LiveRow(row)
                self._rows[group].insert(index, live)
                self._values.clear()
            case RowRemoved(group, index, _):
                del self._by_id[group][self._rows[group].pop(index).row_id]
                self._values.clear()
            case RowMoved(group, before, after):
                self._rows[group].insert(after, self._rows[group].pop(before))
            case FactChanged(fact, _, after):
                _put(self._facts, fact, after)
                self._values.pop(CellRef(fact), None)
            case ExplanationChanged(rule, cell, _, after_explanation):
                _put(self._explanations, (rule, cell), after_explanation)
            case VersionChanged(_, version):
                self._version = version

    def _write(self, ref: CellRef, text: str | None) -> None:
        if (ref.group, ref.field) not in self._definitions or self.is_fact(ref):
            raise DocumentError(f"表“{self.edition.title}”没有“{ref.field}”这个栏目")
        cells = self._live(ref.group, ref.row).cells if ref.group else self._fields
        _put(cells, ref.field, text)
        self._values.pop(ref, None)

    # -- rows ------------------------------------------------------------------------------

    def _find(self, group: str, row_id: str) -> _LiveRow | None:
        return self._by_id[group].get(row_id)

    def _live(self, group: str, row_id: str) -> _LiveRow:
        row = self._find(group, row_id)
        if row is None:
            raise KeyError(row_id)
        return row

    def _new_row_id(self, group: str) -> str:
        taken = {row.row_id for row in self._rows[group]}
        while True:
            # Random, so that two copies of a form edited apart never give one id to two rows.
            candidate = f"r{os.urandom(4).hex()}"
            if candidate not in taken:
                return candidate

    def _end_of_category(self, group: str, category: str) -> int:
        order = [c.id for c in self.edition.find_group(group).categories]
        rank = order.index(category) if category in order else len(order)
        rows = self._rows[group]
        for index in range(len(rows), 0, -1):
            here = rows[index - 1].category
            if (order.index(here) if here in order else len(order)) <= rank:
                return index
        return 0


_K = TypeVar("_K")
_V = TypeVar("_V")


def _within(index: int, last: int) -> int:
    return max(0, min(index, last))


def _put(mapping: dict[_K, _V], key: _K, value: _V | None) -> None:
    """Store a value, or forget the key when there is none."""
    if value is None:
        mapping.pop(key, None)
    else:
        mapping[key] = value


def _definitions(edition: Edition) -> dict[tuple[str, str], Field]:
    fields = {("", field.id): field for field in (*edition.fields, *edition.facts)}
    columns = {(g.id, column.id): column for g in edition.groups for column in g.columns}
    return fields | columns


def blank_document(edition: Edition, unit: str = "", period: str = "") -> Document:
    """A new form: defaults filled in, printed rows laid out, one row per required category."""
    document = Document(edition, unit, period)
    for field in edition.fields:
        if field.default:
            document.set(CellRef(field.id), field.default)
    for group in edition.groups:
        for index, row in enumerate(_starting_rows(group)):
            document.apply(Edit("新建", (RowInserted(group.id, index, row),)))
    return document


def copy_of(document: Document) -> Document:
    """Another form with the same content, explanations included; a draft, whatever the first is."""
    copy = Document(document.edition, document.unit, document.period)
    changes: list[Change] = [
        FieldChanged(CellRef(field), None, text) for field, text in document.fields().items()
    ]
    for group in document.edition.groups:
        for index, row in enumerate(document.row_ids(group.id)):
            changes.append(RowInserted(group.id, index, document.row(group.id, row)))
    changes += [FactChanged(fact, None, text) for fact, text in document.facts().items()]
    changes += [ExplanationChanged(e.rule, e.cell, None, e) for e in document.explanations()]
    copy.apply(Edit("复制", tuple(changes)))
    return copy


def _starting_rows(group: Group) -> list[Row]:
    if group.rows:
        # In a fixed group the edition supplies the cells; open rows are only begun with them.
        return [
            Row(row.id, row.category, tuple(row.cells.items()) if group.open else ())
            for row in group.rows
        ]
    if group.categories:
        needed = [(c.id, max(1, c.minimum)) for c in group.categories]
    else:
        # A breakdown off the paper shows no empty line that asks to be filled.
        needed = [("", group.minimum if group.row else max(1, group.minimum))]
    categories = [category for category, count in needed for _ in range(count)]
    return [Row(f"r{number}", category) for number, category in enumerate(categories, 1)]
