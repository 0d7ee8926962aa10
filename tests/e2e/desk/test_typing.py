"""The published table typed in each way there is, without a screen: what comes of it, and how many
keys it takes."""

from pathlib import Path

import pytest

from anju_desktop.document import jsonform
from anju_desktop.forms.definition import Level
from anju_desktop.forms.library import Library
from anju_desktop.submission.opening import open_documents
from anju_desktop.submission.verify import verify_package
from tests.e2e.conftest import Office
from tests.e2e.desk import grid, here
from tests.e2e.desk.case import Case, case_of, published
from tests.e2e.desk.player import Player
from tests.e2e.desk.strokes import Script


@pytest.fixture(scope="module")
def case() -> Case:
    return case_of(published())


@pytest.mark.parametrize("way", here.WAYS)
def test_each_way_of_typing_comes_to_the_published_table(
    office: Office, case: Case, way: str
) -> None:
    script = here.WAYS[way](case)
    player = Player(office)
    player.play(script.strokes)
    # Typed straight it is the table to the character, else with ≥ for >=.
    wanted = case if way == "straight" else case.with_signs()
    assert case_of(office.document) == wanted
    assert player.strokes == len(script)


def test_a_skilled_clerk_needs_fewer_keys_here_than_in_a_blank_grid(case: Case) -> None:
    assert len(here.WAYS["skilled"](case)) < len(grid.skilled(case).script)


def test_the_whole_path_ends_with_a_sound_package(
    office: Office, case: Case, tmp_path: Path
) -> None:
    script = here.WAYS["skilled"](case)
    path = tmp_path / "上报包.zip"
    here.to_export(script, path)
    *to_the_end, leaving = script.strokes
    Player(office).play(to_the_end)
    left = [f for f in office.findings() if f.level is not Level.HINT]
    assert [f.level for f in left] == [Level.EXPLAIN]
    explained = office.document.explanation(left[0].rule, left[0].cell)
    assert explained is not None
    assert (explained.text, explained.written) == (here.REASON, "≥100%")
    assert office.window.ui.countsLabel.words == "提示 2"
    held = jsonform.dump(office.document)
    Player(office).play([leaving])
    assert not office.window.isVisible()
    assert verify_package(path).whole
    (packed,) = open_documents(path, Library().get)
    assert jsonform.dump(packed) == held
    assert case_of(packed).with_signs() == case.with_signs()


# --- what is counted --------------------------------------------------------------------------


def test_each_character_and_each_chord_is_one_stroke() -> None:
    script = Script()
    script.write("名称", "改造", "Enter")
    script.press("照抄", "Ctrl+Shift+Down", "Ctrl+D")
    script.reached("完")
    assert [stroke.key for stroke in script.strokes] == [
        *("改", "造", "Enter", "Ctrl+Shift+Down", "Ctrl+D")
    ]
    assert (len(script), script.until("完")) == (5, 5)


@pytest.mark.parametrize("way", here.WAYS)
def test_the_count_begins_with_the_program_and_ends_with_the_last_cell(
    case: Case, way: str
) -> None:
    script = here.WAYS[way](case)
    assert script.strokes[0].key == "Ctrl+N"
    assert script.until(here.FILLED) == len(script)


def test_straight_is_every_character_and_a_key_for_each_cell_beside_the_way(case: Case) -> None:
    texts = [*case.fields.values(), *(t for row in case.rows for t in row.cells.values())]
    least = sum(map(len, texts)) + len(texts)
    assert len(grid.straight(case).script) == least + 2, "two that look like a formula"
    assert 0 < len(here.straight(case)) - least < 20
