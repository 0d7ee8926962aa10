"""An official table as data: what a form edition states, and nothing that acts on it.

These dataclasses *are* the file format. :mod:`anju_desktop.forms.binding` builds them from TOML
and derives the JSON Schema from them, so a key exists exactly when an attribute does here.
``doc()`` carries the Chinese explanation of a key for authors of forms (it goes into the schema).
"""

from dataclasses import field
from decimal import Decimal
from enum import StrEnum
from typing import Any, Protocol, TypeVar

from anju_desktop.records import record

FORMAT = 1
"""Version of the edition format that this program reads and writes."""


def doc(text: str, **options: Any) -> Any:
    """A dataclass field with an explanation for form authors."""
    return field(metadata={"doc": text}, **options)


class ValueType(StrEnum):
    """Kinds of value a field can hold."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    MONEY = "money"
    PERCENT = "percent"
    DATE = "date"
    MONTH = "month"
    CHOICE = "choice"
    YES_NO = "yes_no"
    REGION = "region"
    TELEPHONE = "telephone"
    INDICATOR = "indicator"
    SIGN = "sign"
    UNIT = "unit"
    SCORE = "score"


class Level(StrEnum):
    """Weight of a finding: 错误 blocks 定稿, 需说明 needs a written reason, 提示 is advice."""

    ERROR = "error"
    EXPLAIN = "explain"
    HINT = "hint"


class Owner(StrEnum):
    """Who writes a field: the filling office, or the office above it (locked here)."""

    FILLER = "filler"
    UPPER = "upper"


class Fill(StrEnum):
    """What a new form takes from the data of the filling unit, so that nobody retypes it."""

    NAME = "unit.name"
    CODE = "unit.code"
    DEPARTMENT = "unit.department"
    FINANCE = "unit.finance"
    HOUSING = "unit.housing"
    LEADER = "unit.leader"
    PREPARER = "unit.preparer"
    CONTACT = "unit.contact"
    TELEPHONE = "unit.telephone"


class NextYear(StrEnum):
    """What becomes of a field when a form is begun from last year's."""

    KEEP = "keep"
    BLANK = "blank"


class RollUp(StrEnum):
    """How the city combines a field of many counties."""

    NONE = "none"
    SUM = "sum"
    LIST = "list"
    SAME = "same"
    RECOMPUTE = "recompute"


class RowKind(StrEnum):
    """What a line of the paper is; decides frame, repetition and page behaviour."""

    ABOVE = "above"
    TITLE = "title"
    SUBTITLE = "subtitle"
    HEAD = "head"
    BODY = "body"
    GROUP = "group"
    SIGNATURE = "signature"
    NOTE = "note"


class Align(StrEnum):
    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


class Orientation(StrEnum):
    PORTRAIT = "portrait"
    LANDSCAPE = "landscape"


@record(frozen=True, slots=True)
class Paper:
    """Sheet of paper; all lengths in millimetres."""

    columns: tuple[Decimal, ...] = doc("各栏宽度，毫米，从左到右")
    orientation: Orientation = doc("纵向 portrait 或横向 landscape", default=Orientation.PORTRAIT)
    size: str = doc("纸张，目前只有 A4", default="A4")
    margins: tuple[Decimal, ...] = doc(
        "页边距，毫米：上、右、下、左",
        default=(Decimal(20), Decimal(18), Decimal(18), Decimal(18)),
    )
    font_size: Decimal = doc("表内字号，磅", default=Decimal("10.5"))


