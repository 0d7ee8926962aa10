"""An indicator from what somebody typed, in a dialog or on the command line."""

from decimal import Decimal

from anju_desktop.document.values import split_sign, to_decimal
from anju_desktop.errors import DocumentError
from anju_desktop.indicators.definition import Comparison


def comparison(typed: str) -> Comparison:
    """The sign in any spelling, ``>=`` or 不低于; ``DocumentError`` for what is none."""
    sign, rest = split_sign(typed)
    known = {choice.value: choice for choice in Comparison}
    if rest or (typed.strip() and not sign.value) or sign.value not in known:
        raise DocumentError(f"符号应是 ≥、≤ 或 =，写的是“{typed}”。")
    return known[sign.value]


def weight(typed: str) -> Decimal | None:
    """The number, None for nothing; ``DocumentError`` for what is none."""
    if not typed.strip():
        return None
    number = to_decimal(typed)
    if number is None:
        raise DocumentError(f"权重应是数字，写的是“{typed}”。")
    return number


def tidy(typed: str) -> str:
    """Single blanks between words, none around them."""
    return " ".join(typed.split())
