"""An invented edition with 60 rows, or more, and 200 checks, and a document that fills it."""

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document, blank_document
from anju_desktop.forms.definition import Edition
from anju_desktop.forms.library import Library

ID = "benchmark-large"
GROUP = "indicators"
ROWS, CHECKS = 60, 200
CATEGORIES = tuple(f"c{number}" for number in range(10))
NUMBERS = tuple(f"q{number}" for number in range(6))
"""The last one is the sum of the others, and no number is less than the one before it."""
TYPED = ("name", "target", "basis", "last_year", "weight", "scoring_rule", "q1", "q5")
"""The columns that are typed into, in the order of the row."""

_NAMES = (
    "改造老旧小区户数",
    "改造老旧小区楼栋数",
    "新增停车泊位数量",
    "工程验收合格率",
    "项目按计划开工时间",
    "居民对改造的满意度",
)
_TARGETS = ("≥18382户", "≥537栋", "≥1200个", "=100%", "≤4月", "≥90%")

_HEAD = """
format = 1
id = "{id}"
title = "项目支出绩效目标表"
year = 2024
programme = "测速"

[paper]
orientation = "landscape"
columns = [20, 22, 40, 26, 22, 18, 16, 28, 12, 12, 12, 12, 12, 12]
margins = [16, 12, 14, 12]
font_size = 9
"""

_FIELD = """
[[fields]]
id = "{id}"
title = "{title}"
type = "{type}"
unit = "{unit}"
required = "error"
"""

_FIELDS = (
    ("unit_name", "预算单位", "text", ""),
    ("total_funds", "年度预算总额", "money", "万元"),
    ("fiscal_funds", "其中：财政拨款", "money", "万元"),
    ("other_funds", "其他资金", "money", "万元"),
    ("goal", "项目总体目标", "long_text", ""),
)

_GROUP = f"""
[[groups]]
id = "{GROUP}"
title = "绩效指标"
levels = ["level1", "level2"]
"""

_COLUMN = """
[[groups.columns]]
id = "{id}"
title = "{title}"
{more}
"""

_REQUIRED = 'required = "error"'
_RULES = 'choices = ["按照完成比例赋分", "直接赋分", "按评判等级赋分"]\ntype = "choice"\n'
_COLUMNS = (
    ("level1", "一级指标", "official = true"),
    ("level2", "二级指标", "official = true"),
    ("name", "三级指标", _REQUIRED),
    ("target", "指标值", f'type = "indicator"\n{_REQUIRED}'),
    ("basis", "依据", 'type = "choice"\nchoices = ["计划标准", "历史标准"]\nopen_choice = true'),
    ("last_year", "上年完成值", 'type = "indicator"\nnone_marks = ["-"]\nrequired = "explain"'),
    ("weight", "权重", f'type = "score"\n{_REQUIRED}'),
    ("scoring_rule", "赋分规则", f"{_RULES}open_choice = true\n{_REQUIRED}"),
    *((name, f"第{name[1:]}项", f'type = "decimal"\n{_REQUIRED}') for name in NUMBERS),
)

_PAPER = """
[[rows]]
kind = "title"
cells = [{ text = "项目支出绩效目标表", across = 14 }]
[[rows]]
cells = [{ text = "预算单位" }, { field = "unit_name", across = 13 }]
[[rows]]
cells = [
  { text = "年度预算总额" }, { field = "total_funds", across = 3 },
  { text = "其中：财政拨款", across = 2 }, { field = "fiscal_funds", across = 2 },
  { text = "其他资金", across = 3 }, { field = "other_funds", across = 3 },
]
[[rows]]
cells = [{ text = "项目总体目标" }, { field = "goal", across = 13 }]
"""


def edition_text(rows: int = ROWS) -> str:
    """The edition as its author would write it, with so many printed rows."""
    parts = [_HEAD.format(id=ID)]
    parts += [
        _FIELD.format(id=name, title=title, type=kind, unit=unit)
        for name, title, kind, unit in _FIELDS
    ]
    parts.append(
        f'\n[[groups]]\nid = "{GROUP}"\ntitle = "绩效指标"\nlevels = ["level1", "level2"]\n'
    )
    parts += [_COLUMN.format(id=name, title=title, more=more) for name, title, more in _COLUMNS]
    parts += [
        f'\n[[groups.categories]]\nid = "{name}"\n'
        f'path = ["第{number // 3 + 1}类指标", "第{number + 1}种指标"]\n'
        f"minimum = {rows // len(CATEGORIES)}\n"
        for number, name in enumerate(CATEGORIES)
    ]
    parts.append('\n[[groups.measures]]\nid = "annual"\nname = "name"\nvalue = "target"\n')
    parts += [_PAPER, _rows(), *_checks()]
    return "".join(parts)


