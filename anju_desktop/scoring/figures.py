"""Exact decimals of scores, and how they are rounded and written."""

from decimal import ROUND_HALF_UP, Context, Decimal

from anju_desktop.document.values import plain

HUNDRED = Decimal(100)
NOTHING = Decimal(0)
EXACT = Context(prec=100)
"""Room for the rate of two numbers of the greatest length that values may have."""


def rounded(number: Decimal, decimals: int) -> Decimal:
    """Half up to so many decimals."""
    return number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, EXACT)


def shown(number: Decimal) -> str:
    """For reading: two decimals at most."""
    return plain(rounded(number, 2))
