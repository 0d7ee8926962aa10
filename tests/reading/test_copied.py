"""Blocks from the clipboard, as spreadsheets put them there."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju_desktop.gui.paper.blocks import format_block
from anju_desktop.reading.copied import (
    MAX_CELLS,
    MAX_CHARACTERS,
    CellBlock,
    CopiedError,
    Merged,
    parse_lines,
    read_copied,
)

SAMPLES = Path(__file__).parents[1] / "data" / "clipboard"


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("a", [["a"]]),
        ("a\tb\r\nc\td\r\n", [["a", "b"], ["c", "d"]]),
        ("a\t", [["a", ""]]),
        ("\tb", [["", "b"]]),
        ('"a\nb"\tc', [["a\nb", "c"]]),
        ('"say ""yes"""', [['say "yes"']]),
        ('"open', [['"open']]),
        ('"12" inch\tb', [['"12" inch', "b"]]),
        ("a\n\nb", [["a"], [""], ["b"]]),
    ],
)
def test_a_block_is_read_as_excel_writes_it(text: str, rows: list[list[str]]) -> None:
    assert parse_lines(text) == rows


_CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"))


@given(
    st.integers(1, 4).flatmap(
        lambda n: st.lists(st.lists(_CELLS, min_size=n, max_size=n), min_size=1, max_size=4)
    )
)
def test_a_block_copied_is_the_block_read_again(rows: list[list[str]]) -> None:
    assert parse_lines(format_block(rows)) == rows


def test_a_plain_text_without_a_last_line_end_keeps_its_empty_cells() -> None:
    block = read_copied("a\tb\n\t\n", "")
    assert block == CellBlock((("a", "b"), ("", "")))


def test_short_rows_are_filled_up() -> None:
    assert read_copied("a\nb\tc", "").rows == (("a", ""), ("b", "c"))


def sample(name: str) -> str:
    return (SAMPLES / name).read_text(encoding="utf-8")


def test_calc_tells_line_breaks_and_merged_cells_in_html_only() -> None:
    """Both files come from LibreOffice Calc 7.4 itself."""
    block = read_copied(sample("calc.txt"), sample("calc.html"))
    assert block.rows == (
        ("一级指标", "三级指标", "指标值", "95.00%"),
        ("产出指标", "改造\n户数", "055001", "1,234,567.50"),
        ("", '说"是"', "=100%", "  two  spaces "),
        ("", "a\tb", "4月", ""),
    )
    assert block.merged == (Merged(1, 0, 3, 1),)


EXCEL = """<html xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:x="urn:schemas-microsoft-com:office:excel" xmlns="http://www.w3.org/TR/REC-html40">
<head><meta http-equiv=Content-Type content="text/html; charset=utf-8">
<meta name=ProgId content=Excel.Sheet><meta name=Generator content="Microsoft Excel 15">
<style><!--table {mso-displayed-decimal-separator:"\\.";} br {mso-data-placement:same-cell;}
.xl65 {mso-number-format:"\\@"; white-space:normal;} --></style></head>
<body link="#0563C1"><table border=0 cellpadding=0 cellspacing=0 width=216>
<!--StartFragment-->
 <col width=72 span=3 style='width:54pt'>
 <tr height=18 style='height:13.5pt'>
  <td rowspan=2 height=36 class=xl65 width=72>产出<br>
    指标</td>
  <td class=xl65>two<span style='mso-spacerun:yes'>&nbsp; </span>blanks</td>
  <td class=xl65 align=right>95%</td>
 </tr>
 <tr height=18>
  <td colspan=2 style='mso-ignore:colspan'>runs over into the
  next one</td>
 </tr>
 <tr height=18>
  <td height=18 class=xl65><font class="font6">改造</font><font class="font7">户数</font></td>
  <td class=xl65>&nbsp;</td><td>&lt;5&gt;</td>
 </tr>
<!--EndFragment-->
 <![if supportMisalignedColumns]>
 <tr height=0 style='display:none'><td width=72 style='width:54pt'></td><td></td><td></td></tr>
 <![endif]>
</table></body></html>"""
EXCEL_TEXT = (
    '"产出\n指标"\ttwo  blanks\t95%\r\n\truns over into the next one\t\r\n改造户数\t\t<5>\r\n'
)
"""As Excel writes it, made up by hand."""


@pytest.mark.parametrize("text", [EXCEL_TEXT, ""])
def test_excel_tells_merged_cells_blanks_and_texts_that_run_over(text: str) -> None:
    block = read_copied(text, EXCEL)
    assert block.rows == (
        ("产出\n指标", "two  blanks", "95%"),
        ("", "runs over into the next one", ""),
        ("改造户数", "", "<5>"),
    )
    assert block.merged == (Merged(0, 0, 2, 1),)