def _rows() -> str:
    heads = ", ".join(f'{{ text = "{title}" }}' for _, title, _ in _COLUMNS)
    merged = ('merge = ["level1"]', 'merge = ["level1", "level2"]')
    cells = [f'{{ column = "level{n + 1}", {merge} }}' for n, merge in enumerate(merged)]
    cells += [f'{{ column = "{name}" }}' for name, _, _ in _COLUMNS[2:]]
    return (
        f'[[rows]]\nkind = "head"\ncells = [{heads}]\n'
        f'[[rows]]\nkind = "group"\ngroup = "{GROUP}"\ncells = [{", ".join(cells)}]\n'
    )


def _checks() -> Iterator[str]:
    for number, (kind, more) in enumerate(_parameters()):
        head = f'id = "check-{number}"\nkind = "{kind}"\ntitle = "规则{number}"'
        yield f"\n[[checks]]\n{head}\n{more}\n"


def _parameters() -> Iterator[tuple[str, str]]:
    """Kind and parameters of the checks: about as many for rows, for categories, for the form."""
    measure = f'measure = "{GROUP}.annual"'
    for kind in ("unit_of_name", "rate_limit", "yes_no", "sign", "unit_required", "value_form"):
        yield kind, f'level = "explain"\n{measure}'
    fitting = 'quantitative = ["按照完成比例赋分", "直接赋分"]\nqualitative = ["按评判等级赋分"]'
    column = f'column = "{GROUP}.scoring_rule"'
    yield "rule_fits", f'level = "explain"\n{measure}\n{column}\n{fitting}'
    yield "product", f'level = "explain"\n{measure}\namount = "total_funds"'
    yield "figures_in_text", f'level = "explain"\n{measure}\nfields = ["goal"]'
    yield "wording", f'level = "hint"\nfields = ["goal", "{GROUP}.name"]\nblanks = true'
    yield "equal", _comparison("total_funds", "fiscal_funds + other_funds")
    yield "total", f'level = "error"\ncolumn = "{GROUP}.weight"\nequals = "90"'
    for lower, upper in combinations(NUMBERS, 2):
        yield "at_most", _comparison(f"{GROUP}.{lower}", f"{GROUP}.{upper}")
    for category in CATEGORIES:
        parts = " + ".join(_sum(name, category) for name in NUMBERS[:-1])
        yield "equal", _comparison(_sum(NUMBERS[-1], category), parts)
        yield "at_most", _comparison(_sum("weight", category), "30")
    for category in CATEGORIES:
        for lower, upper in combinations(NUMBERS, 2):
            yield "at_most", _comparison(_sum(lower, category), _sum(upper, category))
    for name in NUMBERS[:3]:
        yield "at_most", _comparison(_sum(name), _sum(NUMBERS[-1]))


def _comparison(left: str, right: str) -> str:
    return f"level = \"error\"\nleft = '{left}'\nright = '{right}'"


def _sum(column: str, category: str = "") -> str:
    only = f', category="{category}"' if category else ""
    return f"sum({GROUP}.{column}{only})"


def load(folder: Path, rows: int = ROWS) -> tuple[Library, Edition]:
    """Write the edition into a folder and read it from there."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{ID}.toml").write_text(edition_text(rows), encoding="utf-8")
    library = Library(folder)
    edition = library.get(ID)
    if len(edition.checks) != CHECKS:
        raise ValueError(f"{len(edition.checks)} checks, wanted {CHECKS}")
    return library, edition


def filled(edition: Edition) -> Document:
    """A document with every cell filled and a handful of mistakes."""
    document = blank_document(edition, "测速区", "2024")
    outside = {
        "unit_name": "某某区住房和城乡建设局",
        "total_funds": "1200",
        "fiscal_funds": "1000",
        "other_funds": "200",
        "goal": "改造老旧小区18382户、537栋，新增停车泊位1200个，" * 4 + "改善居民居住条件。",
    }
    with document.editing("填写"):
        for name, text in outside.items():
            document.set(CellRef(name), text, "填写")
        for number, row in enumerate(document.row_ids(GROUP)):
            for name, text in row_texts(number).items():
                document.set(CellRef(name, GROUP, row), text, "填写")
    return document


_MISTAKES = {
    3: {"target": "≥100%"},
    10: {"scoring_rule": "按评判等级赋分"},
    22: {"q2": "9"},
    31: {"last_year": ""},
    47: {"target": "537"},
}
"""Row → what is wrong in it, so that the panel has something to show."""


def row_texts(number: int) -> dict[str, str]:
    """What stands in a row."""
    kind = number % len(_NAMES)
    texts = {
        "name": f"{_NAMES[kind]}（第{number // len(_NAMES) + 1}批）",
        "target": _TARGETS[kind],
        "basis": "计划标准",
        "last_year": "-",
        "weight": "1.5",
        "scoring_rule": "按照完成比例赋分",
    }
    parts = [10 * (place + 1) + number for place in range(len(NUMBERS) - 1)]
    numbers = dict(zip(NUMBERS, map(str, [*parts, sum(parts)]), strict=True))
    return texts | numbers | _MISTAKES.get(number, {})
