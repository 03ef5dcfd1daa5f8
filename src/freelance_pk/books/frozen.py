"""Figures as plain JSON and back, without loss: amounts as decimal strings, dates as ISO, files by number.

Reading is by the types of today: a field that has come since gets its default, or is empty where its type has
an empty value; one that has gone is passed over. What cannot be read so is an error, never a guess.
"""

import types
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from freelance_pk.model.entry import Source

Made = TypeVar("Made")
Plain = Any  # what json reads and writes


def freeze(value: object) -> Plain:
    """Return a value as plain JSON."""
    sources: dict[Source, int] = {}
    frozen = _plain(value, sources)
    return {"sources": [_fields(source, {}) for source in sources], "value": frozen}


def thaw(made: type[Made], frozen: Plain) -> Made:
    """Return the value that was frozen.

    Raises:
        ValueError: what is there is no such value.
    """
    try:
        sources = [_made(Source, each, ()) for each in frozen["sources"]]
        value = _made(made, frozen["value"], sources)
    except (KeyError, TypeError, ArithmeticError, IndexError, AttributeError) as failure:
        raise ValueError(str(failure)) from failure
    assert isinstance(value, made)
    return value


def _plain(value: object, sources: dict[Source, int]) -> Plain:
    if isinstance(value, Source):
        return sources.setdefault(value, len(sources))
    if isinstance(value, Mapping):
        return {_key(key): _plain(each, sources) for key, each in value.items()}
    if isinstance(value, tuple | list):
        return _plain_rows(value, sources)
    if is_dataclass(value):
        return _fields(value, sources)
    return _plain_single(value)


def _plain_single(value: object) -> Plain:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if value is None or isinstance(value, bool | int | str):
        return value
    raise TypeError(f"{type(value).__name__} cannot be frozen")


def _key(key: object) -> str:
    return str(key.value if isinstance(key, Enum) else key)


def _fields(value: Any, sources: dict[Source, int]) -> Plain:
    return {each.name: _plain(getattr(value, each.name), sources) for each in fields(value)}


def _plain_rows(value: tuple[Any, ...] | list[Any], sources: dict[Source, int]) -> Plain:
    """Write named fields once for many rows; a single row with its names."""
    names = getattr(value, "_fields", None)
    if names is not None:
        return {name: _plain(each, sources) for name, each in zip(names, value, strict=True)}
    names = getattr(value[0], "_fields", None) if value else None
    if names is None or any(type(each) is not type(value[0]) for each in value):
        return [_plain(each, sources) for each in value]
    return {"fields": list(names), "rows": [[_plain(cell, sources) for cell in row] for row in value]}


@cache
def _hints(made: type) -> dict[str, Any]:
    return get_type_hints(made)


def _made(hint: Any, plain: Plain, sources: "list[Source] | tuple[()]") -> Any:
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        return _optional(get_args(hint), plain, sources)
    if origin in (tuple, list):
        return _many(hint, plain, sources)
    if origin is not None and issubclass(origin, Mapping):
        key, each = get_args(hint)
        return {_made(key, name, sources): _made(each, value, sources) for name, value in plain.items()}
    if hint is Source and isinstance(plain, int):
        return sources[plain]
    if is_dataclass(hint) or hasattr(hint, "_fields"):
        return _by_name(hint, plain, sources)
    return _single(hint, plain)


def _single(hint: Any, plain: Plain) -> Any:
    if hint is Decimal:
        if not isinstance(plain, str):
            raise TypeError(f"{plain!r} is no amount")
        return Decimal(plain)
    if hint is date:
        return date.fromisoformat(plain)
    if issubclass(hint, Enum):
        return hint(plain)
    if hint is int and isinstance(plain, str):
        return int(plain)  # the keys of a JSON object are texts
    if not isinstance(plain, hint) or (hint is int and isinstance(plain, bool)):
        raise TypeError(f"{plain!r} is no {hint.__name__}")
    return plain


def _optional(choices: tuple[Any, ...], plain: Plain, sources: "list[Source] | tuple[()]") -> Any:
    if plain is None and type(None) in choices:
        return None
    (hint,) = [each for each in choices if each is not type(None)]
    return _made(hint, plain, sources)


def _many(hint: Any, plain: Plain, sources: "list[Source] | tuple[()]") -> Any:
    of = get_args(hint)
    if isinstance(plain, dict):
        return tuple(_rows(of[0], plain["fields"], plain["rows"], sources))
    if len(of) == 2 and of[1] is Ellipsis:
        return tuple(_made(of[0], each, sources) for each in plain)
    if get_origin(hint) is list:
        return [_made(of[0], each, sources) for each in plain]
    return tuple(_made(each, value, sources) for each, value in zip(of, plain, strict=True))


def _rows(
    made: Any, names: Sequence[str], rows: Iterable[list[Plain]], sources: "list[Source] | tuple[()]"
) -> Iterator[Any]:
    """Read a column's values once each: a year's rows have few days, accounts and amounts."""
    hints = _hints(made)
    known: list[dict[Plain, Any]] = [{} for _ in names]
    kept = [place for place, name in enumerate(names) if name in hints]
    whole = [names[place] for place in kept] == list(made._fields)
    for row in rows:
        if len(row) != len(names):
            raise ValueError("a row has more or fewer cells than there are names")
        cells = []
        for place in kept:
            cell, hint = row[place], hints[names[place]]
            if isinstance(cell, list | dict):
                cells.append(_made(hint, cell, sources))
                continue
            seen = known[place]
            if cell not in seen:
                seen[cell] = _made(hint, cell, sources)
            cells.append(seen[cell])
        yield (
            made._make(cells)
            if whole
            else _filled(made, dict(zip((names[place] for place in kept), cells, strict=True)))
        )


def _by_name(made: Any, plain: Plain, sources: "list[Source] | tuple[()]") -> Any:
    found = {name: _made(hint, plain[name], sources) for name, hint in _hints(made).items() if name in plain}
    return _filled(made, found)


def _filled(made: Any, found: dict[str, Any]) -> Any:
    """Build a value; what was not known when it was frozen is empty."""
    missing = [name for name in _hints(made) if name not in found and name not in _with_default(made)]
    return made(**found, **{name: _empty(_hints(made)[name], name) for name in missing})


@cache
def _with_default(made: Any) -> frozenset[str]:
    if not is_dataclass(made):
        return frozenset(made._field_defaults)
    return frozenset(
        each.name
        for each in fields(made)
        if each.default is not MISSING or each.default_factory is not MISSING
    )


def _empty(hint: Any, name: str) -> Any:
    origin = get_origin(hint)
    if origin in (Union, types.UnionType) and type(None) in get_args(hint):
        return None
    if origin is tuple and get_args(hint)[-1] is Ellipsis:
        return ()
    if origin is dict:
        return {}
    if hint is str:
        return ""
    raise KeyError(name)
