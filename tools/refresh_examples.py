"""Write every example anew, so that it names the hash of the edition as it is now.

Run after changing a file in ``resources/forms``: ``.venv/bin/python tools/refresh_examples.py``.
The editions are compiled anew too.
"""

import runpy
from pathlib import Path

from anju_desktop.assets import resource
from anju_desktop.document import jsonform
from anju_desktop.forms.library import Library


def main() -> None:
    runpy.run_path(str(Path(__file__).with_name("compile_tables.py")), run_name="__main__")
    library = Library()
    for path in sorted(resource("examples").glob("*.json")):
        document = jsonform.load_file(path, library.get)
        path.write_bytes(jsonform.dump_bytes(document))


if __name__ == "__main__":
    main()
