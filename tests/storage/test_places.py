import sys
from pathlib import Path

import pytest

from anju_desktop.storage import places

MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
proc /proc proc rw 0 0
//server/share /mnt/share cifs rw 0 0
server:/srv /srv nfs4 rw 0 0
/dev/sdb1 /media/u/my\\040stick vfat rw 0 0
/dev/sdc1 /srv/local ext4 rw 0 0
"""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/var/lib", ""),
        ("/mnt/share", "网络盘"),
        ("/mnt/share/a/b", "网络盘"),
        ("/mnt/shared", ""),
        ("/srv/u", "网络盘"),
        ("/srv/local/u", ""),
        ("/media/u/my stick/data", "可移动磁盘"),
    ],
)
@pytest.mark.parametrize("order", [1, -1])
def test_the_innermost_mount_decides(folder: str, kind: str, order: int) -> None:
    mounts = "\n".join(MOUNTS.splitlines()[::order])
    assert places.kind_of_mount(Path(folder), mounts) == kind


@pytest.mark.parametrize(("number", "kind"), [(2, "可移动磁盘"), (3, ""), (4, "网络盘")])
def test_windows_kinds_of_drives_are_known(number: int, kind: str) -> None:
    assert places.kind_of_drive(number) == kind


def test_a_dangerous_place_is_named_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "_kind", lambda folder: "网络盘")
    folder = Path("/mnt/share")
    assert f"“{folder}”在网络盘上" in places.warning(folder)


def test_a_local_place_needs_no_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "_kind", lambda folder: "")
    assert places.warning(Path("/srv")) == ""


def test_this_machine_can_be_asked(tmp_path: Path) -> None:
    assert isinstance(places.warning(tmp_path), str)


if sys.platform != "win32":

    def test_the_default_folder_follows_xdg(monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("XDG_DATA_HOME", "/data")
        assert places.default_folder() == Path("/data/anju-desktop")

    @pytest.mark.parametrize("value", ["", "relative"])
    def test_without_a_usable_xdg_folder_it_lies_in_the_home(
        monkeypatch: pytest.MonkeyPatch, value: str
    ) -> None:
        monkeypatch.setenv("XDG_DATA_HOME", value)
        assert places.default_folder() == Path.home() / ".local/share/anju-desktop"

else:

    def test_the_default_folder_is_the_local_one_of_the_user(
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setenv("LOCALAPPDATA", "C:\\Local")
        assert places.default_folder() == Path("C:\\Local\\安居填报")


def test_a_portable_program_keeps_its_data_beside_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(places, "program_folder", lambda: tmp_path)
    assert places.default_folder() != tmp_path / "资料"
    (tmp_path / "portable.txt").touch()
    assert places.default_folder() == tmp_path / "资料"
