"""What may happen to a submission after 定稿, and how far it has come then."""

from datetime import date

import pytest

from anju_desktop.document.course import (
    MAX_SCANS,
    Answer,
    Course,
    State,
    answers_text,
    course_of,
    day_words,
    days_left,
    deadline_words,
    next_step,
    refuse_unfitting,
    step,
)
from anju_desktop.document.events import (
    Answered,
    DeadlineSet,
    Event,
    Noted,
    Opinion,
    Received,
    Reported,
    Returned,
    ScanAdded,
    TakenBack,
)
from anju_desktop.document.version import Version
from anju_desktop.errors import CourseError

FIRST, SECOND = "0" * 16, "1" * 16
DAY = date(2024, 4, 2)
FINAL = {1: Version(code=FIRST), 2: Version(code=SECOND)}
REPORTED = Reported(DAY, "优盘", ((1, FIRST), (2, SECOND)))
RETURNED = Returned(date(2024, 4, 6), (Opinion("缺单位"), Opinion("补盖章")), date(2024, 4, 15))
RECEIVED = Received(date(2024, 4, 4), "甲")


def scan(form: int = 1, code: str = FIRST, sha256: str = "a") -> ScanAdded:
    return ScanAdded(form, code, "第1页.pdf", "pdf", 10, sha256)


def course(*events: Event) -> Course:
    return course_of(Noted(number, event) for number, event in enumerate(events, 1))


def refusal(event: Event, *before: Event, versions: dict[int, Version] = FINAL) -> str:
    with pytest.raises(CourseError) as caught:
        refuse_unfitting(course(*before), versions, event)
    return str(caught.value)


@pytest.mark.parametrize(
    ("events", "state"),
    [
        ((), State.FINAL),
        ((scan(),), State.FINAL),
        ((scan(), scan(2, SECOND)), State.SEALED),
        ((REPORTED,), State.REPORTED),
        ((scan(), scan(2, SECOND), REPORTED), State.REPORTED),
        ((REPORTED, RECEIVED), State.RECEIVED),
        ((REPORTED, RETURNED), State.RETURNED),
        ((REPORTED, RECEIVED, RETURNED), State.RETURNED),
        ((REPORTED, RETURNED, REPORTED), State.REPORTED),
        ((REPORTED, TakenBack(1)), State.FINAL),
        ((REPORTED, RETURNED, TakenBack(2)), State.REPORTED),
        ((scan(), scan(2, SECOND), TakenBack(1)), State.FINAL),
    ],
)
def test_the_state_follows_the_latest_event_that_holds(
    events: tuple[Event, ...], state: State
) -> None:
    assert course(*events).state(FINAL, State.FINAL) is state


def test_a_form_revised_after_the_report_is_on_its_way_again() -> None:
    revised = {**FINAL, 1: Version((FIRST,))}
    reported = course(scan(), scan(2, SECOND), REPORTED)
    assert reported.state(revised, State.FILLING) is State.FILLING
    again = {**FINAL, 1: Version((FIRST,), "2" * 16)}
    assert reported.state(again, State.FINAL) is State.FINAL
    assert reported.state_of_form(2, again[2]) is State.REPORTED
    assert reported.state_of_form(1, again[1]) is State.FINAL


def test_scans_stay_with_the_version_they_belong_to() -> None:
    later = Version((FIRST,), SECOND)
    sealed = course(scan())
    assert sealed.is_sealed(1, FINAL[1])
    assert not sealed.is_sealed(1, later)
    assert [each.added for each in sealed.scans_of(1, FIRST)] == [scan()]


@pytest.mark.parametrize(
    ("event", "before", "words"),
    [
        (RECEIVED, (), "还没有标为已上报"),
        (RETURNED, (), "还没有标为已上报"),
        (RECEIVED, (REPORTED, RECEIVED), "已经接收"),
        (RECEIVED, (REPORTED, RETURNED), "已被退回"),
        (RETURNED, (REPORTED, RETURNED), "已被退回"),
        (REPORTED, (REPORTED,), "已经标为已上报"),
        (REPORTED, (REPORTED, RECEIVED), "已经标为已上报"),
        (Returned(DAY, ()), (REPORTED,), "至少写一条"),
        (Returned(DAY, (Opinion(" "),)), (REPORTED,), "至少写一条"),
        (Returned(DAY, (Opinion("字" * 2001),)), (REPORTED,), "最多 2000 字"),
        (Returned(DAY, (Opinion("字"),) * 201), (REPORTED,), "最多 200 条"),
        (Answered(2, 0, True, "已改"), (REPORTED, RECEIVED), "处理过"),
        (Answered(2, 0, True, "已改"), (REPORTED, RETURNED, REPORTED), "处理过"),
        (Answered(2, 2, True, "已改"), (REPORTED, RETURNED), "没有这一条"),
        (Answered(2, -1, True, "已改"), (REPORTED, RETURNED), "没有这一条"),
        (Answered(2, 0, True, "字" * 2001), (REPORTED, RETURNED), "最多 2000 字"),
        (TakenBack(1), (REPORTED, RECEIVED), "先撤回后面的"),
        (TakenBack(1), (REPORTED, TakenBack(1)), "已经撤回"),
        (TakenBack(9), (REPORTED,), "没有这条记录"),
        (scan(1, SECOND), (), "换了版本"),
        (scan(), (scan(),), "已经附在这张表上"),
        (scan(sha256="新"), tuple(scan(sha256=str(n)) for n in range(MAX_SCANS)), "最多附 30 份"),
    ],
)
def test_what_cannot_come_next_is_refused_in_a_sentence(
    event: Event, before: tuple[Event, ...], words: str
) -> None:
    assert words in refusal(event, *before)


