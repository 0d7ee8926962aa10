"""How a text that is understood is usually written: offered, never put in its place by itself."""

from collections.abc import Callable

from anju_desktop.document.values import (
    date_of,
    in_yuan,
    is_a_date,
    is_moment,
    leading_number,
    money_in,
    month_of,
    narrow,
    plain,
    split_sign,
)
from anju_desktop.forms.definition import Field, ValueType
from anju_desktop.patterns import pattern

_DAY = pattern(r"(\d{1,2})月(\d{1,2})[日号]?")
_IN_CHINESE = pattern(r"\d{4}年\d{1,2}月\d{1,2}日")
_BEFORE_UNIT = pattern(r"(?<=\d)\s+")


def usual_form(field: Field, typed: str, period: str = "") -> str:
    """The usual form of what was typed; ``""`` where it has that form or cannot be understood.

    A date without a year is one of ``period``.
    """
    text = narrow(typed).strip()
    form = _FORMS.get(field.type)
    usual = form(field, text, period) if form is not None and text else ""
    return "" if usual == typed else usual


def _number(field: Field, text: str, _period: str) -> str:
    number, unit = leading_number(text)
    if number is None:
        return ""
    if unit in ("", narrow(field.unit)):
        return text
    yuan = in_yuan(number, unit)
    if yuan is None or in_yuan(number, field.unit) is None:
        return ""
    return plain(money_in(yuan, field.unit))


def _indicator(_field: Field, text: str, _period: str) -> str:
    sign, rest = split_sign(text)
    if is_moment(text) or leading_number(rest)[0] is None:
        return ""
    return sign.value + _BEFORE_UNIT.sub("", rest)


def _sign(_field: Field, text: str, _period: str) -> str:
    sign, rest = split_sign(text)
    return "" if rest else sign.value


def _date(_field: Field, text: str, period: str) -> str:
    found, year = date_of(text), period[:4]
    if _IN_CHINESE.fullmatch(text) and found:
        return text
    if found is not None:
        return "{:04}-{:02}-{:02}".format(*found)
    day = _DAY.fullmatch(text)
    if day is None or not year.isdigit() or not is_a_date(day[1], day[2], year):
        return ""
    return f"{year}-{int(day[1]):02}-{int(day[2]):02}"


def _month(_field: Field, text: str, _period: str) -> str:
    month = month_of(text)
    return "" if month is None else text if text == str(month) else f"{month}月"


_FORMS: dict[ValueType, Callable[[Field, str, str], str]] = {
    **dict.fromkeys(
        (
            *(ValueType.INTEGER, ValueType.DECIMAL, ValueType.MONEY),
            *(ValueType.PERCENT, ValueType.SCORE),
        ),
        _number,
    ),
    ValueType.INDICATOR: _indicator,
    ValueType.SIGN: _sign,
    ValueType.DATE: _date,
    ValueType.MONTH: _month,
}
