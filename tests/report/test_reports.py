"""Whole reports: clean ones of many offices are silent, sections are held against their parts."""

from pathlib import Path

import pytest

from anju_desktop.reading.plaintext import blocks_of, read_report
from anju_desktop.report.remarks import Mistake
from anju_desktop.report.sums import check_sums

REPORTS = sorted((Path(__file__).parents[1] / "data" / "reports").iterdir())


def mistakes(text: str) -> list[Mistake]:
    return list(check_sums(blocks_of(text)).mistakes)


def told(text: str) -> list[tuple[str, str]]:
    return [(mistake.written, mistake.expected) for mistake in mistakes(text)]


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_a_clean_report_is_silent(path: Path) -> None:
    assert check_sums(read_report(path)).mistakes == ()


SHAPES = [
    """农村公路养护绩效自评
一、过程（满分20分，自评得分19分）
（一）资金管理（10分）
资金到位，得10分。市级复核得分9分。
（二）组织实施（10分）
台账不全，自评得9分，复核得8分。
二、效益（满分20分，自评得分20分）
（一）满意度（10分）
问卷满意度得分92.5分，此项得10分。
（二）影响（10分）
未扣分。
三、其他需要说明的情况
上年自评得分88分，排名第3。
四、评价结论
以上自评得分39分（不含产出指标60分）。
""",
    """某县2024年度公租房维修项目绩效自评报告
一、项目概况
本项目预算资金320万元，实际支出312.8万元。
二、综合评价情况及评价结论
本项目综合得分93分，评价等级为优。各项指标得分情况如下：
指标\t分值\t得分
项目决策\t20\t19
项目过程\t20\t18
项目产出\t40\t38
项目效益\t20\t18
合计\t100\t93
三、绩效评价指标分析
（一）项目决策情况。该指标分值20分，得分19分。
1.项目立项。分值8分，得8分。
2.绩效目标。分值6分，得5分。绩效指标不够量化，扣1分。
3.资金投入。分值6分，得6分。
（二）项目过程情况。该指标分值20分，得分18分。
1.资金管理。分值10分，得9分。
2.组织实施。分值10分，得9分。
（三）项目产出情况。该指标分值40分，得分38分。
1.产出数量。分值15分，得15分。计划维修120套，实际维修126套，完成率105%。
2.产出质量。分值10分，得9分。
3.产出时效。分值10分，得9分。
4.产出成本。分值5分，得5分。
（四）项目效益情况。该指标分值20分，得分18分。
1.社会效益。分值10分，得9分。
2.满意度。分值10分，得9分。
""",
    """XX县住房租赁补贴绩效评价

经综合评价，得分95分，其中预算执行10分、产出48分、效益28分、满意度9分。

一、预算执行（10分）
得10分。
二、产出指标（50分）
（1）数量指标（20分）：发放437户，得20分。
（2）质量指标（15分）：发放准确率100%，得15分。
（3）时效指标（15分）：第四季度发放迟8天，扣2分，得13分。
三、效益指标（30分）
受益群众知晓率85%，扣2分，得28分。
四、满意度（10分）
抽样100户，得9分。
""",
    """关于我区2023年棚户区改造绩效自评的报告
我区自评得分为97分（满分100分，不含加分3分）。
一、资金管理（25分）
自评得分24分。其中：资金筹集5分，资金分配5分，预算执行9分，资金使用5分。
二、项目管理（15分）
自评得分15分。
三、产出效益（60分）
自评得分58分。扣分原因：分配率未达标扣2分。
四、加分项
争取专项债券加2分，提前完工加1分。
综上，我区自评得分97分，加分3分，合计100分。
""",
    """附件1
保障性租赁住房绩效自评
一、自评得分情况
1.资金管理20分，自评18分。
2.项目管理20分，自评20分。
3.产出效益60分，自评57分。
以上合计95分。
附件2
老旧小区绩效自评
一、自评得分情况
1.资金管理20分，自评20分。
2.项目管理20分，自评19分。
3.产出效益60分，自评60分。
以上合计99分。
""",
    """2022年老旧小区改造绩效自评
（一）各县区完成情况
2022年计划改造小区120个、9000户。实际开工122个、9130户。
甲县：计划30个、2000户，开工30个、2010户；
乙县：计划40个、3500户，开工42个、3620户；
丙县：计划50个、3500户，开工50个、3500户。
（二）资金情况
到位资金5600万元，支出5320万元，支出率95%。
1.中央资金3200万元，支出3100万元；
2.省级资金1400万元，支出1320万元；
3.市县资金1000万元，支出900万元。
""",
    """某市绩效自评报告
一、资金管理情况（满分20分，廉租住房方面自评得分19分；满分30分，农村危房方面自评得分30分）
（一）资金筹集（廉租住房10分，农村危房15分）
廉租住房方面得9分，农村危房方面得15分。
（二）资金使用（廉租住房10分，农村危房15分）
廉租住房方面得10分，农村危房方面得15分。
""",
    """合计情况
单位：户
县区\t任务数\t完成数\t完成率
甲县\t100\t102\t102%
乙县\t200\t190\t95%
合计\t300\t292\t97.3%
""",
    """表2
序号\t项目\t金额（万元）
1\t设计费\t12.35
2\t施工费\t230.4
3\t监理费\t5.25
合计\t\t248
""",
    """一级指标\t分值\t二级指标\t分值\t得分
决策\t20\t立项\t10\t10
\t\t目标\t10\t8
过程\t80\t资金\t40\t40
\t\t实施\t40\t39
总分\t100\t\t100\t97
""",
]


