"""What happens after 定稿 is kept like the journal: append-only, sealed, and only what can happen."""

import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime
from functools import cache
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from anju_desktop.assets import resource
from anju_desktop.document.changes import CellRef
from anju_desktop.document.course import Course, State
from anju_desktop.document.document import Document
from anju_desktop.document.events import (
    Answered,
    DeadlineSet,
    Opinion,
    Received,
    Reported,
    Returned,
    TakenBack,
)
from anju_desktop.document.jsonform import load_file
from anju_desktop.errors import CourseError, StoreError
from anju_desktop.forms.library import Library
from anju_desktop.storage import backups
from anju_desktop.storage.failures import DamagedStore
from anju_desktop.storage.recovery import recover
from anju_desktop.storage.store import Store

CODE = "0" * 16
DAY = date(2024, 4, 2)
SCAN = b"%PDF-1.4\n%%EOF\n"


@pytest.fixture
def final(store: Store, housing: Document) -> int:
    """Number of a final form in ``store``."""
    housing.finalize(CODE)
    submission = store.create_submission("某某区", "2024", "补助资金", [housing])
    return store.forms(submission)[0].id


def submission_of(store: Store, form: int) -> int:
    return store.form(form).submission


def course(store: Store) -> Course:
    return store.submissions()[0].course


def returned_of(store: Store, form: int) -> int:
    """Report and return the submission; the number of the return."""
    submission = submission_of(store, form)
    store.record(submission, Reported(DAY, "优盘", ((form, CODE),)))
    opinions = (Opinion("缺单位", form, CellRef("target", "indicators", "r1")), Opinion("补盖章"))
    return store.record(submission, Returned(DAY, opinions, date(2024, 4, 15), "甲"))


def test_events_are_read_back_as_they_were_recorded(store: Store, final: int) -> None:
    number = returned_of(store, final)
    submission = submission_of(store, final)
    store.record(submission, Answered(number, 0, True, "已补\ud800\0"))
    store.record(submission, DeadlineSet(DAY))
    store.record(submission, DeadlineSet(None))
    kept = course(store)
    assert kept.returned is not None
    assert kept.returned.opinions[0].cell == CellRef("target", "indicators", "r1")
    assert kept.answers()[0].text == "已补\ud800\0"
    assert kept.own_deadline is None
    assert [entry.noted.number for entry in store.events(submission)] == [1, 2, 3, 4, 5]
    assert store.check() == ()


def test_what_cannot_happen_is_refused_and_leaves_nothing(store: Store, final: int) -> None:
    submission = submission_of(store, final)
    with pytest.raises(CourseError, match="还没有标为已上报"):
        store.record(submission, Received(DAY))
    assert store.events(submission) == ()


def test_an_event_is_judged_by_what_was_typed_last(
    store: Store, final: int, housing: Document
) -> None:
    store.follow(final, housing)
    housing.reopen()
    with pytest.raises(CourseError, match="没有定稿"):
        store.record(submission_of(store, final), Reported(DAY, "", ((final, CODE),)))


@pytest.mark.parametrize("sql", ["DELETE FROM events", "UPDATE events SET who = '乙'"])
def test_no_event_is_ever_changed(store: Store, final: int, sql: str) -> None:
    store.record(submission_of(store, final), DeadlineSet(DAY))
    with pytest.raises(StoreError, match="append-only"):
        store._worker.write(lambda c: c.execute(sql))


def test_an_event_changed_behind_the_programs_back_is_noticed(
    store: Store, final: int, folder: Path, library: Library
) -> None:
    store.record(submission_of(store, final), DeadlineSet(DAY))
    store.close()
    with closing(sqlite3.connect(folder / "anju.db")) as connection:
        connection.execute("DROP TRIGGER events_are_never_changed")
        connection.execute("UPDATE events SET content = replace(content, '2024', '2025')")
        connection.commit()
    with pytest.raises(DamagedStore, match="第 1 条经过记录"):
        Store.open(folder, library)


def test_a_damaged_store_gives_back_the_events_after_the_backup(
    store: Store, final: int, folder: Path, library: Library
) -> None:
    returned_of(store, final)
    backup = store.back_up()
    submission = submission_of(store, final)
    store.record(submission, Answered(2, 1, True, "已补盖"))
    store.mark(final, "送审前")
    store.close()
    with closing(sqlite3.connect(folder / "anju.db")) as connection:
        connection.execute("UPDATE forms SET sha256 = x'00'")
        connection.commit()
    assert recover(folder, backup).edits == 1
    with Store.open(folder, library, backing_up=False) as opened:
        assert course(opened).answers()[1].text == "已补盖"
        assert [point.name for point in opened.save_points(final)] == ["送审前"]
        assert opened.check() == ()


