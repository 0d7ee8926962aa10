"""Invented evaluation reports: right as written, or with any one figure altered.

The names of places, offices and programmes, the order, the figures, their number and the wording
vary with the seed. What each altered figure makes wrong is worked out here by other means than the
program's: from the model, not from the text.
"""

from collections.abc import Iterator
from decimal import Decimal
from random import Random

Figures = dict[str, Decimal]
Wrong = set[tuple[str, str]]
"""Written and expected."""

PLACES = (
    "青石县", "白桦区", "柳河市", "双泉旗", "长岭县", "红柳区", "沙井县", "银杏区", "北塘市", "南屏县", "云台区",
    "古渡镇", "三棵树县", "东平旗",
)  # fmt: skip
PROGRAMMES = (
    ("公租房保障", "危房改造"),
    ("租赁补贴", "棚户区拆迁"),
    ("农村供水", "校舍加固"),
    ("养老床位", "适老化家装"),
)
SECTIONS = ("资金安排", "组织管理", "产出成效", "群众评价", "制度建设")
ITEMS = (
    "资金到位",
    "分配进度",
    "制度执行",
    "台账管理",
    "进度报送",
    "任务完成",
    "工程质量",
    "回访情况",
    "信息公开",
)
DEEDS = (
    ("任务", "发放", "户", "补贴资金"),
    ("计划", "完成", "套", "投入资金"),
    ("目标", "改造", "栋", "拨付资金"),
)
NUMERALS = "一二三四五六七八九"


def shown(number: Decimal) -> str:
    """A figure as printed."""
    return format(number, "f")


def trimmed(number: Decimal) -> str:
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


