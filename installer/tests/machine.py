"""Where the release is tried: this Windows PC, or Wine with a Windows of its own."""

import os
import shutil
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path, PureWindowsPath

from PIL import Image

WINE = "/usr/lib/wine/wine64"
UI_SETTINGS = "Windows.UI.ViewManagement.UISettings"
PATIENCE = 600


class Machine:
    """Runs Windows programs and finds their files."""

    home: Path
    """The user's folder, as this test sees it."""

    def windows_path(self, path: Path) -> str:
        """The path as Windows programs know it."""
        return str(path)

    def start(
        self, command: list[str | Path], cwd: Path | None = None, *, listening: bool = False
    ) -> "Program":
        """A running program; paths in the command may be those of this test.

        Its input ends at once, unless it is to go on listening.
        """
        words = [self.windows_path(w) if isinstance(w, Path) else w for w in command]
        return Program([*self.loader, *words], cwd, self.environment, listening)

    def run(
        self, command: list[str | Path], cwd: Path | None = None, *, encoding: str = "utf-8"
    ) -> tuple[int, str]:
        """Exit code and what was printed."""
        return self.start(command, cwd).finish(encoding)

    loader: list[str]
    environment: dict[str, str]

    @property
    def local(self) -> Path:
        """``%LOCALAPPDATA%``"""
        return self.home / "AppData" / "Local"

    def registry(self, key: str, name: str = "") -> str | None:
        """A text of the user's registry; None if there is none."""
        raise NotImplementedError

    def picture(self) -> Image.Image:
        """What stands on the screen."""
        raise NotImplementedError

    def be_of_version(self, name: str) -> None:
        """Pretend to be an older Windows, where that can be done."""
        raise NotImplementedError


class Program:
    """A running Windows program."""

    def __init__(
        self, command: list[str], cwd: Path | None, environment: dict[str, str], listening: bool
    ) -> None:
        # Under Wine the standard streams must be pipes: with plain files programs find none.
        self._process = subprocess.Popen(
            command,
            cwd=cwd,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        assert self._process.stdin is not None
        if not listening:
            self._process.stdin.close()
        self._said: list[bytes] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as stream:
            while chunk := os.read(stream.fileno(), 65536):
                self._said.append(chunk)

    def said(self, encoding: str = "utf-8") -> str:
        """What it has printed so far."""
        return b"".join(self._said).decode(encoding, "replace")

    def finish(self, encoding: str = "utf-8") -> tuple[int, str]:
        """Wait until it ends: exit code and what it printed."""
        try:
            code = self._process.wait(PATIENCE)
        finally:
            self._process.kill()
            # The pipe may stay open: Wine's own services, started on the way, hold it.
            self._reader.join(2)
        return code, self.said(encoding)

    def kill(self) -> None:
        """End it as the task manager does."""
        self._process.kill()
        self.finish()


class Windows(Machine):
    """This PC."""

    def __init__(self, scratch: Path) -> None:
        self.home = Path.home()
        self.loader = []
        # A program without a console prints in the code page otherwise.
        self.environment = {**os.environ, "PYTHONUTF8": "0"}

    def registry(self, key: str, name: str = "") -> str | None:
        if sys.platform == "win32":
            import winreg

            try:
                with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key) as opened:
                    return str(winreg.QueryValueEx(opened, name)[0])
            except FileNotFoundError:
                pass
        return None

    def picture(self) -> Image.Image:
        from PIL import ImageGrab

        return ImageGrab.grab()


