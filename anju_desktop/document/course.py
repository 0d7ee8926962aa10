"""How far a submission has come, told from the events after 定稿 and the versions of its forms."""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import Enum

from anju_desktop.document.events import (
    MAX_OPINIONS,
    NOTE_CHARS,
    Answered,
    DeadlineSet,
    Event,
    Noted,
    Received,
    Reported,
    Returned,
    ScanAdded,
    TakenBack,
)
from anju_desktop.document.version import Version
from anju_desktop.errors import CourseError
from anju_desktop.records import record

Versions = Mapping[int, Version]
"""Number of a form to its version, for all forms of a submission."""

MAX_SCANS = 30
"""Scans of one version of a form: more than a form has pages."""


class State(Enum):
    """How far a form or a submission has come."""

    BLANK = "未填"
    FILLING = "填报中"
    CLEAN = "已审无误"
    FINAL = "已定稿"
    SEALED = "已盖章"
    REPORTED = "已上报"
    RECEIVED = "已接收"
    RETURNED = "退回"


STEPS = (
    *(State.FILLING, State.CLEAN, State.FINAL),
    *(State.SEALED, State.REPORTED, State.RECEIVED),
)
"""The way of a submission, as the bar on the first page shows it."""


def step(state: State) -> int:
    """How many of :data:`STEPS` are done; a returned submission is back at the first."""
    if state is State.RETURNED:
        return 1
    return STEPS.index(state) + 1 if state in STEPS else 0


@record(frozen=True, slots=True)
class Scan:
    """A scan that was not removed; ``number`` is that of the event."""

    number: int
    added: ScanAdded


@record(frozen=True, slots=True)
class Answer:
    """What the county says to one opinion."""

    done: bool = False
    text: str = ""

    @property
    def given(self) -> bool:
        return self.done and bool(self.text.strip())


@record(frozen=True, slots=True)
class Course:
    """The events of a submission that hold, in their order; see :func:`course_of`."""

    events: tuple[Noted, ...] = ()

    @property
    def scans(self) -> tuple[Scan, ...]:
        return tuple(
            Scan(noted.number, noted.event)
            for noted in self.events
            if isinstance(noted.event, ScanAdded)
        )

    def scans_of(self, form: int, code: str) -> tuple[Scan, ...]:
        """The scans of one version of a form."""
        return tuple(s for s in self.scans if (s.added.form, s.added.code) == (form, code))

    @property
    def latest(self) -> Noted | None:
        """The latest of 上报, 接收 and 退回."""
        steps = (Reported, Received, Returned)
        return next((n for n in reversed(self.events) if isinstance(n.event, steps)), None)

    @property
    def reported(self) -> Reported | None:
        """What was reported last, whatever became of it."""
        events = (noted.event for noted in reversed(self.events))
        return next((event for event in events if isinstance(event, Reported)), None)

    @property
    def received(self) -> Received | None:
        """The receipt that holds now."""
        latest = self.latest
        return latest.event if latest and isinstance(latest.event, Received) else None

    @property
    def returned(self) -> Returned | None:
        """The return that has not been followed by another report."""
        latest = self.latest
        return latest.event if latest and isinstance(latest.event, Returned) else None

    @property
    def last_returned(self) -> Noted | None:
        """The latest return, answered and reported again or not."""
        return next((n for n in reversed(self.events) if isinstance(n.event, Returned)), None)

    def answers(self) -> tuple[Answer, ...]:
        """One for each opinion of the latest return."""
        noted = self.last_returned
        if noted is None or not isinstance(noted.event, Returned):
            return ()
        found = [Answer() for _ in noted.event.opinions]
        for each in self.events:
            match each.event:
                case Answered(returned, opinion, done, text) if returned == noted.number:
                    found[opinion] = Answer(done, text)
        return tuple(found)

    @property
    def unanswered(self) -> int:
        """How many opinions of a return still wait for an answer."""
        if self.returned is None:
            return 0
        return sum(not answer.given for answer in self.answers())

    @property
    def own_deadline(self) -> date | None:
        """报送截止日期 as the clerk set it."""
        days = [n.event.day for n in self.events if isinstance(n.event, DeadlineSet)]
        return days[-1] if days else None

    @property
    def deadline(self) -> date | None:
        """By when it has to be reported: a return sets a day of its own."""
        returned = self.returned
        own = self.own_deadline
        return own if returned is None else returned.deadline or own

    # -- with the forms --------------------------------------------------------------------

    def is_reported(self, versions: Versions) -> bool:
        """Whether the forms are those that were reported last."""
        reported = self.reported
        return reported is not None and dict(reported.codes) == dict(codes_of(versions))

    def is_sealed(self, form: int, version: Version) -> bool:
        """Whether scans of the sealed pages of just this version are here."""
        return version.is_final and bool(self.scans_of(form, version.code))

    def state_of_form(self, form: int, version: Version) -> State:
        """How far a final form has come by itself."""
        if self._was_reported(form, version.code) and self.latest is not None:
            match self.latest.event:
                case Reported():
                    return State.REPORTED
                case Received():
                    return State.RECEIVED
        return State.SEALED if self.is_sealed(form, version) else State.FINAL

    def _was_reported(self, form: int, code: str) -> bool:
        return self.reported is not None and (form, code) in self.reported.codes

    def state(self, versions: Versions, filling: State) -> State:
        """How far the submission has come; ``filling`` is its state as far as 定稿."""
        if self.returned is not None:
            return State.RETURNED
        if filling is not State.FINAL:
            return filling
        if self.is_reported(versions):
            return State.RECEIVED if self.received is not None else State.REPORTED
        sealed = all(self.is_sealed(form, version) for form, version in versions.items())
        return State.SEALED if sealed else State.FINAL