@record(frozen=True, slots=True)
class Field:
    """One thing to fill in: a field of the form or a column of a group."""

    id: str = doc("英文标识，小写字母、数字和下划线；发布后不得改作他用")
    title: str = doc("栏目名称，照纸面写")
    type: ValueType = doc("值的类型", default=ValueType.TEXT)
    unit: str = doc("计量单位，如 万元、元、户、%", default="")
    decimals: int | None = doc("最多几位小数", default=None)
    required: Level | None = doc(
        "必填：空着时算 error、explain 还是 hint；不写为可空", default=None
    )
    max_bytes: int | None = doc("最多字节数（汉字按 2 字节计）", default=None)
    max_length: int | None = doc("最多字数", default=None)
    choices: tuple[str, ...] = doc("可选的值", default=())
    open_choice: bool = doc("可选值之外也允许填写", default=False)
    default: str = doc("新表里预先填好的内容", default="")
    fill: Fill | None = doc(
        "新表里从本单位信息填入：unit.name 单位全称，unit.code 单位编码，unit.department 主管部门，"
        "unit.finance 财政部门，unit.housing 住房城乡建设部门，unit.leader 负责人，"
        "unit.preparer 填表人，unit.contact 联系人，unit.telephone 联系电话",
        default=None,
    )
    next_year: NextYear | None = doc(
        "沿用上年的表时 keep 照抄还是 blank 留空；不写按类型定：文字、选择、符号、单位和权重照抄，"
        "金额、数值、指标值、日期、得分和理由留空",
        default=None,
    )
    computed: str = doc("计算公式；写了就由程序算出，仍可核对手填数", default="")
    owner: Owner = doc("由谁填写：filler 填报单位，upper 上级（本级锁定）", default=Owner.FILLER)
    official: bool = doc("表内印好的内容（分值、评分标准等），不由填报人填写", default=False)
    none_marks: tuple[str, ...] = doc("表示“没有”的写法，如 -、/、无", default=())
    guidance: tuple[str, ...] = doc("表样里的填写提示语，留在表里即为未填", default=())
    help: str = doc("填写说明，按 F1 显示", default="")
    roll_up: RollUp = doc("市级汇总办法", default=RollUp.NONE)


@record(frozen=True, slots=True)
class Category:
    """A fixed place for open rows, for example 产出指标 / 数量指标."""

    id: str = doc("英文标识")
    path: tuple[str, ...] = doc('各级名称，如 ["产出指标", "数量指标"]')
    minimum: int = doc("至少几行", default=0)
    maximum: int | None = doc("最多几行", default=None)
    missing: Level = doc("少于最少行数时的级别", default=Level.EXPLAIN)


@record(frozen=True, slots=True)
class Measure:
    """Which columns of a group together state one indicator value.

    Either ``value`` (sign, number and unit in one cell) or ``number`` with optional ``sign`` and
    ``unit`` columns.
    """

    id: str = doc("英文标识，如 annual")
    name: str = doc("指标名称所在栏")
    value: str = doc("指标值（符号、数值、单位同在一格）所在栏", default="")
    sign: str = doc("符号单独成栏时的栏", default="")
    number: str = doc("数值单独成栏时的栏", default="")
    unit: str = doc("单位单独成栏时的栏", default="")
    period: str = doc("口径：annual 年度，multi_year 实施期", default="annual")
    kind: str = doc("plan 计划，actual 实际", default="plan")


@record(frozen=True, slots=True)
class FixedRow:
    """A row that the paper prints: its official cells, and the clauses that score it."""

    id: str = doc("英文标识")
    cells: dict[str, str] = doc("印好的各栏内容：栏标识 = 内容", default_factory=dict)
    category: str = doc("所属类别标识", default="")
    scoring: tuple["Clause", ...] = doc("评分条款，可以叠加；合起来不超过这一行的分值", default=())
    uneven: bool = doc("各条款的分加起来不等于分值，纸面就是如此", default=False)
    reasons: tuple["Sentence", ...] = doc("评分理由的草拟句，取第一条合用的", default=())


@record(frozen=True, slots=True)
class Marks:
    """Which columns of a group hold a row's 分值, its 得分 and the 评分理由."""

    name: str = doc("评分项名称所在栏，如 level2")
    full: str = doc("分值所在栏")
    score: str = doc("得分所在栏")
    reason: str = doc("评分理由所在栏", default="")
    section: str = doc("一级指标所在栏，报告按它分节", default="")


