"""Counts of things that are named one by one: 共3个区（甲区、乙区和丙区）."""

from collections.abc import Iterator

from anju_desktop.blocks import Paragraph
from anju_desktop.patterns import pattern
from anju_desktop.report.remarks import Mistake
from anju_desktop.rules.rule import shortened

RULE = "report-count"

_BRACKETED = pattern(
    r"(?<![\d.,〔第])(\d{1,3})(个|家|所|项|类|种)([\u3400-\u9fff]{1,12})[（(]([^（）()。；;\n]{3,400})[）)]"
)
_SPLIT = pattern(r"[、,，]")
_LAST = pattern(r"以及|和|与|及")
_OPEN = pattern(r"等|除外|以外|不含")
_NAME = pattern(r"[\u3400-\u9fffA-Za-z·“”]{2,16}")
_NO_NAMES = pattern(r"其中|包括|含|详见|附|即|简称|以下|下同|如|按|不|已|共|均|为|是")
_KINDS = pattern(
    r"街道|管委会|办事处|开发区|园区|农场|林场|团场|社区|单位|科室|[一二三四五六七八九十]{1,2}[期区标号].*"
)
"""What a bracket adds to the noun before it, 5个镇（街道、管委会）, or phases of one thing."""
_FEWEST = 2


def count_remarks(paragraph: Paragraph) -> Iterator[Mistake]:
    """Counts that are not the number of names in the bracket behind them."""
    for found in _BRACKETED.finditer(paragraph.text):
        number, unit, noun, inside = int(found[1]), found[2], found[3], found[4]
        counts = _counts(inside)
        if not counts or number in counts:
            continue
        named = max(counts)
        place = paragraph.place
        yield Mistake(
            RULE,
            "个数与列出的名称不一致",
            place,
            f"{place.words}：写的是“{number}{unit}{noun}”，括号里列了 {named} 个名称。",
            f"{number}{unit}",
            f"{named}{unit}",
            f"列出的名称：{shortened(inside, 80)}",
            shortened(found[0], 120),
            "核对个数和名单，改正写错的一处。",
        )


def _counts(inside: str) -> set[int]:
    """How many names a bracket may hold; a 和 can be part of a name. Empty where it is no list."""
    if "、" not in inside or _OPEN.search(inside) or _NO_NAMES.match(inside):
        return set()
    parts = [part.strip() for part in _SPLIT.split(inside) if part.strip()]
    *others, last = parts
    pieces = [piece for piece in _LAST.split(last) if piece]
    if any(_KINDS.fullmatch(part) for part in parts):
        return set()
    if len(parts) < _FEWEST or not all(_NAME.fullmatch(part) for part in parts):
        return set()
    if len(pieces) < 2:
        return {len(parts)}
    ends = {name[-1] for name in others}
    certain = all(piece[-1] in ends for piece in pieces)
    return {len(others) + len(pieces)} | (set() if certain else {len(parts)})
