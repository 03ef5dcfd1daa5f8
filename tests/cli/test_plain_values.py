"""Plain words are taken without pydantic, and come out as they do from Typer itself; all else is Typer's own."""

import inspect
import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import redirect_stdout
from enum import Enum
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

import pytest
import typer
from commands import commands_of
from hypothesis import given
from hypothesis import strategies as st
from typer.core import TyperCommand, TyperGroup, TyperOption
from typer.main import get_command
from typer.testing import CliRunner

from freelance_pk.cli.main import make_app
from freelance_pk.cli.plain_values import Command, Group

if not hasattr(TyperOption, "get_runtime_param"):
    pytest.skip("this Typer is older, and checks without pydantic", allow_module_level=True)

PROGRAM: Any = get_command(make_app())
COMMANDS: dict[str, Any] = dict(commands_of(PROGRAM))
# What may stand for a value: right and wrong, odd and empty.
VALUES = (
    "2026", "02026", "2026.0", "2_026", " 2026 ", "+5", "-5", "-0", "0", "9" * 30, "\u06f2\u06f0\u06f2\u06f6", "1e3",
    "json", "JSON", "Json", "table", "en", "en ", "1000000", "a=b", "=", "a b", "2026-01-31", "",
    "books", "a/../b//c/", ".", "~", "*", "x" * 5000, "Ünïcode \u0627\u0633\u062f", "-", "--", "---", "-q", "-o", "-x", "-qo", "--quiet",
    "--help", "--nosuch", "nul\0", "\udcff",
)  # fmt: skip
PLAIN_VALUES: dict[Any, str] = {bool: "", int: "2026", str: "2026-01-31", Path: "books"}


def annotation(param: Any) -> Any:
    return param.type_descriptor.annotation


def element(param: Any) -> Any:
    """The type of one word: of a list, that of its elements."""
    return (*get_args(annotation(param)), annotation(param))[0]


def good(param: Any) -> str:
    kind = element(param)
    return str(list(kind)[-1].value) if issubclass(kind, Enum) else PLAIN_VALUES[kind]


def needed(command: Any, *, but: Any = None) -> list[str]:
    """The fewest words that the command asks for."""
    words = []
    for param in command.params:
        if param.required and param is not but:
            words += [*param.opts[-1:], good(param)] if param.param_type_name == "option" else [good(param)]
    return words


def ways(param: Any, value: str) -> Iterator[list[str]]:
    """The ways in which a value can be given."""
    if param.param_type_name == "argument":
        yield from ([value], ["--", value], [value, "--"], [value, value], ["--", value, "-q"])
        return
    for name in (*param.opts, *param.secondary_opts):
        if annotation(param) is bool:
            yield from (
                [name],
                [name, name],
                [f"{name}=yes"],
                [name, "--no-such"],
                [f"--no-{name.strip('-')}"],
            )
        else:
            yield from ([name, value], [f"{name}={value}"], [f"{name}{value}"], [name])
            yield [name, value, f"{name}={value}x"]  # of two the last; of a list both
            yield [name, value, "--", name, value]


def table(command: Any) -> Iterator[list[str]]:
    """Every option and argument of a command, each way; and what no command takes."""
    for param in command.params:
        for way in ways(param, good(param)):
            yield [*needed(command, but=param), *way]
            yield [*way, *needed(command)]
    some = needed(command)
    yield from (
        [],
        some,
        some[:-1],
        [*some, "--"],
        [*some, "extra", "more", "words"],
        [*some, "--nosuch", "-Z"],
    )
    yield from (["--help"], ["-h"], [*some, "--help"], ["--nosuch", "--help"], ["--help", "--format", "XX"])
    yield from (
        ["--schema"],
        ["--schema", "--format", "XX"],
        [*some, "--schema", "--help"],
        ["-qq"],
        ["-q", *some],
    )


