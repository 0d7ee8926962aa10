"""The kinds of check an edition can ask for: parameters only, see ``rules/`` for what they do.

``kind`` in the file chooses the class. Columns are written ``group.column``, measures
``group.measure``; an empty ``measure`` means every measure of the form.
"""

from decimal import Decimal

from anju_desktop.forms.definition import Check, doc
from anju_desktop.records import record


@record(frozen=True, slots=True)
class EqualCheck(Check):
    """Two expressions give the same amount: 年度预算总额 = 财政拨款 + 其他资金."""

    left: str = doc("左边的算式；写出来的数（填写值）", default="")
    right: str = doc("右边的算式；应有的数", default="")
    cell: str = doc("跳到哪个栏目；不写为左边第一个", default="")
    suggest: bool = doc("左边就是一个栏目时，提供一键改为应有的数", default=True)


@record(frozen=True, slots=True)
class AtMostCheck(Check):
    """The left amount does not exceed the right one: 中央 ≤ 总额, 得分 ≤ 分值 (row by row)."""

    left: str = doc("不得超过右边的算式；两边都是同组的栏时逐行比较", default="")
    right: str = doc("上限的算式", default="")


@record(frozen=True, slots=True)
class TotalCheck(Check):
    """A column adds up: weights to 90, scores to the typed 合计, 二级 to 一级."""

    column: str = doc("相加的栏：组.栏", default="")
    equals: str = doc("应等于：数、栏目标识或算式", default="")
    per: tuple[str, ...] = doc("按这些栏分别合计（如按一级指标）", default=())
    once_per: tuple[str, ...] = doc("这些栏相同的相邻行只计一次（合并格）", default=())
    except_categories: tuple[str, ...] = doc("不计入的类别，如加分项", default=())
    rounded: bool = doc("合计可以是四舍五入的数，按写出的位数核对", default=False)


@record(frozen=True, slots=True)
class UnitOfNameCheck(Check):
    """The unit of a value fits what its name counts: …套数 in 套, …面积 in 平方米."""

    measure: str = doc("哪一组指标值：组.口径；不写为全部", default="")
    text_fields: tuple[str, ...] = doc("可佐证单位的文字栏目，如总体目标", default=())


@record(frozen=True, slots=True)
class RateLimitCheck(Check):
    """A rate that cannot exceed 100 % is not written ≥100 % or above."""

    measure: str = doc("哪一组指标值", default="")


@record(frozen=True, slots=True)
class YesNoCheck(Check):
    """A name that asks 是否 is answered with 是 or 否, not with a figure."""

    measure: str = doc("哪一组指标值", default="")


@record(frozen=True, slots=True)
class SignCheck(Check):
    """A figure carries its sign (≥, ≤, =)."""

    measure: str = doc("哪一组指标值", default="")


@record(frozen=True, slots=True)
class UnitRequiredCheck(Check):
    """A figure carries its unit."""

    measure: str = doc("哪一组指标值", default="")


@record(frozen=True, slots=True)
class ValueFormCheck(Check):
    """A value has no ``*``, ``_`` or ``-`` inside, a month is 1–12."""

    measure: str = doc("哪一组指标值", default="")


@record(frozen=True, slots=True)
class RuleFitsCheck(Check):
    """The 赋分规则 fits the kind of value: qualitative, quantitative, satisfaction."""

    measure: str = doc("哪一组指标值", default="")
    column: str = doc("赋分规则所在栏", default="")
    quantitative: tuple[str, ...] = doc("定量指标可用的规则", default=())
    qualitative: tuple[str, ...] = doc("定性指标可用的规则", default=())
    by_category: dict[str, tuple[str, ...]] = doc(
        "某个类别只能用的规则：类别标识 = [规则]", default_factory=dict
    )


@record(frozen=True, slots=True)
class ProductCheck(Check):
    """户数 × 标准 × 月数 = 资金, found by units and dimensions, never by the row's text."""

    measure: str = doc("哪一组指标值", default="")
    amount: str = doc("应等于的金额栏目", default="")


@record(frozen=True, slots=True)
class TextsDifferCheck(Check):
    """Two texts are not the same word for word: 实施期目标 and 年度目标."""

    fields: tuple[str, ...] = doc("互相比较的文字栏目", default=())


@record(frozen=True, slots=True)
class FilledTogetherCheck(Check):
    """All of these are filled or none is."""

    fields: tuple[str, ...] = doc("应当一起填写的栏目", default=())


@record(frozen=True, slots=True)
class WordingCheck(Check):
    """Vague words without a figure, blanks inside the text."""

    fields: tuple[str, ...] = doc("检查的文字栏目或组.栏", default=())
    words: tuple[str, ...] = doc("模糊用语", default=())
    blanks: bool = doc("检查字间多余的空格", default=False)


