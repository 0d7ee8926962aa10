"""Every example through the command line, into one folder: ``python outputs.py EXAMPLES OUT``.

Run by Python on Linux and by the Python of the release; the two folders must not differ. The files
are named without a folder, so that even what is printed about them is the same.
"""

import contextlib
import io
import os
import sys
from pathlib import Path

from anju_desktop import cli

KINDS = ("pdf", "xlsx", "docx")
"""Not every form has a report: then no ``.docx`` is written, on either side."""


def main(examples: Path, out: Path) -> None:
    """Render, check, export."""
    out.mkdir(parents=True)
    out, told = out.resolve(), []
    os.chdir(examples)
    for name in sorted(path.name for path in Path().glob("*.json")):
        for kind in KINDS:
            cli.main(["render", name, "--to", kind, "-o", str(out / f"{name}.{kind}")])
        words = io.StringIO()
        with contextlib.redirect_stdout(words):
            code = cli.main(["check", "--json", name])
        told.append(f"{name} {code}\n{words.getvalue()}")
    names = sorted(path.name for path in Path().glob("karamay-*.json"))
    cli.main(["export", *names, "-o", str(out / "上报")])
    (out / "checks.txt").write_text("".join(told), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
