"""Small forms to try checks on, and the published ones."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from anju_desktop.assets import resource
from anju_desktop.document import jsonform
from anju_desktop.document.changes import CellRef, Edit, Row, RowInserted
from anju_desktop.document.document import Document
from anju_desktop.forms.library import Library
from anju_desktop.forms.loader import parse_edition
from anju_desktop.rules.engine import check
from anju_desktop.rules.findings import Finding

HEAD = """
format = 1
title = "小表"
year = 2024

[paper]
columns = [170]

[[rows]]
cells = [{ text = "小表" }]
"""

FIELDS = """
[[fields]]
id = "name"
title = "项目名称"
[[fields]]
id = "amount"
title = "预算总额"
type = "money"
unit = "万元"
[[fields]]
id = "fiscal"
title = "其中：财政拨款"
type = "money"
unit = "万元"
[[fields]]
id = "other"
title = "其他资金"
type = "money"
unit = "万元"
[[fields]]
id = "goal"
title = "总体目标"
type = "long_text"
[[fields]]
id = "plan"
title = "实施期目标"
type = "long_text"
"""

INDICATORS = """
[[groups]]
id = "indicators"
title = "绩效指标"
levels = ["level"]
[[groups.columns]]
id = "level"
title = "一级指标"
official = true
[[groups.columns]]
id = "name"
title = "指标名称"
[[groups.columns]]
id = "target"
title = "指标值"
type = "indicator"
[[groups.columns]]
id = "rule"
title = "赋分规则"
[[groups.categories]]
id = "output"
path = ["产出指标"]
[[groups.categories]]
id = "satisfaction"
path = ["满意度指标"]
[[groups.measures]]
id = "annual"
name = "name"
value = "target"

[[rows]]
kind = "group"
group = "indicators"
cells = [{ column = "name" }]
"""

APART = """
[[groups]]
id = "indicators"
title = "绩效指标"
[[groups.columns]]
id = "name"
title = "指标名称"
[[groups.columns]]
id = "sign"
title = "符号"
type = "sign"
[[groups.columns]]
id = "number"
title = "数值"
type = "decimal"
[[groups.columns]]
id = "unit"
title = "单位"
type = "unit"
[[groups.measures]]
id = "annual"
name = "name"
sign = "sign"
number = "number"
unit = "unit"

[[rows]]
kind = "group"
group = "indicators"
cells = [{ column = "name" }]
"""
"""Sign, number and unit in columns of their own."""

Rows = Iterable[Mapping[str, str]]

_LIBRARY = Library()


def form(
    *parts: str,
    fields: Mapping[str, str] | None = None,
    rows: Rows = (),
    group: str = "indicators",
    category: str = "output",
    period: str = "2024",
    edition_id: str = "small",
    label: str = "",
) -> Document:
    """A document of a small edition: parts of TOML, then its fields and the rows of a group."""
    head = f'id = "{edition_id}"\nlabel = "{label}"\n{HEAD}'
    edition = parse_edition((head + "".join(parts)).encode(), Path(f"{edition_id}.toml"))
    document = Document(edition, "某区", period)
    for field, text in (fields or {}).items():
        document.set(CellRef(field), text)
    has_categories = any(g.id == group and g.categories for g in edition.groups)
    for number, cells in enumerate(rows):
        own = dict(cells)
        chosen = own.pop("category", category if has_categories else "")
        row = Row(f"r{number + 1}", chosen, tuple(own.items()))
        document.apply(Edit("读入", (RowInserted(group, number, row),)))
    return document


def check_table(kind: str, **keys: object) -> str:
    """One check as TOML; its id is its kind."""
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in keys.items()]
    level = "" if "level" in keys else 'level = "explain"\n'
    return f'\n[[checks]]\nid = "{kind.replace("_", "-")}"\nkind = "{kind}"\n{level}' + (
        "\n".join(lines) + "\n"
    )


def example(name: str) -> Document:
    """A published table by the name of its file."""
    return jsonform.load_file(resource("examples", f"{name}.json"), _LIBRARY.get)


def of_rule(findings: Iterable[Finding], rule: str) -> list[Finding]:
    return [finding for finding in findings if finding.rule == rule]


def found(document: Document, rule: str) -> list[Finding]:
    """What one rule finds in a form on its own."""
    return of_rule(check(document), rule)
