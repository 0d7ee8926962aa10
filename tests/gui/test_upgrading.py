"""The program says its version, what changed, and once that it is another one."""

import re

import pytest
from pytestqt.qtbot import QtBot

from anju_desktop import __version__, app
from anju_desktop.assets import program_folder
from anju_desktop.gui import handbook, upgrading
from anju_desktop.gui.helping import CHANGES
from anju_desktop.gui.main_window import MainWindow
from anju_desktop.gui.notes import AboutDialog
from anju_desktop.gui.workspace import Workspace

HEADING = re.compile(r"^## \[?([0-9.]+)", re.MULTILINE)


def headings(text: str) -> list[str]:
    """The versions that a text has a part for, newest first."""
    return HEADING.findall(text)


def test_every_version_of_the_changelog_is_told_of_in_the_handbook() -> None:
    page = (handbook.folder() / f"{CHANGES}.md").read_text(encoding="utf-8")
    changelog = (program_folder() / "CHANGELOG.md").read_text(encoding="utf-8")
    assert headings(page) == headings(changelog)
    assert headings(page)[0] == __version__


def test_the_about_box_leads_to_what_changed(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_changes(dialog: AboutDialog) -> None:
        assert dialog.ui.versionLabel.text() == f"版本 {__version__}"
        dialog.ui.changesButton.click()

    monkeypatch.setattr(AboutDialog, "exec", read_changes)
    window.commands.actions["about"].trigger()
    shown = [w for w in window.children() if isinstance(w, handbook.HandbookWindow)]
    assert [each.page() for each in shown] == [CHANGES]
    shown[0].close()


def test_a_new_store_is_no_upgrade(window: MainWindow) -> None:
    assert upgrading.told_once(window.workspace) == ""
    assert window.workspace.settings.get(upgrading.SETTING) == __version__


def test_after_an_upgrade_it_is_said_once(qtbot: QtBot, workspace: Workspace) -> None:
    workspace.settings.put(upgrading.SETTING, "0.0.9")
    window = app.make_window(workspace, app.Options())
    qtbot.addWidget(window)
    with qtbot.waitSignal(window.first_painted):
        window.show()
    notice = window.ui.noticeLabel
    qtbot.waitUntil(lambda: f"已从 0.0.9 版换成 {__version__} 版" in notice.text())
    assert "更新内容" in notice.text()
    assert upgrading.told_once(workspace) == ""
