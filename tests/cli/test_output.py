"""Output survives every encoding; nothing heavy is loaded to make it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from anju_desktop.assets import resource
from tests.cli.running import Program

HOUSING = resource("examples", "karamay-2024-dilapidated-housing.json")
HEAVY = ("PySide6", "openpyxl", "reportlab", "sqlite_utils", "sqlite3")


@pytest.mark.parametrize(
    "environment",
    [
        {"LC_ALL": "C"},
        {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
        {"PYTHONIOENCODING": "gbk"},
        {"PYTHONIOENCODING": "ascii"},
        {"PYTHONIOENCODING": "gbk:strict"},
    ],
    ids=str,
)
def test_findings_can_be_read_back_in_every_encoding(
    program: Program, environment: dict[str, str], tmp_path: Path
) -> None:
    rare = tmp_path / "rare.json"
    rare.write_text(HOUSING.read_text(encoding="utf-8").replace("危旧房", "𬭚"), encoding="utf-8")
    done = program("check", rare, "--json", **environment)
    encoding = environment.get("PYTHONIOENCODING", "utf-8").partition(":")[0]
    items = json.loads(done.stdout.decode(encoding))
    assert done.stderr == b""
    assert items[0]["file"] == str(rare)
    assert program("check", rare, **environment).returncode == done.returncode


def test_complaints_are_printed_in_every_encoding(program: Program, tmp_path: Path) -> None:
    done = program("check", tmp_path / "𬭚.json", PYTHONIOENCODING="gbk")
    assert done.returncode == 2
    assert "没有这个文件" in done.stderr.decode("gbk")


@pytest.mark.parametrize("command", ["list", "schema"])
def test_nothing_heavy_is_loaded_to_list_the_editions(command: str) -> None:
    script = (
        "import sys; from anju_desktop.cli import main; "
        f"main(['forms', {command!r}]); "
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    assert done.stderr.decode().strip() == "[]"


def test_checking_loads_no_renderer_and_no_store() -> None:
    script = (
        "import sys; from anju_desktop.cli import main; "
        f"main(['check', {str(HOUSING)!r}]); "
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    assert done.stderr.decode().strip() == "[]"
