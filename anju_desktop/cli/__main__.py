"""``python -m anju_desktop.cli`` is ``anju``."""

import sys

from anju_desktop.cli import main

sys.exit(main())
