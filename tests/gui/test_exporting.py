"""Exports as the running program makes them."""

import errno
import os
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from anju_desktop import files
from anju_desktop.gui import messages
from anju_desktop.gui.main_window import MainWindow
from tests.gui.conftest import Answers


def test_what_is_imported_ahead_leaves_the_xlsx_as_without_it() -> None:
    """openpyxl decides when it is first imported how it writes; our writers decide before it."""
    code = """
from anju_desktop.gui import exporting
exporting.warm_up()
import openpyxl.xml
print(openpyxl.xml.LXML)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=True
    )
    assert done.stdout == "False\n"


def held(*_: object) -> NoReturn:
    raise PermissionError(errno.EACCES, "held by Excel")


@pytest.mark.parametrize("lets_go", [True, False])
def test_a_file_that_excel_holds_is_tried_again_when_the_clerk_says_so(
    sample: MainWindow,
    qtbot: QtBot,
    answers: Answers,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    lets_go: bool,
) -> None:
    target = answers.path = tmp_path / "表.xlsx"
    target.write_bytes(b"old")
    asked: list[str] = []

    def ask(_: QWidget | None, question: str, *_words: str) -> bool:
        asked.append(question)
        if len(asked) == 2:
            replacing.undo()
        return lets_go or len(asked) < 2

    monkeypatch.setattr(files, "PAUSES_S", ())
    monkeypatch.setattr(messages, "ask", ask)
    with pytest.MonkeyPatch.context() as replacing:
        replacing.setattr(os, "replace", held)
        sample.commands.actions["export_xlsx"].trigger()
        qtbot.waitUntil(lambda: len(asked) == 2 and not sample.tasks.busy, timeout=20_000)
    assert asked == ["无法写入“表.xlsx”：文件正被其他程序打开。请关闭后重试。"] * 2
    assert answers.written == ([target] if lets_go else [])
    assert target.read_bytes().startswith(b"PK" if lets_go else b"old")
