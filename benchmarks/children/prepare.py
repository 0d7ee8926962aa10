"""Make what the measured programs work on: ``prepare.py SCRATCH``.

A store with the five published 克拉玛依 forms as one submission, the old-communities form open
last, and that form as an xlsx for LibreOffice.
"""

import argparse
from pathlib import Path

from anju_desktop.assets import resource
from anju_desktop.document.jsonform import load_file
from anju_desktop.forms.library import Library
from anju_desktop.gui.workspace import LAST_FORM
from anju_desktop.render import faces
from anju_desktop.storage.store import Store

FORM = "old-communities"


def main(scratch: Path) -> None:
    library = Library()
    paths = sorted(resource("examples").glob("karamay-2024-*.json"))
    documents = [load_file(path, library.get) for path in paths]
    wanted = next(number for number, path in enumerate(paths) if FORM in path.stem)
    with Store.open(scratch / "store", library) as store:
        document = documents[wanted]
        created = store.create_submission(
            document.unit, document.period, document.edition.programme, documents
        )
        store.set_setting(LAST_FORM, str(store.forms(created)[wanted].id))
    (scratch / "form.xlsx").write_bytes(faces.xlsx([documents[wanted]]))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Make what the measured programs work on.")
    parser.add_argument("scratch", type=Path, help="an empty folder")
    main(parser.parse_args().scratch)