def test_a_recovery_says_what_came_back_beside_the_store(
    store: Store, final: int, folder: Path
) -> None:
    (folder / "常用指标.toml").write_text("甲", encoding="utf-8")
    store.add_scan(final, "第1页.pdf", "pdf", SCAN)
    backup = store.back_up()
    store.close()
    (folder / "anju.db").unlink()
    (folder / "常用指标.toml").unlink()
    for path in (*folder.glob("扫描件/*"), *folder.glob("备份/扫描件/*")):
        path.unlink()
    told = recover(folder, backup).beside
    assert "备份里的“常用指标.toml”已放回资料文件夹" in told
    assert "有 1 份扫描件没能找回" in told


# -- scans ---------------------------------------------------------------------------------


def test_a_scan_is_kept_beside_the_store_under_its_sum(store: Store, final: int) -> None:
    store.add_scan(final, "第1页.pdf", "pdf", SCAN)
    (scan,) = course(store).scans
    assert (scan.added.name, scan.added.size, scan.added.code) == ("第1页.pdf", len(SCAN), CODE)
    (path,) = (store.folder / "扫描件").iterdir()
    assert path.name == f"{scan.added.sha256}.pdf"
    assert store.scan(scan.added) == SCAN
    assert store.check() == ()


def test_the_same_bytes_are_kept_once(store: Store, final: int, subsidy: Document) -> None:
    subsidy.finalize(CODE)
    other = store.import_document(submission_of(store, final), subsidy)
    for form in (final, other):
        store.add_scan(form, "合并扫描.pdf", "pdf", SCAN)
    assert len(course(store).scans) == 2
    assert len(list((store.folder / "扫描件").iterdir())) == 1
    with pytest.raises(CourseError, match="没有再附一次"):
        store.add_scan(final, "又一次.pdf", "pdf", SCAN)


def test_a_draft_takes_no_scan_and_nothing_is_written(store: Store, form: int) -> None:
    with pytest.raises(CourseError, match="还是草稿"):
        store.add_scan(form, "第1页.pdf", "pdf", SCAN)
    assert not (store.folder / "扫描件").exists()


def test_a_removed_scan_is_kept_on_the_disk(store: Store, final: int) -> None:
    number = store.add_scan(final, "第1页.pdf", "pdf", SCAN)
    store.record(submission_of(store, final), TakenBack(number))
    assert course(store).scans == ()
    assert len(list((store.folder / "扫描件").iterdir())) == 1
    store.add_scan(final, "第1页.pdf", "pdf", SCAN)
    assert len(course(store).scans) == 1


def test_a_scan_that_is_gone_or_changed_is_told(store: Store, final: int) -> None:
    store.add_scan(final, "第1页.pdf", "pdf", SCAN)
    (scan,) = course(store).scans
    (path,) = (store.folder / "扫描件").iterdir()
    path.write_bytes(SCAN.replace(b"1.4", b"1.5"))
    with pytest.raises(StoreError, match="的文件被改动或损坏"):
        store.scan(scan.added)
    path.unlink()
    with pytest.raises(StoreError, match="不在资料文件夹里"):
        store.scan(scan.added)
    assert len(store.check()) == 1


def test_a_folder_that_cannot_be_written_is_told_and_nothing_is_recorded(
    store: Store, final: int
) -> None:
    (store.folder / "扫描件").touch()
    with pytest.raises(StoreError, match="没有存好"):
        store.add_scan(final, "第1页.pdf", "pdf", SCAN)
    assert course(store).scans == ()


# -- with the backups ----------------------------------------------------------------------


def test_backups_have_every_scan_once_and_give_it_back(
    store: Store, final: int, folder: Path, library: Library
) -> None:
    store.add_scan(final, "第1页.pdf", "pdf", SCAN)
    backup = store.back_up()
    store.back_up()
    assert len(list((folder / "备份" / "扫描件").iterdir())) == 1
    (path,) = (folder / "扫描件").iterdir()
    path.unlink()
    store.close()
    assert backups.restore_store(folder, backup).lost_scans == 0
    with Store.open(folder, library, backing_up=False) as opened:
        assert opened.scan(course(opened).scans[0].added) == SCAN


