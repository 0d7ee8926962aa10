"""``anju indicators``: the common indicators that ship, and those of this office."""

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from anju_desktop.cli.output import FOUND, OK, UNREADABLE, print_json
from anju_desktop.errors import DocumentError

if TYPE_CHECKING:
    from anju_desktop.indicators.catalogue import Catalogue
    from anju_desktop.indicators.definition import Indicator

PARTS = (
    ("--sign", "SIGN", "符号：≥、≤ 或 ="),
    ("--unit", "UNIT", "计量单位"),
    ("--value", "VALUE", "常用的数值，或定性的说法"),
    ("--weight", "WEIGHT", "指标分值权重"),
    ("--rule", "RULE", "指标赋分规则"),
    ("--basis", "BASIS", "指标值设置依据"),
    ("--evidence", "EVIDENCE", "佐证资料"),
    ("--programme", "NAME", "用于哪个项目，不写为各项目通用"),
)
"""What can be said of an indicator that is added: option, word in the help, explanation."""


def list_all(options: argparse.Namespace) -> int:
    """Every indicator, in the order in which it would be offered."""
    from anju_desktop.indicators.searching import Context

    catalogue = _catalogue(options)
    context = Context(_kind(catalogue, options.category), _programme(catalogue, options.programme))
    listed = [
        each
        for each in (catalogue.own() if options.own else catalogue.all())
        if context.kind in ("", each.kind)
        and (not context.programme or not each.programmes or context.programme in each.programmes)
    ]
    _show(catalogue, listed, as_json=options.json)
    return _told(catalogue, OK)


def search(options: argparse.Namespace) -> int:
    """What is offered when these characters are typed; 1 when nothing is."""
    from anju_desktop.indicators.searching import Context

    catalogue = _catalogue(options)
    context = Context(_kind(catalogue, options.category), _programme(catalogue, options.programme))
    found = catalogue.search(options.word, context)
    _show(catalogue, found, as_json=options.json)
    if not found:
        print(f"没有找到含“{options.word}”的常用指标。", file=sys.stderr)
    return _told(catalogue, OK if found else FOUND)


def add(options: argparse.Namespace) -> int:
    """Keep an indicator for this office."""
    from anju_desktop.indicators.definition import Indicator
    from anju_desktop.indicators.entering import comparison, tidy, weight

    catalogue = _catalogue(options)
    programme = _programme(catalogue, options.programme)
    indicator = Indicator(
        tidy(options.name),
        _kind(catalogue, options.category),
        (programme,) if programme else (),
        sign=comparison(options.sign),
        unit=tidy(options.unit),
        value=tidy(options.value),
        weight=weight(options.weight),
        rule=tidy(options.rule),
        basis=tidy(options.basis),
        evidence=tidy(options.evidence),
    )
    kept = catalogue.add(indicator)
    rest = f"原来读不了的文件改名为“{kept}”。" if kept else ""
    print(f"“{indicator.name}”已加入常用指标。{rest}")
    return OK


def remove(options: argparse.Namespace) -> int:
    """Forget an indicator of this office."""
    from anju_desktop.indicators.catalogue import matching

    catalogue = _catalogue(options)
    if catalogue.trouble:
        raise DocumentError(catalogue.trouble)
    found = matching(catalogue, options.name, _kind(catalogue, options.category))
    if not found:
        raise DocumentError(f"本单位的常用指标里没有“{options.name}”。")
    if len(found) > 1:
        raise DocumentError(f"有 {len(found)} 条“{options.name}”，请用 --category 指明类别。")
    catalogue.remove(found[0])
    print(f"“{found[0].name}”已从常用指标里删去。")
    return OK


def _catalogue(options: argparse.Namespace) -> "Catalogue":
    from anju_desktop.indicators.catalogue import Catalogue
    from anju_desktop.storage.places import default_folder

    folder: Path | None = options.data
    return Catalogue(folder or default_folder())


def _kind(catalogue: "Catalogue", name: str) -> str:
    """The category that is meant by a name such as 数量, 数量指标 or quantity."""
    from anju_desktop.indicators.rows import kind_of

    if not name or any(kind.id == name for kind in catalogue.words.kinds):
        return name
    found = kind_of((name,), catalogue.words)
    if not found:
        known = "、".join(kind.title for kind in catalogue.words.kinds)
        raise DocumentError(f"没有“{name}”这一类指标；可用：{known}。")
    return found


def _programme(catalogue: "Catalogue", name: str) -> str:
    if not name:
        return ""
    for programme in catalogue.words.programmes:
        if name == programme.id or name in programme.title or name in programme.words:
            return programme.id
    known = "、".join(programme.title for programme in catalogue.words.programmes)
    raise DocumentError(f"没有“{name}”这个项目；可用：{known}。")


def _told(catalogue: "Catalogue", code: int) -> int:
    """``code``, unless the office's file cannot be read, which does not hide what ships."""
    if not catalogue.trouble:
        return code
    print(catalogue.trouble, file=sys.stderr)
    return UNREADABLE


def _show(catalogue: "Catalogue", found: Iterable["Indicator"], *, as_json: bool) -> None:
    if as_json:
        print_json([_as_json(catalogue, each) for each in found])
        return
    for each in found:
        parts = (each.name, catalogue.kind(each.kind).title, each.pattern)
        weight = "" if each.weight is None else f"{each.weight:f}分"
        print("\t".join((*parts, weight, each.rule, catalogue.origin(each))))


def _as_json(catalogue: "Catalogue", indicator: "Indicator") -> dict[str, Any]:
    """Every key always there; numbers as strings, as in the other lists."""
    weight = indicator.weight
    return {
        "name": indicator.name,
        "kind": indicator.kind,
        "category": catalogue.kind(indicator.kind).title,
        "programmes": [catalogue.programme(each).title for each in indicator.programmes],
        "aliases": list(indicator.aliases),
        "sign": str(indicator.sign),
        "unit": indicator.unit,
        "value": indicator.value,
        "target": indicator.target,
        "weight": None if weight is None else format(weight, "f"),
        "points": [format(each, "f") for each in indicator.points],
        "rule": indicator.rule,
        "basis": indicator.basis,
        "evidence": indicator.evidence,
        "own": catalogue.is_own(indicator),
        "source": catalogue.origin(indicator),
    }
