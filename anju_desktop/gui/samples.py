"""The published tables that come with the program, as submissions one can open and change."""

from collections.abc import Iterable
from pathlib import Path

from anju_desktop.assets import resource
from anju_desktop.document.document import Document
from anju_desktop.document.jsonform import load_file
from anju_desktop.forms.library import Library
from anju_desktop.records import record


@record(frozen=True, slots=True)
class Sample:
    """Forms of one programme and year that belong together; not yet in the store."""

    key: str
    unit: str
    period: str
    programme: str
    documents: tuple[Document, ...]

    @property
    def title(self) -> str:
        return self.programme

    @property
    def note(self) -> str:
        """Whose forms, of what year, how many."""
        return f"{self.unit} {self.period}年，{len(self.documents)} 张表"


def load_samples(library: Library, folder: Path | None = None) -> tuple[Sample, ...]:
    """All samples, grouped by programme and year: lists before the forms they are checked with."""
    groups: dict[tuple[str, str], list[Document]] = {}
    for path in _files(folder or resource("examples")):
        document = load_file(path, library.get)
        edition = document.edition
        key = (edition.programme or edition.title, document.period)
        groups.setdefault(key, []).append(document)
    found = [_sample(programme, period, forms) for (programme, period), forms in groups.items()]
    # The most recent year first: it is the one most like the clerk's own work.
    return tuple(sorted(found, key=lambda sample: sample.period, reverse=True))


def _files(folder: Path) -> Iterable[Path]:
    return sorted(folder.glob("*.json"))


def _sample(programme: str, period: str, documents: list[Document]) -> Sample:
    ordered = sorted(documents, key=_rank)
    return Sample(f"{programme}/{period}", ordered[0].unit, period, programme, tuple(ordered))


def _rank(document: Document) -> tuple[bool, str]:
    """An allocation list has no name of its own and comes before the forms it is checked with."""
    return bool(document.edition.label), document.edition.id
