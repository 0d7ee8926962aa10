"""The checks of an edition in plain words, for the help of a cell: what is held against what."""

from collections.abc import Callable, Iterator

from anju_desktop.forms import checks as kinds
from anju_desktop.forms.definition import Check, Edition
from anju_desktop.rules.compiling import program_for
from anju_desktop.rules.rule import column_of, title_of
from anju_desktop.rules.sums import Side
from anju_desktop.rules.view import Column

_IMPLIED = {
    "required": "必填，空着不能定稿。",
    "lone-sign": "写了 ≥、≤ 这样的符号，后面要有数值。",
    "unreadable": "写法要读得出来，读不出来会指出是哪里。",
    "placeholder": "表上的提示语、“某某”一类占位的字要换成实际内容。",
    "length": "字数不超过规定。",
    "decimals": "小数位数不超过规定。",
    "official": "表上印好的内容保持原样。",
    "computed": "手填的数等于程序按表内关系算出的数。",
    "misplaced": "内容属于这一栏，没有错填到旁边的栏里。",
    "unused-rows": "可有可无的类别下没有空着的行。",
    "row-minimum": "要求有的类别至少有规定的行数。",
    "row-maximum": "行数不超过规定。",
    "contradiction": "计分依据里的数前后合得上。",
    "below-zero": "户数、金额这类数不小于零。",
    "carried": "由目标表带入的内容与目标表一致。",
}


def checks_reading(edition: Edition, column: Column) -> tuple[Check, ...]:
    """Every check that looks at a column, those that its field implies included; each once."""
    program = program_for(edition)
    rules = (*program.rules, *program.across)
    reading = (rule.check for rule in rules if column in rule.reads)
    return tuple({check.id: check for check in reading}.values())


def described(check: Check, edition: Edition) -> str:
    """What a check asks for, in one sentence."""
    if check.id in _IMPLIED:
        return _IMPLIED[check.id]
    describe = _DESCRIBERS.get(type(check))
    return describe(check, edition) if describe else f"{check.title}时会指出。"


def _titles(names: tuple[str, ...], edition: Edition) -> str:
    return "、".join(dict.fromkeys(_all_titles(names, edition)))


def _all_titles(names: tuple[str, ...], edition: Edition) -> Iterator[str]:
    for name in names:
        group, field = column_of(name)
        try:
            found = edition.find_column(group, field) if group else edition.find_field(field)
        except KeyError:  # A column of another edition.
            continue
        yield f"“{title_of(found)}”"


def _equal(check: kinds.EqualCheck, edition: Edition) -> str:
    return f"{Side(check.left, edition).words}＝{Side(check.right, edition).words}。"


def _at_most(check: kinds.AtMostCheck, edition: Edition) -> str:
    return f"{Side(check.left, edition).words}不超过{Side(check.right, edition).words}。"


def _total(check: kinds.TotalCheck, edition: Edition) -> str:
    column = _titles((check.column,), edition)
    group = column_of(check.column)[0]
    parts = tuple(f"{group}.{name}" for name in check.per)
    per = f"按{_titles(parts, edition)}分别" if parts else ""
    return f"{column}{per}相加＝{Side(check.equals, edition).words}。"


def _rule_fits(check: kinds.RuleFitsCheck, _: Edition) -> str:
    quantitative, qualitative = "、".join(check.quantitative), "、".join(check.qualitative)
    return f"赋分规则与指标值的种类相配：定量用{quantitative}，定性用{qualitative}。"


def _wording(check: kinds.WordingCheck, _: Edition) -> str:
    if not check.words:
        return "字间没有多余的空格。"
    return f"不用“{'”“'.join(check.words[:3])}”这类模糊的话，或者写出具体的数。"


def _shortfall(check: kinds.ShortfallCheck, edition: Edition) -> str:
    text = f"在{_titles((check.text,), edition)}里" if check.text else ""
    left, right = Side(check.left, edition).words, Side(check.right, edition).words
    return f"{left}低于{right}时，{text}写明原因。"


def _figures(check: kinds.FiguresInTextCheck, edition: Edition) -> str:
    return f"{_titles(check.fields, edition)}里写的数与表里的数一致。"


_DESCRIBERS: dict[type[Check], Callable[..., str]] = {
    kinds.EqualCheck: _equal,
    kinds.AtMostCheck: _at_most,
    kinds.TotalCheck: _total,
    kinds.UnitOfNameCheck: lambda *_: "计量单位与指标名称所计的事物一致，如“套数”用套。",
    kinds.RateLimitCheck: lambda *_: "最多到 100% 的比率，不写“≥100%”或更高。",
    kinds.YesNoCheck: lambda *_: "名称里问“是否”的指标，用“是”或“否”回答。",
    kinds.SignCheck: lambda *_: "数值前面有 ≥、≤ 或 =。",
    kinds.UnitRequiredCheck: lambda *_: "数值后面有计量单位。",
    kinds.ValueFormCheck: lambda *_: "指标值里没有 *、_、- 这样的符号；写月份的在 1 到 12 之间。",
    kinds.RuleFitsCheck: _rule_fits,
    kinds.ProductCheck: lambda *_: "户数×标准×月数＝资金（单位合得上的几行之间）。",
    kinds.TextsDifferCheck: lambda c, e: f"{_titles(c.fields, e)}不是一字不差的同一段话。",
    kinds.FilledTogetherCheck: lambda c, e: f"{_titles(c.fields, e)}要么都填，要么都不填。",
    kinds.WordingCheck: _wording,
    kinds.FiguresInTextCheck: _figures,
    kinds.EmptyHintCheck: lambda *_: "没有这项时写 0，比空着清楚。",
    kinds.CoversYearCheck: lambda *_: "写的起止年份包括本表的年度。",
    kinds.DatesCheck: lambda *_: "结束日期不早于开始日期，并且都在本年度里。",
    kinds.ShortfallCheck: _shortfall,
    kinds.FormsAgainstListCheck: lambda *_: "资金分配表上的数与各张表的数相等。",
    kinds.SameTextCheck: lambda *_: "各县区的这段话不是照抄的同一段。",
    kinds.PerUnitCheck: lambda c, _: f"平均每{'、每'.join(c.units)}的钱与其他各表相差不太大。",
    kinds.ScoreByStandardCheck: lambda *_: "得分是按评分标准算得出来的分。",
    kinds.GradeCheck: lambda *_: "等级与总得分相符。",
    kinds.FactsInTextCheck: lambda c, e: f"{_titles(c.fields, e)}里写的数与本行的数一致。",
}
