"""A clerk who types without end; started and killed by test_killing.py.

Usage: typing_until_killed.py FOLDER FORM. Prints a line for each edit that the store calls saved.
"""

import itertools
import sys
from datetime import datetime
from pathlib import Path

from anju_desktop.document.changes import CellRef
from anju_desktop.storage.store import Store


def main(folder: Path, form: int) -> None:
    with Store.open(folder, backing_up=False) as store:
        document = store.load_document(form)
        row = document.row_ids("indicators")[0]
        start = len(store.journal(form))

        def on_saved(number: int, time: datetime) -> None:
            sys.stdout.write("saved\n")
            sys.stdout.flush()

        store.on_saved(on_saved)
        store.follow(form, document)
        for number in itertools.count(start + 1):
            document.set(CellRef("target", "indicators", row), f"≥{number}")
            if number % 10 == 0:
                document.insert_row("indicators", document.category("indicators", row))
            store.flush()


main(Path(sys.argv[1]), int(sys.argv[2]))
