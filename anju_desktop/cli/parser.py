"""The commands and their options."""

from pathlib import Path
from typing import TYPE_CHECKING

from anju_desktop import __version__
from anju_desktop.cli import documents, finals, forms, indicators, packages, scores, store
from anju_desktop.cli.arguments import Parser

if TYPE_CHECKING:
    import argparse

    Commands = argparse._SubParsersAction[Parser]


def build_parser() -> Parser:
    """The parser of ``anju``; the chosen command is ``options.run``."""
    parser = Parser(prog="anju", description="安居填报：绩效目标表的审核、打印和上报包")
    version = f"安居填报 {__version__}"
    parser.add_argument("--version", action="version", version=version, help="显示版本")
    commands = _commands(parser)
    _add_forms(commands)
    _add_documents(commands)
    _add_packages(commands)
    _add_indicators(commands)
    _add_store(commands)
    return parser


def _commands(parser: Parser) -> "Commands":
    return parser.add_subparsers(title="命令", metavar="命令", required=True)


def _add_forms(commands: "Commands") -> None:
    verbs = _commands(commands.add_parser("forms", help="表式：列出、检查、查看"))
    listing = verbs.add_parser("list", help="列出已安装的表式")
    _add_forms_option(listing)
    listing.set_defaults(run=forms.list_editions)
    lint = verbs.add_parser("lint", help="检查表式文件和它的样例，一次列出全部问题")
    _add_paths(lint, "PATH", "表式文件（.toml），或装有表式文件的文件夹")
    lint.set_defaults(run=forms.lint)
    show = verbs.add_parser("show", help="查看一个表式的栏目和规则")
    show.add_argument("id", metavar="ID", help="表式标识，见 anju forms list")
    _add_forms_option(show)
    show.set_defaults(run=forms.show)
    schema = verbs.add_parser("schema", help="输出表式文件的 JSON Schema，供编辑器检查和补全")
    schema.set_defaults(run=forms.schema)


def _add_documents(commands: "Commands") -> None:
    new = commands.add_parser("new", help="新建一张空表，或从另一张表带入")
    new.add_argument("form", metavar="FORM", help="表式标识，见 anju forms list")
    _add_output(new, "PATH", "保存到哪个文件（.json），不覆盖已有的文件")
    new.add_argument("--unit", default="", metavar="UNIT", help="填报单位，如 克拉玛依区")
    new.add_argument("--period", default="", metavar="YEAR", help="年度，如 2024")
    from_text = "从这张填好的表带入（如从绩效目标表做自评表），单位和年度不写就照它"
    beginning = new.add_mutually_exclusive_group()
    beginning.add_argument("--from", dest="source", type=Path, metavar="FILE", help=from_text)
    beginning.add_argument(
        "--last-year",
        dest="last_year",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help="沿用上年的这张表；再给上年的自评表，就填上年完成值",
    )
    _add_forms_option(new)
    new.set_defaults(run=documents.new)
    check = commands.add_parser("check", help="审核填好的表和报告；一起给出的互相核对")
    _add_paths(check, "FILE", "填报文件（.json）、上报包（.zip）或报告（.docx、.txt）")
    check.add_argument("--json", action="store_true", help="以 JSON 列出全部结果")
    _add_forms_option(check)
    check.set_defaults(run=documents.check)
    score = commands.add_parser("score", help="按事实和评分标准算分，草拟评分理由")
    score.add_argument("file", type=Path, metavar="FILE", help="填报文件（.json）或上报包（.zip）")
    score.add_argument("--json", action="store_true", help="以 JSON 输出")
    _add_forms_option(score)
    score.set_defaults(run=scores.score)
    render = commands.add_parser("render", help="生成正式表格或绩效自评报告")
    render.add_argument("file", type=Path, metavar="FILE", help="填报文件（.json）或上报包（.zip）")
    to_text = "表（xlsx、pdf）或绩效自评报告（docx、report-pdf）"
    formats = ("xlsx", "pdf", "docx", "report-pdf")
    render.add_argument("--to", choices=formats, required=True, help=to_text)
    _add_output(render, "PATH", "保存到哪个文件")
    keep_text = "保留这份旧报告里自写的各节（存在问题、下一步计划等），用于重新生成报告"
    render.add_argument("--keep", type=Path, metavar="OLD", help=keep_text)
    _add_forms_option(render)
    render.set_defaults(run=documents.render)


