"""Frozen, slotted dataclasses whose methods are compiled when they are first called.

``dataclasses.dataclass`` compiles six methods for each such class while its module is imported, a
third of a millisecond a class: over all classes of the program nearly half of the time that
importing Qt takes. Here that costs a twentieth, and what a run never calls is never compiled.
"""

import dataclasses
from collections.abc import Callable, Iterable
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


def _record(plain: type) -> type:
    written = vars(plain).keys()
    # Otherwise the standard library takes pains to write the signature there.
    plain.__doc__ = plain.__doc__ or plain.__name__
    cls: type = dataclasses.dataclass(init=False, repr=False, eq=False, slots=True)(plain)
    for name, write in _WRITERS.items():
        if name not in written:
            setattr(cls, name, _compiling(cls, name, write))
    for name, method in _SHARED.items():
        if name not in written:
            setattr(cls, name, method)
    return cls


_Writer = Callable[[tuple[_Field, ...], bool], str]


def _compiling(cls: type, name: str, write: _Writer) -> Callable[..., Any]:
    """A method that puts the real one in its own place and hands over to it."""

    def method(self: object, *args: Any, **kwargs: Any) -> Any:
        compiled = _compile(cls, name, write)
        setattr(cls, name, compiled)
        return compiled(self, *args, **kwargs)

    method.__name__, method.__qualname__ = name, f"{cls.__qualname__}.{name}"
    return method


def _compile(cls: Any, name: str, write: _Writer) -> Callable[..., Any]:
    fields = dataclasses.fields(cls)
    names: dict[str, Any] = {"_put": object.__setattr__, "_ABSENT": _ABSENT}
    for field in fields:
        names[f"_default_{field.name}"] = field.default
        names[f"_make_{field.name}"] = field.default_factory
    # Of the names of the class's own attributes only, like the standard library.
    exec(write(fields, hasattr(cls, "__post_init__")), names)
    method: Callable[..., Any] = names[name]
    method.__qualname__ = f"{cls.__qualname__}.{name}"
    method.__module__ = cls.__module__
    return method


# -- what is compiled ----------------------------------------------------------------------


def _init(fields: tuple[_Field, ...], has_more: bool) -> str:
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


def _eq(fields: tuple[_Field, ...], _: bool) -> str:
    compared = [field.name for field in fields if field.compare]
    return (
        "def __eq__(self, other):\n"
        "    if other.__class__ is not self.__class__:\n"
        "        return NotImplemented\n"
        f"    return {_tuple('self', compared)} == {_tuple('other', compared)}"
    )


def _hash(fields: tuple[_Field, ...], _: bool) -> str:
    hashed = [f.name for f in fields if (f.compare if f.hash is None else f.hash)]
    return f"def __hash__(self):\n    return hash({_tuple('self', hashed)})"


def _tuple(owner: str, names: Iterable[str]) -> str:
    return "(" + "".join(f"{owner}.{name}, " for name in names) + ")"


_WRITERS: dict[str, _Writer] = {"__init__": _init, "__eq__": _eq, "__hash__": _hash}


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