@pytest.mark.parametrize("text", SHAPES, ids=lambda text: text.split("\n")[0])
def test_other_shapes_of_reports_are_silent_too(text: str) -> None:
    assert mistakes(text) == []


ALTERED = [
    ("该指标分值20分，得分19分", "该指标分值21分，得分19分", [("21分", "20分")]),
    ("分值6分，得5分", "分值6分，得6分", [("19分", "20分")]),
    ("本项目综合得分93分", "本项目综合得分94分", [("94分", "93分")]),
    ("项目决策\t20\t19", "项目决策\t20\t18", [("93", "92")]),
    ("扣2分，得13分", "扣2分，得14分", [("95分", "96分")]),
    ("（15分）：发放准确率", "（16分）：发放准确率", [("50分", "51分")]),
    ("资金分配5分，预算执行9分", "资金分配5分，预算执行8分", [("24分", "23分")]),
    ("综上，我区自评得分97分", "综上，我区自评得分96分", [("96分", "97分")]),
    ("项目管理20分，自评19分", "项目管理20分，自评20分", [("99分", "100分")]),
    ("乙县：计划40个", "乙县：计划41个", [("120个", "121个")]),
    ("乙县\t200\t190", "乙县\t200\t191", [("292", "293")]),
    ("1\t设计费\t12.35", "1\t设计费\t13.35", [("248", "249")]),
]


@pytest.mark.parametrize(("right", "wrong", "expected"), ALTERED)
def test_one_altered_figure_breaks_its_total_alone(
    right: str, wrong: str, expected: list[tuple[str, str]]
) -> None:
    (text,) = [shape for shape in SHAPES if right in shape]
    assert told(text.replace(right, wrong)) == expected


TWO = """# 云岭市保障性住房绩效评价报告

我市组织了自评，公租房保障满分 100 分，自评 {rental} 分；城市棚户区改造满分 100 分，自评 97 分。

**一、资金管理情况（满分 40 分，公租房保障方面自评得分 38 分；满分 40 分，棚改方面自评得分 40 分）**

### （一）资金筹集（15 分）

及时安排配套资金。经自评，公租房保障方面自评得 15 分；棚改方面自评得 15 分。

### （二）资金使用（25 分）

一是建立制度。经自评，公租房保障方面自评得 {first} 分；棚改方面自评得 5 分。

二是按进度拨付。经自评，公租房保障方面自评得 18 分；棚改方面自评得 20 分。

## 二、产出效益（满分 60 分，公租房方面自评得分 58 分；满分 60 分，棚改方面自评得分 57 分）

### （一）公租房方面

1、年度任务完成率（40 分）

全部完成。经自评，该项得 40 分。

2、群众满意度（20 分）

回访满意。经自评，该项得 18 分。

### （二）棚户区改造方面

1、开工率（{points} 分）

全部开工。经自评，该项得 27 分。

2、质量（30 分）

没有问题。经自评，该项得 30 分。
"""


def test_two_programmes_are_added_up_apart() -> None:
    assert told(TWO.format(rental=96, first=5, points=30)) == []


def test_a_wrong_item_of_one_programme_breaks_its_section_alone() -> None:
    text = TWO.format(rental=96, first=4, points=30)
    (mistake,) = mistakes(text)
    assert (mistake.written, mistake.expected) == ("38分", "37分")
    assert "公租房保障" in mistake.message


