"""What a bare X screen lacks for a clerk: a keyboard with Chinese keys, and a window manager.

``keeper.py CHARACTERS`` lays the characters on the keys that no clerk uses, says ``ready``, and from
then on gives the keys to the window that came up last, as a desktop does. Run as a process of its
own, to be killed.
"""

import ctypes
import ctypes.util
import sys
from collections.abc import Iterator

_KEPT = {
    *range(0x20, 0x7F),
    # BackSpace, Tab, Return, Escape; Home to Begin; Insert, F1 to F12; Shift to Hyper; Delete
    *(0xFF08, 0xFF09, 0xFF0D, 0xFF1B, 0xFF63, 0xFFFF),
    *range(0xFF50, 0xFF59),
    *range(0xFFBE, 0xFFCA),
    *range(0xFFE1, 0xFFEF),
    0xFE20,
}
"""Keysyms, by ``X11/keysymdef.h``, that stay where they are."""
_OTHERWISE = {0xFF13, 0xFF15, 0xFF61, 0xFF6B}
"""Pause and Print: the second level of their keys is reached with Ctrl and Alt, not with Shift."""
_LEVELS = 2
_UNICODE = 0x01000000

_SUBSTRUCTURE_NOTIFY, _SUBSTRUCTURE_REDIRECT = 1 << 19, 1 << 20
_DESTROYED, _UNMAPPED, _MAPPED, _MAP_ASKED, _CONFIGURE_ASKED = 17, 18, 19, 20, 23
_REVERT_TO_PARENT, _NOW = 2, 0

_Window = ctypes.c_ulong


class _Head(ctypes.Structure):
    """The beginning that all events on the substructure share."""

    _fields_ = (
        ("type", ctypes.c_int),
        ("serial", ctypes.c_ulong),
        ("send_event", ctypes.c_int),
        ("display", ctypes.c_void_p),
        ("parent", _Window),
        ("window", _Window),
    )


class _Mapped(ctypes.Structure):
    _fields_ = (("head", _Head), ("override_redirect", ctypes.c_int))


class _Changes(ctypes.Structure):
    _fields_ = (
        *((name, ctypes.c_int) for name in ("x", "y", "width", "height", "border_width")),
        ("sibling", _Window),
        ("stack_mode", ctypes.c_int),
    )


class _ConfigureAsked(ctypes.Structure):
    _fields_ = (
        ("head", _Head),
        *((name, ctypes.c_int) for name in ("x", "y", "width", "height", "border_width")),
        ("above", _Window),
        ("detail", ctypes.c_int),
        ("value_mask", ctypes.c_ulong),
    )


class _Event(ctypes.Union):
    _fields_ = (
        ("head", _Head),
        ("mapped", _Mapped),
        ("configure", _ConfigureAsked),
        ("room", ctypes.c_long * 24),
    )


def _pass_over(display: object, error: object) -> int:
    """A window that is gone before it is answered is no error."""
    return 0


_on_error = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)(_pass_over)


class Screen:
    """The display of ``DISPLAY``, over Xlib."""

    def __init__(self) -> None:
        self._x = ctypes.CDLL(ctypes.util.find_library("X11") or "libX11.so.6")
        self._x.XOpenDisplay.restype = ctypes.c_void_p
        self._x.XDefaultRootWindow.restype = _Window
        self._x.XGetKeyboardMapping.restype = ctypes.POINTER(ctypes.c_ulong)
        opened = self._x.XOpenDisplay(None)
        if not opened:
            raise SystemExit("no display")
        self._display = ctypes.c_void_p(opened)
        self._x.XSetErrorHandler(_on_error)
        self._shown: list[int] = []

    # -- keyboard ------------------------------------------------------------------------------

    def lay(self, characters: str) -> None:
        """Put each character on a key that is free, two to a key."""
        waiting = [_UNICODE | ord(each) for each in dict.fromkeys(characters)]
        for keycode in self._free():
            if not waiting:
                break
            taken, waiting = waiting[:_LEVELS], waiting[_LEVELS:]
            keysyms = (ctypes.c_ulong * _LEVELS)(*taken)
            self._x.XChangeKeyboardMapping(self._display, keycode, _LEVELS, keysyms, 1)
        if waiting:
            raise SystemExit(f"{len(waiting)} characters more than there are keys")
        self._x.XSync(self._display, 0)

    def _free(self) -> Iterator[int]:
        low, high, levels = ctypes.c_int(), ctypes.c_int(), ctypes.c_int()
        self._x.XDisplayKeycodes(self._display, ctypes.byref(low), ctypes.byref(high))
        count = high.value - low.value + 1
        table = self._x.XGetKeyboardMapping(
            self._display, ctypes.c_ubyte(low.value), count, ctypes.byref(levels)
        )
        kept: set[int] = set()
        for number in range(count):
            at = number * levels.value
            keysyms = set(table[at : at + levels.value])
            # Some keysyms are on two keys, of which the second would do nothing.
            if keysyms & _KEPT - kept:
                kept |= keysyms
            elif not keysyms & _OTHERWISE:
                yield low.value + number

    # -- windows -------------------------------------------------------------------------------

    def manage(self) -> None:
        """Show windows where they want to be, and give the keys to the latest; never ends."""
        root = self._x.XDefaultRootWindow(self._display)
        mask = ctypes.c_long(_SUBSTRUCTURE_NOTIFY | _SUBSTRUCTURE_REDIRECT)
        self._x.XSelectInput(self._display, _Window(root), mask)
        self._x.XSync(self._display, 0)
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        event = _Event()
        while True:
            self._x.XNextEvent(self._display, ctypes.byref(event))
            self._answer(event)

    def _answer(self, event: _Event) -> None:
        window = event.head.window
        match event.head.type:
            case kind if kind == _MAP_ASKED:
                self._x.XMapRaised(self._display, _Window(window))
            case kind if kind == _CONFIGURE_ASKED:
                self._configure(event.configure)
            case kind if kind == _MAPPED and not event.mapped.override_redirect:
                self._forget(window)
                self._shown.append(window)
                self._focus()
            case kind if kind in (_UNMAPPED, _DESTROYED) and window in self._shown:
                self._forget(window)
                self._focus()

    def _configure(self, asked: _ConfigureAsked) -> None:
        changes = _Changes(
            asked.x,
            asked.y,
            asked.width,
            asked.height,
            asked.border_width,
            asked.above,
            asked.detail,
        )
        self._x.XConfigureWindow(
            self._display,
            _Window(asked.head.window),
            ctypes.c_uint(asked.value_mask),
            ctypes.byref(changes),
        )

    def _forget(self, window: int) -> None:
        self._shown = [each for each in self._shown if each != window]

    def _focus(self) -> None:
        if self._shown:
            latest = _Window(self._shown[-1])
            self._x.XRaiseWindow(self._display, latest)
            self._x.XSetInputFocus(self._display, latest, _REVERT_TO_PARENT, ctypes.c_ulong(_NOW))
            self._x.XSync(self._display, 0)


def main() -> None:
    screen = Screen()
    screen.lay(sys.argv[1])
    screen.manage()


if __name__ == "__main__":
    main()
