"""The units whose forms are filled on this PC, with the data that each entered of itself."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from anju_desktop.document.document import Document

if TYPE_CHECKING:
    from anju_desktop.document.offices import Office
    from anju_desktop.gui.workspace import Workspace

OFFICES = "offices"


class Units:
    """Kept as a setting of the store."""

    def __init__(self, workspace: "Workspace") -> None:
        self._workspace, self._settings = workspace, workspace.settings

    def offices(self) -> "tuple[Office, ...]":
        """The units of this PC with their own data."""
        if not self._settings.get(OFFICES):
            return ()
        from anju_desktop.storage import offices

        return offices.load(self._settings.get(OFFICES))

    def set_offices(self, wanted: "Sequence[Office]") -> None:
        from anju_desktop.storage import offices

        self._settings.put(OFFICES, offices.dump(wanted))

    def names(self) -> tuple[str, ...]:
        """The units that were written here, those with data of their own first."""
        own = [
            entry.unit
            for entry in reversed(self._workspace.submissions())
            if not self._workspace.is_sample(entry)
        ]
        named = [office.name for office in self.offices()]
        return tuple(dict.fromkeys(unit for unit in (*named, *own) if unit))

    def usual(self) -> str:
        """Whose forms are filled here most likely: the unit that was worked on last."""
        own = [e for e in self._workspace.listed() if not self._workspace.is_sample(e) and e.unit]
        if own:
            return max(own, key=lambda entry: entry.edited).unit
        return next((office.name for office in self.offices()), "")

    def full_name(self, unit: str) -> str:
        """What the seal of a unit says, where it was entered; else how it is called here."""
        named = (o.full_name for o in self.offices() if o.name == unit and o.full_name)
        return next(named, unit)

    def fill_in(self, document: Document) -> int:
        """Write the data of the unit into the empty fields that ask for it; how many there were."""
        from anju_desktop.document.offices import fill_in

        office = next((each for each in self.offices() if each.name == document.unit), None)
        return 0 if office is None else fill_in(document, office)
