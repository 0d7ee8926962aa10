"""What a binary asks of the system; tried on the Qt that the tests run with."""

from pathlib import Path

import PySide6
import pytest

from installer.elf import Binary


@pytest.fixture(scope="module")
def core() -> Binary:
    path = Path(PySide6.__file__).parent / "Qt" / "lib" / "libQt6Core.so.6"
    return Binary(path.read_bytes())


def test_other_files_are_no_binaries() -> None:
    assert not Binary.is_one(b"#!/bin/sh\n")
    assert not Binary.is_one(b"")
    # Of 32 bits.
    assert not Binary.is_one(b"\x7fELF\x01\x01")


def test_the_libraries_that_it_asks_for_are_read(core: Binary) -> None:
    assert Binary.is_one(core.content)
    assert {"libc.so.6", "libicuuc.so.73", "libz.so.1"} <= set(core.needed())


def test_the_newest_version_is_found_by_number(core: Binary) -> None:
    # 2.28 is newer than 2.4, which sorts behind it.
    assert core.newest("GLIBC_") == (2, 28)
    assert core.newest("GLIBCXX_") == (3, 4, 21)
    assert {"GLIBC_2.28", "GLIBC_2.4"} <= core.versions()
    assert core.newest("QT_NOTHING_") == (0,)


def test_a_version_can_be_made_one_that_may_be_missing(core: Binary) -> None:
    copy, symbols = core.without("GLIBCXX_3.4.21")
    assert symbols
    assert all(name.startswith("_Z") for name in symbols)
    loosened = Binary(copy)
    assert loosened.newest("GLIBCXX_") < (3, 4, 21)
    assert loosened.newest("GLIBC_") == core.newest("GLIBC_")
    assert loosened.needed() == core.needed()
    changed = [at for at, (a, b) in enumerate(zip(core.content, copy, strict=True)) if a != b]
    # One flag, and the kind of each symbol.
    assert len(changed) == 1 + len(symbols)


def test_a_version_that_nobody_asks_for_changes_nothing(core: Binary) -> None:
    assert core.without("GLIBCXX_9.9.9") == (core.content, set())