class Report:
    """A report of one seed; ``text`` and ``wrong`` take the figures, which may be altered."""

    def __init__(self, seed: int) -> None:
        self._random = random = Random(seed)
        self.places = random.sample(PLACES, random.randint(5, 12))
        self.programmes = random.choice(PROGRAMMES)[: random.randint(1, 2)]
        self.sections = random.sample(SECTIONS, random.randint(2, 4))
        self.items = {
            section: random.sample(ITEMS, random.randint(2, 4)) for section in self.sections
        }
        self.task, self.done, self.unit, self.money = random.choice(DEEDS)
        self.first_year = random.choice((2021, 2022, 2023))
        self.years = range(self.first_year, 2026)
        self.lines_end = random.choice("；;。")
        self.blank = random.choice(("", " "))
        self.split = random.random() < 0.5
        self.figures = self._right()

    # -- figures ---------------------------------------------------------------------------------

    def _right(self) -> Figures:
        random, figures = self._random, Figures()
        for place in self.places:
            figures[f"task {place}"] = Decimal(random.randint(20, 400))
            figures[f"done {place}"] = Decimal(random.randint(20, 400))
            figures[f"money {place}"] = Decimal(random.randint(100, 9999)) / 100
        for column in ("task", "done"):
            figures[column] = self._sum(figures, column)
        figures["money"] = self._sum(figures, "money").quantize(Decimal("0.1"))
        for year in self.years:
            figures[f"year {year}"] = Decimal(random.randint(100, 900))
        figures["years"] = sum((figures[f"year {year}"] for year in self.years), Decimal(0))
        for source in ("central", "province"):
            figures[source] = Decimal(random.randint(500, 5000))
        figures["funds"] = figures["central"] + figures["province"]
        self._score_figures(figures)
        return figures

    def _score_figures(self, figures: Figures) -> None:
        random = self._random
        for section in self.sections:
            for item in self.items[section]:
                figures[f"full {section} {item}"] = Decimal(random.choice((4, 5, 8, 10)))
                for programme in self.programmes:
                    less = Decimal(random.choice((0, 0, 1, 2)))
                    score = figures[f"full {section} {item}"] - less
                    figures[f"score {section} {item} {programme}"] = score
        for section in self.sections:
            for programme in self.programmes:
                figures[f"full {section} {programme}"] = self._points(figures, section)
                figures[f"score {section} {programme}"] = self._score(figures, section, programme)
        for programme in self.programmes:
            for what in ("full", "score"):
                parts = [figures[f"{what} {section} {programme}"] for section in self.sections]
                figures[f"{what} {programme}"] = sum(parts, Decimal(0))

    def _sum(self, figures: Figures, column: str) -> Decimal:
        return sum((figures[f"{column} {place}"] for place in self.places), Decimal(0))

    def _points(self, figures: Figures, section: str) -> Decimal:
        return sum((figures[f"full {section} {item}"] for item in self.items[section]), Decimal(0))

    def _score(self, figures: Figures, section: str, programme: str) -> Decimal:
        names = [f"score {section} {item} {programme}" for item in self.items[section]]
        return sum((figures[name] for name in names), Decimal(0))

    def wrong(self, figures: Figures) -> Wrong:
        """Every total that its parts contradict."""
        return set(self._wrong_lists(figures)) | set(self._wrong_scores(figures))

    def _wrong_lists(self, figures: Figures) -> Iterator[tuple[str, str]]:
        for column in ("task", "done"):
            if self._sum(figures, column) != figures[column]:
                expected = trimmed(self._sum(figures, column))
                yield f"{shown(figures[column])}{self.unit}", f"{expected}{self.unit}"
        money = self._sum(figures, "money")
        # Printed to a tenth: half of it, and half a hundredth for every place.
        if abs(money - figures["money"]) > Decimal("0.05") + len(self.places) * Decimal("0.005"):
            yield f"{shown(figures['money'])}万元", f"{trimmed(money)}万元"
        years = sum((figures[f"year {year}"] for year in self.years), Decimal(0))
        if years != figures["years"]:
            yield f"{shown(figures['years'])}套", f"{years}套"
        funds = figures["central"] + figures["province"]
        if funds != figures["funds"]:
            yield f"{shown(figures['funds'])}万元", f"{funds}万元"

    def _wrong_scores(self, figures: Figures) -> Iterator[tuple[str, str]]:
        for programme in self.programmes:
            for section in self.sections:
                points, score = (
                    self._points(figures, section),
                    self._score(figures, section, programme),
                )
                full, own = (
                    figures[f"full {section} {programme}"],
                    figures[f"score {section} {programme}"],
                )
                yield from _unequal(full, points)
                yield from _unequal(own, score)
                if own > full:
                    yield f"{own}分", f"不超过{full}分"
                for item in self.items[section]:
                    most = figures[f"full {section} {item}"]
                    got = figures[f"score {section} {item} {programme}"]
                    if got > most:
                        yield f"{got}分", f"不超过{most}分"
            for what in ("full", "score"):
                parts = [figures[f"{what} {section} {programme}"] for section in self.sections]
                yield from _unequal(figures[f"{what} {programme}"], sum(parts, Decimal(0)))

    # -- text ------------------------------------------------------------------------------------

    def text(self, figures: Figures) -> str:
        """The report with these figures."""
        parts = ["云岭市住房保障资金绩效自评报告", self._opening(figures)]
        for number, section in enumerate(self.sections):
            parts.append(f"{NUMERALS[number]}、{section}情况（{self._heading(figures, section)}）")
            for place, item in enumerate(self.items[section]):
                blank = self.blank
                full = shown(figures[f"full {section} {item}"])
                parts.append(f"（{NUMERALS[place]}）{item}（{full}{blank}分）")
                if (number, place) == (0, 0):
                    parts += self._lists(figures)
                parts.append(self._verdict(figures, section, item))
        return "\n\n".join(parts) + "\n"

    def _opening(self, figures: Figures) -> str:
        said = [
            f"{name}满分{self.blank}{shown(figures[f'full {name}'])}分，自评"
            f"{self.blank}{shown(figures[f'score {name}'])}分"
            for name in self.programmes
        ]
        return f"按照通知要求，我市开展了绩效自评。{'；'.join(said)}。具体情况如下："

    def _heading(self, figures: Figures, section: str) -> str:
        several = len(self.programmes) > 1
        return "；".join(
            f"满分{shown(figures[f'full {section} {name}'])}分，"
            f"{f'{name}方面' if several else ''}自评得分{shown(figures[f'score {section} {name}'])}分"
            for name in self.programmes
        )

    def _verdict(self, figures: Figures, section: str, item: str) -> str:
        if len(self.programmes) == 1:
            score = figures[f"score {section} {item} {self.programmes[0]}"]
            return f"各项工作按要求落实，台账齐全。经自评，该项得{self.blank}{shown(score)}分。"
        said = [
            f"{name}方面自评得{self.blank}{shown(figures[f'score {section} {item} {name}'])}分"
            for name in self.programmes
        ]
        return f"各项工作按要求落实，台账齐全。经自评，{'；'.join(said)}。"

    def _lists(self, figures: Figures) -> list[str]:
        blank, unit = self.blank, self.unit
        funds = (
            f"2023年上级下达我市资金共计{blank}{shown(figures['funds'])}万元（中央下达"
            f"{blank}{shown(figures['central'])}万元，省级下达{shown(figures['province'])}{blank}万元）。"
        )
        years = "，".join(
            f"{year}年{'计划' if year > 2023 else ''}建设{shown(figures[f'year {year}'])}套"
            for year in self.years
        )
        plan = f"“十四五”期间计划建设保障性住房{shown(figures['years'])}套，"
        gap = "\n\n" if self.split else ""
        head = (
            f"2023年，全市共计划{self.done}{blank}{shown(figures['task'])}{unit}。截至年底，实际{self.done}"
            f"{shown(figures['done'])}{unit}、{self.money}{blank}{shown(figures['money'])}万元。其中："
        )
        lines = [
            f"{place}{self.task}{blank}{shown(figures[f'task {place}'])}{unit}，{self.done}"
            f"{shown(figures[f'done {place}'])}{unit}，{self.money}{shown(figures[f'money {place}'])}"
            f"{blank}万元{self.lines_end}"
            for place in self.places
        ]
        return [funds, f"{plan}{gap}其中{years}。", head, *lines]


def _unequal(written: Decimal, parts: Decimal) -> Iterator[tuple[str, str]]:
    if written != parts:
        yield f"{written}分", f"{parts}分"
