"""Figures of one sentence that follow from others of it: rates, differences, written-out sums.

Only where the sentence leaves no doubt which two figures are meant: they measure the same, one is
what was to be done and the other what was done. Everything else is left alone.
"""

from collections.abc import Iterator, Sequence
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

from anju_desktop.blocks import Paragraph, Place
from anju_desktop.document.values import narrow, plain, to_decimal
from anju_desktop.patterns import pattern
from anju_desktop.report.amounts import Amount, amounts, in_unit_of, tolerance
from anju_desktop.report.remarks import Mistake
from anju_desktop.rules.rule import decimals_of, shortened
from anju_desktop.rules.vocabulary import Kind, Unit, simple_units

RATE_RULE, DIFFERENCE_RULE, ARITHMETIC_RULE = (
    "report-rate",
    "report-difference",
    "report-arithmetic",
)

_SENTENCE = pattern(r"[^。；;！!？?\n]+")
_WHOLE_SENTENCE = pattern(r"[^。！!？?\n]+")
_RATE = pattern(
    r"(完成|开工|竣工|支付|支出|拨付|执行|发放|到位|使用|签约|建成|交付|入住)(?:比)?(?:率|比例|进度)"
    r"(?:[为是达约：:]|达到|已达)*$"
)
_OF_PLAN = pattern(
    r"(完成)(?:了|本|省|市|区|县|旗|级|州|盟|年度|全年|年初|下达)*(?:目标|计划|任务)+[数量额]?的$"
)
_OF = pattern(r"^占(?!.*(?:其中|中))")
_OF_BUDGET = pattern(r"占(?:年度|全年|总)?(?:预算|计划|任务|下达资金|安排资金)[数额]?的")
_PLAIN_SHARE = pattern(r"占(?:比|总数的?|总量的?|总户数的?|总套数的?)?[为达:：]?")
_RATE_STAGES = {
    "完成": ("finish", "start", "pay", "sign", "accept"),
    "开工": ("start",),
    "竣工": ("finish",),
    "建成": ("finish",),
    "支付": ("pay",),
    "支出": ("pay",),
    "拨付": ("pay",),
    "执行": ("pay",),
    "发放": ("pay",),
    "使用": ("pay",),
    "到位": ("receive",),
    "签约": ("sign",),
    "交付": ("accept",),
    "入住": ("accept",),
}
_WHOLE_STAGES = {
    "pay": ("plan", "grant", "receive"),
    "receive": ("plan", "grant"),
}
_LESS = pattern(
    r"(?:比|较)(?:年度|全年|原定?|年初)?(?:计划|任务|目标|预算)[数量]?(?:少|低|减少|短)(?:了|完成|发放|支出)*$"
)
_MORE = pattern(
    r"(?:(?:比|较)(?:年度|全年|原定?|年初)?(?:计划|任务|目标|预算)[数量]?(?:多|高|增加|超出?)|超(?:额|出|过)?(?:年度)?"
    r"(?:计划|任务|目标)(?:任务|数)?|超额)(?:了|完成|发放|支出)*$"
)
_OTHER_YEAR = pattern(r"上年|去年|往年|同期|累计|历年")
_NO_BALANCE = pattern(r"其中|收回|上缴|利息|退回|调剂|累计|约|含|口径|缺口|应付|待付|质保金")
_REASON = pattern(r"约|左右|其中|分别|不含|口径")
_SIGN = r"\s*([+＋\-－−×xX*✕÷/])\s*"
_TERM = r"(\d[\d,]{0,20}(?:\.\d{1,8})?)\s*([^\d\s+＋\-－−×*÷/=＝≈，。；;、（）()]{0,6})"
_EQUATION = pattern(rf"{_TERM}(?:{_SIGN}{_TERM}){{1,30}}\s*[=＝≈]\s*{_TERM}")
_STEP = pattern(rf"{_SIGN}{_TERM}")
_FIRST = pattern(_TERM)
_DASHES = ("-", "－", "−")
_TIMES = ("×", "x", "X", "*", "✕")


