"""start.py: one command from a fresh machine to the window or the tests."""

import ast
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import start

PROJECT_FILES = [
    "pyproject.toml",
    "anju_desktop/__init__.py",
    "requirements.txt",
    "requirements-build.txt",
    "requirements-dev.txt",
]


class Machine:
    """A project folder in which every command succeeds and is only written down."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.commands: list[list[str]] = []
        for name in PROJECT_FILES:
            (root / name).parent.mkdir(exist_ok=True)
            (root / name).write_text(name, encoding="utf-8")

    def run(self, command: list[str], env: dict[str, str] | None = None) -> int:
        self.commands.append(command)
        return 0

    def answer(self, command: list[str]) -> tuple[bool, str]:
        if "venv" in command:
            self.make_venv()
        else:
            self.commands.append(command)
        return Path(start.in_venv("python")).exists(), "3 11"

    def make_venv(self) -> None:
        python = Path(start.in_venv("python"))
        python.parent.mkdir(parents=True, exist_ok=True)
        python.touch()
        config = start.VENV / "pyvenv.cfg"
        config.write_text(f"home = {self.root}\n", encoding="utf-8")

    def installed(self) -> list[str]:
        """The requirements files handed to pip since the last call."""
        words = [word for command in self.commands for word in command]
        self.commands.clear()
        return [word for word in words if word.startswith("requirements")]


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    machine = Machine(tmp_path)
    monkeypatch.setattr(start, "ROOT", tmp_path)
    monkeypatch.setattr(start, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(start, "run", machine.run)
    monkeypatch.setattr(start, "answer", machine.answer)
    monkeypatch.setattr(start, "missing_packages", lambda kind: [])
    return machine


def test_an_old_python_can_read_the_file_far_enough_to_say_that_it_is_old() -> None:
    ast.parse(Path(start.__file__).read_text(encoding="utf-8"), feature_version=(3, 8))


def test_only_the_standard_library_is_imported() -> None:
    tree = ast.parse(Path(start.__file__).read_text(encoding="utf-8"))
    names = {
        name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names
    }
    names |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in names} <= sys.stdlib_module_names


def test_the_first_start_installs_what_the_program_needs_and_the_second_nothing(
    machine: Machine,
) -> None:
    start.set_up("run")
    assert machine.installed() == ["requirements.txt", "requirements-build.txt"]
    start.set_up("run")
    assert machine.commands == []


def test_everything_is_installed_with_hashes_and_nothing_is_built_from_source(
    machine: Machine,
) -> None:
    start.set_up("dev")
    with_requirements = [command for command in machine.commands if "-r" in command]
    assert with_requirements
    for command in with_requirements:
        assert {"--require-hashes", "--only-binary=:all:"} <= set(command)


def test_the_tests_add_to_a_set_up_made_for_the_window(machine: Machine) -> None:
    start.set_up("run")
    machine.installed()
    start.set_up("dev")
    assert machine.installed() == ["requirements-dev.txt"]


def test_opening_the_window_never_takes_the_test_tools_away(machine: Machine) -> None:
    start.set_up("dev")
    machine.installed()
    start.set_up("run")
    assert machine.commands == []
    (machine.root / "requirements-dev.txt").write_text("newer", encoding="utf-8")
    start.set_up("run")
    assert machine.installed() == ["requirements-dev.txt"]


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-build.txt", "pyproject.toml"])
def test_a_changed_file_is_installed_at_the_next_start(machine: Machine, name: str) -> None:
    start.set_up("run")
    machine.installed()
    (machine.root / name).write_text("changed", encoding="utf-8")
    start.set_up("run")
    assert machine.installed() == ["requirements.txt", "requirements-build.txt"]


def test_windows_line_ends_are_no_change(machine: Machine) -> None:
    (machine.root / "requirements.txt").write_bytes(b"a\nb\n")
    start.set_up("run")
    machine.installed()
    (machine.root / "requirements.txt").write_bytes(b"a\r\nb\r\n")
    start.set_up("run")
    assert machine.commands == []


def test_a_set_up_that_failed_is_done_again(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    start.set_up("run")
    (machine.root / "requirements.txt").write_text("changed", encoding="utf-8")
    monkeypatch.setattr(start, "run", lambda command, env=None: 1)
    with pytest.raises(start.SetupError, match="软件源"):
        start.set_up("run")
    monkeypatch.setattr(start, "run", machine.run)
    machine.installed()
    start.set_up("run")
    assert machine.installed() == ["requirements.txt", "requirements-build.txt"]


def test_an_environment_whose_python_was_removed_is_made_again(machine: Machine) -> None:
    start.set_up("run")
    machine.installed()
    Path(start.in_venv("python")).unlink()
    start.set_up("run")
    assert machine.installed() == ["requirements.txt", "requirements-build.txt"]
    assert Path(start.in_venv("python")).exists()


def test_an_environment_that_was_moved_with_its_folder_is_made_again(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    start.set_up("run")
    stamp = start.read_stamp()
    start.stamp_path().write_text(json.dumps({**stamp, "root": "elsewhere"}), encoding="utf-8")
    made: list[str] = []
    monkeypatch.setattr(start, "create_venv", lambda: made.append("venv"))
    start.set_up("run")
    assert made == ["venv"]


@pytest.mark.parametrize("text", ["", "{", "[]", "\ufeff{}"])
def test_a_damaged_stamp_counts_as_none(machine: Machine, text: str) -> None:
    machine.make_venv()
    start.stamp_path().write_text(text, encoding="utf-8")
    assert start.read_stamp() == {}


def test_the_tests_need_a_virtual_display_and_the_window_does_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(start, "loads", lambda library: True)
    monkeypatch.setattr(shutil, "which", lambda program: None)
    assert start.missing_packages("run") == []
    assert start.missing_packages("dev") == ["xvfb", "xauth"]


def test_a_missing_library_is_named_by_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start, "loads", lambda library: library != "libxcb-cursor.so.0")
    assert start.missing_packages("run") == ["libxcb-cursor0"]


def test_who_may_not_install_packages_is_told_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start, "LINUX", True)
    monkeypatch.setattr(start, "missing_packages", lambda kind: ["libegl1", "xvfb"])
    monkeypatch.setattr(start, "install_packages", lambda packages: False)
    monkeypatch.setattr(shutil, "which", lambda program: "/usr/bin/" + program)
    with pytest.raises(start.SetupError, match=r"sudo apt-get update && sudo env .* libegl1 xvfb"):
        start.provide_system_packages("dev")


def test_a_machine_without_a_python_that_fits_is_told_which_ones_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(start, "other_pythons", list)
    with pytest.raises(start.SetupError, match=r"3\.11 至 3\.13"):
        start.find_other_python()


def test_a_python_on_the_path_that_does_not_start_is_passed_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(start, "other_pythons", lambda: [["no-such-python"], [sys.executable]])
    assert start.find_other_python() == sys.executable


def test_arguments_after_test_go_to_pytest_alone(machine: Machine) -> None:
    start.set_up("dev")
    machine.commands.clear()
    assert start.run_tests(["-q", "tests/gui"]) == 0
    assert [command[1:] for command in machine.commands] == [["-m", "pytest", "-q", "tests/gui"]]


def test_every_check_runs_even_when_the_first_one_fails(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    start.set_up("dev")
    ran: list[str] = []

    def fail_ruff(command: list[str], env: dict[str, str] | None = None) -> int:
        ran.append(" ".join(command))
        return int("ruff check" in ran[-1])

    monkeypatch.setattr(start, "run", fail_ruff)
    assert start.run_tests([]) == 1
    assert [
        name in line
        for name, line in zip(
            ["ruff check", "ruff format", "mypy", "lint-imports", "pytest"], ran, strict=True
        )
    ] == [True] * 5
    assert "没有通过：ruff check" in capsys.readouterr().out


def test_a_console_of_another_encoding_gets_the_sentence_and_no_crash() -> None:
    code = "import start; start.speak_on_any_console(); start.say('完成 ✓')"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=start.ROOT,
        env={"PYTHONIOENCODING": "gbk", "PYTHONUTF8": "0"},
        capture_output=True,
        check=False,
    )
    assert done.stdout.decode("gbk").strip() == "完成 ?"
