#!/usr/bin/env python3
"""Set up ``.venv`` beside this file and start the program, or run the tests.

    python3 start.py [ARGUMENTS]         open the window
    python3 start.py test                lint, types, import contracts, tests
    python3 start.py test ARGUMENTS      pytest with these arguments, nothing else

Standard library only, in the syntax of Python 3.8, so that a Python that is too old
says so in words.
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
from typing import Dict, List, NoReturn, Optional, Sequence, Tuple

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "anju-setup.json"
WINDOWS = os.name == "nt"
LINUX = sys.platform.startswith("linux")

OLDEST = (3, 11)
NEWEST = (3, 13)
PREFERRED = ("3.11", "3.12", "3.13")

# What the lock files are called for each kind of set-up; "dev" holds all of "run".
REQUIREMENTS = {
    "run": ("requirements.txt", "requirements-build.txt"),
    "dev": ("requirements-dev.txt",),
}

# Libraries that the Qt wheels expect from the system: shared object, Debian package.
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
)

# Programs that only the tests need: command, Debian package.
TEST_PROGRAMS = (("Xvfb", "xvfb"), ("xauth", "xauth"))


class SetupError(Exception):
    """The set-up cannot go on; the text is for the user and says what to do."""


def say(text: str) -> None:
    print(text, flush=True)


def run(command: Sequence[str], env: Optional[Dict[str, str]] = None) -> int:
    return subprocess.call(list(command), cwd=str(ROOT), env=env)


def run_quietly(command: Sequence[str]) -> bool:
    """Whether the command can be run and succeeds."""
    try:
        return subprocess.call(list(command), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL) == 0
    except OSError:
        return False


def hand_over(command: Sequence[str]) -> NoReturn:
    """Go on as another program; on Windows ``exec`` would give the prompt back at once."""
    if WINDOWS:
        sys.exit(subprocess.call(list(command)))
    os.execv(command[0], list(command))


# --- a Python that fits -----------------------------------------------------------------


def fits(version: Tuple[int, int]) -> bool:
    return OLDEST <= version <= NEWEST


def other_pythons() -> List[List[str]]:
    """Commands that may start a Python that fits, the best first."""
    commands = [[path] for path in (shutil.which("python" + v) for v in PREFERRED) if path]
    launcher = shutil.which("py") if WINDOWS else None
    if launcher:
        commands += [[launcher, "-" + version] for version in PREFERRED]
    return commands


def find_other_python() -> str:
    """The path of a Python that fits and really starts (a pyenv shim may not)."""
    question = "import sys; print(sys.executable); sys.exit(not ((3, 11) <= sys.version_info[:2] <= (3, 13)))"
    for command in other_pythons():
        answer = subprocess.run([*command, "-c", question], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        path = answer.stdout.decode(errors="replace").strip()
        if answer.returncode == 0 and path:
            return path
    raise SetupError(
        "需要 Python 3.11、3.12 或 3.13，当前运行的是 {}.{}.{}，也没有找到其他合适的版本。\n"
        "请安装 Python 3.11 至 3.13 后重新运行本命令。".format(*sys.version_info[:3])
    )


# --- system packages (Debian and its relatives) ------------------------------------------


def loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def missing_packages(kind: str) -> List[str]:
    missing = [package for library, package in LIBRARIES if not loads(library)]
    if importlib.util.find_spec("ensurepip") is None:
        missing.append("python{}.{}-venv".format(*sys.version_info[:2]))
    if kind == "dev":
        missing += [package for program, package in TEST_PROGRAMS if not shutil.which(program)]
    return missing


def as_root() -> Optional[List[str]]:
    """What to put before a command so that it runs as root; None when there is no way."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and run_quietly(["sudo", "-n", "true"]):
        return ["sudo", "-n"]
    return None


def apt_commands(packages: Sequence[str]) -> List[List[str]]:
    install = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    return [["apt-get", "update"], ["env", "DEBIAN_FRONTEND=noninteractive", *install]]


def provide_system_packages(kind: str) -> None:
    missing = missing_packages(kind) if LINUX else []
    if not missing:
        return
    if not shutil.which("apt-get"):
        say("提示：系统可能缺少以下组件（按 Debian 的包名列出），如果窗口打不开请先安装：" + " ".join(missing))
        return
    prefix = as_root()
    say("正在安装系统组件：" + " ".join(missing))
    if prefix is None or any(run([*prefix, *command]) for command in apt_commands(missing)):
        by_hand = " && ".join("sudo " + " ".join(command) for command in apt_commands(missing))
        raise SetupError("系统缺少组件，本程序无法自行安装。请在终端执行下面的命令，然后重试：\n  " + by_hand)


