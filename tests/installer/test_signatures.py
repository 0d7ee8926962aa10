"""What counts as signed by its maker."""

import hashlib
from pathlib import Path

import pytest

from installer import signatures
from installer.inputs import BuildError

REPORT = """\
Signer's certificate:
\t------------------
\tSigner #0:
\t\tSubject: /C=US/O=Python Software Foundation/CN=Python Software Foundation
\t\tIssuer : /C=US/CN=Some CA

Signing certificate chain verified using:
\tSigner #0:
\t\tSubject: /C=US/CN=Some CA
{}
Number of verified signatures: 1
"""
GOOD = REPORT.format("Signature verification: ok")


def test_a_valid_signature_of_the_maker_is_enough() -> None:
    assert signatures.says_signed(GOOD, signatures.PYTHON)


@pytest.mark.parametrize(
    "report",
    [
        "",
        REPORT.format("Signature verification: failed"),
        REPORT.format("Timestamp Server Signature verification: ok"),
        GOOD.replace("CN=Python Software Foundation", "CN=Python Software Foundation Inc"),
        GOOD.replace("CN=Python Software Foundation", "OU=CN\\/CN=Somebody"),
        GOOD.replace("/CN=Python", "\\/CN=Python"),
    ],
)
def test_anything_else_is_not(report: str) -> None:
    assert not signatures.says_signed(report, signatures.PYTHON)


def test_the_issuer_is_not_taken_for_the_signer() -> None:
    assert not signatures.says_signed(GOOD, "Some CA")


def test_a_module_is_known_by_its_hash_in_the_catalogue(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signatures, "signed_by", lambda path, maker: True)
    for name in ("old.py", "new.py", "planted.py", "empty.py"):
        (tmp_path / name).write_text("" if name == "empty.py" else name, encoding="utf-8")
    catalogue = tmp_path / "python_lib.cat"
    hashes = hashlib.sha1(b"old.py").digest() + b"between" + hashlib.sha256(b"new.py").digest()
    catalogue.write_bytes(hashes)
    names = ["empty.py", "new.py", "old.py", "planted.py"]
    assert signatures.strange_modules(tmp_path, names, catalogue) == ["planted.py"]


def test_a_catalogue_that_nobody_signed_proves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signatures, "signed_by", lambda path, maker: False)
    with pytest.raises(BuildError, match="signature"):
        signatures.strange_modules(tmp_path, [], tmp_path / "python_lib.cat")


def test_only_binaries_are_asked_for_a_signature(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signatures, "signed_by", lambda path, maker: False)
    files = [Path("a.dll"), Path("a.py"), Path("a.pyd"), Path("a.exe"), Path("a.qm")]
    assert [path.name for path in signatures.unsigned(files, "")] == ["a.dll", "a.pyd", "a.exe"]
