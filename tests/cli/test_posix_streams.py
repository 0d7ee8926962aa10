"""What only happens where there are pipes, /dev/full and file names that are no text."""

import subprocess
import sys
from pathlib import Path

import pytest

from anju_desktop.assets import resource
from tests.cli.running import Program

HOUSING = resource("examples", "karamay-2024-dilapidated-housing.json")


def test_a_file_name_that_is_no_text_is_complained_about(program: Program) -> None:
    done = program("check", b"\xff\xfe.json".decode(sys.getfilesystemencoding(), "surrogateescape"))
    assert done.returncode == 2
    assert "没有这个文件" in done.stderr.decode()


def test_a_reader_that_goes_away_is_no_failure() -> None:
    command = f'"{sys.executable}" -m anju_desktop.cli forms schema | head -c 1'
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command}"], capture_output=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"{", b"")


@pytest.mark.parametrize("arguments", [["forms", "schema"], ["check", "--json", str(HOUSING)]])
def test_a_full_disk_is_told_in_a_sentence(arguments: list[str]) -> None:
    # /dev/full refuses every write, as a full disk does.
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "anju_desktop.cli", *arguments],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr.decode().startswith("输出中断：")
    assert len(done.stderr.decode().splitlines()) == 1