def relation_remarks(paragraph: Paragraph) -> Iterator[Mistake]:
    """Rates, differences and sums of a paragraph that do not follow from its other figures."""
    text = paragraph.text
    found = amounts(text)
    for sentence in _SENTENCE.finditer(text):
        inside = [a for a in found if sentence.start() <= a.start < sentence.end()]
        if len(inside) > 2:
            yield from _rates(sentence[0], inside, paragraph.place)
            yield from _differences(sentence[0], inside, paragraph.place)
    for sentence in _WHOLE_SENTENCE.finditer(text):
        inside = [a for a in found if sentence.start() <= a.start < sentence.end()]
        yield from _balances(sentence[0], inside, paragraph.place)
    yield from _equations(text, paragraph.place)


# ---------------------------------------------------------------- rates


def _rates(sentence: str, inside: Sequence[Amount], place: Place) -> Iterator[Mistake]:
    begin = 0
    for index, rate in enumerate(inside):
        if rate.unit.kind is not Kind.RATIO or rate.unit.dimension != "ratio":
            continue
        before, begin = inside[begin:index], index + 1
        pair = _pair_for(rate, before)
        if pair is None or rate.rough or _OTHER_YEAR.search(sentence):
            continue
        done, whole = pair
        if not _is_rate(rate, done, whole):
            yield _wrong_rate(sentence, rate, done, whole, place)


def _pair_for(rate: Amount, before: Sequence[Amount]) -> tuple[Amount, Amount] | None:
    """What a rate was worked out from: what was done, and of how much."""
    if rate.label.startswith("占") or rate.label == "的":
        return _share_of(rate, before)
    plain_rate = _RATE.search(rate.label)
    named = plain_rate or _OF_PLAN.search(rate.label)
    measures = [a for a in before if a.unit.kind not in (Kind.RATIO, Kind.SCORE) and not a.rough]
    quantities = {a.quantity for a in measures}
    if named is None or len(measures) != 2 or len(quantities) != 1:
        return None
    done = [a for a in measures if a.stage in _RATE_STAGES[named[1]]]
    if len(done) != 1 and plain_rate is None:
        done = [a for a in measures if a.stage != "plan"]
    if len(done) != 1:
        return None
    other = next(a for a in measures if a is not done[0])
    fits = other.stage in _WHOLE_STAGES.get(done[0].stage, ("plan",))
    fits = fits or (other.unit.counts and not other.stage and other.start < done[0].start)
    years = {a.year for a in measures if a.year}
    return (done[0], other) if fits and len(years) < 2 and other.base else None


def _share_of(rate: Amount, before: Sequence[Amount]) -> tuple[Amount, Amount] | None:
    """占预算2300万元的93.77%; 856户，其中甲类412户，占48.1%: the one part of the one whole."""
    if not before or before[-1].rough:
        return None
    same = [a for a in before if a.quantity == before[-1].quantity]
    if len(same) != 2 or any(a.rough for a in same) or len({a.year for a in same} - {""}) > 1:
        return None
    if rate.label == "的":
        return (same[0], same[1]) if _OF.search(same[1].label) and same[1].base else None
    if _OF_BUDGET.fullmatch(rate.label) and same[0].stage in ("plan", "grant"):
        return (same[1], same[0]) if same[1].stage == "pay" and same[0].base else None
    if not _PLAIN_SHARE.fullmatch(rate.label) or not same[1].label.startswith("其中"):
        return None
    return (same[1], same[0]) if same[0].base else None


def _is_rate(rate: Amount, done: Amount, whole: Amount) -> bool:
    """Whether the printed rate is the quotient, rounded or cut off at its printed precision."""
    low, high = (
        (done.base + side * _slack(done)) / (whole.base - side * _slack(whole)) * 100
        for side in (-1, 1)
    )
    digit = Decimal(1).scaleb(-decimals_of(rate.number))
    lowest = low.quantize(digit, ROUND_FLOOR)
    highest = high.quantize(digit, ROUND_HALF_UP)
    return lowest <= rate.number <= highest