# --- the virtual environment -------------------------------------------------------------


def in_venv(program: str) -> str:
    return str(VENV / ("Scripts" if WINDOWS else "bin") / (program + (".exe" if WINDOWS else "")))


def fingerprint(names: Sequence[str]) -> str:
    digest = hashlib.sha256()
    for name in names:
        # Line ends may differ between checkouts of the same file.
        digest.update((ROOT / name).read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return digest.hexdigest()


def read_stamp() -> Dict[str, str]:
    """What the last finished set-up left; empty when there was none."""
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def stamp_for(kind: str) -> Dict[str, str]:
    return {
        "kind": kind,
        "root": str(ROOT),
        "python": os.path.realpath(in_venv("python")),
        "requirements": fingerprint(REQUIREMENTS[kind]),
        "project": fingerprint(["pyproject.toml", "anju_desktop/__init__.py"]),
    }


def venv_works() -> bool:
    question = "import pip, sys; sys.exit(not ((3, 11) <= sys.version_info[:2] <= (3, 13)))"
    return run_quietly([in_venv("python"), "-c", question])


def create_venv() -> None:
    say("正在创建 .venv …")
    base = getattr(sys, "_base_executable", None) or sys.executable
    if run([base, "-m", "venv", "--clear", str(VENV)]):
        raise SetupError("无法创建 {}。请删除该文件夹后重试。".format(VENV))


def pip_install(*arguments: str) -> None:
    command = [in_venv("python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *arguments]
    if run(command):
        raise SetupError("安装依赖没有成功（原因见上）。请检查网络或 pip 的软件源设置，然后重试。")


def set_up(kind: str) -> None:
    """Bring ``.venv`` up to ``kind``; at once when the last set-up still holds."""
    before = read_stamp()
    if before.get("kind") == "dev":
        kind = "dev"
    if before == stamp_for(kind) and os.path.exists(in_venv("python")):
        return
    provide_system_packages(kind)
    if before.get("root", str(ROOT)) != str(ROOT) or not venv_works():
        create_venv()
    if STAMP.exists():
        STAMP.unlink()
    say("正在安装依赖，第一次需要几分钟 …")
    files = [argument for name in REQUIREMENTS[kind] for argument in ("-r", name)]
    pip_install("--require-hashes", "--only-binary=:all:", *files)
    pip_install("--no-deps", "--no-build-isolation", "--no-index", "--editable", ".")
    STAMP.write_text(json.dumps(stamp_for(kind), indent=1), encoding="utf-8")
    say("安装完成。")


# --- the two commands --------------------------------------------------------------------


def open_window(arguments: Sequence[str]) -> NoReturn:
    set_up("run")
    hand_over([in_venv("python"), "-m", "anju_desktop", *arguments])


def checks() -> List[Tuple[str, List[str]]]:
    python = in_venv("python")
    return [
        ("ruff check", [python, "-m", "ruff", "check", "."]),
        ("ruff format", [python, "-m", "ruff", "format", "--check", "."]),
        ("mypy", [python, "-m", "mypy"]),
        ("import-linter", [in_venv("lint-imports")]),
    ]


def run_tests(arguments: Sequence[str]) -> int:
    set_up("dev")
    env = dict(os.environ)
    if LINUX:
        env.setdefault("QT_QPA_PLATFORM", "offscreen")
    failed = []
    steps = [] if arguments else checks()
    for name, command in [*steps, ("pytest", [in_venv("python"), "-m", "pytest", *arguments])]:
        say("==> " + name)
        if run(command, env):
            failed.append(name)
    if failed:
        say("没有通过：" + "、".join(failed))
    return 1 if failed else 0


def main(arguments: Sequence[str]) -> int:
    if not fits(sys.version_info[:2]):
        hand_over([find_other_python(), str(Path(__file__).resolve()), *arguments])
    if arguments and arguments[0] == "test":
        return run_tests(arguments[1:])
    open_window(arguments)


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # a GBK console
    try:
        sys.exit(main(sys.argv[1:]))
    except SetupError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit("已中断。")
