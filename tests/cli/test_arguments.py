"""Whatever is wrong with a command is said in Chinese, in one line, with exit code 2."""

import argparse
import re
from collections.abc import Iterator

import pytest

from anju_desktop.cli.arguments import Parser, translated
from anju_desktop.cli.parser import build_parser
from tests.cli.running import Anju

NAMES = re.compile(
    r"anju|JSON Schema|[A-Z]{2,}|--?[a-z]+|xlsx|(?:report-)?pdf|docx|\.[a-z]+|forms|list|lint|show|schema"
    r"|new|check|score|render|finalize|export|verify|indicators|search|add|remove|store|backup|restore"
)
"""What may stand in a Chinese text: names of commands, options, files and formats."""


def english_in(text: str) -> list[str]:
    return re.findall(r"[A-Za-z]{2,}", NAMES.sub("", text))


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "缺少 命令"),
        (
            ["chek"],
            "命令 没有 chek；可用：forms、new、check、score、render、finalize、export、verify、indicators、store",
        ),
        (["check"], "缺少 FILE"),
        (["render", "a.json"], "缺少 --to、-o/--output"),
        (["render", "a.json", "--to"], "--to 后面缺少内容"),
        (["render", "a.json", "--to", "doc", "-o", "b"], "--to 没有 doc；可用：xlsx、pdf、docx"),
        (["forms"], "缺少 命令"),
        (["forms", "delete"], "命令 没有 delete；可用：list、lint、show、schema"),
        (["forms", "list", "a", "b"], "不认识 a b"),
        (["check", "a.json", "--jsno"], "不认识 --jsno"),
        (["check", "--json=1", "a.json"], "--json 后面不带内容，多了 1"),
        (["forms", "lint"], "缺少 PATH"),
        (["chek\nagain"], "命令 没有 chek\\nagain"),
    ],
)
def test_a_wrong_command_is_explained(anju: Anju, arguments: list[str], sentence: str) -> None:
    run = anju(*arguments)
    assert run.code == 2
    assert run.out == ""
    assert sentence in run.complaint
    assert run.complaint.startswith("命令写法有误：")
    assert "--help 查看用法。" in run.complaint


def test_options_cannot_be_shortened(anju: Anju) -> None:
    assert "不认识 --js" in anju("check", "a.json", "--js").complaint


@pytest.mark.parametrize(
    "complaint",
    [
        "argument --a: not allowed with argument --b",
        "argument PATH: expected at least one argument",
        "ambiguous option: --f could match --forms, --force",
        "something argparse may say one day",
    ],
)
def test_no_complaint_stays_english(complaint: str) -> None:
    assert english_in(translated(complaint)) in ([], ["force"])


def parsers(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for inner in action.choices.values():
                yield from parsers(inner)


EVERY_PARSER = list(parsers(build_parser()))


@pytest.mark.parametrize("parser", EVERY_PARSER, ids=lambda parser: str(parser.prog))
def test_the_help_of_every_command_is_chinese(parser: Parser) -> None:
    text = parser.format_help()
    assert text.startswith("用法：")
    assert english_in(text) == []


def test_help_goes_to_stdout(anju: Anju) -> None:
    run = anju("--help")
    assert (run.code, run.err) == (0, "")
    assert "安居填报" in run.out


def test_the_version_is_told(anju: Anju) -> None:
    assert re.fullmatch(r"安居填报 \d+\.\d+\.\d+\S*\n", anju("--version").out)
