"""Is a package what it was when it was written? Answered part by part, without unpacking it."""

from collections.abc import Iterable
from pathlib import Path

from anju_desktop.archives import LOCAL
from anju_desktop.checkcode.verdicts import Coded
from anju_desktop.errors import PackageError
from anju_desktop.records import record
from anju_desktop.submission.archive import read_file, read_members
from anju_desktop.submission.bag import NotABagError, bag_problems, find_bag
from anju_desktop.submission.codes import code_problems, coded_forms
from anju_desktop.submission.container import SURPLUS, changed_parts

_MOST_TOLD = 3
_ADVICE = "请重新拷贝，或请对方重新导出。"


@record(frozen=True, slots=True)
class Verification:
    """The answer about one package.

    ``problems`` name the parts that are not as they were written; ``repacked`` says that another
    program made the container anew while the content is whole.
    """

    problems: tuple[str, ...] = ()
    repacked: bool = False
    members: int = 0
    forms: tuple[Coded, ...] = ()

    @property
    def whole(self) -> bool:
        return not self.problems

    @property
    def sentence(self) -> str:
        """The answer for the clerk, on one line."""
        if self.problems:
            return _complaint(self.problems)
        if self.repacked:
            return "内容完好；外壳被别的压缩软件重新打包过，与原包不是同一个文件"
        return f"完好，共 {self.members} 个文件"


def _complaint(problems: tuple[str, ...]) -> str:
    told = "；".join(problem.removesuffix("。") for problem in problems[:_MOST_TOLD])
    rest = f"；另有 {len(problems) - _MOST_TOLD} 处" if len(problems) > _MOST_TOLD else ""
    # Some refusals say themselves what to do.
    return f"不完好：{told}{rest}。{'' if '请' in told else _ADVICE}"


def verify_package(path: Path) -> Verification:
    """Verify a package file; ``PackageError`` when it cannot be read or is something else."""
    return verify_bytes(read_file(path))


def verify_bytes(data: bytes) -> Verification:
    """Verify the bytes of a package; ``PackageError`` when they were never one."""
    changed = changed_parts(data)
    if changed:
        return Verification(tuple(_changed(changed)))
    if not data.startswith(LOCAL):
        raise PackageError("不是压缩包。请给出从安居填报导出的上报包（.zip）。")
    try:
        bag = find_bag(read_members(data))[1]
    except NotABagError:
        raise
    except PackageError as error:
        return Verification((str(error),))
    problems = tuple(bag_problems(bag))
    if problems:
        return Verification(problems)
    forms = coded_forms(bag)
    problems = tuple(code_problems(bag, forms))
    if problems:
        return Verification(problems)
    return Verification((), changed is None, len(bag), forms)


def _changed(parts: Iterable[str]) -> Iterable[str]:
    return (part if part == SURPLUS else f"{part}被改动或损坏" for part in parts)