def _slack(amount: Amount) -> Decimal:
    """Half of the last printed digit of what is not counted in whole things."""
    if amount.unit.counts and amount.unit.factor == 1:
        return Decimal(0)
    if not decimals_of(amount.number):
        return Decimal(0)
    return Decimal(5).scaleb(-decimals_of(amount.number) - 1) * amount.unit.factor


def _wrong_rate(sentence: str, rate: Amount, done: Amount, whole: Amount, place: Place) -> Mistake:
    digit = Decimal(1).scaleb(-decimals_of(rate.number))
    exact = (done.base / whole.base * 100).quantize(digit, ROUND_HALF_UP)
    expected = f"{plain(exact)}{rate.unit_text}"
    shown = f"{done.text}÷{whole.text}＝{expected}"
    return Mistake(
        RATE_RULE,
        "比率与算出的不一致",
        place,
        f"{place.words}：“{shortened(rate.label, 16)}{rate.text}”，按文中的数算是 {shown}。",
        rate.text,
        expected,
        shown,
        shortened(sentence, 120),
        "核对比率和算它的两个数，改正写错的一个。",
    )


# ---------------------------------------------------------------- differences


def _differences(sentence: str, inside: Sequence[Amount], place: Place) -> Iterator[Mistake]:
    for index, amount in enumerate(inside):
        less, more = _LESS.search(amount.label), _MORE.search(amount.label)
        if not (less or more) or amount.rough or amount.unit.kind in (Kind.RATIO, Kind.SCORE):
            continue
        pair = _plan_and_actual(amount, inside[:index])
        if pair is None or _OTHER_YEAR.search(sentence):
            continue
        plan, actual = pair
        exact = (plan.base - actual.base) if less else (actual.base - plan.base)
        if abs(exact - amount.base) > tolerance(amount, (plan, actual)):
            yield _wrong_difference(sentence, amount, pair, exact, bool(less), place)


def _plan_and_actual(amount: Amount, before: Sequence[Amount]) -> tuple[Amount, Amount] | None:
    """The one plan and the one result of that dimension in the sentence so far."""
    same = [a for a in before if a.quantity == amount.quantity and not a.rough]
    plans = {a.base: a for a in same if a.stage == "plan"}
    actual = {a.base: a for a in same if a.stage not in ("plan", "")}
    if len(plans) != 1 or len(actual) != 1 or len({a.base for a in same}) > 2:
        return None
    return next(iter(plans.values())), next(iter(actual.values()))


def _wrong_difference(
    sentence: str,
    amount: Amount,
    pair: tuple[Amount, Amount],
    exact: Decimal,
    is_less: bool,
    place: Place,
) -> Mistake:
    plan, actual = pair
    first, second = (plan, actual) if is_less else (actual, plan)
    expected = in_unit_of(exact, amount)
    shown = f"{first.text}－{second.text}＝{expected}"
    return Mistake(
        DIFFERENCE_RULE,
        "差额与算出的不一致",
        place,
        f"{place.words}：“{shortened(amount.label, 16)}{amount.text}”，按文中的数算是 {shown}。",
        amount.text,
        expected,
        shown,
        shortened(sentence, 120),
        "核对差额和两个数，改正写错的一个。",
    )


# ---------------------------------------------------------------- what is left


