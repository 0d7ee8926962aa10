"""Runs the walk on every screen, two at a time, each in a process of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tools.screens.sizes import SCREENS, Screen

ROOT = Path(__file__).resolve().parents[2]
_AT_A_TIME = 2
_MOST_SECONDS = 1200.0
_FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <cachedir>{cache}</cachedir>
  <match target="font">
    <edit name="antialias" mode="assign"><bool>true</bool></edit>
    <edit name="hinting" mode="assign"><bool>false</bool></edit>
    <edit name="autohint" mode="assign"><bool>false</bool></edit>
    <edit name="hintstyle" mode="assign"><const>hintnone</const></edit>
    <edit name="rgba" mode="assign"><const>none</const></edit>
    <edit name="lcdfilter" mode="assign"><const>lcdnone</const></edit>
  </match>
</fontconfig>
"""
"""No fonts but those of the program, drawn the same everywhere."""


def shoot_all(folder: Path, screens: Iterable[str] = SCREENS) -> None:
    """Take every picture on these screens; ``RuntimeError`` with what a failed walk said."""
    folder.mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor(_AT_A_TIME) as pool:
        for _ in pool.map(lambda screen: _shoot(screen, folder), list(screens)):
            pass


def _shoot(name: str, folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tools.screens", name, str(folder)],
        cwd=ROOT,
        env=_surroundings(SCREENS[name], folder / f"{name}-desktop"),
        capture_output=True,
        check=False,
        text=True,
        encoding="utf-8",
        timeout=_MOST_SECONDS,
    )
    if done.returncode:
        raise RuntimeError(f"“{name}”没有拍完（{done.returncode}）：\n{done.stdout}\n{done.stderr}")


def _surroundings(screen: Screen, folder: Path) -> dict[str, str]:
    """A desktop with this screen and nothing on it that another PC may have otherwise."""
    folder.mkdir(exist_ok=True)
    width, height = screen.room
    monitor = {
        "name": "screen",
        "x": 0,
        "y": 0,
        "width": round(width * screen.scale),
        "height": round(height * screen.scale),
        "logicalDpi": 96,
        "logicalBaseDpi": 96,
        "dpr": 1,
    }
    offscreen, fonts = folder / "screen.json", folder / "fonts.conf"
    offscreen.write_text(json.dumps({"screens": [monitor]}), encoding="utf-8")
    fonts.write_text(_FONTS.format(cache=folder), encoding="utf-8")
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("QT_", "GTK_", "XDG_"))}
    return {
        **kept,
        "CUPS_SERVER": str(folder / "no-printer"),
        "FONTCONFIG_FILE": str(fonts),
        "HOME": str(folder),
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(ROOT),
        "QT_QPA_PLATFORM": f"offscreen:configfile={offscreen}",
        "QT_SCALE_FACTOR": str(screen.scale),
        # China's, as POSIX writes it: needs no time zones on the PC.
        "TZ": "CST-8",
    }
