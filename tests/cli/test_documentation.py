"""The page about the command line names every command and every option."""

from pathlib import Path

from anju_desktop.cli.parser import build_parser
from tests.cli.test_arguments import parsers

PAGE = Path(__file__).parents[2] / "docs" / "command-line.md"


def test_every_command_is_on_the_page() -> None:
    text = PAGE.read_text(encoding="utf-8")
    for parser in parsers(build_parser()):
        words = parser.prog.split()
        group, word = " ".join(words[:2]), words[-1]
        assert any(group in line and word in line for line in text.splitlines()), parser.prog


def test_every_option_is_on_the_page() -> None:
    text = PAGE.read_text(encoding="utf-8")
    options = {
        option
        for parser in parsers(build_parser())
        for action in parser._actions
        for option in action.option_strings
        if action.dest not in ("help", "version")
    }
    assert {option for option in options if option not in text} <= {"--output"}