class Wine(Machine):
    """A fresh Windows 10 in a folder, set to Chinese, on a screen of its own."""

    def __init__(self, scratch: Path) -> None:
        self.prefix = scratch / "wine"
        self.loader = [WINE]
        self._frame = scratch / "Xvfb_screen0"
        self._screen, display = _screen(scratch)
        # Wine keeps variables of the host away from programs when they begin with QT_.
        kept = {k: v for k, v in os.environ.items() if k in {"PATH", "TMPDIR"}}
        self.environment = {
            **kept,
            "HOME": str(scratch),
            "WINEPREFIX": str(self.prefix),
            "WINEARCH": "win64",
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": "mscoree,mshtml=;winemenubuilder.exe=d",
            "DISPLAY": display,
            "LANG": "zh_CN.UTF-8",
            "LC_ALL": "zh_CN.UTF-8",
        }
        self.run(["wineboot", "-i"])
        self.home = next((self.prefix / "drive_c" / "users").glob("[!P]*"))
        for path in self.home.iterdir():
            if path.is_symlink():  # to the real folders of whoever runs the test
                path.unlink()
                path.mkdir()
        self.be_of_version("win10")
        self._add_ui_settings(scratch)
        self._draw_frames()

    def _add_ui_settings(self, scratch: Path) -> None:
        source = Path(__file__).with_name("ui_settings.c")
        library = self.prefix / "drive_c" / "windows" / "system32" / "ui_settings.dll"
        compiler = ["x86_64-w64-mingw32-gcc", "-shared", "-O1", "-o", str(library), str(source)]
        subprocess.run(compiler, check=True)
        key = f"HKLM\\Software\\Microsoft\\WindowsRuntime\\ActivatableClassId\\{UI_SETTINGS}"
        path = "C:\\windows\\system32\\ui_settings.dll"
        self.run(["reg", "add", key, "/v", "DllPath", "/t", "REG_SZ", "/d", path, "/f"])

    def _draw_frames(self) -> None:
        """Nobody else does on this screen, and Wine leaves the room for them."""
        key = "HKCU\\Software\\Wine\\X11 Driver"
        self.run(["reg", "add", key, "/v", "Managed", "/t", "REG_SZ", "/d", "N", "/f"])
        self._end()  # What runs already has read it.

    def windows_path(self, path: Path) -> str:
        drive = self.prefix / "drive_c"
        if path.is_relative_to(drive):
            return str(PureWindowsPath("C:/", *path.relative_to(drive).parts))
        return str(PureWindowsPath(f"Z:{path}"))

    def registry(self, key: str, name: str = "") -> str | None:
        which = ["/v", name] if name else ["/ve"]
        code, said = self.run(["reg", "query", f"HKCU\\{key}", *which])
        if code != 0:
            return None
        text = said.strip().splitlines()[-1].partition("REG_SZ")[2].strip()
        # Of a key without a value of its own it says so in brackets and in Chinese.
        return None if text.startswith("(") else text

    def be_of_version(self, name: str) -> None:
        self.run(["winecfg", "-v", name])

    def picture(self) -> Image.Image:
        # A file in the format of xwd, always up to date.
        frame = self._frame.read_bytes()
        numbers = struct.unpack(">25I", frame[:100])
        head, width, height, line, colours = (numbers[at] for at in (0, 4, 5, 12, 19))
        pixels = frame[head + 12 * colours :]
        return Image.frombytes("RGB", (width, height), pixels, "raw", "BGRX", line)

    def close(self) -> None:
        """End the Windows, with everything that still runs in it."""
        self._end()
        self._screen.terminate()
        self._screen.wait()

    def _end(self) -> None:
        server = str(Path(WINE).with_name("wineserver64"))
        for switch in ("-k", "-w"):
            subprocess.run([server, switch], env=self.environment, check=False)


def _screen(scratch: Path) -> "tuple[subprocess.Popen[bytes], str]":
    """An X server of our own, which keeps its picture in this folder, and its display."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-noreset", "-screen", "0", "1366x768x24", "-displayfd", str(writing)]
    command += ["-fbdir", str(scratch)]
    server = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    with os.fdopen(reading) as told:
        return server, f":{told.readline().strip()}"


def machine(scratch: Path) -> Machine:
    """What there is here."""
    if sys.platform == "win32":
        return Windows(scratch)
    for program in (WINE, "Xvfb", "x86_64-w64-mingw32-gcc", "makensis"):
        if shutil.which(program) is None:
            raise FileNotFoundError(f"{program} is missing; installer/README.md says what to do")
    return Wine(scratch)


def until(fact: Callable[[], bool], what: str) -> None:
    """Wait for something that another program does."""
    for _ in range(PATIENCE * 4):
        if fact():
            return
        time.sleep(0.25)
    raise TimeoutError(what)