@record(frozen=True, slots=True)
class Group:
    """A repeating part of the table: open rows under fixed categories, or fixed rows.

    With ``row`` it is not on the paper but a breakdown of that row's facts, by county say.
    """

    id: str = doc("英文标识")
    title: str = doc("名称")
    columns: tuple[Field, ...] = doc("各栏")
    levels: tuple[str, ...] = doc("由类别决定内容的栏，从大到小", default=())
    categories: tuple[Category, ...] = doc("固定类别；不写则行不分类", default=())
    rows: tuple[FixedRow, ...] = doc("印好的行；开放的组里则是新表的起始行", default=())
    open: bool = doc("填报人可以增删行", default=True)
    minimum: int = doc("至少几行", default=0)
    maximum: int | None = doc("最多几行", default=None)
    drop_unused: bool = doc("没有用到的可选类别不印：空着的行提示删去", default=False)
    measures: tuple[Measure, ...] = doc("指标值由哪些栏组成", default=())
    marks: Marks | None = doc("评分表的分值、得分、理由各在哪一栏", default=None)
    scoring: tuple["Clause", ...] = doc("没有自己条款的行共用的评分条款", default=())
    row: str = doc("不印在纸上、细分哪一行的事实：组标识.行标识", default="")


@record(frozen=True, slots=True)
class Fact(Field):
    """A field that is not on the paper but feeds scores and sentences.

    Cells, formulas and checks name it like any field outside groups.
    """

    row: str = doc("归属的固定行：组标识.行标识", default="")


class ClauseKind(StrEnum):
    """The kinds of 评分标准 in use: awards, deductions, and what decides over a whole group."""

    ALL_OR_NOTHING = "all_or_nothing"
    COMPLETION = "completion"
    THRESHOLD = "threshold"
    BANDS = "bands"
    PROPORTIONAL = "proportional"
    QUALITATIVE = "qualitative"
    EXECUTION_RATE = "execution_rate"
    DISCRETIONARY = "discretionary"
    PER_ITEM = "per_item"
    PER_DAY = "per_day"
    OVER_PERFORMANCE = "over_performance"
    EXEMPTION = "exemption"
    VETO = "veto"
    GROUP = "group"
    ALTERNATIVES = "alternatives"
    TOTAL_CAP = "total_cap"


class Reading(StrEnum):
    """What 每低一个百分点 means: points completed, points begun, or in proportion."""

    COMPLETED = "completed"
    BEGUN = "begun"
    PROPORTIONAL = "proportional"


class Outcome(StrEnum):
    """How a scored row came out; drafted sentences are chosen by it."""

    FULL = "full"
    SHORT = "short"
    EXEMPT = "exempt"
    VETOED = "vetoed"


@record(frozen=True, slots=True)
class Band:
    """One band of a banded standard; the lower bound belongs to the band."""

    at_least: Decimal = doc("下限，百分数或分数，含本数")
    points: Decimal | None = doc("得分", default=None)
    label: str = doc("名称，如 达成、优", default="")


@record(frozen=True, slots=True)
class Sentence:
    """A drafted 评分理由: official wording with places for figures, and never a figure itself."""

    text: str = doc("句子；{事实标识} {rate} {gap} {below} {score} {deducted} {year} 处填数")
    when: Outcome | None = doc(
        "何时用：full 满分、short 扣分、exempt 免考、vetoed 否决", default=None
    )