def outcome(command: Any, name: str, words: Sequence[str]) -> tuple[object, ...]:
    """What the words come to: the values and where each is from, or the whole of what is said instead."""
    program = typer.Context(PROGRAM, info_name="freelance-pk", **PROGRAM.context_settings)
    context = typer.Context(command, info_name=name, parent=program)
    given_words, out = list(words), io.StringIO()
    try:
        with redirect_stdout(out), context.scope():
            left = command.parse_args(context, given_words)
    except typer.Exit as end:
        return "end", end.exit_code, out.getvalue()
    except Exception as fault:  # noqa: BLE001 - whatever Typer says of such words is what is compared
        said = io.StringIO()
        if hasattr(fault, "show"):
            fault.show(said)
        return type(fault), str(fault), said.getvalue(), out.getvalue()
    values = [
        (each, type(value), repr(value), str(context.get_parameter_source(each)))
        for each, value in context.params.items()
    ]
    return values, left, context.args, out.getvalue()


def typers(command: Any) -> TyperCommand:
    """The same command without what is ours."""
    return TyperCommand(
        command.name, params=list(command.params), help=command.help, no_args_is_help=command.no_args_is_help
    )


def test_every_command_and_group_of_the_program_is_ours() -> None:
    assert {type(each) for each in COMMANDS.values()} == {Command}
    assert {type(each) for each in (PROGRAM, *PROGRAM.commands.values())} == {Group, Command}


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_and_argument_given_each_way_comes_out_as_from_typer(name: str) -> None:
    command, reference = COMMANDS[name], typers(COMMANDS[name])

    for words in table(command):
        assert outcome(command, name, words) == outcome(reference, name, words), words


# One option or argument for each type there is, and each number of words that it takes.
TYPES = {
    (annotation(param), param.param_type_name, param.type_descriptor.parameter_info.min): (name, param)
    for name, command in COMMANDS.items()
    for param in command.params
}


@pytest.mark.parametrize("value", VALUES, ids=lambda value: ascii(value)[:20])
def test_a_word_is_read_as_every_type_as_typer_reads_it(value: str) -> None:
    for name, param in TYPES.values():
        command = COMMANDS[name]
        for way in ways(param, value):
            words = [*needed(command, but=param), *way]
            assert outcome(command, name, words) == outcome(typers(command), name, words), words


def test_values_have_the_types_that_the_command_asks_for() -> None:
    words = [
        "a",
        "b/c",
        "--tax-year",
        "2026",
        "--format=json",
        "--password",
        "p",
        "--password=q",
        "-o",
        "r.html",
        "-q",
    ]

    context = typer.Context(COMMANDS["report"])
    COMMANDS["report"].parse_args(context, words)

    asked = ("files", "tax_year", "output_format", "password", "output", "quiet", "books", "month", "lakh")
    assert [repr(context.params[each]) for each in asked] == [
        repr([Path("a"), Path("b/c")]), "2026", "<Format.JSON: 'json'>", "['p', 'q']", repr(Path("r.html")),
        "True", "None", "None", "False",
    ]  # fmt: skip


@given(data=st.data())
def test_any_words_come_out_as_from_typer(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(COMMANDS)))
    command = COMMANDS[name]
    options = [
        each for param in command.params for each in (*param.opts, *param.secondary_opts) if each[0] == "-"
    ]
    value = st.sampled_from(
        [*VALUES, *map(good, (param for param in command.params if annotation(param) is not bool))]
    )
    option = st.sampled_from(options or ["--help"])
    word = st.one_of(value, option, st.builds("{}={}".format, option, value), st.text(max_size=5))
    words = data.draw(st.lists(word, max_size=8).map(lambda drawn: [*needed(command), *drawn]))

    assert outcome(command, name, words) == outcome(typers(command), name, words)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="everything can be read here")
