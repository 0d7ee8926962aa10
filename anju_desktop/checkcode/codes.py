"""Check codes as characters: how they are made from a digest, printed, and read when typed.

A code has 16 characters of Crockford's base 32, which leaves out I, L, O and U: 15 hold the first
75 bits of a SHA-256, the last checks the others. It is chosen so that, over the field of 32
elements, the sum of all characters, each times its own power of two, is zero. Every weight is
different, so one wrong character is always noticed, and so are two that changed places, wherever
they stand.
"""

import unicodedata

from anju_desktop.errors import CodeError

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16
_GROUP = 4
_BITS = 5
# x⁵ + x² + 1 is primitive: the powers of two up to the 31st are all different.
_FIELD = 0b100101
_LOOK_ALIKES = str.maketrans("OIL", "011")
_LABEL = "校验码"
_BETWEEN = ":_−"
_ADVICE = "请对照纸上逐组重新输入。"


def make_code(content: bytes) -> str:
    """The code of some bytes: 16 characters without separators."""
    # Not before it is needed: the window shows codes at its start and computes none.
    import hashlib

    number = int.from_bytes(hashlib.sha256(content).digest())
    number >>= 256 - (LENGTH - 1) * _BITS
    shifts = range((LENGTH - 2) * _BITS, -1, -_BITS)
    values = [number >> shift & 31 for shift in shifts]
    return "".join(ALPHABET[value] for value in (*values, _check(values)))


def grouped(code: str) -> str:
    """``VYX6A3V8…`` as it is printed: ``VYX6-A3V8-9SK9-YXW6``."""
    return "-".join(code[at : at + _GROUP] for at in range(0, len(code), _GROUP))


def read_code(typed: str) -> str:
    """The code that somebody typed, without separators.

    Forgives what does not matter: case, width, blanks, hyphens, O for 0, I and L for 1.
    ``CodeError`` when it cannot have been copied rightly, whatever the form.
    """
    text = unicodedata.normalize("NFKC", typed).upper().strip().removeprefix(_LABEL)
    code = "".join(filter(_counts, text)).translate(_LOOK_ALIKES)
    if not code:
        raise CodeError("还没有输入校验码，请照纸上页脚的 16 个字符输入。")
    for char in code:
        if char not in ALPHABET:
            raise CodeError(f"校验码抄错了：里面不会有“{_shown(char)}”。{_ADVICE}")
    if len(code) != LENGTH:
        raise CodeError(f"校验码抄错了：应有 {LENGTH} 个字符，写了 {len(code)} 个。{_ADVICE}")
    if not is_code(code):
        raise CodeError(f"校验码抄错了：有字符与纸上不同。{_ADVICE}")
    return code


def is_code(text: str) -> bool:
    """Whether a text is a code as :func:`make_code` makes them."""
    if len(text) != LENGTH or not set(text) <= set(ALPHABET):
        return False
    values = [ALPHABET.index(char) for char in text]
    return _check(values[:-1]) == values[-1]


def _check(values: list[int]) -> int:
    total = 0
    for value in values:
        total = _doubled(total ^ value)
    return total


def _doubled(value: int) -> int:
    value <<= 1
    return value ^ _FIELD if value & 32 else value


def _counts(char: str) -> bool:
    """Whether a character is part of the code, and not between its groups."""
    category = unicodedata.category(char)
    blank = category[0] == "Z" or category in ("Pd", "Cf", "Cc")
    return not blank and char not in _BETWEEN


def _shown(char: str) -> str:
    return char if char.isprintable() and not "\ud800" <= char <= "\udfff" else f"U+{ord(char):04X}"
