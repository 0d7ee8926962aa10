"""Running an edition's checks over documents: all at once, or only what an edit touched.

A unit of work is one rule in one row (or in the whole form). An edit repeats the units that read
what it changed; the findings of all others are reused.
"""

from collections.abc import Callable, Iterable, Sequence
from decimal import Context, getcontext, localcontext, setcontext

from anju_desktop.document.changes import (
    CellRef,
    Edit,
    FactChanged,
    FieldChanged,
    RowInserted,
    RowMoved,
    RowRemoved,
)
from anju_desktop.document.document import Document
from anju_desktop.rules.across import rules_from_lists
from anju_desktop.rules.compiling import Program, program_for
from anju_desktop.rules.findings import Finding
from anju_desktop.rules.folding import Found, fold, found
from anju_desktop.rules.rule import Rule
from anju_desktop.rules.view import Column, View

_EXACT = Context(prec=200)
"""Room for the product of several numbers of the greatest length that values may have."""

_NOTHING: frozenset[CellRef] = frozenset()

_Unit = tuple[int, str]
"""Number of the rule and the row it looks at (``""`` for the whole form)."""


class Examination:
    """The findings of one document, kept unit by unit."""

    def __init__(self, document: Document) -> None:
        self.view = View(document)
        self._program: Program = program_for(document.edition)
        self._found: dict[_Unit, tuple[Found, ...]] = {}
        self._asked: dict[_Unit, set[CellRef]] = {}
        self._askers: dict[CellRef, set[_Unit]] = {}
        self._across: tuple[Found, ...] = ()
        self._compared: frozenset[Column] = frozenset()
        self._findings: tuple[Finding, ...] | None = None

    def findings(self) -> tuple[Finding, ...]:
        """All findings in sheet order."""
        if self._findings is None:
            items = [item for items in self._found.values() for item in items]
            self._findings = fold([*items, *self._across])
        return self._findings

    def examine_everything(self) -> None:
        """Run every rule."""
        self._found.clear()
        self._asked.clear()
        self._askers.clear()
        self._findings = None
        self._run(
            (number, row)
            for number, rule in enumerate(self._program.rules)
            for row in self._rows(rule)
        )

    def touched(self, ref: CellRef) -> None:
        """A cell holds something else: run what reads it."""
        field, group, row = ref
        program, column = self._program, (group, field)
        readers = [program.readers.get(column)]
        if self.view.touch(ref):
            readers.append(program.blank_readers.get(column))
        # An editor may still be open in a row that has just been removed.
        stands = not group or self.view.index(group, row) >= 0
        units: list[_Unit] = []
        for each in readers:
            if each is not None:
                if stands:
                    units += [(number, row) for number in each.in_place]
                for number in each.elsewhere:
                    units += [(number, home) for home in self._rows(program.rules[number])]
        askers = self._askers.get(ref)
        self._run(dict.fromkeys([*units, *askers]) if askers else units)

    def restructured(self, group: str) -> None:
        """Rows were added, removed or moved: every place behind them is another one."""
        self.view.restructure(group)
        rows = set(self.view.rows(group))
        rules = self._program.rules
        for unit in [u for u in self._found if rules[u[0]].group == group and u[1] not in rows]:
            del self._found[unit]
        for unit in [u for u in self._asked if rules[u[0]].group == group and u[1] not in rows]:
            self._remember(unit, set())
        self._findings = None
        self._run(
            (number, row)
            for number, rule in enumerate(rules)
            if group in (rule.group, rule.counts_rows)
            or any(column[0] == group for column in rule.reads)
            for row in self._rows(rule)
        )

    def compare_with(self, others: Sequence[View]) -> None:
        """Run the checks that need other forms."""
        across = [*self._program.across, *rules_from_lists(self.view, others)]
        self._compared = frozenset(column for rule in across for column in rule.reads)
        with localcontext(_EXACT):
            result = tuple(
                self._place(rule, len(self._program.rules) + number, finding)
                for number, rule in enumerate(across)
                for finding in rule.compare(self.view, others)
            )
            stated = dict(pair for rule in across for pair in rule.stated(self.view, others))
        if result != self._across:
            self._across, self._findings = result, None
        before, self.view.stated = self.view.stated, stated
        for ref in before | stated:
            if before.get(ref) != stated.get(ref):
                self.touched(ref)

    def is_compared(self, ref: CellRef) -> bool:
        """Whether a check against other forms reads this cell."""
        return (ref.group, ref.field) in self._compared

    def unchecked(self, others: Sequence[View]) -> tuple[str, ...]:
        """What could not be checked, each sentence once."""
        with localcontext(_EXACT):
            own = [text for rule in self._program.rules for text in rule.unchecked(self.view)]
            for rule in self._program.across:
                own.extend(rule.without_partner(self.view, others))
        return tuple(dict.fromkeys(own))

    def _rows(self, rule: Rule) -> tuple[str, ...]:
        return self.view.rows(rule.group) if rule.group else ("",)

    def _run(self, units: Iterable[_Unit]) -> None:
        rules, kept, known, view = self._program.rules, self._found, self._asked, self.view
        view.asked()
        before = getcontext()
        setcontext(_EXACT)
        try:
            for unit in units:
                findings = tuple(rules[unit[0]].examine(view, unit[1]))
                asked = view.asked()
                if asked or unit in known:
                    self._remember(unit, asked)
                if findings or unit in kept:
                    self._keep(unit, findings)
        finally:
            setcontext(before)

    def _keep(self, unit: _Unit, findings: Sequence[Finding]) -> None:
        number, _ = unit
        rule = self._program.rules[number]
        result = tuple([self._place(rule, number, finding) for finding in findings])
        if result == self._found.get(unit, ()):
            return
        self._findings = None
        if result:
            self._found[unit] = result
        else:
            del self._found[unit]

    def _remember(self, unit: _Unit, asked: set[CellRef]) -> None:
        """Keep what a unit of work has asked for, to repeat it when that changes."""
        before = self._asked.get(unit, _NOTHING)
        if asked == before:
            return
        for ref in before - asked:
            self._askers[ref].discard(unit)
        for ref in asked - before:
            self._askers.setdefault(ref, set()).add(unit)
        if asked:
            self._asked[unit] = asked
        else:
            del self._asked[unit]

    def _place(self, rule: Rule, number: int, finding: Finding) -> Found:
        cell = finding.cells[0]
        line, position = self._program.place(cell)
        index = self.view.index(cell.group, cell.row) if cell.group else 0
        return found(rule, number, finding, (line, index, position))


