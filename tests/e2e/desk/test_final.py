"""定稿 by keyboard alone, from what stands in its way to the code that the package answers to."""

import re
from pathlib import Path

import pytest

from anju_desktop.cli import main
from tests.e2e.conftest import Office
from tests.e2e.desk import here
from tests.e2e.desk.case import published
from tests.e2e.desk.player import Player

CODE = re.compile(r"^原报已定稿，校验码 (\w{4}(?:-\w{4}){3})")


def code_in_status_line(office: Office) -> str:
    told = CODE.match(office.window.ui.noticeLabel.text())
    assert told is not None, office.window.ui.noticeLabel.text()
    return told[1]


def other_than(code: str) -> str:
    """The code with its first two characters in the wrong order, as one reads it wrongly."""
    swapped = next(i for i in range(3) if code[i] != code[i + 1])
    return code[:swapped] + code[swapped + 1] + code[swapped] + code[swapped + 2 :]


def test_a_table_is_explained_made_final_exported_and_known_by_its_code(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    office.window.open_form(office.workspace.shelf.take_in([published()]))
    path = tmp_path / "上报包.zip"
    script = here.to_final(path)
    in_the_way, final = script.until("还不能定稿"), script.until(here.FINAL)
    player = Player(office)
    player.play(script.strokes[:in_the_way])
    before = office.document.is_final
    assert (office.at.field, office.document.text(office.at)) == ("target", ">=100%")
    player.play(script.strokes[in_the_way:final])
    assert (before, office.document.is_final) == (False, True)
    code = code_in_status_line(office)
    player.play(script.strokes[final:])
    assert player.strokes == len(script)
    assert main(["verify", str(path), "--code", code]) == 0
    assert main(["verify", str(path), "--code", other_than(code)]) != 0
    capsys.readouterr()
