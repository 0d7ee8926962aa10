"""Holds a file as Excel does: ``python holding.py FILE``; lets go when its input ends."""

import ctypes
import sys
from ctypes import wintypes
from typing import Any

READ, FOR_ITSELF_ALONE, EXISTING = 0x80000000, 0, 3


def main(path: str) -> None:
    kernel32: Any = ctypes.windll.kernel32  # type: ignore[attr-defined,unused-ignore]
    kernel32.CreateFileW.restype = wintypes.HANDLE
    handle = kernel32.CreateFileW(path, READ, FOR_ITSELF_ALONE, None, EXISTING, 0, None)
    assert handle != wintypes.HANDLE(-1).value
    print("held", flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main(sys.argv[1])