def test_the_rows_alone_are_a_table_too() -> None:
    """As far as Excel marks them as what was copied."""
    start = EXCEL.index("<!--StartFragment-->")
    block = read_copied(EXCEL_TEXT, EXCEL[start : EXCEL.index("<!--EndFragment-->")])
    assert block == read_copied(EXCEL_TEXT, EXCEL)


def test_wps_leaves_out_end_tags_and_quotes() -> None:
    html = (
        '<meta name="Generator" content="WPS Office ET"><table><TR><TD x:str rowspan=2>甲'
        "<TD class=et2 x:num=0.95>95%<TR><TD>&nbsp;</TABLE>"
    )
    block = read_copied("", html)
    assert block.rows == (("甲", "95%"), ("", ""))
    assert block.merged == (Merged(0, 0, 2, 1),)


@pytest.mark.parametrize(
    "html",
    [
        "<p>说明</p><table><tr><td>a</td></tr></table>",
        "<table><tr><td>a</td></tr></table><table><tr><td>b</td></tr></table>",
        "<table><tr><td>a</td></tr",
        "<table><tr><td>a</td></tr>",
        "<table><tr><td>a</td></tr></table><!-- ",
        "<p>只有文字</p>",
        "<table></table>",
        "<table><title><tr><td>a</td></tr></table>",
    ],
)
def test_html_that_is_not_just_one_table_gives_way_to_the_plain_text(html: str) -> None:
    assert read_copied("x\ty", html) == CellBlock((("x", "y"),))


def test_a_table_inside_a_cell_is_its_text() -> None:
    html = (
        "<table><tr><td>a<table><tr><td>b<td>c</tr><tr><td>d</table>e</td><td>f</td></tr></table>"
    )
    assert read_copied("", html).rows == (("a\nb c\nde", "f"),)


CALC_NOTE = """<html><head><meta name="generator" content="LibreOffice 7.4.7.2 (Linux)"/></head>
<body><table><tr>
\t\t<td><a class="comment-indicator"></a>
\t\t<comment>note</comment>
\t\t<font>text</font>  with  blanks</td>
\t\t<td>&nbsp;a<br></td><td><br>b<br><br>c</td>
</tr></table></body></html>"""


def test_calc_writes_a_note_before_the_text_of_its_cell() -> None:
    assert read_copied("", CALC_NOTE).rows == (("text  with  blanks", "\xa0a\n", "\nb\n\nc"),)


def test_rows_that_only_the_plain_text_has_are_not_lost() -> None:
    """LibreOffice leaves hidden rows out of the HTML."""
    html = "<table><tr><td>a</td></tr><tr><td>c</td></tr></table>"
    assert read_copied("a\nhidden\nc", html).rows == (("a",), ("hidden",), ("c",))


def test_a_script_and_a_note_are_no_text() -> None:
    html = "<table><tr><td><script>x</script><comment>note</comment>a</td></tr></table>"
    assert read_copied("", html).rows == (("a",),)


@pytest.mark.parametrize(
    "html",
    [
        "<table><tr><td colspan=999999 rowspan=999999>a</td></tr></table>",
        "<table>" + "<tr><td rowspan=50000>" * 3 + "</table>",
        "<table><tr>" + "<td colspan=600>" * 2 + "</table>",
        "x" * (MAX_CHARACTERS + 1),
    ],
)
def test_what_is_no_part_of_a_form_is_refused(html: str) -> None:
    with pytest.raises(CopiedError, match="没有粘贴"):
        read_copied("", html)


def test_too_many_lines_are_refused() -> None:
    with pytest.raises(CopiedError, match="没有粘贴"):
        read_copied("\n" * (MAX_CELLS + 1), "")


@pytest.mark.parametrize(
    "part",
    [
        "<a ",
        "<!--",
        "</",
        "<![",
        "<td a='",
        '<a b="',
        "&#",
        "<table>",
        "<td>",
        "]" + " " * 50,
        "<!",
    ],
)
def test_hostile_html_is_read_or_refused_in_time(part: str) -> None:
    """Each would keep a parser that begins again at every sign busy for hours."""
    html = "<table><tr><td>" + part * (200_000 // len(part)) + "</td></tr></table>"
    with suppress(CopiedError):
        assert read_copied("x", html).width


@given(st.text(max_size=300), st.text(max_size=100))
def test_anything_is_read_or_refused(html: str, text: str) -> None:
    block = read_copied(text, f"<table><tr><td>{html}")
    assert len({len(row) for row in block.rows}) == 1
