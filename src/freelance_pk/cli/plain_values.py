"""Takes the plain words of a command line without pydantic.

Typer since 0.29 checks every value with pydantic, given or not; to import that takes 60 to 70 ms, a quarter of a short
run. A text, a path, a whole number or one of a few choices needs no such check. All else is left to Typer: every
fault and its message, prompts, completion, bounds, unusual types; the tests hold both ways to the same outcome.
"""

import os
import re
from enum import Enum
from pathlib import Path
from typing import Any, get_args, get_origin

from typer.core import TyperCommand, TyperGroup
from typer.models import OptionInfo

# What may be asked of a value beyond its type, and how it stands where nothing is asked.
_USUAL = OptionInfo()
_ASKED = (
    "parser", "case_sensitive", "min", "max", "exists", "file_okay", "dir_okay", "writable", "readable",
    "resolve_path", "allow_dash", "path_type",
)  # fmt: skip
_WHOLE_NUMBER = re.compile(r"0|-?[1-9][0-9]{0,17}", re.ASCII)


class Command(TyperCommand):
    """A command of Typer's that takes plain words itself; for `cls=` where a command is registered."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Fill the context's parameters from the words; return the words left over, which are none."""
        try:
            words, taken = _taken(self, ctx, args)
        except _NotPlainError:
            return super().parse_args(ctx, args)
        for param, value, source in taken:
            if _is_flag(param, value):  # with what is called for one, as for --schema
                param.handle_parse_result(ctx, words, [])
            else:
                ctx.set_parameter_source(param.name, source)
                ctx.params[param.name] = value
        ctx.args = []
        return []

    def get_help_option(self, ctx: Any) -> Any:
        """Return `--help`."""
        return _stated(super().get_help_option(ctx))


class Group(TyperGroup):
    """A group of Typer's whose own options are flags; for `cls=` where a group is made."""

    def get_help_option(self, ctx: Any) -> Any:
        """Return `--help`."""
        return _stated(super().get_help_option(ctx))


def _stated(flag: Any) -> Any:
    """Say that a flag is off unless given: Typer checks a default of None with pydantic, not one of False."""
    if flag is not None and flag.default is None:
        flag.default = False
    return flag


class _NotPlainError(Exception):
    """Typer must read the words."""


def _taken(
    command: TyperCommand, ctx: Any, args: list[str]
) -> tuple[dict[str, Any], list[tuple[Any, Any, Any]]]:
    """Return the words of each name; and each parameter, in Typer's order, its value, and where that is from."""
    params: list[Any] = [*command.get_params(ctx)]
    if not all(hasattr(each, "type_descriptor") for each in params):
        raise _NotPlainError  # an older Typer, which needs no pydantic
    if ctx.resilient_parsing or ctx.token_normalize_func or (not args and command.no_args_is_help):
        raise _NotPlainError
    if any(getattr(each, "prompt", None) or callable(each.default) for each in params):
        raise _NotPlainError
    words, left, given = command.make_parser(ctx).parse_args(list(args))
    if left:
        raise _NotPlainError
    params.sort(key=lambda each: (not each.is_eager, given.index(each) if each in given else len(given)))
    taken = []
    for each in params:
        value, source = each.consume_value(ctx, words)
        taken.append((each, _value(each, value), source))
    return words, taken


def _is_flag(param: Any, value: Any) -> bool:
    return param.type_descriptor.annotation is bool and isinstance(value, bool)


def _value(param: Any, value: Any) -> Any:
    if _is_flag(param, value):
        return value
    if param.callback or not param.expose_value:
        raise _NotPlainError
    annotation = param.type_descriptor.annotation
    if value is None:
        value = () if param.multiple or param.nargs == -1 else None
    elif get_origin(annotation) is list and isinstance(value, (list, tuple)):
        value = [_one(get_args(annotation)[0], each, param) for each in value]
    else:
        value = _one(annotation, value, param)
    if param.required and param.value_is_missing(value):
        raise _NotPlainError
    return value


def _one(kind: Any, value: Any, param: Any) -> Any:
    """Return one word, or a default, as what the command asks for."""
    info = param.type_descriptor.parameter_info
    if any(getattr(info, each, None) != getattr(_USUAL, each, None) for each in _ASKED):
        raise _NotPlainError
    if isinstance(kind, type) and issubclass(kind, Enum):
        for member in kind:
            if value is member or (type(value) is str and value == str(member.value)):
                return member
    elif kind is str and type(value) is str and _is_text(value):
        return value
    elif kind is Path and isinstance(value, (str, Path)) and _is_text(str(value)):
        if os.access(value, os.R_OK) or not os.access(value, os.F_OK):
            return Path(value)
    elif kind is int and type(value) is str and _WHOLE_NUMBER.fullmatch(value):
        return int(value)
    raise _NotPlainError


def _is_text(word: str) -> bool:
    """Say whether a word can be written in UTF-8 and name a file: bytes of the shell need not."""
    return "\0" not in word and not any("\ud800" <= char <= "\udfff" for char in word)
