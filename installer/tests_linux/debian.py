"""An older Debian in a folder, a clerk in it, and a screen."""

import contextlib
import os
import shutil
import signal
import struct
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from PIL import Image

from installer import inputs
from installer.deb import Target

CLERK = "clerk"
SIZE = "1366x768x24"


class Debian:
    """A root that ``debootstrap`` made; for another processor the kernel calls qemu."""

    def __init__(self, folder: Path, architecture: str, suite: str) -> None:
        self.folder = folder
        self.home = folder / "home" / CLERK
        self.at_home = Path("/home") / CLERK
        """The same as it is called in there."""
        self.has_fcitx = Target(architecture).has_fcitx
        if not (folder / "etc" / "debian_version").is_file():
            command = ["debootstrap", f"--arch={architecture}", "--variant=minbase"]
            subprocess.run([*command, suite, str(folder), inputs.mirror()], check=True)
        for name, options in (("proc", ["-t", "proc", "proc"]), ("dev", ["--bind", "/dev"])):
            if not os.path.ismount(folder / name):
                subprocess.run(["mount", *options, str(folder / name)], check=True)
        if self.home.is_dir():
            # Of an earlier trial in the same folder.
            self.kill_all()
            shutil.rmtree(self.home)
            self.root("userdel", CLERK)
        self.root("useradd", "--create-home", CLERK)

    def close(self) -> None:
        self.kill_all()
        for name in ("proc", "dev"):
            subprocess.run(["umount", "--lazy", str(self.folder / name)], check=False)

    def root(self, *command: str) -> str:
        """What the administrator does; it must succeed."""
        environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8"}
        environment["DEBIAN_FRONTEND"] = "noninteractive"
        done = subprocess.run(
            ["chroot", str(self.folder), *command],
            env=environment,
            capture_output=True,
            check=False,
        )
        said = (done.stdout + done.stderr).decode("utf-8", "replace")
        assert done.returncode == 0, said
        return said

    def apt(self, *words: str) -> str:
        return self.root("apt-get", "--yes", "--no-install-recommends", *words)

    def command(self, *words: str | Path, **variables: str) -> list[str]:
        """The clerk's command line, with these variables and none of ours."""
        given = {"HOME": str(self.at_home), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", **variables}
        inside = ["env", "-i", *(f"{name}={value}" for name, value in given.items())]
        enter = ["chroot", f"--userspec={CLERK}:{CLERK}", str(self.folder)]
        # The shell goes home first: the folder of this test is not in there.
        shell = ["sh", "-c", 'cd "$HOME" && exec "$@"', "sh"]
        return [*enter, *inside, *shell, *map(str, words)]

    def run(self, *words: str | Path, **variables: str) -> tuple[int, str]:
        """Exit code, and what is printed."""
        done = subprocess.run(
            self.command(*words, **variables), capture_output=True, check=False, timeout=3000
        )
        return done.returncode, (done.stdout + done.stderr).decode("utf-8", "replace")

    def kill_all(self) -> None:
        """End whatever still runs in there; nothing outside is touched."""
        for process in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                if (process / "root").readlink() == self.folder.resolve():
                    os.kill(int(process.name), signal.SIGKILL)

    def bring(self, source: Path, name: str) -> Path:
        """Copy a file or folder to the clerk; its path as the clerk sees it."""
        target = self.home / name
        shutil.rmtree(target, ignore_errors=True)
        if source.is_dir():
            ignored = shutil.ignore_patterns("__pycache__", ".git", ".venv", ".*_cache", "dist")
            shutil.copytree(source, target, ignore=ignored)
        else:
            shutil.copyfile(source, target)
        self.root("chown", "--recursive", CLERK, str(self.at_home / name))
        return self.at_home / name


class Screen:
    """An X server of our own, with pictures of what stands on it."""

    def __init__(self, scratch: Path) -> None:
        self._frame = scratch / "Xvfb_screen0"
        reads, writes = os.pipe()
        command = ["Xvfb", "-displayfd", str(writes), "-screen", "0", SIZE, "-noreset"]
        self._process = subprocess.Popen(
            [*command, "-fbdir", str(scratch)], pass_fds=[writes], stderr=subprocess.DEVNULL
        )
        os.close(writes)
        with os.fdopen(reads) as pipe:
            self.display = f":{pipe.readline().strip()}"

    def picture(self) -> Image.Image:
        # A file in the format of xwd, always up to date.
        frame = self._frame.read_bytes()
        numbers = struct.unpack(">25I", frame[:100])
        head, width, height, line, colours = (numbers[at] for at in (0, 4, 5, 12, 19))
        pixels = frame[head + 12 * colours :]
        return Image.frombytes("RGB", (width, height), pixels, "raw", "BGRX", line)

    def colours(self) -> int:
        """How many there are on the screen: a black one has a single one."""
        return len(self.picture().getcolors(1 << 24) or [])

    def focus(self, title: str) -> None:
        """Give the keys to a window, as a window manager does; none runs here."""
        command = ["xdotool", "search", "--sync", "--onlyvisible", "--name", title, "windowfocus"]
        subprocess.run(command, env=self._environment, check=True, timeout=60)

    def press(self, *keys: str) -> None:
        subprocess.run(["xdotool", "key", *keys], env=self._environment, check=True)

    def write(self, text: str) -> None:
        command = ["xdotool", "type", "--delay", "150", text]
        subprocess.run(command, env=self._environment, check=True)

    def close(self) -> None:
        self._process.terminate()
        self._process.wait()

    @property
    def _environment(self) -> dict[str, str]:
        return {**os.environ, "DISPLAY": self.display}


def until(fact: Callable[[], bool], what: str, seconds: float = 120) -> None:
    """Wait for something to become so."""
    end = time.monotonic() + seconds
    while not fact():
        assert time.monotonic() < end, f"not within {seconds:.0f} s: {what}"
        time.sleep(0.5)