@record(frozen=True, slots=True)
class Clause:
    """One node of a scoring tree; points in 分, rates and thresholds in percent.

    ``fact``, ``plan`` and ``actual`` name a fact, or a column or measure of the scored row.
    """

    kind: ClauseKind = doc("评分办法")
    id: str = doc("英文标识，草拟句里用 {标识.rate} 指这一条", default="")
    points: Decimal | None = doc("这一条的分；不写为整行的分值", default=None)
    text: str = doc("所依据的原文片段", default="")
    fact: str = doc("所用事实：比率、项数、天数、是否", default="")
    plan: str = doc("计划数", default="")
    actual: str = doc("实际数", default="")
    done: str = doc("全部完成的事实（是/否）；填是而实际数空着时，实际数视同计划数", default="")
    threshold: Decimal | None = doc("达标线，百分数；不写为 100", default=None)
    at_most: bool = doc("越低越好（≤ 的指标）", default=False)
    step: Decimal | None = doc("每多少（个百分点、天、项）", default=None)
    deduct: Decimal | None = doc("扣多少分", default=None)
    maximum: Decimal | None = doc("最多扣多少分", default=None)
    reading: Reading = doc("“每低一个百分点”的算法", default=Reading.COMPLETED)
    bands: tuple[Band, ...] = doc("分档，从高到低", default=())
    parts: tuple["Clause", ...] = doc("下级条款", default=())


@record(frozen=True, slots=True)
class Scoring:
    """What a whole evaluation table adds up to."""

    total: Decimal = doc("总分")
    typed_total: str = doc("填写合计得分的栏目", default="")
    bonus_category: str = doc("加分项所在类别，不计入总分", default="")
    grades: tuple[Band, ...] = doc("等级，从高到低", default=())
    grade: str = doc("填写等级的栏目", default="")
    cap: tuple[Clause, ...] = doc("总分封顶条款", default=())


@record(frozen=True, slots=True)
class Report:
    """What the 绩效自评报告 of a scored table says around its scores."""

    title: str = doc("标题；可用 {unit} {year} {programme}", default="{unit}{programme}自评报告")
    addressee: str = doc("主送机关", default="")
    opening: str = doc(
        "开头一段；还可用 {full} {total} {grade}",
        default="根据绩效评价工作要求，{unit}开展了{programme}自评工作，满分{full}分，"
        "自评得分{total}分。现将有关情况报告如下：",
    )
    texts: tuple[str, ...] = doc(
        "填报人自己写的各节，依次写事实标识（long_text），如存在问题、下一步计划", default=()
    )


@record(frozen=True, slots=True)
class PaperCell:
    """One cell of a paper line, written from left to right; cells covered from above are left out.

    Exactly one of ``text``, ``field``, ``column``; ``text`` may hold ``{field_id}`` where a value
    is written inside a sentence (年度资金总额：{total}万元).
    """

    text: str = doc("印好的文字；{栏目标识} 处填值", default="")
    field: str = doc("填写的栏目标识", default="")
    column: str = doc("组内的栏标识（只用于 group 行）", default="")
    across: int = doc("横跨几栏", default=1)
    down: int = doc("竖跨几行", default=1)
    through: str = doc("竖跨到这个组的最后一行：组标识", default="")
    merge: tuple[str, ...] = doc("这些栏与上一行都相同时竖向合并；写 [栏自己] 即可", default=())
    align: Align | None = doc("左右对齐", default=None)
    bold: bool = doc("加粗", default=False)
    size: Decimal | None = doc("字号，磅", default=None)


@record(frozen=True, slots=True)
class PaperRow:
    """A line of the paper, or (``kind = "group"``) the pattern of every row of a group."""

    cells: tuple[PaperCell, ...] = doc("从左到右的格子")
    kind: RowKind = doc("这一行是什么", default=RowKind.BODY)
    group: str = doc("group 行：组标识", default="")
    height: Decimal | None = doc("最小行高，毫米", default=None)


@record(frozen=True, slots=True)
class Check:
    """What every check has; the kinds are in :mod:`anju_desktop.forms.checks`."""

    id: str = doc("规则标识，发布后不变")
    level: Level = doc("级别：error 错误、explain 需说明、hint 提示")
    title: str = doc("一句话说明，用填报人的话", default="")
    basis: str = doc("依据：文号、条款或本表栏目关系", default="")
    advice: str = doc("怎么办", default="")


