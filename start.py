#!/usr/bin/env python3
"""Set up ``.venv`` beside this file and open the window, or run the tests.

    python3 start.py [ARGUMENTS]         open the window
    python3 start.py test                lint, types, import contracts, tests
    python3 start.py test ARGUMENTS      pytest with these arguments, nothing else

Standard library only and in the syntax of Python 3.8, so that a Python that is too old
says so in words. Everything else the project needs is pinned with hashes in the
requirements files; the indexes to take it from are whatever pip is configured to use.
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NoReturn, Sequence

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
WINDOWS = os.name == "nt"
LINUX = sys.platform.startswith("linux")

OLDEST = (3, 11)
NEWEST = (3, 13)
OTHER_PYTHONS = ("3.11", "3.12", "3.13")

# The locked requirements of each kind of set-up; "dev" holds all of "run".
REQUIREMENTS = {
    "run": ("requirements.txt", "requirements-build.txt"),
    "dev": ("requirements-dev.txt",),
}

# Libraries that the Qt wheels take from the system: shared object, Debian package.
LIBRARIES = (
    ("libEGL.so.1", "libegl1"),
    ("libGL.so.1", "libgl1"),
    ("libglib-2.0.so.0", "libglib2.0-0"),
    ("libdbus-1.so.3", "libdbus-1-3"),
    ("libfontconfig.so.1", "libfontconfig1"),
    ("libxkbcommon.so.0", "libxkbcommon0"),
    ("libxcb-cursor.so.0", "libxcb-cursor0"),
    ("libxcb-icccm.so.4", "libxcb-icccm4"),
    ("libxcb-keysyms.so.1", "libxcb-keysyms1"),
    ("libxcb-shape.so.0", "libxcb-shape0"),
    ("libxkbcommon-x11.so.0", "libxkbcommon-x11-0"),
    # Without it the print dialog knows no printer.
    ("libcups.so.2", "libcups2"),
)

# Programs that only the tests need: command, Debian package.
TEST_PROGRAMS = (("Xvfb", "xvfb"), ("xauth", "xauth"))


class SetupError(Exception):
    """The set-up cannot go on; the text is for the user and says what to do."""


def say(text: str) -> None:
    print(text, flush=True)


def run(command: Sequence[str], env: dict[str, str] | None = None) -> int:
    return subprocess.call(list(command), cwd=str(ROOT), env=env)


def answer(command: Sequence[str]) -> tuple[bool, str]:
    """Whether a command can be run and succeeds, and all that it printed."""
    try:
        done = subprocess.run(
            list(command),
            cwd=str(ROOT),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
    except OSError as error:
        return False, str(error)
    return done.returncode == 0, done.stdout.decode(errors="replace").strip()


def hand_over(command: Sequence[str]) -> NoReturn:
    """Go on as another program; on Windows ``exec`` would give the prompt back at once."""
    if WINDOWS:
        sys.exit(subprocess.call(list(command)))
    os.execv(command[0], list(command))


# --- a Python that fits -----------------------------------------------------------------


def other_pythons() -> list[list[str]]:
    """Commands that may start a Python that fits, the best first."""
    found = [shutil.which("python" + version) for version in OTHER_PYTHONS]
    launcher = shutil.which("py") if WINDOWS else None
    by_launcher = [[launcher, "-" + version] for version in OTHER_PYTHONS] if launcher else []
    return [[path] for path in found if path] + by_launcher


def find_other_python() -> str:
    """The path of a Python that fits and really starts (what stands on PATH may be a stub)."""
    for command in other_pythons():
        works, path = answer([*command, "-c", "import sys; print(sys.executable)"])
        if works and Path(path).is_file():
            return path
    version = "{}.{}.{}".format(*sys.version_info[:3])
    raise SetupError(
        f"需要 Python 3.11、3.12 或 3.13，当前运行的是 {version}，也没有找到其他合适的版本。\n"
        "请安装 Python 3.11 至 3.13 中的任意一个，再用它运行本命令。"
    )


# --- system packages (Debian and its relatives) ------------------------------------------


def loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def missing_packages(kind: str) -> list[str]:
    missing = [package for library, package in LIBRARIES if not loads(library)]
    if importlib.util.find_spec("ensurepip") is None:
        missing.append("python{}.{}-venv".format(*sys.version_info[:2]))
    if kind == "dev":
        missing += [package for program, package in TEST_PROGRAMS if not shutil.which(program)]
    return missing


def apt_commands(packages: Sequence[str]) -> list[list[str]]:
    install = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    return [["apt-get", "update"], ["env", "DEBIAN_FRONTEND=noninteractive", *install]]


def install_packages(packages: Sequence[str]) -> bool:
    """Install without asking anything; False when this user may not, or it fails."""
    as_root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if as_root and not answer([*as_root, "true"])[0]:
        return False
    say("正在安装系统组件：" + " ".join(packages))
    for command in apt_commands(packages):
        done, output = answer([*as_root, *command])
        if not done:
            say(output)
            return False
    return True


def provide_system_packages(kind: str) -> None:
    missing = missing_packages(kind) if LINUX else []
    if not missing:
        return
    names = " ".join(missing)
    if not shutil.which("apt-get"):
        say(f"提示：系统可能缺少以下组件（Debian 中的包名）：{names}。窗口打不开时请先安装。")
    elif not install_packages(missing):
        by_hand = " && ".join("sudo " + " ".join(command) for command in apt_commands(missing))
        raise SetupError(
            f"系统缺少组件：{names}。\n请在终端执行下面的命令，然后重新运行：\n  {by_hand}"
        )


# --- the virtual environment -------------------------------------------------------------


def in_venv(program: str) -> str:
    return str(VENV / "Scripts" / (program + ".exe") if WINDOWS else VENV / "bin" / program)


def fingerprint(names: Sequence[str]) -> str:
    digest = hashlib.sha256()
    for name in names:
        # One checkout may have other line ends than the next.
        digest.update((ROOT / name).read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return digest.hexdigest()


def stamp_path() -> Path:
    return VENV / "anju-setup.json"


def read_stamp() -> dict[str, str]:
    """What the last finished set-up left behind; empty when there was none."""
    try:
        stamp = json.loads(stamp_path().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def stamp_for(kind: str) -> dict[str, str]:
    """All that must be as it was for a set-up to hold: a moved folder breaks its scripts."""
    return {
        "kind": kind,
        "root": str(ROOT),
        "python": str(Path(in_venv("python")).resolve()),
        "requirements": fingerprint(REQUIREMENTS[kind]),
        "project": fingerprint(["pyproject.toml", "anju_desktop/__init__.py"]),
    }


def base_python_is_there() -> bool:
    """Whether the Python that the environment was made from has not been removed."""
    try:
        lines = (VENV / "pyvenv.cfg").read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return False
    homes = [line.partition("=")[2].strip() for line in lines if line.startswith("home")]
    return bool(homes) and Path(homes[0]).is_dir() and Path(in_venv("python")).exists()


def is_set_up(stamp: dict[str, str], kind: str) -> bool:
    return base_python_is_there() and stamp == stamp_for(kind)


def venv_works() -> bool:
    """Whether the environment in the folder starts, fits, has pip, and was made for here."""
    question = "import pip, sys; print(*sys.version_info[:2])"
    works, version = answer([in_venv("python"), "-c", question])
    made_here = read_stamp().get("root", str(ROOT)) == str(ROOT)
    return works and made_here and version in {"3 11", "3 12", "3 13"}


def create_venv() -> None:
    say("正在创建 .venv …")
    # Not sys.executable: started from inside .venv, that would clear what it runs from.
    base = getattr(sys, "_base_executable", None) or sys.executable
    done, output = answer([base, "-m", "venv", "--clear", str(VENV)])
    if not done:
        raise SetupError(f"{output}\n无法创建 {VENV}。请删除这个文件夹后重试。")


def pip_install(*arguments: str) -> None:
    pip = [in_venv("python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if run([*pip, *arguments]):
        raise SetupError("依赖没有装好（原因见上）。请检查网络或 pip 的软件源设置，然后重试。")


def install(kind: str) -> None:
    say("正在安装依赖，第一次需要几分钟 …")
    files = [argument for name in REQUIREMENTS[kind] for argument in ("-r", name)]
    pip_install("--require-hashes", "--only-binary=:all:", *files)
    pip_install("--no-deps", "--no-build-isolation", "--no-index", "--editable", ".")


def set_up(wanted: str) -> None:
    """Bring ``.venv`` up to what is wanted; at once when the last set-up still holds."""
    stamp = read_stamp()
    kind = "dev" if stamp.get("kind") == "dev" else wanted
    if is_set_up(stamp, kind):
        return
    provide_system_packages(kind)
    if not venv_works():
        create_venv()
    if stamp_path().exists():
        stamp_path().unlink()
    install(kind)
    stamp_path().write_text(json.dumps(stamp_for(kind), indent=1), encoding="utf-8")
    say("安装完成。")


# --- the two commands --------------------------------------------------------------------


def open_window(arguments: Sequence[str]) -> NoReturn:
    set_up("run")
    hand_over([in_venv("python"), "-m", "anju_desktop", *arguments])


def checks() -> list[tuple[str, list[str]]]:
    python = in_venv("python")
    return [
        ("ruff check", [python, "-m", "ruff", "check", "."]),
        ("ruff format", [python, "-m", "ruff", "format", "--check", "."]),
        ("mypy", [python, "-m", "mypy"]),
        ("import-linter", [in_venv("lint-imports"), "--no-logo"]),
    ]


def run_tests(arguments: Sequence[str]) -> int:
    set_up("dev")
    env = dict(os.environ)
    if LINUX:
        env.setdefault("QT_QPA_PLATFORM", "offscreen")
    pytest = ("pytest", [in_venv("python"), "-m", "pytest", *arguments])
    failed = []
    for name, command in [pytest] if arguments else [*checks(), pytest]:
        say("==> " + name)
        if run(command, env):
            failed.append(name)
    if failed:
        say("没有通过：" + "、".join(failed))
    return 1 if failed else 0


def main(arguments: Sequence[str]) -> int:
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        hand_over([find_other_python(), str(Path(__file__).resolve()), *arguments])
    if arguments[:1] == ["test"]:
        return run_tests(arguments[1:])
    open_window(arguments)


def speak_on_any_console() -> None:
    """A GBK or ASCII console shows ``?`` for what it lacks instead of ending the program."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]


if __name__ == "__main__":
    speak_on_any_console()
    try:
        sys.exit(main(sys.argv[1:]))
    except SetupError as error:
        sys.exit(str(error))
    except OSError as error:
        sys.exit(f"无法读写项目文件夹：{error}")
    except KeyboardInterrupt:
        sys.exit("已中断。")
