"""Codes of administrative regions (GB/T 2260): six digits, two each for province, city, county.

The structure can be checked and the 34 provinces are known. Which cities and counties there are
changes every year and is not part of the program: that a county exists is not checked.
"""

from anju_desktop.patterns import pattern
from anju_desktop.records import record

_PROVINCES = (
    "11北京市 12天津市 13河北省 14山西省 15内蒙古自治区 21辽宁省 22吉林省 23黑龙江省 31上海市 "
    "32江苏省 33浙江省 34安徽省 35福建省 36江西省 37山东省 41河南省 42湖北省 43湖南省 44广东省 "
    "45广西壮族自治区 46海南省 50重庆市 51四川省 52贵州省 53云南省 54西藏自治区 61陕西省 62甘肃省 "
    "63青海省 64宁夏回族自治区 65新疆维吾尔自治区 71台湾省 81香港特别行政区 82澳门特别行政区"
)
PROVINCES = {entry[:2]: entry[2:] for entry in _PROVINCES.split()}
NOT_CHECKED = "只核对位数和省级代码，市县代码和名称是否相符没有核对"

_CODE_FIRST = pattern(r"(\d+)[\s:：,，]*(\D*)")
_NAME_FIRST = pattern(r"(\D*?)[\s:：,，(（]*(\d+)[)）]?")


@record(frozen=True, slots=True)
class Region:
    """A region as written: its code, its name or ``""``, and why the code is none."""

    code: str
    name: str
    problem: str = ""

    @property
    def level(self) -> str:
        """省级, 市级 or 县级, by the digits that are not zero."""
        if self.code.endswith("0000"):
            return "省级"
        return "市级" if self.code.endswith("00") else "县级"

    @property
    def province(self) -> str:
        return PROVINCES[self.code[:2]]


def region_of(text: str) -> Region | None:
    """The code and the name in a text with half-width digits; None where there is no digit."""
    if not any(char.isdigit() for char in text):
        return None
    first, last = _CODE_FIRST.fullmatch(text), _NAME_FIRST.fullmatch(text)
    if first is not None:
        code, name = first[1], first[2]
    elif last is not None:
        name, code = last[1], last[2]
    else:
        return Region("", text, "区划代码和名称各写一次，如 411702 驿城区")
    return Region(code, name.strip(), _problem(code))


def _problem(code: str) -> str:
    if len(code) != 6:
        return f"区划代码应为 6 位数字，写了 {len(code)} 位"
    if code[:2] not in PROVINCES:
        return f"没有以“{code[:2]}”开头的省级代码"
    if code[2:4] == "00" and code[4:] != "00":
        return "市级代码不能是 00"
    return ""