def _add_packages(commands: "Commands") -> None:
    final = commands.add_parser("finalize", help="定稿：冻结填好的表，生成校验码")
    _add_paths(final, "FILE", "填报文件（.json），一件上报的一起给出")
    _add_output(final, "DIR", "定稿的填报文件保存到哪个文件夹，没有就新建")
    final.add_argument("--person", default="", metavar="NAME", help="定稿人，可以不写")
    _add_forms_option(final)
    final.set_defaults(run=finals.finalize)
    export = commands.add_parser("export", help="导出上报包，每个单位、年度、项目一个")
    _add_paths(export, "FILE", "填报文件（.json）")
    _add_output(export, "DIR", "保存到哪个文件夹，没有就新建")
    _add_forms_option(export)
    export.set_defaults(run=packages.export)
    verify = commands.add_parser("verify", help="核对上报包是否完好，与盖章的纸是否一致")
    _add_paths(verify, "PACKAGE", "上报包（.zip）")
    verify.add_argument("--code", metavar="CODE", help="纸上的校验码，一张表的或报送清单的")
    verify.set_defaults(run=packages.verify)


def _add_indicators(commands: "Commands") -> None:
    verbs = _commands(commands.add_parser("indicators", help="常用指标：列出、查找、加入、删去"))
    listing = verbs.add_parser("list", help="列出常用指标，本单位的在前")
    listing.add_argument("--own", action="store_true", help="只列本单位加入的")
    listing.set_defaults(run=indicators.list_all)
    search = verbs.add_parser("search", help="按名称、拼音首字母或单位查找，最相符的在前")
    search.add_argument("word", metavar="WORD", help="几个字、拼音首字母或单位，如 改户")
    search.set_defaults(run=indicators.search)
    add = verbs.add_parser("add", help="加入本单位的常用指标；同名同类的改成新的")
    add.add_argument("name", metavar="NAME", help="三级指标名称")
    for option, metavar, text in indicators.PARTS:
        add.add_argument(option, default="", metavar=metavar, help=text)
    add.set_defaults(run=indicators.add)
    remove = verbs.add_parser("remove", help="删去本单位加入的指标；随程序带的不能删")
    remove.add_argument("name", metavar="NAME", help="三级指标名称")
    remove.set_defaults(run=indicators.remove)
    for verb in (listing, search, add, remove):
        required = verb is add
        verb.add_argument("--category", required=required, default="", metavar="KIND", help="类别")
        verb.add_argument("--data", type=Path, metavar="DIR", help="资料库所在的文件夹")
    for verb in (listing, search):
        verb.add_argument("--programme", default="", metavar="NAME", help="项目，相符的排在前面")
        verb.add_argument("--json", action="store_true", help="以 JSON 列出")


def _add_store(commands: "Commands") -> None:
    verbs = _commands(commands.add_parser("store", help="资料库：检查、备份、恢复"))
    check = verbs.add_parser("check", help="检查资料库是否完好")
    check.set_defaults(run=store.check)
    backup = verbs.add_parser("backup", help="立即备份资料库")
    backup.set_defaults(run=store.backup)
    restore = verbs.add_parser("restore", help="从备份恢复；现有的资料库另存，不覆盖")
    restore.add_argument("backup", type=Path, metavar="BACKUP", help="备份文件（.db）")
    restore.set_defaults(run=store.restore)
    for verb in (check, backup, restore):
        verb.add_argument("--data", type=Path, metavar="DIR", help="资料库所在的文件夹")


def _add_paths(parser: Parser, metavar: str, text: str) -> None:
    parser.add_argument("paths", nargs="+", type=Path, metavar=metavar, help=text)


def _add_output(parser: Parser, metavar: str, text: str) -> None:
    parser.add_argument("-o", "--output", type=Path, required=True, metavar=metavar, help=text)


def _add_forms_option(parser: Parser) -> None:
    text = "另加一个表式文件夹，可写多次"
    parser.add_argument("--forms", type=Path, action="append", default=[], metavar="DIR", help=text)
