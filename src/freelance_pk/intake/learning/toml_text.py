"""Plain values into TOML, as a person would write a layout file."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

_BARE = re.compile(r"[A-Za-z0-9_-]+").fullmatch


def toml_text(table: Mapping[str, Any]) -> str:
    """Write a table of texts, booleans, lists, tables and lists of tables; empty ones are left out."""
    return "\n".join(_lines(table, "")).strip() + "\n"


def _lines(table: Mapping[str, Any], name: str) -> Iterator[str]:
    inner = {key: value for key, value in table.items() if _is_table(value) or _is_tables(value)}
    for key, value in table.items():
        if key not in inner and value not in ("", [], {}):
            yield f"{_key(key)} = {_value(value)}"
    for key, value in inner.items():
        path = f"{name}.{_key(key)}" if name else _key(key)
        for each in value if _is_tables(value) else [value]:
            if each:
                yield ""
                yield f"[[{path}]]" if _is_tables(value) else f"[{path}]"
                yield from _lines(each, path)


def _is_table(value: object) -> bool:
    return isinstance(value, Mapping)


def _is_tables(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(each, Mapping) for each in value)


def _key(key: str) -> str:
    return key if _BARE(key) else _value(key)


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "[" + ", ".join(_value(each) for each in value) + "]"
    text = str(value)
    if "\\" in text and "'" not in text and text.isprintable():
        return f"'{text}'"  # a pattern reads better without doubled backslashes
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
