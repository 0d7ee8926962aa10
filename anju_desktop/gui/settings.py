"""Remembered words of the store: of the window, and of single forms and submissions."""

from anju_desktop.storage.store import Store

FRESH = "fresh:{}"
"""Nobody has asked yet what is missing in the form with this number."""
SAMPLE = "sample:{}"
"""The submission with this number is the copy of a sample: its key."""
ARCHIVED = "archived:{}"
"""The submission with this number is out of the way."""


class Settings:
    """Read at once: painting asks often, and each question would wait for the disk."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known = store.settings()

    def get(self, key: str) -> str:
        """A remembered word, ``""`` without one."""
        return self._known.get(key, "")

    def put(self, key: str, value: str) -> None:
        if self.get(key) != value:
            self._known[key] = value
            self._store.set_setting(key, value)

    def is_fresh(self, form_id: int) -> bool:
        """Whether nobody has asked yet what is missing in a new form."""
        return bool(self.get(FRESH.format(form_id)))
