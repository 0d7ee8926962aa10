"""argparse that speaks Chinese: its help and its complaints.

argparse builds its complaints from English templates; they are recognised here one by one, and a
sentence that no template fits is still told in Chinese, without the part that is not understood.
"""

import argparse
import re
import sys
from typing import Any, NoReturn

from anju_desktop.cli.output import UNREADABLE

_COMPLAINTS = (
    (r"the following arguments are required: (.*)", "缺少 {0}"),
    (r"unrecognized arguments: (.*)", "不认识 {0}"),
    (r"argument (.*): expected one argument", "{0} 后面缺少内容"),
    (r"argument (.*): expected at least one argument", "{0} 后面至少要有一项"),
    (r"argument (.*): invalid choice: (.*) \(choose from (.*)\)", "{0} 没有 {1}；可用：{2}"),
    (r"argument (.*): ignored explicit argument (.*)", "{0} 后面不带内容，多了 {1}"),
    (r"argument (.*): not allowed with argument (.*)", "{0} 不能和 {1} 同时使用"),
    (r"ambiguous option: (.*) could match (.*)", "{0} 写得不全，可能是 {1}"),
)


class Parser(argparse.ArgumentParser):
    """A parser whose texts are Chinese and whose options cannot be shortened."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("formatter_class", _Formatter)
        super().__init__(**options, add_help=False, allow_abbrev=False)
        self._positionals.title = "参数"
        self._optionals.title = "选项"
        self.add_argument("-h", "--help", action="help", help="显示这份说明")

    def error(self, message: str) -> NoReturn:
        """One line on stderr; argparse would print the usage before it."""
        sentence = f"命令写法有误：{translated(message)}。用 {self.prog} --help 查看用法。"
        print(sentence, file=sys.stderr)
        raise SystemExit(UNREADABLE)


class _Formatter(argparse.HelpFormatter):
    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


def translated(complaint: str) -> str:
    """An English complaint of argparse in Chinese."""
    for pattern, sentence in _COMPLAINTS:
        match = re.fullmatch(pattern, complaint, re.DOTALL)
        if match:
            return sentence.format(*map(_plain, match.groups()))
    return "参数不对"


def _plain(quoted: str) -> str:
    """Names without Python's quotes, listed as in Chinese, on one line."""
    listed = re.sub(r"'([^']*)'", r"\1", quoted).replace(", ", "、")
    return " ".join(listed.split())
