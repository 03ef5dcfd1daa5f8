"""Nouns from tables of the program's own data files, by the types that their forms declare.

A form is a NamedTuple, a dataclass or a `Form`. A user's file is checked against its form by pydantic. The program's
own files were checked before they left (`slabs check`, `platforms check`), and pydantic takes longer to load than a
year's rows take to read: of a table known to be right, a noun is built as it stands.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field, fields, is_dataclass
from decimal import Decimal
from enum import Enum
from functools import cache, partial
from types import NoneType
from typing import (
    Any,
    ClassVar,
    NoReturn,
    TypeVar,
    dataclass_transform,
    get_args,
    get_origin,
    get_type_hints,
)

_Form = TypeVar("_Form")
_Way = Callable[[Any], object] | None  # from a value of TOML to one of a form; None: as it is
# What is said of a fault that pydantic calls by one name or another, as the form is, or describes in words of Python.
FAULTS = {
    **dict.fromkeys(("extra_forbidden", "unexpected_keyword_argument"), "there is no such key"),
    **dict.fromkeys(("missing", "missing_argument"), "it is missing"),
    **dict.fromkeys(("list_type", "tuple_type"), "Input should be an array"),
    **dict.fromkeys(
        ("arguments_type", "dataclass_type", "dict_type", "named_tuple_type"), "Input should be a table"
    ),
}


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(field,))
class Form:
    """Base of frozen dataclasses of keyword arguments alone; pydantic lets no other key into one.

    The methods that `dataclass` writes for each class are compiled at every start, which takes longer than reading
    the files: 0.6 ms a class. Here they stand once, and a class costs a tenth of that.
    """

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]
    _defaults: ClassVar[Mapping[str, Callable[[], object]]]
    __pydantic_config__: ClassVar = {"extra": "forbid"}

    def __init_subclass__(cls) -> None:
        """Make the class a dataclass."""
        dataclass(init=False, repr=False, eq=False, kw_only=True)(cls)
        cls._defaults = {each.name: _default_of(each) for each in fields(cls)}

    def __init__(self, **given: object) -> None:
        if not given.keys() <= self._defaults.keys():
            raise TypeError(f"{type(self).__name__} has no {', '.join(given.keys() - self._defaults.keys())}")
        vars(self).update(
            {name: given[name] if name in given else default() for name, default in self._defaults.items()}
        )

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise FrozenInstanceError(f"cannot assign to field {name!r}")

    def __delattr__(self, name: str) -> NoReturn:
        raise FrozenInstanceError(f"cannot delete field {name!r}")

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and vars(self) == vars(other)

    def __hash__(self) -> int:
        return hash(tuple(getattr(self, each.name) for each in fields(self)))

    def __repr__(self) -> str:
        return (
            f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in vars(self).items())})"
        )


def _default_of(field: Field[Any]) -> Callable[[], object]:
    """Return what makes the value of a field that is not given."""
    if field.default_factory is not MISSING:
        return field.default_factory
    return partial(_usual, field.name, field.default)


def _usual(name: str, default: object) -> object:
    if default is MISSING:
        raise TypeError(f"{name} is missing")
    return default


def array_for_table(table: Mapping[str, Any], keys: Iterable[str]) -> str:
    """Say which of these keys holds an array where a NamedTuple's table belongs, "" if none: pydantic takes it for one."""
    arrays = (key for key in keys if isinstance(table.get(key), list))
    return next((f"{key}: it is a table, not an array" for key in arrays), "")


def built(form: type[_Form], table: Mapping[str, Any]) -> _Form:
    """Build a noun from a table that was checked.

    Args:
        form: a NamedTuple or a dataclass; its fields hold text, numbers, days, Decimals, enumerations, other
            forms, and tuples, lists and dicts of these.
        table: of TOML, floats read as Decimal. An array gives the fields of a form in their order.

    Raises:
        TypeError, KeyError, ValueError: the table is not of the form, so nobody checked it.
    """
    named: Any = form
    ways = _ways(named)
    return form(**{name: _along(ways[name], value) for name, value in table.items()})


def _along(way: _Way, value: Any) -> Any:
    return value if way is None else way(value)


@cache
def _ways(form: type) -> dict[str, _Way]:
    return {name: _way(hint) for name, hint in get_type_hints(form).items()}


def _way(hint: Any) -> _Way:
    """Return how a value of TOML becomes one of a type; a word of a Literal, given as the type, stays as it is."""
    if hint is Decimal or (isinstance(hint, type) and issubclass(hint, Enum)):
        return hint
    if is_dataclass(hint) or hasattr(hint, "_fields"):
        return partial(_noun, hint)
    ways = [_way(each) for each in get_args(hint) if each is not NoneType]
    return _of_parts(hint, ways) if get_origin(hint) is tuple or any(ways) else None


def _of_parts(hint: Any, ways: list[_Way]) -> _Way:
    origin = get_origin(hint)
    if origin is tuple:
        return partial(_endless, ways[0]) if Ellipsis in get_args(hint) else partial(_tuple, ways)
    if origin is list:
        return partial(_list, *ways)
    if origin is dict:
        return partial(_dict, *ways)
    return ways[0] if len(ways) == 1 else partial(_either, ways)


def _noun(form: type, value: Any) -> object:
    if isinstance(value, list):
        return form(*(_along(way, each) for way, each in zip(_ways(form).values(), value, strict=False)))
    return built(form, value)


def _endless(way: _Way, value: Any) -> object:
    return tuple(value) if way is None else tuple(map(way, value))


def _tuple(ways: Sequence[_Way], value: Any) -> object:
    return tuple(_along(way, each) for way, each in zip(ways, value, strict=True))


def _list(way: _Way, value: Any) -> object:
    return [_along(way, each) for each in value]


def _dict(key: _Way, way: _Way, value: Any) -> object:
    return {_along(key, name): _along(way, each) for name, each in value.items()}


def _either(ways: Sequence[_Way], value: Any) -> object:
    """Take the first of several types that knows the value: an enumeration knows its own."""
    for way in ways:
        try:
            return _along(way, value)
        except ValueError:
            continue
    raise ValueError(f"no type knows {value!r}")
