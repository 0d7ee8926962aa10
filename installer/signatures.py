"""Proves that the binaries are their makers' own, whoever packed them.

Every ``.exe``, ``.dll`` and ``.pyd`` of Python and Qt must carry a valid Authenticode signature of
the maker named here. The library files of Python are not signed one by one: their hashes stand in
a catalogue, which is. The tool is ``osslsigncode``; it reads the root certificates of this machine.
"""

import functools
import hashlib
import re
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

from installer.inputs import BuildError

PYTHON = "Python Software Foundation"
QT = "The Qt Company Oy"
CATALOGUE = "DLLs/python_lib.cat"
BINARY = {".exe", ".dll", ".pyd"}
ROOTS = Path("/etc/ssl/certs/ca-certificates.crt")

UNLISTED = {
    # Differs from the listed one in its line ends alone; compared by hand with CPython 3.11.9.
    "xml/__init__.py": "8e7bc2b8a9974751e0bf0be8e8fd3c116fb0ed2ff2e372f693a7e3659a46f8dc",
}
"""Library files that the catalogue does not have, with the SHA-256 of what is shipped."""


def signed_by(path: Path, maker: str) -> bool:
    """Whether a file carries a valid signature of this maker, from when its key was valid."""
    command = ["osslsigncode", "verify", "-in", str(path)]
    command += ["-CAfile", str(ROOTS), "-TSA-CAfile", str(ROOTS), *_stay_offline()]
    done = subprocess.run(command, capture_output=True, text=True, check=False, errors="replace")
    return says_signed(done.stdout, maker)


def says_signed(report: str, maker: str) -> bool:
    """Whether osslsigncode's words mean: valid, and signed by this maker."""
    if not re.search(r"^Signature verification: ok$", report, re.MULTILINE):
        return False
    signer = re.search(r"Signer's certificate:[\s-]+Signer #0:\s+Subject: (.+)", report)
    return signer is not None and f"CN={maker}" in re.split(r"(?<!\\)/|, ", signer[1].strip())


@functools.cache
def _stay_offline() -> tuple[str, ...]:
    """Later versions ask the network for revoked keys unless told not to."""
    if shutil.which("osslsigncode") is None or not ROOTS.is_file():
        raise BuildError("osslsigncode or ca-certificates is missing: apt-get install them.")
    done = subprocess.run(["osslsigncode", "verify"], capture_output=True, text=True, check=False)
    return ("-ignore-crl",) if "-ignore-crl" in done.stdout + done.stderr else ()


def unsigned(paths: Iterable[Path], maker: str) -> list[Path]:
    """Those of the binaries among these files that do not carry the maker's signature."""
    return [p for p in paths if p.suffix in BINARY and not signed_by(p, maker)]


def strange_modules(library: Path, modules: Iterable[str], catalogue: Path) -> list[str]:
    """Modules whose hash the signed catalogue does not have."""
    if not signed_by(catalogue, PYTHON):
        raise BuildError(f"{catalogue.name} does not carry the signature of {PYTHON}.")
    listed = catalogue.read_bytes()
    strange = []
    for name in modules:
        content = (library / name).read_bytes()
        # An empty file is not listed, and cannot hold anything bad.
        hashes = (hashlib.sha1(content).digest(), hashlib.sha256(content).digest())
        known = not content or any(value in listed for value in hashes)
        if not known and hashlib.sha256(content).hexdigest() != UNLISTED.get(name):
            strange.append(name)
    return strange
