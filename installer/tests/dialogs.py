"""Reads and presses dialogs of Windows, as somebody at the mouse: run by a Python on Windows.

    dialogs.py read WORDS           wait for a window that holds these words; print all it says
    dialogs.py press WORDS BUTTON   the same, then press a button of it, or tick a box

Buttons are named without their key, ``安装`` for ``安装(&I)``. Setup is a program of its own, so
that its windows can only be asked: by messages, which work alike on Windows and Wine.
"""

import ctypes
import re
import sys
import time
from collections.abc import Callable, Iterator
from ctypes import wintypes
from typing import Any

PATIENCE_S = 120
WM_GETTEXT, BM_CLICK = 0x000D, 0x00F5
HANG_MS, ABORT_IF_HUNG = 2000, 0x0002
MOST = 2000
KEY = re.compile(r"\(&.\)|&")

user32: Any = ctypes.windll.user32  # type: ignore[attr-defined,unused-ignore]
FOUND = ctypes.WINFUNCTYPE(wintypes.BOOL, wintypes.HWND, wintypes.LPARAM)  # type: ignore[attr-defined,unused-ignore]


def windows() -> list[int]:
    """Every window that can be seen."""
    return _listed(lambda note: user32.EnumWindows(note, 0))


def parts(window: int) -> list[int]:
    """Every part of a window that can be seen."""
    return _listed(lambda note: user32.EnumChildWindows(window, note, 0))


def _listed(enumerate_: Callable[[Any], object]) -> list[int]:
    handles: list[int] = []

    def note(handle: int, _: int) -> bool:
        handles.append(handle)
        return True

    enumerate_(FOUND(note))
    return [handle for handle in handles if user32.IsWindowVisible(handle)]


def text(handle: int) -> str:
    """What a window or a part says; ``""`` when its program does not answer."""
    said = ctypes.create_unicode_buffer(MOST)
    user32.SendMessageTimeoutW(
        wintypes.HWND(handle), WM_GETTEXT, MOST, said, ABORT_IF_HUNG, HANG_MS, None
    )
    return said.value


def sentences(window: int) -> Iterator[str]:
    """Title and texts of a window, without the marks of keys."""
    for handle in [window, *parts(window)]:
        said = KEY.sub("", text(handle)).strip()
        if said:
            yield said


def window_with(words: str) -> int:
    """Wait for a window that says this."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        for window in windows():
            if words in "\n".join(sentences(window)):
                return window
        time.sleep(0.2)
    seen = ["｜".join(sentences(window)) for window in windows()]
    raise TimeoutError(f"no window says {words}; there are {seen}")


def press(window: int, button: str) -> None:
    """Press the button of this name, once it can be pressed."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        for handle in parts(window):
            if KEY.sub("", text(handle)).strip(" <>") == button and user32.IsWindowEnabled(handle):
                user32.PostMessageW(wintypes.HWND(handle), BM_CLICK, 0, 0)
                return
        time.sleep(0.2)
    raise TimeoutError(f"no button {button} can be pressed: {list(sentences(window))}")


def main(deed: str, words: str, button: str = "") -> None:
    window = window_with(words)
    if deed == "press":
        press(window, button)
    else:
        sys.stdout.buffer.write("\n".join(sentences(window)).encode("utf-8"))


if __name__ == "__main__":
    main(*sys.argv[1:])
