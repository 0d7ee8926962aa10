"""What was typed, and what it means: the two are kept side by side.

``read(field, typed)`` never raises and never changes the typed text. What cannot be understood is
a value in state ``UNREADABLE`` with a sentence; blank, 不适用 and zero are three different things.
"""

from decimal import Context, Decimal, InvalidOperation
from enum import Enum

from anju_desktop.forms.definition import Field, ValueType
from anju_desktop.patterns import pattern
from anju_desktop.records import record

NOT_APPLICABLE = "不适用"
"""Token for 不适用 in documents; differs from blank and from zero."""

MAX_DIGITS = 30
"""Longer numbers are kept as typed but not calculated with: no official amount comes near."""


class State(Enum):
    BLANK = "blank"
    NOT_APPLICABLE = "not_applicable"
    NONE = "none"
    """A mark such as ``-`` or ``/`` that says there is none."""
    SIGN_ONLY = "sign_only"
    VALUE = "value"
    UNREADABLE = "unreadable"


class Sign(Enum):
    AT_LEAST = "≥"
    AT_MOST = "≤"
    EQUAL = "="
    MORE = ">"
    LESS = "<"
    ABSENT = ""


@record(frozen=True, slots=True)
class Value:
    """A cell's meaning. ``number`` is in ``unit`` as written; text values have no number."""

    typed: str
    state: State
    number: Decimal | None = None
    sign: Sign = Sign.ABSENT
    unit: str = ""
    problem: str = ""

    @property
    def filled(self) -> bool:
        """Whether the clerk has answered at all (不适用 and a none-mark are answers)."""
        return self.state not in (State.BLANK, State.SIGN_ONLY)

    @property
    def quantitative(self) -> bool:
        return self.number is not None

    @property
    def qualitative(self) -> bool:
        return self.state is State.VALUE and self.number is None


_SIGNS = {
    Sign.AT_LEAST: ("≥", ">=", "＞=", ">＝", "＞＝", "≧", "⩾", "不低于", "不少于", "不小于"),
    Sign.AT_MOST: ("≤", "<=", "＜=", "<＝", "＜＝", "≦", "⩽", "不超过", "不高于", "不大于"),
    Sign.EQUAL: ("=", "＝", "等于", "为"),
    Sign.MORE: (">", "＞", "大于"),
    Sign.LESS: ("<", "＜", "小于"),
}
_SPELLINGS: dict[str, list[tuple[str, Sign]]] = {}
"""The spellings by their first character, the longest first."""
for _sign, _all in _SIGNS.items():
    for _spelling in _all:
        _SPELLINGS.setdefault(_spelling[0], []).append((_spelling, _sign))
for _alike in _SPELLINGS.values():
    _alike.sort(key=lambda pair: -len(pair[0]))
SIGN_HEADS = frozenset(_SPELLINGS)
"""The characters with which a comparison sign can begin."""

# Full-width forms a Chinese input method produces; a table and not NFKC, which rewrites ㎡ and ①.
_NARROW = str.maketrans(
    "０１２３４５６７８９．％，＋－−（）／　\u00a0\n\r\t",
    "0123456789.%,+--()/     ",
)
_NUMBER = pattern(r"([+-]?)(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?")
_PERCENT = pattern(r"\A(?:%|百分比)")
_MOMENT = pattern(
    r"(?:(?:19|20)\d{2}年[^%≥≤]{0,12}"
    r"|第?[一二三四五六七八九十]{1,2}季度.{0,4}|第\d{1,2}季度.{0,4}"
    r"|\d{1,2}月(?:\d{1,2}[日号]|[上中下]旬|[底末初前]).{0,4}"
    r"|本?年[底末内].{0,3})"
)
"""A point in time written as such: 2026年9月30日前, 第二季度. A bare 12月 stays a number."""


def narrow(text: str) -> str:
    """Digits, signs and blanks in their half-width form, for reading only."""
    return text.translate(_NARROW)


def split_sign(text: str) -> tuple[Sign, str]:
    """The comparison sign a text starts with, and the rest without leading blanks."""
    stripped = text.lstrip()
    for spelling, sign in _SPELLINGS.get(stripped[:1], ()):
        if stripped.startswith(spelling):
            return sign, stripped[len(spelling) :].lstrip()
    return Sign.ABSENT, stripped


