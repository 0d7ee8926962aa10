"""Is a package what it was when it was written? Answered part by part, without unpacking it."""

from dataclasses import dataclass
from pathlib import Path

from anju_desktop.errors import PackageError
from anju_desktop.submission.archive import LOCAL, read_file, read_members
from anju_desktop.submission.bag import NotABagError, bag_problems, find_bag
from anju_desktop.submission.container import changed_parts


@dataclass(frozen=True, slots=True)
class Verification:
    """The answer about one package; ``sentences`` are for the clerk.

    ``repacked`` says that another program made the container anew while the content is whole.
    """

    whole: bool
    repacked: bool
    sentences: tuple[str, ...]


def verify_package(path: Path) -> Verification:
    """Verify a package file; ``PackageError`` when it cannot be read or is something else."""
    return verify_bytes(read_file(path))


def verify_bytes(data: bytes) -> Verification:
    """Verify the bytes of a package; ``PackageError`` when they were never one."""
    changed = changed_parts(data)
    if changed:
        return _broken(*(f"{part} 被改动或损坏" for part in changed))
    if not data.startswith(LOCAL):
        raise PackageError("不是压缩包。请给出从安居填报导出的上报包（.zip）。")
    try:
        bag = find_bag(read_members(data))[1]
    except NotABagError:
        raise
    except PackageError as error:
        return _broken(str(error))
    problems = tuple(bag_problems(bag))
    if problems:
        return _broken(*problems)
    if changed is None:
        sentence = "内容完好；外壳被别的压缩软件重新打包过，与原包不是同一个文件"
        return Verification(True, True, (sentence,))
    return Verification(True, False, (f"完好，共 {len(bag)} 个文件",))


def _broken(*reasons: str) -> Verification:
    return Verification(False, False, tuple(f"不完好：{reason}" for reason in reasons))