def _alone() -> Sequence[Document]:
    return ()


class Checker:
    """The findings of one open document, up to date after every edit and every keystroke.

    Checks against other forms run on edits, not on drafts; :meth:`refresh` runs them when another
    form has changed. With ``waits`` nothing is checked before somebody asks, so that a form can be
    shown first; the listeners are told then.
    """

    def __init__(
        self,
        document: Document,
        neighbours: Callable[[], Sequence[Document]] = _alone,
        *,
        waits: bool = False,
    ) -> None:
        self._document = document
        self._neighbours = neighbours
        self._examination = Examination(document)
        self._listeners: list[Callable[[], None]] = []
        self._told: tuple[Finding, ...] | None = None if waits else self._examine()
        self._stops = (document.on_edit(self._on_edit), document.on_draft(self._on_draft))

    def findings(self) -> tuple[Finding, ...]:
        """All findings in sheet order; follow-ons carry ``cause``, idle ones are ``hidden``."""
        if self._told is None:
            self._told = self._examine()
            self._call_listeners()
        return self._told

    @property
    def has_looked(self) -> bool:
        """Whether anything was checked yet."""
        return self._told is not None

    def _examine(self) -> tuple[Finding, ...]:
        self._examination.examine_everything()
        self._compare()
        return self._examination.findings()

    def on_change(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call ``listener`` when the findings are others than before; returns what ends it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def refresh(self) -> None:
        """Compare again with the other forms of the submission."""
        if self._told is not None:
            self._compare()
            self._tell()

    def not_checked(self) -> tuple[str, ...]:
        """What could not be checked, in sentences."""
        return self._examination.unchecked(self._others())

    def close(self) -> None:
        """Stop listening to the document."""
        for stop in self._stops:
            stop()
        self._stops = ()  # type: ignore[assignment]

    def _on_draft(self, ref: CellRef) -> None:
        if self._told is None:
            return
        self._examination.touched(ref)
        self._tell()

    def _on_edit(self, edit: Edit) -> None:
        if self._told is None:
            return
        cells, groups = _touched_by(edit)
        for group in groups:
            self._examination.restructured(group)
        for ref in cells:
            if ref.group not in groups:
                self._examination.touched(ref)
        if groups or any(map(self._examination.is_compared, cells)):
            self._compare()
        self._tell()

    def _compare(self) -> None:
        self._examination.compare_with(self._others())

    def _others(self) -> list[View]:
        return [View(other) for other in self._neighbours() if other is not self._document]

    def _tell(self) -> None:
        findings = self._examination.findings()
        if findings is self._told or findings == self._told:
            return
        self._told = findings
        self._call_listeners()

    def _call_listeners(self) -> None:
        for listener in tuple(self._listeners):
            listener()


def _touched_by(edit: Edit) -> tuple[list[CellRef], list[str]]:
    """The cells and the groups an edit changed, each once."""
    cells: dict[CellRef, None] = {}
    groups: dict[str, None] = {}
    for change in edit.changes:
        match change:
            case FieldChanged(ref, _, _):
                cells[ref] = None
            case FactChanged(fact, _, _):
                cells[CellRef(fact)] = None
            case RowInserted(group, _, _) | RowRemoved(group, _, _) | RowMoved(group, _, _):
                groups[group] = None
    return list(cells), list(groups)


def check(document: Document) -> tuple[Finding, ...]:
    """All findings of one form on its own."""
    return check_together([document])[0][1]


def check_together(
    documents: Sequence[Document],
) -> tuple[tuple[Document, tuple[Finding, ...]], ...]:
    """The findings of every form, with the checks between them."""
    examinations = [Examination(document) for document in documents]
    for examination in examinations:
        examination.examine_everything()
        examination.compare_with([e.view for e in examinations if e is not examination])
    return tuple((e.view.document, e.findings()) for e in examinations)


def not_checked(document: Document, others: Sequence[Document] = ()) -> tuple[str, ...]:
    """Sentences about what the checks of this form could not cover."""
    views = [View(other) for other in others if other is not document]
    return Examination(document).unchecked(views)