def test_a_restore_holds_though_the_rest_cannot_be_written(
    store: Store, final: int, folder: Path, library: Library
) -> None:
    own = folder / "常用指标.toml"
    own.write_text("甲", encoding="utf-8")
    store.add_scan(final, "第1页.pdf", "pdf", SCAN)
    backup = store.back_up()
    store.close()
    own.unlink()
    own.mkdir()
    (path,) = (folder / "扫描件").iterdir()
    path.unlink()
    path.parent.rmdir()
    path.parent.touch()
    restored = backups.restore_store(folder, backup)
    assert (restored.copies, restored.lost_scans) == ((), 1)
    assert restored.lost_files == ("常用指标.toml",)
    assert "“常用指标.toml”没能放回" in restored.words
    with Store.open(folder, library, backing_up=False) as opened:
        assert opened.submissions()[0].course.scans


def test_scans_that_no_backup_has_are_counted(store: Store, final: int, folder: Path) -> None:
    store.add_scan(final, "第1页.pdf", "pdf", SCAN)
    backup = store.back_up()
    store.close()
    for path in (*folder.glob("扫描件/*"), *folder.glob("备份/扫描件/*")):
        path.unlink()
    restored = backups.restore_store(folder, backup)
    assert restored.lost_scans == 1
    assert "有 1 份扫描件没能找回" in restored.words


def test_the_offices_own_indicators_are_in_each_backup(
    store: Store, final: int, folder: Path
) -> None:
    own = folder / "常用指标.toml"
    own.write_text("甲", encoding="utf-8")
    backup = store.back_up()
    store.close()
    own.unlink()
    assert backups.restore_store(folder, backup).copies == (own,)
    assert own.read_text(encoding="utf-8") == "甲"


def test_a_restore_never_overwrites_the_offices_own_indicators(
    store: Store, final: int, folder: Path
) -> None:
    own = folder / "常用指标.toml"
    own.write_text("旧", encoding="utf-8")
    backup = store.back_up()
    store.close()
    own.write_text("新", encoding="utf-8")
    copies = [backups.restore_store(folder, backup).copies for _ in range(2)]
    assert own.read_text(encoding="utf-8") == "新"
    assert len({path for pair in copies for path in pair}) == 2
    for (copy,) in copies:
        assert copy.name.startswith("常用指标_备份里的_")
        assert copy.read_text(encoding="utf-8") == "旧"
    own.write_text("旧", encoding="utf-8")
    assert backups.restore_store(folder, backup).copies == ()


def test_indicators_scans_and_save_points_are_reason_enough_for_a_backup(
    store: Store, final: int, folder: Path
) -> None:
    minutes = count()

    def is_backed_up() -> bool:
        now = datetime(2024, 5, 31, 12, next(minutes), tzinfo=UTC)
        made = store._worker.do(lambda c: backups.make_if_changed(c, folder, "手动", now))
        return made is not None

    assert is_backed_up()
    assert not is_backed_up()
    (folder / "常用指标.toml").write_text("甲", encoding="utf-8")
    assert is_backed_up()
    store.add_scan(final, "第1页.pdf", "pdf", SCAN)
    assert is_backed_up()
    store.mark(final, "送审前")
    assert is_backed_up()
    store.set_setting("offices", "[]")
    assert is_backed_up()
    assert not is_backed_up()


def test_a_backup_of_an_older_version_is_restored_alone(folder: Path, library: Library) -> None:
    folder.mkdir()
    old = Path(__file__).parents[1] / "data" / "databases" / "schema-2.db"
    assert backups.restore_store(folder, old) == backups.Restored(None)
    with Store.open(folder, library, backing_up=False) as store:
        assert store.submissions()[0].title == "样本"


# -- save points ---------------------------------------------------------------------------


def test_a_save_point_gives_the_form_back_as_it_was(
    store: Store, form: int, housing: Document
) -> None:
    store.follow(form, housing)
    name = CellRef("project_name")
    housing.set(name, "第一稿")
    first = store.mark(form, "保存点 1")
    housing.set(name, "第二稿")
    second = store.mark(form, "保存点 2")
    assert first is not None
    assert second is not None
    housing.set(name, "第三稿")
    texts = {seq: each.text(name) for seq, each in store.states(form, [second.seq, first.seq])}
    assert texts == {first.seq: "第一稿", second.seq: "第二稿"}
    assert [point.name for point in store.save_points(form)] == ["保存点 2", "保存点 1"]


def test_one_state_has_one_save_point(store: Store, form: int) -> None:
    assert store.mark(form, "甲") is not None
    assert store.mark(form, "乙") is None


def test_save_points_are_renamed_and_deleted(store: Store, form: int) -> None:
    point = store.mark(form, "甲")
    assert point is not None
    store.rename_save_point(point.id, "送审前")
    assert [each.name for each in store.save_points(form)] == ["送审前"]
    store.delete_save_point(point.id)
    assert store.save_points(form) == ()
    assert store.check() == ()


# -- any order of events -------------------------------------------------------------------


@cache
def libraries() -> Library:
    return Library()