def test_the_whole_is_held_against_its_sections() -> None:
    assert told(TWO.format(rental=95, first=5, points=30)) == [("95分", "96分")]


def test_points_of_items_make_up_those_of_their_section() -> None:
    assert told(TWO.format(rental=96, first=5, points=28)) == [("60分", "58分")]


BONUS = """云岭市老旧小区改造绩效评价报告
我市老旧小区改造满分100分，自评{whole}分{said}。具体情况如下：
一、资金管理（满分40分，自评得分35分）
（一）筹集（20分）
经自评，该项得17分。
（二）使用（20分）
经自评，该项得18分。
二、产出效益（满分60分，自评得分60分）
（一）完成率（50分）
经自评，该项得50分。
（二）居民参与（10分）
成立了党组织，此项得3分；选聘了物业，此项得3分；表决通过，此项得{last}分。经自评，该项得10分。
三、加分项（自评加4分）
发行债券，加1分。提前开工，加3分。经自评，该项共加4分。
"""


def test_a_bonus_inside_the_hundred_is_told_once_and_as_that() -> None:
    (mistake,) = mistakes(BONUS.format(whole=99, said="", last=4))
    assert mistake.rule == "report-bonus"
    assert (mistake.written, mistake.expected) == ("99分", "95分，另加4分")


@pytest.mark.parametrize(("whole", "said"), [(95, "，另加4分"), (99, "（含加分4分）"), (95, "")])
def test_a_bonus_told_apart_is_right(whole: int, said: str) -> None:
    assert told(BONUS.format(whole=whole, said=said, last=4)) == []


def test_items_are_held_against_the_score_that_closes_them() -> None:
    assert told(BONUS.format(whole=95, said="", last=3)) == [("10分", "9分")]


TABLE = """指标表
一级指标\t分值\t二级指标\t分值\t评分标准\t自评得分
资金\t30\t筹集\t{points}\t每低1个百分点扣1分\t9.5
\t\t使用\t20\t发现问题扣5分\t{score}
产出\t70\t完成率\t40\t\t40
\t\t满意度\t30\t\t{blank}
\t\t合计\t100\t\t99.5
"""


def test_a_table_that_adds_up_is_silent() -> None:
    assert told(TABLE.format(points=10, score=20, blank=30)) == []


SUBTOTALS = """| 县区 | 项目 | 套数 | 投资（万元） |
| --- | --- | --- | --- |
| 甲县 | 一期 | 120 | 3000 |
| 甲县 | 二期 | 80 | 2000 |
| 甲县 | 小计 | 200 | 5000 |
| 乙县 | 一期 | 60 | 1500 |
| 乙县 | 二期 | 40 | 900 |
| 乙县 | 小计 | 100 | 2400 |
| 合计 | | 300 | 7400 |
"""


def test_subtotals_are_held_against_their_group_and_the_total_against_them() -> None:
    assert told(SUBTOTALS) == []
    assert told(SUBTOTALS.replace("| 200 | 5000", "| 210 | 5000")) == [("210", "200")]
    assert told(SUBTOTALS.replace("300 | 7400", "300 | 7300")) == [("7300", "7400")]
    above = """县区\t套数
合计\t300
甲县小计\t200
一期\t120
二期\t80
乙县小计\t100
一期\t60
二期\t40
"""
    assert told(above) == []
    assert told(above.replace("乙县小计\t100", "乙县小计\t90")) == [("90", "100")]


CELLS = (
    "指标\t得分\t评分理由\n户数\t9\t计划改造800户，已开工{}户，开工率{}%，其中甲县{}户、乙县420户。"
)


def test_sentences_in_the_cells_of_a_table_are_read() -> None:
    assert told(CELLS.format(820, 102.5, 400)) == []
    assert told(CELLS.format(820, 105.2, 400)) == [("105.2%", "102.5%")]
    assert told(CELLS.format(820, 102.5, 410)) == [("820户", "830户")]
    standard = "户数\t9\t计划800户，完成700户的，完成率90%，每低1个百分点扣1分。\t好"
    assert told(standard) == []


ACROSS = """指标\t投入\t过程\t产出\t合计
分值\t15\t25\t60\t100
得分\t14.5\t24\t58\t96.5
得分率\t97%\t96%\t97%\t96.5%
"""
TOTAL_FIRST = """序号\t单位\t总分\t资金\t产出
1\t甲县\t80\t24\t56
2\t乙县\t82\t25\t57
3\t丙县\t79\t23\t56
"""