def is_moment(text: str) -> bool:
    """Whether a text, with or without a sign, names a point in time and no quantity."""
    return _MOMENT.fullmatch(split_sign(narrow(text).strip())[1]) is not None


def plain(number: Decimal) -> str:
    """A number without exponent and without idle zeros."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") or "0" if "." in text else text


def to_decimal(text: str) -> Decimal | None:
    """A whole text as an exact number (thousands separators and full width allowed), or None."""
    if text[:1].isalpha():
        return None
    plain = narrow(text).strip()
    match = _NUMBER.fullmatch(plain)
    if match is None or len(plain) > MAX_DIGITS * 2:
        return None
    digits = plain.replace(",", "")
    if len(digits.lstrip("+-").replace(".", "")) > MAX_DIGITS:
        return None
    try:
        return Decimal(digits)
    except InvalidOperation:  # pragma: no cover - the pattern admits decimals only
        return None


def read(field: Field, typed: str) -> Value:
    """The meaning of ``typed`` in this field."""
    stripped = narrow(typed).strip()
    if not stripped:
        return Value(typed, State.BLANK)
    if stripped == NOT_APPLICABLE:
        return Value(typed, State.NOT_APPLICABLE)
    if stripped in field.none_marks:
        return Value(typed, State.NONE)
    return _READERS[field.type](field, typed, stripped)


def _read_text(field: Field, typed: str, stripped: str) -> Value:
    return Value(typed, State.VALUE)


def _read_number(field: Field, typed: str, stripped: str) -> Value:
    number, unit = leading_number(stripped)
    if number is None:
        return Value(typed, State.UNREADABLE, problem="这里应填数字")
    if unit and unit != narrow(field.unit):
        return _other_unit(field, typed, number, unit)
    if field.type is ValueType.INTEGER and number != number.to_integral_value():
        return Value(typed, State.UNREADABLE, problem="这里应填整数")
    return Value(typed, State.VALUE, number, unit=field.unit)


_EXACT = Context(prec=4 * MAX_DIGITS)
"""Nothing that can be typed is rounded when its unit changes."""
_MONEY_IN_YUAN = {"元": Decimal(1), "万元": Decimal(10**4), "亿元": Decimal(10**8)}


def in_yuan(number: Decimal, unit: str) -> Decimal | None:
    """An amount of money in 元, or None when ``unit`` is no unit of money."""
    factor = _MONEY_IN_YUAN.get(unit)
    return None if factor is None else _EXACT.multiply(number, factor)


def money_in(yuan: Decimal, unit: str) -> Decimal:
    """An amount in 元 in a unit of money, exactly."""
    return _EXACT.divide(yuan, _MONEY_IN_YUAN[unit])


def _other_unit(field: Field, typed: str, number: Decimal, unit: str) -> Value:
    yuan = in_yuan(number, unit)
    if yuan is not None and field.unit in _MONEY_IN_YUAN:
        return Value(typed, State.VALUE, money_in(yuan, field.unit), unit=field.unit)
    return Value(typed, State.UNREADABLE, problem=f"单位应为“{field.unit}”，写的是“{unit}”")


def leading_number(text: str) -> tuple[Decimal | None, str]:
    """The number a text begins with and what follows it."""
    match = _NUMBER.match(text)
    if match is None:
        return None, text
    return to_decimal(match.group()), text[match.end() :].strip()


def _read_indicator(field: Field, typed: str, stripped: str) -> Value:
    sign, rest = split_sign(stripped)
    if not rest:
        return Value(typed, State.SIGN_ONLY, sign=sign)
    if _MOMENT.fullmatch(rest):
        return Value(typed, State.VALUE, sign=sign)
    number, unit = leading_number(rest)
    if number is None:
        return _not_a_figure(typed, sign, rest)
    return Value(typed, State.VALUE, number, sign, _PERCENT.sub("%", unit, count=1))


def _not_a_figure(typed: str, sign: Sign, rest: str) -> Value:
    if _NUMBER.match(rest):
        return Value(typed, State.UNREADABLE, sign=sign, problem="数字过长，无法核对，请检查")
    if sign in (Sign.ABSENT, Sign.EQUAL):
        return Value(typed, State.VALUE, sign=sign)
    return Value(typed, State.UNREADABLE, sign=sign, problem="符号后面应是数字")


def _read_sign(field: Field, typed: str, stripped: str) -> Value:
    sign, rest = split_sign(stripped)
    if rest or sign is Sign.ABSENT:
        return Value(typed, State.UNREADABLE, problem="这里应填 ≥、≤ 或 =")
    return Value(typed, State.VALUE, sign=sign)


_DATE = pattern(r"(\d{4})(?:-|/|\.|年)(\d{1,2})(?:-|/|\.|月)(\d{1,2})[日号]?|(\d{4})(\d\d)(\d\d)")
_DAY = pattern(r"\d{1,2}月\d{1,2}[日号]?")


def date_of(text: str) -> tuple[int, int, int] | None:
    """Year, month and day of a text that is a date; None for any other."""
    match = _DATE.fullmatch(narrow(text).strip())
    if match is None:
        return None
    year, month, day = (int(part) for part in match.groups() if part)
    return (year, month, day) if _is_a_day(year, month, day) else None


def _read_date(field: Field, typed: str, stripped: str) -> Value:
    if date_of(stripped) is not None:
        return Value(typed, State.VALUE)
    lacking = "缺少年份，" if _DAY.fullmatch(stripped) else ""
    return Value(typed, State.UNREADABLE, problem=f"{lacking}日期应写成 2024-01-31 的样子")


def is_a_date(month: str, day: str | None = None, year: str | None = None) -> bool:
    """Whether digits of a month and perhaps a day can be a date; without a year, of any year."""
    return _is_a_day(int(year or 2000), int(month), int(day or 1))


def _is_a_day(year: int, month: int, day: int) -> bool:
    days = (31, 29 if year % 4 == 0 and (year % 100 or year % 400 == 0) else 28)
    lengths = (*days, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    return 1 <= month <= 12 and 1 <= day <= lengths[month - 1]


_MONTH = pattern(r"(?:\d{4}(?:年|-|/|\.)|\d{4}(?=\d\d\Z))?(\d{1,2})(?:月份?)?")
_MONTH_NAMES = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")


def month_of(text: str) -> int | None:
    """The month that a text names: 3, 03月, 三月份, 2024-03; None for any other."""
    plain = narrow(text).strip()
    name = plain.removesuffix("份").removesuffix("月")
    if name in _MONTH_NAMES:
        return _MONTH_NAMES.index(name) + 1
    match = _MONTH.fullmatch(plain)
    month = int(match[1]) if match is not None else 0
    return month if 1 <= month <= 12 else None


def _read_month(field: Field, typed: str, stripped: str) -> Value:
    month = month_of(stripped)
    if month is None:
        return Value(typed, State.UNREADABLE, problem="月份应为 1 到 12")
    return Value(typed, State.VALUE, Decimal(month), unit="月")


def _read_region(field: Field, typed: str, stripped: str) -> Value:
    from anju_desktop.document.regions import region_of

    region = region_of(stripped)
    if region is not None and region.problem:
        return Value(typed, State.UNREADABLE, problem=region.problem)
    return Value(typed, State.VALUE)


def _read_choice(field: Field, typed: str, stripped: str) -> Value:
    if field.open_choice or typed.strip() in field.choices:
        return Value(typed, State.VALUE)
    return Value(typed, State.UNREADABLE, problem=f"应从{'、'.join(field.choices)}中选择")


YES, NO = "是", "否"


def _read_yes_no(field: Field, typed: str, stripped: str) -> Value:
    if stripped in (YES, NO):
        return Value(typed, State.VALUE)
    return Value(typed, State.UNREADABLE, problem=f"应填“{YES}”或“{NO}”")


_READERS = {
    ValueType.TEXT: _read_text,
    ValueType.LONG_TEXT: _read_text,
    ValueType.REGION: _read_region,
    ValueType.TELEPHONE: _read_text,
    ValueType.UNIT: _read_text,
    ValueType.INTEGER: _read_number,
    ValueType.DECIMAL: _read_number,
    ValueType.MONEY: _read_number,
    ValueType.PERCENT: _read_number,
    ValueType.SCORE: _read_number,
    ValueType.DATE: _read_date,
    ValueType.MONTH: _read_month,
    ValueType.CHOICE: _read_choice,
    ValueType.YES_NO: _read_yes_no,
    ValueType.INDICATOR: _read_indicator,
    ValueType.SIGN: _read_sign,
}
