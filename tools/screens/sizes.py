"""The screens that pictures are taken on, and what is kept of them."""

from anju_desktop.records import record

MANIFEST = "pictures.json"
"""The list of what was taken, behind the name of the screen."""
_TITLE_BAR, _TASK_BAR = 32, 40
"""What Windows takes of every screen, in logical pixels."""


@record(frozen=True, slots=True)
class Screen:
    """``width`` and ``height`` as the maker states them, ``scale`` as set in the system."""

    width: int
    height: int
    scale: float

    @property
    def room(self) -> tuple[int, int]:
        """For a window with its title bar, in logical pixels."""
        return int(self.width / self.scale), int(self.height / self.scale) - _TASK_BAR

    @property
    def window(self) -> tuple[int, int]:
        """For what stands in a window that fills the screen."""
        width, height = self.room
        return width, height - _TITLE_BAR


SCREENS = {
    "1366": Screen(1366, 768, 1.0),
    "1366-150": Screen(1366, 768, 1.5),
    "1920": Screen(1920, 1080, 1.0),
    "1920-150": Screen(1920, 1080, 1.5),
}
"""In the order in which they are looked at."""

SHOWN = {
    "start-work-1366": "window-start",
    "form-1366": "window-form",
    "preview-1366": "window-preview",
    "form-1920-150": "window-form-150",
}
"""What the documentation shows, and under which name."""

HANDBOOK_SHOWN = {
    "start-empty-1366": "start",
    "new-submission-1366": "new",
    "guide-1366": "guide",
    "form-1366": "form",
    "form-indicators-1366": "indicators",
    "form-explaining-1366": "explain",
    "form-help-1366": "help",
    "form-find-1366": "find",
    "facts-1366": "facts",
    "facts-counties-1366": "counties",
    "preview-all-1366": "preview",
    "preview-problem-1366": "problem",
    "export-done-1366": "exported",
    "report-1366": "report",
    "dialog-indicators-1366": "catalogue",
    "start-work-1366": "backup",
}
"""What the handbook shows, and under which name."""