def test_rows_are_held_against_a_column_of_totals_that_other_rows_prove() -> None:
    assert told(ACROSS) == told(TOTAL_FIRST) == []
    assert told(ACROSS.replace("96.5\n", "95.5\n", 1)) == [("95.5", "96.5")]
    assert told(ACROSS.replace("60\t100", "60\t101")) == [("101", "100")]
    assert told(TOTAL_FIRST.replace("82\t25", "82\t24")) == [("82", "81")]
    assert told("县区\t户数\t面积\t合计\n甲县\t3\t4\t9\n乙县\t5\t6\t20\n") == []


PAIRS = "投入满分15分，得14.5分；过程满分25分，得24分；产出满分60分，得58分。总得分{}分。"
ABOVE = "自评得分{}分（满分100分）。\n投入得分40分（满分40分），产出得分56分（满分60分）。"


def test_points_and_scores_in_pairs_make_up_the_score_of_the_whole() -> None:
    assert told(PAIRS.format("96.5")) == []
    assert told(PAIRS.format("95.5")) == [("95.5分", "96.5分")]
    assert told(ABOVE.format(96)) == []
    assert told(ABOVE.format(98)) == [("98分", "96分")]
    some = "投入满分15分，得14分；过程满分25分，得24分。总得分96分。"
    assert told(some) == []
    apart = "2022年满分100分，得95分；2023年满分100分，得97分。综合得分96.2分。"
    assert told(apart) == []


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("自评得分97分（资金24分、管理14分、产出59分）。", []),
        ("自评得分98分（资金24分、管理14分、产出59分）。", [("98分", "97分")]),
        ("自评得分98分（满分100分，扣2分）。", []),
        ("自评得分96分（优秀等次，比上年提高2分，全市第3）。", []),
        ("一、投入（满分20分，扣1分，得19分）\n（一）筹集（满分20分，扣1分，得19分）\n及时。", []),
        ("一、投入（40分）自评39分\n二、产出（60分）自评58分\n以上两项合计自评97分。", []),
        (
            "（三）产出\n该项指标分值40分，自评38分。\n1.数量指标（20分，自评19分）\n2.质量指标（20分，自评18分）",
            [("38分", "37分")],
        ),
    ],
)
def test_scores_are_read_in_brackets_and_closing_lines(
    text: str, wrong: list[tuple[str, str]]
) -> None:
    assert told(text) == wrong


SLASHED = """自评总得分：93/100
一、资金（得分：24/25）
1.筹集（得分：5/5）
足额。
2.使用（得分：19/20）
规范。
二、产出（得分：69/75）
1.完成率（得分：40/45）
完成。
2.满意度（得分：29/30）
满意。
"""


def test_scores_over_their_points_are_read() -> None:
    assert told(SLASHED) == []
    assert told(SLASHED.replace("24/25", "25/25")) == [("93分", "94分"), ("25分", "24分")]
    assert told(SLASHED.replace("19/20", "18/20")) == [("24分", "23分")]
    assert told(SLASHED.replace("29/30", "31/30")) == [("69分", "71分"), ("31分", "不超过30分")]


def test_a_blank_score_is_named_with_the_total_it_breaks() -> None:
    (mistake,) = mistakes(TABLE.format(points=10, score=20, blank=""))
    assert (mistake.written, mistake.expected) == ("99.5", "69.5")
    assert mistake.place.path == "table[0].row[5]"
    assert "满意度" in mistake.message


def test_points_are_held_against_their_total_and_their_first_level() -> None:
    assert told(TABLE.format(points=11, score=20, blank=30)) == [("30", "31"), ("100", "101")]


def test_a_score_above_its_points_is_told() -> None:
    assert ("21", "不超过20") in told(TABLE.format(points=10, score=21, blank=30))


def test_a_scrambled_table_is_left_alone_and_said_to_be_unchecked() -> None:
    text = "得分\t说明\n10\t好\t5\n\t7\n15\t60\t1\n合计\t\t\n100\t\t99\n合 计\t30\t40\n"
    assert told(text) == []
    columns = "项目\t数量\t金额\n甲\t3\t50\n乙\t4\t60\n合计\t8\t100\n"
    verdict = check_sums(blocks_of(columns))
    assert verdict.mistakes == ()
    assert len(verdict.unchecked) == 1
