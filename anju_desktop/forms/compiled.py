"""The program's own TOML files, read ahead of time: as JSON, which takes a hundredth of the time.

``resources/compiled/NAME.json`` holds the table of ``NAME.toml``, which had no defect when it was
made, and what it was made from. It is used for those very bytes only; without it the TOML is read
as any other, so it can make a start faster but never change what is loaded. Made by
``tools/compile_tables.py``.
"""

import json
import re
from decimal import Decimal
from typing import Any, NamedTuple
from zlib import crc32

from anju_desktop.assets import resource

FOLDER = "compiled"
_MARK = "decimal "
_MARKED = re.compile(rf'"{_MARK}([-+0-9.Ee]+)"')


class Compiled(NamedTuple):
    """A table and the SHA-256 of the TOML it was made from."""

    table: dict[str, Any]
    sha256: str


def compiled(name: str, data: bytes) -> Compiled | None:
    """The table of ``data``, when this is what ``name`` was compiled from."""
    try:
        text = resource(FOLDER, f"{name}.json").read_bytes()
    except OSError:
        return None
    found = json.loads(text, parse_float=Decimal)
    # Tells a forgotten file from a fresh one; both come with the program, so nobody is to be
    # kept out, and hashlib takes two milliseconds to import.
    if (found["length"], found["crc32"]) != (len(data), crc32(data)):
        return None
    return Compiled(found["table"], found["sha256"])


def compile_table(data: bytes, table: dict[str, Any]) -> str:
    """The JSON file for the table that ``data`` was read as."""
    from hashlib import sha256

    made_from = {"length": len(data), "crc32": crc32(data), "sha256": sha256(data).hexdigest()}
    whole = {**made_from, "table": table}
    text = json.dumps(whole, ensure_ascii=False, indent=0, default=lambda n: f"{_MARK}{n}")
    return _MARKED.sub(r"\1", text) + "\n"