def test_a_file_that_may_not_be_read_is_refused_by_typer(tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.touch(mode=0)

    said = outcome(COMMANDS["report"], "report", [str(secret)])

    assert "is not readable" in str(said[1])
    assert said == outcome(typers(COMMANDS["report"]), "report", [str(secret)])


class Colour(Enum):
    """Members that differ in case alone, and one that is no text."""

    RED = "red"
    LOUD = "RED"
    SEVEN = 7


def refuse_red(value: str | None) -> str | None:
    if value == "red":
        raise typer.BadParameter("not red")
    return value and value.upper()


def shout(value: bool) -> bool:
    print(f"loud: {value}")
    return value


def numbered() -> list[str]:
    print("asked for the default")
    return ["one", "two"]


# Options and arguments that no command of ours has yet; and words to each.
ODD: list[tuple[Any, list[list[str]]]] = [
    (Annotated[str, typer.Option(envvar="ODD_X")], [[], ["--x", ""], ["--x", "y"]]),
    (
        Annotated[list[int], typer.Option(envvar="ODD_X")],
        [[], ["--x", "1", "--x", "02"], ["--x", "1", "--x", "two"]],
    ),
    (Annotated[list[str], typer.Argument(envvar="ODD_X")], [[], ["a"], ["--", "-1", "-a"]]),
    (Annotated[bool, typer.Option(envvar="ODD_X")], [[], ["--x"], ["--no-x"]]),
    (Annotated[str, typer.Option(prompt=True)], [[], ["--x", "y"]]),
    (Annotated[Path, typer.Option(prompt=True, resolve_path=True)], [[], ["--x", "y"]]),
    (Annotated[list[str], typer.Option(default_factory=numbered)], [[], ["--x", "y"]]),
    (Annotated[list[Path], typer.Option(default_factory=numbered, resolve_path=True)], [[], ["--x", "y"]]),
    (Annotated[Path | None, typer.Option(exists=True)], [["--x", "/"], ["--x", "/nowhere"]]),
    (Annotated[Path | None, typer.Option(file_okay=False)], [["--x", "/"], ["--x", __file__]]),
    (
        Annotated[str | None, typer.Option(callback=refuse_red)],
        [[], ["--x", "red"], ["--x", "blue"], ["--x"]],
    ),
    (
        Annotated[bool, typer.Option(callback=shout)],
        [[], ["--x"], ["--no-x"], ["--x", "--plain", "7", "--help"]],
    ),
    (Annotated[str | None, typer.Option(expose_value=False)], [[], ["--x", "y"]]),
    (
        Annotated[tuple[int, str] | None, typer.Option()],
        [[], ["--x", "1", "b"], ["--x", "b", "1"], ["--x", "1"]],
    ),
    (Annotated[tuple[str, str], typer.Argument()], [[], ["a"], ["a", "b"], ["a", "b", "c"]]),
    (
        Annotated[list[Colour] | None, typer.Option(case_sensitive=False)],
        [["--x", "Red"], ["--x", "RED", "--x", "7"]],
    ),
    (
        Annotated[Colour | None, typer.Option()],
        [["--x", "RED"], ["--x", "red"], ["--x", "7"], ["--x", "Red"]],
    ),
    (Annotated[Literal["a", "b"] | None, typer.Option()], [[], ["--x", "b"], ["--x", "c"]]),
    (Annotated[float | None, typer.Option()], [[], ["--x", "1"], ["--x", "x"]]),
    (Annotated[int | None, typer.Option(max=80)], [[], ["--x", "80"], ["--x", "81"]]),
    (Annotated[int | None, typer.Option(min=5, clamp=True)], [[], ["--x", "2"], ["--x", "7"]]),
    (Annotated[int, typer.Option("--x", "-x", count=True)], [[], ["-xxx"], ["-x", "--x"]]),
    (
        Annotated[int | None, typer.Option(parser=lambda word: int(word, 16))],
        [["--x", "ff"], ["--x", "11"]],
    ),
    (Annotated[Path | None, typer.Option(exists=True, file_okay=False)], [["--x", "/"], ["--x", "/nowhere"]]),
    (Annotated[Path | None, typer.Option(dir_okay=False)], [["--x", "/"], ["--x", "/nowhere"]]),
    (Annotated[Path | None, typer.Option(resolve_path=True)], [["--x", "/a/.."]]),
    (Annotated[bool | None, typer.Option()], [[], ["--x"], ["--no-x"]]),
    (Annotated[list[bool] | None, typer.Option("--x/--y")], [[], ["--x", "--y"]]),
]
CASES = [(kind, words) for kind, several in ODD for words in several]


@pytest.mark.parametrize("environment", [{}, {"ODD_X": "3 4"}, {"ODD_X": "no"}], ids=["", "numbers", "no"])
@pytest.mark.parametrize(
    ("kind", "words"), CASES, ids=lambda each: " ".join(each) if isinstance(each, list) else None
)
def test_what_no_command_of_ours_asks_for_comes_out_as_from_typer(
    kind: Any, words: list[str], environment: dict[str, str]
) -> None:
    """A command that comes to need a prompt, a variable, bounds, a callback gets them."""

    def odd(**given: Any) -> None:
        print({name: repr(value) for name, value in given.items()})

    def said(
        command: type[TyperCommand], group: type[TyperGroup], default: Any, *, empty: bool
    ) -> tuple[int, str]:
        keyword = inspect.Parameter.KEYWORD_ONLY
        odd.__signature__ = inspect.Signature([  # type: ignore[attr-defined]
            inspect.Parameter("x", keyword, annotation=kind, default=default),
            inspect.Parameter("plain", keyword, annotation=int | None, default=None),
        ])  # fmt: skip
        odd.__annotations__ = {"x": kind, "plain": int | None}
        app = typer.Typer(cls=group, add_completion=False, pretty_exceptions_enable=False)
        app.command("odd", cls=command, no_args_is_help=empty)(odd)
        app.command("other", cls=command)(numbered)
        ran = CliRunner().invoke(app, ["odd", *words], input="typed\n", env={**environment, "COLUMNS": "80"})
        return ran.exit_code, f"{ran.output} {ran.exception!r}"

    factory = get_args(kind)[1].default_factory is not None
    defaults: tuple[Any, ...] = (inspect.Parameter.empty, *(() if factory else (None, False, [], "7")))
    for default in defaults:
        for empty in (True, False):
            expected = said(TyperCommand, TyperGroup, default, empty=empty)
            assert said(Command, Group, default, empty=empty) == expected


# Each command's words are parsed, and what would do its work does nothing.
PARSE = """
import json, sys
from typer.main import get_command
from freelance_pk.cli.main import make_app
for words in json.loads(sys.argv[1]):
    program = command = get_command(make_app(words))
    for word in words:
        command = getattr(command, "commands", {}).get(word, command)
    assert not hasattr(command, "commands"), words
    command.callback = lambda **_: None
    program(words, standalone_mode=False)
    for name in ("typer._adapters", "pydantic"):
        assert name not in sys.modules, (name, words)
"""


def test_plain_words_are_taken_without_pydantic() -> None:
    plain = []
    for name, command in COMMANDS.items():
        plain.append([*name.split(), *needed(command)])
        for param in command.params:
            if param.callback is None and param.type_descriptor.parameter_info.min is None:
                way = next(ways(param, good(param)))
                plain.append([*name.split(), *needed(command, but=param), *way])

    done = subprocess.run(
        [sys.executable, "-c", PARSE, json.dumps(plain)], capture_output=True, encoding="utf-8", check=False
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert len(plain) > 200


def test_only_before_a_command_are_there_options_that_install_completion() -> None:
    """They are looked at for every command, and are no flags."""

    def options(*words: str) -> list[str]:
        return [option for param in get_command(make_app(words)).params for option in param.opts]

    completing = ["--version", "--install-completion", "--show-completion"]
    assert options() == options("--help") == options("--show-completion") == options("nosuch") == completing
    assert options("report", "--help") == options("rates", "show") == ["--version"]
