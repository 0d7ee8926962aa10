"""What stood in the cells of this form a year ago, and what last year came to.

Two forms of one unit belong together when their editions are one table and their names differ in
the year only. Rows are paired by their names, else by an id that both forms were given.
"""

from collections.abc import Iterator, Sequence

from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document
from anju_desktop.forms.definition import CarriedRows, Group, LastYear
from anju_desktop.forms.families import family, without_years
from anju_desktop.patterns import pattern

_CARRIED = "carried-"
_BEGINNING = pattern(r"r\d+a*")
"""Ids that every new form gives its first rows: they say nothing of where a row came from."""


def last_year_of(period: str) -> str:
    """``2025`` → ``2024``; ``""`` where the period is no year."""
    return str(int(period) - 1) if period.isdecimal() and len(period) == 4 else ""


def text_of_last_year(document: Document, ref: CellRef, forms: Sequence[Document]) -> str:
    """What last year's forms say for a cell; ``""`` where they say nothing.

    ``forms`` are those of the same name; a cell that asks what last year came to gets that and
    not what it asked for a year ago.
    """
    asked = [last for last in document.edition.last_year if _asks(last, ref)]
    for last in asked:
        for form in _named(forms, last.edition):
            text = _stated(document, ref, form, last)
            if text:
                return text
    if asked:
        return ""
    for form in _same_table(document, forms):
        partner = counterpart(document, ref, form)
        if partner is not None:
            return form.text(partner).strip()
    return ""


def fact_of_last_year(document: Document, ref: CellRef, forms: Sequence[Document]) -> str:
    """What the same fact was in last year's form; ``""`` where it says nothing."""
    for form in _same_table(document, forms):
        if any(fact.id == ref.field for fact in form.edition.facts):
            return form.text(ref).strip()
    return ""


def stated_last_year(
    document: Document, forms: Sequence[Document]
) -> Iterator[tuple[CellRef, str]]:
    """Every cell that asks what last year came to, with the answer where there is one."""
    for last in document.edition.last_year:
        for ref in _cells(document, last):
            text = text_of_last_year(document, ref, forms)
            if text:
                yield ref, text


def counterpart(document: Document, ref: CellRef, form: Document) -> CellRef | None:
    """The cell of another form of the same table that ``ref`` belongs to."""
    if not ref.group:
        known = any(field.id == ref.field for field in form.edition.fields)
        return CellRef(ref.field) if known and not document.is_fact(ref) else None
    theirs = next((group for group in form.edition.groups if group.id == ref.group), None)
    if theirs is None or not any(column.id == ref.field for column in theirs.columns):
        return None
    ours = document.edition.find_group(ref.group)
    row = _same_row(document, ref.row, ours, form, theirs)
    return None if row is None else CellRef(ref.field, ref.group, row)


def _same_row(
    document: Document, row: str, ours: Group, form: Document, theirs: Group
) -> str | None:
    rows = form.row_ids(theirs.id)
    if not ours.open and not theirs.open:
        return row if row in rows else None
    column = name_column(ours)
    name = without_years(document.text(CellRef(column, ours.id, row)))
    category = document.category(ours.id, row)
    named = name and any(c.id == column for c in theirs.columns)
    alike = [
        other
        for other in (rows if named else ())
        if form.category(theirs.id, other) == category
        and without_years(form.text(CellRef(column, theirs.id, other))) == name
    ]
    if alike:
        # Two of one name are told apart by their place among them.
        return row if row in alike else alike[0]
    return row if row in rows and not _BEGINNING.fullmatch(row) else None


def name_column(group: Group) -> str:
    """The column that says what a row is about."""
    if group.measures:
        annual = (m.name for m in group.measures if m.period == "annual")
        return next(annual, group.measures[0].name)
    if group.marks is not None:
        return group.marks.name
    free = (c.id for c in group.columns if not c.official and c.id not in ("number", "level1"))
    return next(free, group.columns[0].id)


def _asks(last: LastYear, ref: CellRef) -> bool:
    if not ref.group:
        return ref.field in last.fields
    return any(rows.target == ref.group and ref.field in rows.columns for rows in last.groups)


def _cells(document: Document, last: LastYear) -> Iterator[CellRef]:
    yield from map(CellRef, last.fields)
    for rows in last.groups:
        for row in document.row_ids(rows.target):
            yield from (CellRef(column, rows.target, row) for column in rows.columns)


def _named(forms: Sequence[Document], edition: str) -> Iterator[Document]:
    """Forms of the edition, and of other years of the same table: ids differ in the year too."""
    wanted = _bare_id(edition)
    yield from (form for form in forms if _bare_id(form.edition.id) == wanted)


_ID_YEAR = pattern(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def _bare_id(edition: str) -> str:
    return _ID_YEAR.sub("", edition)


def _same_table(document: Document, forms: Sequence[Document]) -> Iterator[Document]:
    wanted = family(document.edition)
    yield from (form for form in forms if family(form.edition) == wanted)


def _stated(document: Document, ref: CellRef, form: Document, last: LastYear) -> str:
    if not ref.group:
        return _text(form, CellRef(last.fields[ref.field]))
    for rows in last.groups:
        if rows.target == ref.group and ref.field in rows.columns:
            row = _row_of(document, ref, form, rows)
            if row is not None:
                return _text(form, CellRef(rows.columns[ref.field], rows.source, row))
    return ""


def _row_of(document: Document, ref: CellRef, form: Document, rows: CarriedRows) -> str | None:
    """The row of last year's form that a row of this one went into a year ago."""
    try:
        theirs = form.edition.find_group(rows.source)
    except KeyError:
        return None
    ids = form.row_ids(rows.source)
    ours = document.edition.find_group(rows.target)
    name = without_years(document.text(CellRef(name_column(ours), ref.group, ref.row)))
    category = document.category(ref.group, ref.row)
    wanted = rows.categories.get(category, category)
    column = name_column(theirs)
    alike = [
        row
        for row in ids
        if name
        and form.category(rows.source, row) == wanted
        and without_years(form.text(CellRef(column, rows.source, row))) == name
    ]
    came = f"{_CARRIED}{ref.row}"
    if alike:
        return came if came in alike else alike[0]
    return came if came in ids and not _BEGINNING.fullmatch(ref.row) else None


def _text(form: Document, ref: CellRef) -> str:
    try:
        form.definition(ref)
    except KeyError:
        return ""
    return form.text(ref).strip()