@record(frozen=True, slots=True)
class FiguresInTextCheck(Check):
    """A figure in a narrative equals the figure of the same thing in the table."""

    fields: tuple[str, ...] = doc("叙述性文字栏目", default=())
    measure: str = doc("与哪一组指标值核对", default="")
    amounts: tuple[str, ...] = doc("与哪些金额栏目核对", default=())


@record(frozen=True, slots=True)
class EmptyHintCheck(Check):
    """A field that may be empty, but where a zero would be clearer."""

    fields: tuple[str, ...] = doc("栏目", default=())


@record(frozen=True, slots=True)
class CoversYearCheck(Check):
    """The years a text names include the year of the form: 项目实施期."""

    fields: tuple[str, ...] = doc("写起止年份的文字栏目", default=())


@record(frozen=True, slots=True)
class DatesCheck(Check):
    """A project ends after it begins, and both lie in the year of the form."""

    start: str = doc("开始日期的栏目", default="")
    end: str = doc("结束日期的栏目", default="")


@record(frozen=True, slots=True)
class ShortfallCheck(Check):
    """What is less than the full amount is explained in words: 得分低于分值写明原因."""

    left: str = doc("低于右边时要写原因的数；两边都是同组的栏时逐行比较", default="")
    right: str = doc("应达到的数", default="")
    text: str = doc("写原因的栏目；表上没有的不写，由审核说明代替", default="")


@record(frozen=True, slots=True)
class FormsAgainstListCheck(Check):
    """The forms of a submission add up to the allocation list, paired by name."""

    group: str = doc("分配表的组", default="")
    key: str = doc("分配表里对象名称所在栏", default="")
    amount: str = doc("分配表里的金额栏", default="")
    total: str = doc("分配表合计栏目", default="")
    editions: tuple[str, ...] = doc("与哪些表式核对", default=())
    form_key: str = doc("那些表里的名称栏目", default="")
    form_amount: str = doc("那些表里的金额栏目", default="")


@record(frozen=True, slots=True)
class SameTextCheck(Check):
    """The same goal text in every county's form."""

    fields: tuple[str, ...] = doc("文字栏目", default=())


@record(frozen=True, slots=True)
class PerUnitCheck(Check):
    """Money per 户 or per ㎡ is plausible beside the neighbours' forms."""

    amount: str = doc("金额栏目", default="")
    measure: str = doc("哪一组指标值", default="")
    units: tuple[str, ...] = doc("按什么单位平均，如 户、平方米", default=())
    factor: Decimal = doc("与中位数相差几倍以上才提示", default=Decimal(3))


@record(frozen=True, slots=True)
class ScoreByStandardCheck(Check):
    """A claimed score is one that some reading of the row's clauses gives."""


@record(frozen=True, slots=True)
class GradeCheck(Check):
    """The typed grade is that of the typed total, by the bands of the edition."""


@record(frozen=True, slots=True)
class FactsInTextCheck(Check):
    """A figure of a typed reason equals the fact of the same row that it names."""

    fields: tuple[str, ...] = doc("写评分理由的栏：组.栏", default=())


IMPLIED_RULES = (
    "required",
    "lone-sign",
    "unreadable",
    "placeholder",
    "length",
    "decimals",
    "official",
    "computed",
    "misplaced",
    "unused-rows",
    "row-minimum",
    "row-maximum",
    "contradiction",
    "below-zero",
    "carried",
)
"""Ids of the rules that follow from the fields themselves; no check of an edition may use one."""

CHECK_KINDS: dict[str, type[Check]] = {
    "equal": EqualCheck,
    "at_most": AtMostCheck,
    "total": TotalCheck,
    "unit_of_name": UnitOfNameCheck,
    "rate_limit": RateLimitCheck,
    "yes_no": YesNoCheck,
    "sign": SignCheck,
    "unit_required": UnitRequiredCheck,
    "value_form": ValueFormCheck,
    "rule_fits": RuleFitsCheck,
    "product": ProductCheck,
    "texts_differ": TextsDifferCheck,
    "filled_together": FilledTogetherCheck,
    "wording": WordingCheck,
    "figures_in_text": FiguresInTextCheck,
    "empty_hint": EmptyHintCheck,
    "covers_year": CoversYearCheck,
    "dates": DatesCheck,
    "shortfall": ShortfallCheck,
    "forms_against_list": FormsAgainstListCheck,
    "same_text": SameTextCheck,
    "per_unit": PerUnitCheck,
    "score_by_standard": ScoreByStandardCheck,
    "grade": GradeCheck,
    "facts_in_text": FactsInTextCheck,
}
"""Name of the kind in the file → the dataclass that holds its parameters."""
