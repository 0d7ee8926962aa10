"""An amount of money said otherwise: in words as on a cheque, and in the other unit. Exact."""

from decimal import Decimal

from anju_desktop.document.values import in_yuan, money_in

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_BEYOND = Decimal(10**16)
"""From here on 亿 would have to be said twice."""
_OTHER_UNIT = {"元": "万元", "万元": "元", "亿元": "万元"}


def in_words(yuan: Decimal) -> str:
    """An amount in 元 as 人民币大写 (支付结算办法附一); ``""`` for parts of a 分, or from 1亿亿."""
    # Of numbers as ratios of whole numbers, since decimals round at some length.
    over, under = yuan.as_integer_ratio()
    if abs(yuan) >= _BEYOND or over * 100 % under:
        return ""
    cents = over * 100 // under
    whole, rest = divmod(abs(cents), 100)
    if not whole and not rest:
        return "零元整"
    words = _whole(whole) + "元" if whole else ""
    tenths, hundredths = divmod(rest, 10)
    if tenths:
        words += _DIGITS[tenths] + "角"
    elif hundredths and whole:
        words += "零"
    words += _DIGITS[hundredths] + "分" if hundredths else "整"
    return ("负" if cents < 0 else "") + words


def _whole(number: int) -> str:
    """A whole number above zero: by 亿, by 万, by digits."""
    for size, name in ((10**8, "亿"), (10**4, "万")):
        high, low = divmod(number, size)
        if high:
            gap = "零" if 0 < low < size // 10 else ""
            return _whole(high) + name + gap + (_whole(low) if low else "")
    return _section(number)


def _section(number: int) -> str:
    """1 to 9999; several zeros in a row are said once, those at the end not at all."""
    words = ""
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if digit:
            words += _DIGITS[digit] + _PLACES[place]
        elif words and number % 10**place and not words.endswith("零"):
            words += "零"
    return words


def other_unit(number: Decimal, unit: str) -> str:
    """The same amount with its unit in 元 where it is stated in 万元, and the other way round.

    ``""`` for what is no money, and for an amount below 1万元 in 元: that is said well already.
    """
    yuan, wanted = in_yuan(number, unit), _OTHER_UNIT.get(unit, "")
    if yuan is None or (unit == "元" and abs(yuan) < 10**4) or not yuan:
        return ""
    return grouped(money_in(yuan, wanted)) + wanted


def grouped(number: Decimal) -> str:
    """An exact number with thousands separators and no zeros behind: ``61,110,000``."""
    text = format(number, ",f")
    return text.rstrip("0").rstrip(".") if "." in text else text
