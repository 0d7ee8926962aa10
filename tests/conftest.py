"""What every test stands on: no display needed, the same examples of hypothesis in CI."""

import os
import sys

from hypothesis import settings

import anju_desktop.render  # noqa: F401  says how openpyxl is to write before a test imports it

if sys.platform.startswith("linux"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# No deadline: how busy the machine is says nothing about the program.
settings.register_profile("local", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "local")