class Courses(RuleBasedStateMachine):
    """Whatever a clerk tries in whatever order: the store takes what fits, and only that."""

    def __init__(self) -> None:
        super().__init__()
        self.scratch = TemporaryDirectory()
        self.library = libraries()
        path = resource("examples", "karamay-2024-dilapidated-housing.json")
        self.document = load_file(path, self.library.get)
        self.store = Store.open(Path(self.scratch.name), self.library, backing_up=False)
        self.submission = self.store.create_submission("", "", "", [self.document])
        self.form = self.store.forms(self.submission)[0].id
        self.stop = self.store.follow(self.form, self.document)
        self.stage = ""
        """What the model knows: the latest of 上报, 接收 and 退回 that holds."""
        self.before: list[str] = []
        self.reported: list[str] = []
        self.codes = 0
        self.scans: dict[int, str] = {}

    def entry(self) -> tuple[Course, State]:
        entry = self.store.submissions()[0]
        filling = State.FINAL if self.document.is_final else State.FILLING
        return entry.course, entry.course.state(entry.versions, filling)

    @rule()
    def finalize(self) -> None:
        if not self.document.is_final:
            self.codes += 1
            self.document.finalize(f"{self.codes:016}")
            self.store.flush()

    @rule()
    def reopen(self) -> None:
        self.document.reopen()
        self.store.flush()

    @rule(data=st.sampled_from([b"1", b"2"]))
    def add_scan(self, data: bytes) -> None:
        code = self.document.version.code
        kept = [f"{code}{data!r}" == known for known in self.scans.values()]
        try:
            number = self.store.add_scan(self.form, "页.pdf", "pdf", data)
        except CourseError:
            assert not code or any(kept)
        else:
            assert code
            self.scans[number] = f"{code}{data!r}"

    @precondition(lambda self: self.scans)
    @rule()
    def remove_scan(self) -> None:
        number, _ = self.scans.popitem()
        self.store.record(self.submission, TakenBack(number))

    @rule()
    def report(self) -> None:
        code = self.document.version.code
        try:
            self.store.record(self.submission, Reported(DAY, "", ((self.form, code),)))
        except CourseError:
            again = self.stage in ("上报", "接收") and self.reported[-1] == code
            assert not code or again
        else:
            self._now("上报")
            self.reported.append(code)

    @rule()
    def receive(self) -> None:
        self._try(Received(DAY), "接收", ("上报",))

    @rule(opinions=st.integers(0, 2))
    def send_back(self, opinions: int) -> None:
        fitting = ("上报", "接收") if opinions else ()
        self._try(Returned(DAY, (Opinion("补"),) * opinions), "退回", fitting)

    @rule(opinion=st.integers(0, 2))
    def answer(self, opinion: int) -> None:
        course, _ = self.entry()
        last = course.last_returned
        number = last.number if last else 1
        fits = self.stage == "退回" and opinion < len(course.answers())
        try:
            self.store.record(self.submission, Answered(number, opinion, True, "已补"))
        except CourseError:
            assert not fits
        else:
            assert fits
            assert self.entry()[0].answers()[opinion].given

    @rule()
    def take_back(self) -> None:
        latest = self.entry()[0].latest
        assert (latest is not None) == bool(self.stage)
        if latest is not None:
            self.store.record(self.submission, TakenBack(latest.number))
            if self.stage == "上报":
                self.reported.pop()
            self.stage = self.before.pop()

    def _try(self, event: Received | Returned, stage: str, fitting: tuple[str, ...]) -> None:
        try:
            self.store.record(self.submission, event)
        except CourseError:
            assert self.stage not in fitting
        else:
            assert self.stage in fitting
            self._now(stage)

    def _now(self, stage: str) -> None:
        self.before.append(self.stage)
        self.stage = stage

    @invariant()
    def the_state_is_what_the_model_says(self) -> None:
        course, state = self.entry()
        assert {scan.number for scan in course.scans} == set(self.scans)
        code = self.document.version.code
        if self.stage == "退回":
            assert state is State.RETURNED
        elif not code:
            assert state is State.FILLING
        elif self.reported and self.reported[-1] == code:
            assert state is (State.RECEIVED if self.stage == "接收" else State.REPORTED)
        else:
            sealed = any(known.startswith(code) for known in self.scans.values())
            assert state is (State.SEALED if sealed else State.FINAL)

    def teardown(self) -> None:
        self.stop()
        assert self.store.check() == ()
        self.store.close()
        self.scratch.cleanup()


Courses.TestCase.settings = settings(max_examples=25, stateful_step_count=20, deadline=None)
test_any_order_of_events_gives_a_course_that_fits = Courses.TestCase