def course_of(events: Iterable[Noted]) -> Course:
    """What holds of all events that were recorded: those taken back are left out."""
    noted = tuple(events)
    gone = {n.event.event for n in noted if isinstance(n.event, TakenBack)}
    kept = (n for n in noted if n.number not in gone and not isinstance(n.event, TakenBack))
    return Course(tuple(kept))


def codes_of(versions: Versions) -> tuple[tuple[int, str], ...]:
    """Form and check code of each, as a report states them."""
    return tuple((form, version.code) for form, version in sorted(versions.items()))


# -- what may happen next ----------------------------------------------------------------------


def refuse_unfitting(course: Course, versions: Versions, event: Event) -> None:
    """``CourseError`` in a sentence when ``event`` cannot come next."""
    match event:
        case ScanAdded():
            _refuse_scan(course, versions, event)
        case Reported():
            _refuse_report(course, versions, event)
        case Received():
            if course.latest is None or not isinstance(course.latest.event, Reported):
                raise CourseError(_not_reported(course, "接收"))
        case Returned():
            _refuse_return(course, event)
        case Answered():
            _refuse_answer(course, event)
        case TakenBack(number):
            _refuse_taking_back(course, number)


def _refuse_scan(course: Course, versions: Versions, event: ScanAdded) -> None:
    version = versions.get(event.form, Version())
    if not version.is_final:
        raise CourseError("这张表还是草稿，先定稿、打印、盖章，再附扫描件。")
    if version.code != event.code:
        raise CourseError("这张表已经换了版本，扫描件没有附上。请按新版的纸重新扫描。")
    scans = course.scans_of(event.form, event.code)
    if any(scan.added.sha256 == event.sha256 for scan in scans):
        raise CourseError(f"“{event.name}”已经附在这张表上了，没有再附一次。")
    if len(scans) >= MAX_SCANS:
        raise CourseError(f"一张表最多附 {MAX_SCANS} 份扫描件，请先移走不用的。")


def _refuse_report(course: Course, versions: Versions, event: Reported) -> None:
    drafts = sum(not version.is_final for version in versions.values())
    if drafts or not versions:
        raise CourseError(f"还有 {drafts} 张表没有定稿，全部定稿后才能标为已上报。")
    if dict(event.codes) != dict(codes_of(versions)):
        raise CourseError("有表刚换了版本，没有记下。请重新打开这一步。")
    if course.returned is None and course.is_reported(versions):
        raise CourseError("这件上报已经标为已上报，内容没有变过，不用再标。")