def _balances(sentence: str, inside: Sequence[Amount], place: Place) -> Iterator[Mistake]:
    """到位860万元，支出800万元，结余60万元, where nothing else is told of the money."""
    money = [a for a in inside if a.unit.kind is Kind.MONEY and not a.unit.per]
    sums = [a for a in money if a.label.startswith(("合计", "共计", "总计"))]
    ours = money if len(sums) != 1 else money[money.index(sums[0]) :]
    by_stage = {a.stage: a for a in ours}
    left, paid = by_stage.get("left"), by_stage.get("pay")
    twice = len(by_stage) < len(ours)
    if left is None or paid is None or twice or _NO_BALANCE.search(sentence):
        return
    whole = next((by_stage[s] for s in ("", "receive", "grant") if s in by_stage), None)
    told = {id(a) for a in (left, paid, whole)}
    rest = [a for a in money if id(a) not in told]
    if whole is None or any(a.rough for a in money) or not _were_added(rest, whole):
        return
    exact = whole.base - paid.base
    if exact < 0 or abs(exact - left.base) <= tolerance(left, (whole, paid)):
        return
    expected = in_unit_of(exact, left)
    shown = f"{whole.text}－{paid.text}＝{expected}"
    yield Mistake(
        DIFFERENCE_RULE,
        "结余与算出的不一致",
        place,
        f"{place.words}：“{shortened(left.label, 16)}{left.text}”，按文中的数算是 {shown}。",
        left.text,
        expected,
        shown,
        shortened(sentence, 120),
        "核对收入、支出和结余，改正写错的一个。",
    )


def _were_added(rest: Sequence[Amount], whole: Amount) -> bool:
    """Whether other amounts are nothing but the parts of the whole, told before it as its sum."""
    return not rest or (
        whole.label.startswith(("合计", "共计", "总计")) and all(a.end <= whole.start for a in rest)
    )


# ---------------------------------------------------------------- written-out sums


def _equations(text: str, place: Place) -> Iterator[Mistake]:
    """2414＋1789＝4203, 30户×480元×12月＝172800元."""
    for found in _EQUATION.finditer(narrow(text)):
        worked = _worked_out(found[0])
        if worked is None:
            continue
        exact, result, unit = worked
        digit = Decimal(1).scaleb(-decimals_of(result))
        if exact.quantize(digit, ROUND_FLOOR) <= result <= exact.quantize(digit, ROUND_HALF_UP):
            continue
        expected = f"{plain(exact.quantize(min(digit, Decimal('0.01'))))}{unit}"
        yield Mistake(
            ARITHMETIC_RULE,
            "算式不成立",
            place,
            f"{place.words}：算式“{shortened(found[0], 60)}”算出来是 {expected}。",
            f"{plain(result)}{unit}",
            expected,
            found[0],
            shortened(found[0], 120),
            "核对算式里的各个数。",
        )


def _worked_out(equation: str) -> tuple[Decimal, Decimal, str] | None:
    """What the left side comes to in the unit of the right one, and what is written there."""
    left, _, right = equation.replace("＝", "=").replace("≈", "=").rpartition("=")
    first, last = _FIRST.match(left.strip()), _FIRST.match(right.strip())
    steps = list(_STEP.finditer(left))
    if first is None or last is None or not steps:
        return None
    signs = {step[1] for step in steps}
    units = [first[2], *(step[3] for step in steps), last[2]]
    is_sum = signs <= {"+", "＋", *_DASHES}
    if is_sum and len({unit for unit in units if unit}) > 1:
        return None
    if not is_sum and not signs <= set(_TIMES):
        return None
    factors = [Decimal(1)] * len(units) if is_sum else [_factor(unit) for unit in units]
    numbers = [to_decimal(term) for term in (first[1], *(step[2] for step in steps), last[1])]
    known = [
        number * factor
        for number, factor in zip(numbers, factors, strict=True)
        if number is not None
    ]
    if len(known) != len(numbers):
        return None
    total = known[0]
    for step, number in zip(steps, known[1:], strict=False):
        if is_sum:
            total += -number if step[1] in _DASHES else number
        else:
            total *= number
    return total / factors[-1], known[-1] / factors[-1], last[2]


def _factor(unit: str) -> Decimal:
    known: Unit | None = simple_units().get(unit.split("/")[0])
    if known is None or known.kind in (Kind.TIME, Kind.RATIO):
        return Decimal("0.01") if unit == "%" else Decimal(1)
    return known.factor
