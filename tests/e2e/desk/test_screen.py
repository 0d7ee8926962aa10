"""The real program on a real screen, from an empty data folder to the package, with keys alone.

The keys come from the X server. What was pressed is written down as it is pressed, with the time and
with where it went, and pictures are taken at the milestones; ``record.py`` leaves all of it in a
folder for people to look at.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from anju_desktop.document import jsonform
from anju_desktop.document.document import Document
from anju_desktop.forms.library import Library
from anju_desktop.storage.store import Store
from anju_desktop.submission.opening import open_documents
from anju_desktop.submission.verify import verify_package
from tests.e2e.conftest import Office
from tests.e2e.desk import display, here
from tests.e2e.desk.case import case_of, published
from tests.e2e.desk.player import Player
from tests.e2e.desk.record import DATA, PACKAGE, record
from tests.e2e.desk.sitting import LOG
from tests.e2e.desk.strokes import Pressed, Script, Stroke, read_log

LACKING = display.missing()
pytestmark = pytest.mark.skipif(bool(LACKING), reason=LACKING)


@dataclass(frozen=True)
class Recorded:
    """What a sitting left in its folder."""

    folder: Path
    script: Script
    exit_code: int

    @property
    def log(self) -> tuple[Pressed, ...]:
        return read_log(self.folder / LOG)


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Recorded:
    folder = tmp_path_factory.mktemp("desk")
    script, exit_code = record(folder)
    return Recorded(folder, script, exit_code)


def stored(folder: Path) -> Document:
    with Store.open(folder / DATA, Library(), backing_up=False) as store:
        assert store.check() == ()
        (submission,) = store.submissions()
        (form,) = submission.forms
        return store.load_document(form.id)


def test_the_table_is_in_the_store_and_whole_in_the_package(recorded: Recorded) -> None:
    assert recorded.exit_code == 0
    document = stored(recorded.folder)
    assert case_of(document).with_signs() == case_of(published()).with_signs()
    path = recorded.folder / PACKAGE
    assert verify_package(path).whole
    (packed,) = open_documents(path, Library().get)
    assert jsonform.dump(packed) == jsonform.dump(document)
    assert [each.text for each in document.explanations()] == [here.REASON]


def test_every_stroke_is_written_down_with_its_time_and_its_place(recorded: Recorded) -> None:
    log = recorded.log
    assert [each.key for each in log] == [each.key for each in recorded.script.strokes]
    assert [each.number for each in log] == [*range(1, len(log) + 1)]
    assert [each.seconds for each in log] == sorted(each.seconds for each in log)
    assert [each.number for each in log if not each.place] == []
    values = [each for each in log if each.meant == "改造户数 · target"]
    assert {each.place.removesuffix("（正在填）") for each in values} == {"改造户数 · 指标值"}


@pytest.mark.skipif(shutil.which("import") is None, reason="ImageMagick is not installed")
def test_there_is_a_picture_of_each_milestone(recorded: Recorded) -> None:
    taken = " ".join(path.name for path in recorded.folder.glob("*.png"))
    for milestone in recorded.script.milestones.values():
        assert f"-{milestone}.png" in taken


def test_the_log_played_again_comes_to_the_same_table(office: Office, recorded: Recorded) -> None:
    strokes = [Stroke(each.key, each.meant) for each in recorded.log]
    filled = recorded.script.until(here.FILLED)
    player = Player(office)
    player.play(strokes[:filled])
    assert player.strokes == filled
    assert case_of(office.document) == case_of(stored(recorded.folder))