@record(frozen=True, slots=True)
class CarriedRows:
    """Rows of a group that another form already has: its indicators, their targets and weights."""

    source: str = doc("来源表里的组")
    target: str = doc("本表的组")
    columns: dict[str, str] = doc("本表的栏 = 来源表的栏")
    categories: dict[str, str] = doc(
        "本表的类别 = 来源表的类别；不写的按标识相同", default_factory=dict
    )


@record(frozen=True, slots=True)
class Carry:
    """What a form takes over from another form of the same project, so that nobody retypes it."""

    edition: str = doc("来源表式的标识")
    mark: str = doc("记下来源表名称的事实；填着时带入的格子锁定")
    fields: dict[str, str] = doc(
        "本表的栏目 = 来源表的栏目；印好的行写 组.行.栏", default_factory=dict
    )
    groups: tuple[CarriedRows, ...] = doc("成组带入的行", default=())


@record(frozen=True, slots=True)
class LastYear:
    """Which cells state what last year came to (上年完成值), and where last year's forms say it."""

    edition: str = doc("上年填的表式的标识；同一种表的别的年版也认")
    fields: dict[str, str] = doc("本表的栏目 = 上年那张表的栏目", default_factory=dict)
    groups: tuple[CarriedRows, ...] = doc("成组的行，按行名配对", default=())


@record(frozen=True, slots=True)
class Edition:
    """One edition of an official table."""

    format: int = doc("格式版本，目前为 1")
    id: str = doc("表式标识，与文件名相同")
    title: str = doc("表名")
    year: int = doc("年度")
    paper: Paper = doc("纸张与栏宽")
    rows: tuple[PaperRow, ...] = doc("纸面，从上到下一行一行")
    edition: int = doc("第几版", default=1)
    issuer: str = doc("印发机关", default="")
    document_number: str = doc("文号", default="")
    level: str = doc("填报层级：project 项目、region 区域、county 县区、city 市", default="project")
    programme: str = doc("资金或项目类别；同一单位、年度、类别合成一件上报", default="")
    name: str = doc("在目录树里显示的短名", default="")
    label: str = doc("一张表的名字取自哪个栏目，如 project_name", default="")
    source: str = doc("版式出处说明", default="")
    fields: tuple[Field, ...] = doc("组外的栏目", default=())
    groups: tuple[Group, ...] = doc("重复的部分", default=())
    facts: tuple[Fact, ...] = doc("不印在纸上的事实", default=())
    scoring: Scoring | None = doc("评分", default=None)
    report: Report | None = doc("绩效自评报告；不写用通用的", default=None)
    carry: tuple[Carry, ...] = doc("从另一张表带入的内容", default=())
    last_year: tuple[LastYear, ...] = doc("哪些栏填的是上年的数", default=())
    checks: tuple[Check, ...] = doc("审核规则", default=())
    examples: tuple[str, ...] = doc("填好的样例文件名", default=())
    sha256: str = field(default="", metadata={"derived": True})

    def find_field(self, field_id: str) -> Field:
        """The field or fact outside groups with this id; ``KeyError`` when there is none."""
        return _by_id((*self.fields, *self.facts), field_id)

    def find_group(self, group_id: str) -> Group:
        """The group with this id; ``KeyError`` when there is none."""
        return _by_id(self.groups, group_id)

    def find_column(self, group_id: str, column_id: str) -> Field:
        """A column of a group; ``KeyError`` when there is none."""
        return _by_id(self.find_group(group_id).columns, column_id)


class _Identified(Protocol):
    @property
    def id(self) -> str: ...


_T = TypeVar("_T", bound=_Identified)


def _by_id(items: tuple[_T, ...], wanted: str) -> _T:
    for item in items:
        if item.id == wanted:
            return item
    raise KeyError(wanted)
