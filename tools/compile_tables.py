"""Read the program's TOML files ahead of time, into ``resources/compiled``.

Run after changing a file in ``resources/forms`` or ``resources/vocabulary.toml``:
``.venv/bin/python tools/compile_tables.py``.
"""

from pathlib import Path

from anju_desktop.assets import resource
from anju_desktop.forms.compiled import FOLDER, compile_table
from anju_desktop.forms.loader import parse_edition, read_toml
from anju_desktop.rules.vocabulary import FILE, parse_vocabulary


def tables() -> dict[str, str]:
    """What belongs into the folder: names and contents; a defect in a TOML file is an error."""
    paths = sorted(resource("forms").glob("*.toml"))
    for path in paths:
        parse_edition(path.read_bytes(), path)
    words = resource(FILE)
    parse_vocabulary(words.read_bytes())
    return {f"{path.stem}.json": _compiled(path) for path in (*paths, words)}


def _compiled(path: Path) -> str:
    data = path.read_bytes()
    return compile_table(data, read_toml(data, path))


def main() -> None:
    folder = resource(FOLDER)
    folder.mkdir(exist_ok=True)
    wanted = tables()
    for path in folder.glob("*.json"):
        if path.name not in wanted:
            path.unlink()
    for name, text in wanted.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
