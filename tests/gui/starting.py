"""Running the window program as a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

from anju_desktop import app


def start(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the window program as a clerk's desktop would, with nothing but these variables."""
    kept = {key: os.environ[key] for key in ("PATH", "HOME", "SYSTEMROOT") if key in os.environ}
    return subprocess.run(
        [sys.executable, "-m", "anju_desktop", *arguments],
        env={**kept, "PYTHONUTF8": "1", **environment},
        cwd=Path(app.__file__).parents[1],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
