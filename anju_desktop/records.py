"""Frozen, slotted dataclasses whose ``__init__`` is compiled when it has been called often.

``dataclasses.dataclass`` compiles six methods for each such class while its module is imported, a
third of a millisecond a class: over all classes of the program nearly half of the time that
importing Qt takes. Here that costs a twentieth. Of most classes a start makes a few instances:
these are filled by going through the fields, which takes less than compiling.
"""

import dataclasses
from collections.abc import Callable
from operator import attrgetter
from typing import TYPE_CHECKING, Any

__all__ = ["record"]

if TYPE_CHECKING:
    from dataclasses import dataclass as record
else:

    def record(*, frozen: bool, slots: bool) -> Callable[[type], type]:
        """``dataclasses.dataclass`` for this combination of options alone."""
        if not (frozen and slots):
            raise TypeError("a record is frozen and slotted")
        return _record


_Field = dataclasses.Field[Any]
_ABSENT = object()
"""Stands for a value that a factory makes."""
_OFTEN = 40
"""From this instance of a class on, compiling has paid."""


def _record(plain: type) -> type:
    written = vars(plain).keys()
    # Otherwise the standard library takes pains to write the signature there.
    plain.__doc__ = plain.__doc__ or plain.__name__
    cls: type = dataclasses.dataclass(init=False, repr=False, eq=False, slots=True)(plain)
    own = {"__init__": _filling(cls), **_comparing(cls), **_SHARED}
    for name, method in own.items():
        if name not in written:
            setattr(cls, name, method)
    return cls


# -- filling -------------------------------------------------------------------------------


def _filling(cls: Any) -> Callable[..., None]:
    """``__init__``, which puts a compiled one in its own place in time."""
    left = _OFTEN
    plan: _Plan = ()

    def __init__(self: object, *args: Any, **kwargs: Any) -> None:
        nonlocal left, plan
        plan = plan or _plan(cls)
        left -= 1
        values = _arguments(plan, args, kwargs) if left > 0 else None
        if values is None:
            # Wrong arguments come here too: the compiled one says what is wrong with them.
            cls.__init__ = _compiled(cls)
            cls.__init__(self, *args, **kwargs)
            return
        for name, value in values.items():
            _put(self, name, value)
        if hasattr(cls, "__post_init__"):
            cls.__post_init__(self)

    __init__.__qualname__ = f"{cls.__qualname__}.__init__"
    return __init__


_put = object.__setattr__


_Plan = tuple[tuple[str, bool, bool, Any, Any], ...]
"""Of each field its name, whether it is taken by place and by name, its default and factory."""


def _plan(cls: type) -> _Plan:
    return tuple(
        (f.name, f.init and not f.kw_only, f.init, f.default, f.default_factory)
        for f in dataclasses.fields(cls)
    )


def _arguments(plan: _Plan, args: tuple[Any, ...], given: dict[str, Any]) -> dict[str, Any] | None:
    """A value for every field, in their order; None when the arguments do not fit."""
    values: dict[str, Any] = {}
    place, taken = 0, 0
    for name, by_place, by_name, default, factory in plan:
        if by_place and place < len(args):
            values[name] = args[place]
            place += 1
        elif by_name and name in given:
            values[name] = given[name]
            taken += 1
        elif default is not dataclasses.MISSING:
            values[name] = default
        elif factory is not dataclasses.MISSING:
            values[name] = factory()
        else:
            return None
    return values if taken == len(given) and place == len(args) else None


def _compiled(cls: Any) -> Callable[..., None]:
    fields = dataclasses.fields(cls)
    names: dict[str, Any] = {"_put": _put, "_ABSENT": _ABSENT}
    for field in fields:
        names[f"_default_{field.name}"] = field.default
        names[f"_make_{field.name}"] = field.default_factory
    # Of the names of the class's own attributes only, like the standard library.
    exec(_source(fields, hasattr(cls, "__post_init__")), names)
    method: Callable[..., None] = names["__init__"]
    method.__qualname__ = f"{cls.__qualname__}.__init__"
    method.__module__ = cls.__module__
    return method


def _source(fields: tuple[_Field, ...], has_more: bool) -> str:
    taken = [field for field in fields if field.init]
    by_place = [_parameter(field) for field in taken if not field.kw_only]
    by_name = [_parameter(field) for field in taken if field.kw_only]
    head = ", ".join(["self", *by_place, *(["*", *by_name] if by_name else [])])
    body = [f"    _put(self, {field.name!r}, {_argument(field)})" for field in fields]
    body += ["    self.__post_init__()"] if has_more else []
    return "\n".join([f"def __init__({head}):", *body, "    return None"])


def _parameter(field: _Field) -> str:
    if field.default is not dataclasses.MISSING:
        return f"{field.name}=_default_{field.name}"
    if field.default_factory is not dataclasses.MISSING:
        return f"{field.name}=_ABSENT"
    return field.name


def _argument(field: _Field) -> str:
    name = field.name
    if field.default_factory is not dataclasses.MISSING:
        made = f"_make_{name}()"
        return f"{made} if {name} is _ABSENT else {name}" if field.init else made
    return name if field.init else f"_default_{name}"


# -- comparing -----------------------------------------------------------------------------


def _comparing(cls: type) -> dict[str, Callable[..., Any]]:
    fields = dataclasses.fields(cls)
    compared = _values_of([f.name for f in fields if f.compare])
    hashed = _values_of([f.name for f in fields if (f.compare if f.hash is None else f.hash)])

    def __eq__(self: object, other: object) -> Any:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return compared(self) == compared(other)

    def __hash__(self: object) -> int:
        return hash(hashed(self))

    return {"__eq__": __eq__, "__hash__": __hash__}


def _values_of(names: list[str]) -> Callable[[object], tuple[Any, ...]]:
    """The values of some fields as a tuple."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda record: tuple(getattr(record, name) for name in names)


# -- what all records share ----------------------------------------------------------------


def _repr(self: Any) -> str:
    shown = [f"{f.name}={getattr(self, f.name)!r}" for f in dataclasses.fields(self) if f.repr]
    return f"{self.__class__.__qualname__}({', '.join(shown)})"


def _refuse_setting(self: object, name: str, value: object) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_deleting(self: object, name: str) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


def _state(self: Any) -> list[Any]:
    return [getattr(self, field.name) for field in dataclasses.fields(self)]


def _restore(self: Any, state: list[Any]) -> None:
    for field, value in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, field.name, value)


_SHARED: dict[str, Callable[..., Any]] = {
    "__repr__": _repr,
    "__setattr__": _refuse_setting,
    "__delattr__": _refuse_deleting,
    # For copying and pickling, which would set attributes.
    "__getstate__": _state,
    "__setstate__": _restore,
}
