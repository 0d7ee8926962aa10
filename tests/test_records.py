"""A record is a frozen, slotted dataclass; only when its methods are compiled is different."""

import copy
import dataclasses
import pickle
from collections.abc import Iterator
from dataclasses import field
from typing import Any

import pytest

from anju_desktop.records import record


@record(frozen=True, slots=True)
class Point:
    """A record with every kind of field."""

    x: int
    y: int = 0
    tags: list[str] = field(default_factory=list, compare=False)


@record(frozen=True, slots=True)
class Named(Point):
    name: str = field(default="", kw_only=True, repr=False)


@record(frozen=True, slots=True)
class Doubled:
    half: int
    full: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        object.__setattr__(self, "full", 2 * self.half)


@dataclasses.dataclass(frozen=True, slots=True)
class Reference:
    """The same as :class:`Point`, by the standard library."""

    x: int
    y: int = 0
    tags: list[str] = field(default_factory=list, compare=False)


def test_it_is_made_like_a_dataclass() -> None:
    for make in (Point, Reference):
        assert (make(1).x, make(1).y, make(x=1, y=2).y) == (1, 0, 2)
        assert make(1).tags is not make(1).tags


@pytest.mark.parametrize("arguments", [(), (1, 2, [], 4)])
def test_wrong_arguments_are_refused_as_by_a_dataclass(arguments: tuple[Any, ...]) -> None:
    with pytest.raises(TypeError) as ours:
        Point(*arguments)
    with pytest.raises(TypeError) as theirs:
        Reference(*arguments)
    assert str(ours.value).partition(".")[2] == str(theirs.value).partition(".")[2]


def test_equal_fields_make_equal_records_with_one_hash() -> None:
    assert Point(1, 2, ["a"]) == Point(1, 2, ["b"])
    assert hash(Point(1, 2, ["a"])) == hash(Point(1, 2, ["b"])) == hash(Reference(1, 2))
    assert Point(1, 2) != Point(2, 1)


def test_records_of_different_classes_are_never_equal() -> None:
    others: list[object] = [Named(1), Reference(1)]
    assert Point(1) not in others


def test_it_shows_its_fields() -> None:
    assert repr(Point(1)) == repr(Reference(1)).replace("Reference", "Point")
    assert "name" not in repr(Named(1, name="一"))


def test_a_subclass_keeps_the_methods_of_its_parent_apart() -> None:
    named = Named(1, 2, name="一")
    assert (named.x, named.y, named.name) == (1, 2, "一")
    assert Point(3, 4).y == 4


def test_what_is_worked_out_after_init_is_there() -> None:
    assert Doubled(4).full == 8


def test_it_cannot_be_changed() -> None:
    point: Any = Point(1)
    with pytest.raises(dataclasses.FrozenInstanceError, match="'x'"):
        point.x = 2
    with pytest.raises(dataclasses.FrozenInstanceError, match="'x'"):
        del point.x
    with pytest.raises(dataclasses.FrozenInstanceError):
        point.other = 2


def copies(point: Point) -> Iterator[Point]:
    yield copy.copy(point)
    yield copy.deepcopy(point)
    yield pickle.loads(pickle.dumps(point))
    yield dataclasses.replace(point)


def test_copies_are_equal() -> None:
    for twin in copies(Named(1, 2, ["a"], name="一")):
        assert twin == Named(1, 2, name="一")
        assert twin.tags == ["a"]


def test_the_tools_for_dataclasses_know_it() -> None:
    assert dataclasses.is_dataclass(Point)
    assert dataclasses.asdict(Point(1)) == dataclasses.asdict(Reference(1))
    assert [f.name for f in dataclasses.fields(Named)] == ["x", "y", "tags", "name"]
    match Point(1, 2):
        case Point(x, y):
            assert (x, y) == (1, 2)


def test_it_takes_no_other_options() -> None:
    options: dict[str, bool] = {"frozen": True, "slots": False}
    with pytest.raises(TypeError):
        record(**options)
