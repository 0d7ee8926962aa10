"""Turn ``ui/*.ui`` into ``anju_desktop/gui/generated/ui_*.py`` with pyside6-uic.

    python tools/compile_ui.py

Words of Qt that it leaves in English stand in ``ui/qt_words.ts`` and go into ``resources/words``
with pyside6-lrelease. The results are committed; tests compare them with what this makes.
"""

import re
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "ui"
TARGET = ROOT / "anju_desktop" / "gui" / "generated"
WORDS, WORDS_TARGET = SOURCES / "qt_words.ts", ROOT / "resources" / "words" / "qt_words.qm"


def compile_file(source: Path) -> str:
    """The Python text for one Designer file, without the path of this machine."""
    uic = Path(sysconfig.get_path("scripts")) / "pyside6-uic"
    command = [str(uic), source.name, "-g", "python", "--no-autoconnection"]
    done = subprocess.run(command, cwd=source.parent, capture_output=True, check=True)
    return without_unused_imports(done.stdout.decode("utf-8").replace("\r\n", "\n"))


def compile_words() -> bytes:
    """The translation that Qt reads."""
    lrelease = Path(sysconfig.get_path("scripts")) / "pyside6-lrelease"
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / WORDS_TARGET.name
        command = [str(lrelease), "-silent", str(WORDS), "-qm", str(made)]
        subprocess.run(command, capture_output=True, check=True)
        return made.read_bytes()


def without_unused_imports(text: str) -> str:
    """PySide6 makes a class when its name is imported: each one unused costs time at start."""
    head, class_line, body = text.partition("\nclass ")

    def kept(match: re.Match[str]) -> str:
        names = [name for name in re.findall(r"\w+", match[2]) if re.search(rf"\b{name}\b", body)]
        return f"from {match[1]} import {', '.join(names)}\n" if names else ""

    imports = re.compile(r"from (PySide6\.\w+) import \(([^)]*)\)\n")
    return imports.sub(kept, head) + class_line + body


def target(source: Path) -> Path:
    """Where the Python text of a Designer file belongs."""
    return TARGET / f"ui_{source.stem}.py"


def main() -> int:
    for source in sorted(SOURCES.glob("*.ui")):
        target(source).write_text(compile_file(source), encoding="utf-8", newline="\n")
    WORDS_TARGET.write_bytes(compile_words())
    return 0


if __name__ == "__main__":
    sys.exit(main())
