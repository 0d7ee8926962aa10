"""Exports as the running program makes them."""

import subprocess
import sys


def test_what_is_imported_ahead_leaves_the_xlsx_as_without_it() -> None:
    """openpyxl decides when it is first imported how it writes; our writers decide before it."""
    code = """
from anju_desktop.gui import exporting
exporting.warm_up()
import openpyxl.xml
print(openpyxl.xml.LXML)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=True
    )
    assert done.stdout == "False\n"
