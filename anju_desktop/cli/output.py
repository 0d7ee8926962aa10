"""What every command does with its two streams."""

import json
import os
import sys
from pathlib import Path
from typing import Any

from anju_desktop.errors import AnjuError, DefinitionError

OK, FOUND, UNREADABLE = 0, 1, 2
_LONGEST = 600
"""A sentence may quote what somebody pasted into a cell."""


def make_output_safe() -> None:
    """Print any character anywhere: UTF-8 into files and pipes, the console's own set on screen.

    A character that the receiving encoding lacks is written as an escape instead of failing.
    """
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is None:
            continue
        if stream.isatty() or "PYTHONIOENCODING" in os.environ:
            reconfigure(errors="backslashreplace")
        else:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def complain(error: AnjuError, path: Path | None = None) -> None:
    """One line on stderr; ``path`` is put before a sentence that does not name the file itself."""
    if isinstance(error, DefinitionError):
        more = len(error.defects) - 1
        rest = f"（另有 {more} 处，用 anju forms lint 查看）" if more else ""
        sentence = f"{error.file}：{error.defects[0]}{rest}"
    else:
        sentence = " ".join(str(error).split("\n"))
    if len(sentence) > _LONGEST:
        sentence = f"{sentence[: _LONGEST // 2]}…{sentence[-_LONGEST // 2 :]}"
    is_named = path is None or str(path) in sentence
    print(sentence if is_named else f"{path}：{sentence}", file=sys.stderr)


def print_json(content: Any) -> None:
    """JSON on stdout; plain ASCII where the receiver's encoding cannot hold every character."""
    encoding = (sys.stdout.encoding or "").lower().replace("-", "")
    print(json.dumps(content, ensure_ascii=encoding != "utf8", indent=1))
