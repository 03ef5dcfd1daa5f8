"""Changes the assessment, the law's check and the rates in thousands of small ways, and asks whether a test notices.

mutmut makes the changes and runs the tests that reach them ([tool.mutmut] in pyproject.toml says where); what mypy
refuses counts as noticed, and texts of more than one word are left alone: they are for readers. A mutant that lives
must stand in the table of docs/testing.md with its reason; one that does not is a failure.

    python scripts/mutants.py [--jobs N] [NAME ...]     NAME: mutants to try again, as mutmut calls them
"""

import argparse
import io
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any, cast

import libcst
from mutmut.__main__ import cli
from mutmut.mutation import mutators

DOCS = Path(__file__).parents[1] / "docs" / "testing.md"
_ROW = re.compile(r"\| `(?P<function>[\w.]+)` \| `(?P<mutant>.*?)` \|")
_LIVES = re.compile(r"\s*(?P<name>\S+): (?:survived|no tests|timeout|suspicious|segfault)")


def main() -> int:
    """Run mutmut; return 1 where a mutant lives that nobody explained."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--jobs", default="1", help="processes at a time")
    parser.add_argument("names", nargs="*")
    given = parser.parse_args()
    operators = cast("list[Any]", mutators.mutation_operators)
    operators[:] = [
        (node, _of_one_word if operator is mutators.operator_string else operator)
        for node, operator in operators
    ]
    cli(["run", "--max-children", given.jobs, *given.names], standalone_mode=False)
    explained = set(_explained(DOCS.read_text(encoding="utf-8")))
    living = {name: _shown(name) for name in _living()}
    unexplained = [name for name, shown in living.items() if _changed(name, shown) not in explained]
    print(f"{len(living)} mutants live, {len(living) - len(unexplained)} of them explained in {DOCS.name}")
    for name in unexplained:
        print(f"\n{name}\n{living[name]}")
    return 1 if unexplained else 0


def _of_one_word(node: libcst.BaseString) -> Iterable[libcst.BaseString]:
    if not isinstance(node, libcst.SimpleString) or " " not in node.value:
        yield from mutators.operator_string(node)


def _explained(text: str) -> Iterator[tuple[str, str]]:
    for row in _ROW.finditer(text):
        yield row["function"], row["mutant"].replace("\\|", "|")


def _living() -> Iterator[str]:
    for row in _mutmut("results").splitlines():
        found = _LIVES.fullmatch(row)
        if found is not None:
            yield found["name"]


def _changed(name: str, shown: str) -> tuple[str, str]:
    """Return the function of a mutant, and its changed line as it became."""
    module, _, function = name.rpartition(".x")
    function = function[1:].partition("__mutmut_")[0].replace("ǁ", ".")
    became = [line[1:].strip() for line in shown.splitlines() if line.startswith("+")]
    return f"{module.removeprefix('freelance_pk.')}.{function}", " ".join(became)


def _shown(name: str) -> str:
    lines = _mutmut("show", name).splitlines()
    return "\n".join(
        line for line in lines if line.startswith(("+", "-")) and not line.startswith(("+++", "---"))
    )


def _mutmut(*words: str) -> str:
    out = io.StringIO()
    with redirect_stdout(out):
        cli([*words], standalone_mode=False)
    return out.getvalue()


if __name__ == "__main__":
    sys.exit(main())