def test_drafts_are_neither_sealed_nor_reported() -> None:
    half = {**FINAL, 2: Version()}
    assert "1 张表没有定稿" in refusal(REPORTED, versions=half)
    assert "还是草稿" in refusal(scan(2, SECOND), versions=half)
    assert "换了版本" in refusal(Reported(DAY, "", ((1, FIRST),)))


def test_what_was_returned_may_be_reported_again_as_it_is() -> None:
    refuse_unfitting(course(REPORTED, RETURNED), FINAL, REPORTED)


def test_answers_belong_to_the_latest_return() -> None:
    first = course(REPORTED, RETURNED, Answered(2, 1, True, "已补盖"))
    assert first.answers() == (Answer(), Answer(True, "已补盖"))
    assert first.unanswered == 1
    second = course(REPORTED, RETURNED, Answered(2, 1, True, "已补盖"), REPORTED, RETURNED)
    assert second.answers() == (Answer(), Answer())
    assert course(REPORTED, RETURNED, REPORTED).unanswered == 0


def test_an_answer_needs_a_tick_and_a_sentence() -> None:
    assert not Answer(True, " ").given
    assert not Answer(False, "在改").given
    assert Answer(True, "已改").given


def test_a_return_sets_a_deadline_of_its_own() -> None:
    own = DeadlineSet(date(2024, 3, 31))
    assert course(own).deadline == date(2024, 3, 31)
    assert course(own, DeadlineSet(None)).deadline is None
    assert course(own, REPORTED, RETURNED).deadline == date(2024, 4, 15)
    assert course(own, REPORTED, Returned(DAY, RETURNED.opinions)).deadline == date(2024, 3, 31)
    assert course(own, REPORTED, RETURNED, REPORTED).deadline == date(2024, 3, 31)


@pytest.mark.parametrize(
    ("today", "words"),
    [
        (date(2024, 4, 12), "还有 8 天"),
        (date(2024, 4, 19), "还有 1 天"),
        (date(2024, 4, 20), "今天截止"),
        (date(2024, 4, 23), "已过 3 天"),
    ],
)
def test_how_far_off_a_deadline_is(today: date, words: str) -> None:
    assert days_left(date(2024, 4, 20), today) == words
    due = course(DeadlineSet(date(2024, 4, 20)))
    assert deadline_words(due, State.FILLING, today) == ("4月20日", words)
    assert deadline_words(due, State.RECEIVED, today) == ("已办结", "")
    assert deadline_words(course(), State.FILLING, today) == ("", "")


def test_the_year_is_told_when_it_is_another_one() -> None:
    assert day_words(date(2024, 4, 20), date(2025, 1, 1)) == "2024年4月20日"


def test_the_next_step_says_what_is_waited_for() -> None:
    today = date(2024, 5, 1)

    def words(*events: Event) -> str:
        each = course(*events)
        return next_step(each, FINAL, each.state(FINAL, State.FINAL), today)

    assert words() == "等待盖章扫描件"
    assert words(scan()) == "还有 1 张表等待盖章扫描件"
    assert words(scan(), scan(2, SECOND)) == "可以导出上报包上报"
    assert words(REPORTED) == "4月2日上报，等待市级回执"
    assert words(REPORTED, RECEIVED) == "市级回执 4月4日"
    assert next_step(course(), FINAL, State.FILLING, today) == ""


def test_the_bar_has_six_steps_and_a_return_begins_anew() -> None:
    assert [step(state) for state in State] == [0, 1, 2, 3, 4, 5, 6, 1]


def test_opinions_and_answers_are_told_line_by_line() -> None:
    assert answers_text(course(REPORTED)) == ""
    told = course(REPORTED, RETURNED, Answered(2, 0, True, "已补\n计量单位"))
    assert answers_text(told).split("\n") == [
        "2024-04-06 市级退回，2 条意见",
        "",
        "1. 意见：缺单位",
        "   答复：已补 计量单位（已改）",
        "",
        "2. 意见：补盖章",
        "   答复：没有写（未改）",
    ]