def _refuse_return(course: Course, event: Returned) -> None:
    latest = course.latest
    if latest is None or isinstance(latest.event, Returned):
        raise CourseError(_not_reported(course, "退回"))
    if not event.opinions or any(not opinion.text.strip() for opinion in event.opinions):
        raise CourseError("还没有写退回意见，请至少写一条。")
    if len(event.opinions) > MAX_OPINIONS:
        raise CourseError(f"退回意见最多 {MAX_OPINIONS} 条，请合并后再记。")
    if any(len(opinion.text) > NOTE_CHARS for opinion in event.opinions):
        raise CourseError(f"一条意见最多 {NOTE_CHARS} 字，请分成几条。")


def _refuse_answer(course: Course, event: Answered) -> None:
    noted = course.last_returned
    if noted is None or course.returned is None or noted.number != event.returned:
        raise CourseError("这次退回已经处理过了，答复没有改动。")
    if not 0 <= event.opinion < len(course.answers()):
        raise CourseError("退回意见里没有这一条，答复没有记下。")
    if len(event.text) > NOTE_CHARS:
        raise CourseError(f"一条答复最多 {NOTE_CHARS} 字，请写短些。")


def _refuse_taking_back(course: Course, number: int) -> None:
    noted = next((n for n in course.events if n.number == number), None)
    if noted is None:
        raise CourseError("这条记录已经撤回，或者没有这条记录。")
    is_step = isinstance(noted.event, Reported | Received | Returned)
    if is_step and noted != course.latest:
        raise CourseError("这条记录之后还有别的记录，请先撤回后面的。")


def _not_reported(course: Course, verb: str) -> str:
    latest = course.latest
    if latest is not None and isinstance(latest.event, Received):
        return f"这件上报市级已经接收，不用再标为{verb}。"
    if latest is not None:
        return f"这件上报已被退回，重新上报以后才能标为{verb}。"
    return f"这件上报还没有标为已上报，标了以后才能记市级{verb}。"


# -- in words ----------------------------------------------------------------------------------


def days_left(deadline: date, today: date) -> str:
    """``还有 8 天``, ``今天截止`` or ``已过 3 天``."""
    days = (deadline - today).days
    if days == 0:
        return "今天截止"
    return f"还有 {days} 天" if days > 0 else f"已过 {-days} 天"


def day_words(day: date, today: date) -> str:
    """``4月20日``; with the year when it is another one."""
    year = "" if day.year == today.year else f"{day.year}年"
    return f"{year}{day.month}月{day.day}日"


def next_step(course: Course, versions: Versions, state: State, today: date) -> str:
    """What a submission waits for, once its findings no longer matter; else ``""``."""
    match state:
        case State.FINAL:
            waiting = _unsealed(course, versions)
            some = 0 < waiting < len(versions)
            return f"还有 {waiting} 张表等待盖章扫描件" if some else "等待盖章扫描件"
        case State.SEALED:
            return "可以导出上报包上报"
        case State.REPORTED if course.reported is not None:
            return f"{day_words(course.reported.day, today)}上报，等待市级回执"
        case State.RECEIVED if course.received is not None:
            return f"市级回执 {day_words(course.received.day, today)}"
    return ""


def _unsealed(course: Course, versions: Versions) -> int:
    return sum(not course.is_sealed(form, version) for form, version in versions.items())


def deadline_words(course: Course, state: State, today: date) -> tuple[str, str]:
    """The day and how far off it is, for two lines; both empty without a deadline."""
    if state is State.RECEIVED:
        return "已办结", ""
    day = course.deadline
    if day is None:
        return "", ""
    if state is State.REPORTED:
        return day_words(day, today), "已报"
    return day_words(day, today), days_left(day, today)


def answers_text(course: Course) -> str:
    """The opinions of the latest return with their answers, to go with the next report; or ``""``.

    Line by line, for people; what a text breaks over lines is joined.
    """
    noted = course.last_returned
    if noted is None or not isinstance(noted.event, Returned):
        return ""
    returned = noted.event
    by = f"（{_joined(returned.by)}）" if returned.by else ""
    lines = [f"{returned.day.isoformat()} 市级退回{by}，{len(returned.opinions)} 条意见"]
    pairs = zip(returned.opinions, course.answers(), strict=True)
    for number, (opinion, answer) in enumerate(pairs, 1):
        done = "已改" if answer.done else "未改"
        lines += ["", f"{number}. 意见：{_joined(opinion.text)}"]
        lines.append(f"   答复：{_joined(answer.text) or '没有写'}（{done}）")
    return "\n".join(lines)


def _joined(text: str) -> str:
    return " ".join(text.split())
