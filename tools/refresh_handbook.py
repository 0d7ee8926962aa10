"""Write the tables of keys and commands in the handbook anew: ``python tools/refresh_handbook.py``.

The page is ``resources/handbook/keys.md``; what stands before its first heading of a table is
written by hand and kept. Run it after a change to the commands; a test compares.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from anju_desktop.gui.commands import CELL_KEYS, FACT_KEYS, menus

PAGE = Path(__file__).resolve().parents[1] / "resources" / "handbook" / "keys.md"
BEGIN = "## 表格里\n"


def tables() -> str:
    """Everything from the first table on."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    for title, keys in (("表格里", CELL_KEYS), ("计分依据里", FACT_KEYS)):
        yield from (f"## {title}", "", "| 按键 | 做什么 |", "|---|---|")
        yield from (f"| {key} | {deed} |" for key, deed in keys)
        yield ""
    yield from ("## 菜单里的命令", "", "| 命令 | 按键 |", "|---|---|")
    for title, commands in menus():
        yield f"| **{title}** | |"
        yield from (f"| {each.text} | {'、'.join(each.keys)} |" for each in commands)


def main() -> int:
    own = PAGE.read_text(encoding="utf-8").partition(BEGIN)[0]
    PAGE.write_text(own + tables(), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
