"""An assessment for terminal, script and message."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from freelance_pk.output.issues import issue_json
from freelance_pk.output.locked import locked_json, locked_parts
from freelance_pk.output.markdown import locked_section, markdown_table, markdown_text, spelled_section
from freelance_pk.output.numbers import exact, plain, rupees
from freelance_pk.output.spelling import Spelled
from freelance_pk.tax.due import Due
from freelance_pk.tax.result import Assessment

if TYPE_CHECKING:
    from rich.console import RenderableType

SCHEMA = "freelance-pk/assessment/1"


def as_json(made: Assessment, *, indent: int | None = 1, due: Sequence[Due] | None = None) -> str:
    """Write an assessment as JSON; `indent` None: on one line. `due`: what is due, if it was asked."""
    content = _content(made)
    if due is not None:
        content["due"] = [
            {
                "date": each.day.isoformat(),
                "id": each.id,
                "words": each.words,
                "amount": None if each.amount is None else plain(each.amount),
                "law": each.law,
            }
            for each in due
        ]
    return json.dumps(content, ensure_ascii=False, indent=indent) + "\n"


def _content(made: Assessment) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "tax_year": made.tax_year,
        "status": made.status,
        "table": made.table,
        "taxable_income": plain(made.taxable_income),
        "normal_tax": plain(made.normal_tax),
        "surcharge": plain(made.surcharge),
        "super_tax": plain(made.super_tax),
        "credits": plain(made.credits),
        "minimum_tax_top_up": plain(made.minimum_tax_top_up),
        "final_tax": [
            {
                "id": each.id,
                "section": each.section,
                "rate": exact(each.rate),
                "receipts": plain(each.receipts),
                "deducted": plain(each.deducted),
                "charge": plain(each.charge),
                "iris_code": each.iris_code,
            }
            for each in made.final_tax
        ],
        "tax_chargeable": plain(made.tax_chargeable),
        "tax_paid": plain(made.tax_paid),
        "payable": plain(made.payable),
        "alternatives": [
            {
                "id": each.id,
                "words": each.words,
                "tax_chargeable": plain(each.tax_chargeable),
                "payable": plain(each.payable),
            }
            for each in made.alternatives
        ],
        **_detail(made),
        "assumptions": list(made.assumptions),
        "law_sha256": made.law_sha256,
        **({} if made.locked is None else {"locked": locked_json(made.locked)}),
        "issues": [issue_json(each) for each in made.issues],
    }


def _detail(made: Assessment) -> dict[str, Any]:
    return {
        "ranges": [
            {"id": each.id, "words": each.words, "low": plain(each.low), "high": plain(each.high)}
            for each in made.ranges
        ],
        "lines": [
            {
                "id": each.id,
                "label": each.label,
                "amount": plain(each.amount),
                "formula": each.formula,
                "law": each.law,
                "inputs": list(each.inputs),
            }
            for each in made.lines
        ],
        "iris": [
            {
                "code": each.code,
                "label": each.label,
                "amount": plain(each.amount),
                **({} if each.second is None else {"tax_deducted": plain(each.second)}),
            }
            for each in made.iris
        ],
    }


def sentence(made: Assessment, *, lakh: bool = False) -> str:
    """Say the outcome in a sentence."""
    start = "Incomplete, see the errors below. " if made.status != "complete" else ""
    charged = f"tax of Rs {rupees(made.tax_chargeable, lakh=lakh)}, of which Rs {rupees(made.tax_paid, lakh=lakh)} is paid"
    if made.ranges:
        low, high = min(each.low for each in made.ranges), max(each.high for each in made.ranges)
        return (
            f"{start}Tax year {made.tax_year}: from {_payable(low, lakh=lakh)} to {_payable(high, lakh=lakh)}, by what "
            f"the facts below decide; as assumed here, {_payable(made.payable, lakh=lakh)} ({charged})."
        )
    if made.payable > 0:
        outcome = f"Rs {rupees(made.payable, lakh=lakh)} to pay with the return"
    elif made.payable < 0:
        outcome = f"Rs {rupees(-made.payable, lakh=lakh)} refundable"
    else:
        outcome = "nothing to pay with the return"
    return f"{start}Tax year {made.tax_year}: {outcome} ({charged})."


def _payable(amount: Decimal, *, lakh: bool) -> str:
    words = "refundable" if amount < 0 else "payable"
    return f"Rs {rupees(abs(amount), lakh=lakh)} {words}"


def as_table(
    made: Assessment,
    *,
    explain: bool,
    compare: bool,
    lakh: bool,
    width: int,
    colour: bool,
    spelled: Spelled = (),
) -> str:
    """Render for a terminal: the sentence, the computation, what needs attention, what was assumed."""
    from freelance_pk.output.screen import render  # noqa: PLC0415 - rich is imported only to draw

    parts = _parts(made, spelled, explain=explain, compare=compare, lakh=lakh)
    return render(parts, width=width, colour=colour)


def _amount(amount: Decimal, *, lakh: bool) -> str:
    return f"({rupees(-amount, lakh=lakh)})" if amount < 0 else rupees(amount, lakh=lakh)


def _parts(
    made: Assessment, spelled: Spelled, *, explain: bool, compare: bool, lakh: bool
) -> "Iterator[RenderableType]":
    from rich.text import Text  # noqa: PLC0415

    from freelance_pk.output.screen import attention, heading, in_words, table  # noqa: PLC0415

    yield Text(sentence(made, lakh=lakh), style="bold")
    yield from in_words(spelled)
    if made.locked is not None:
        yield from locked_parts(made.locked)
    yield heading(f"Computation, {made.table.replace('_', '-')} table")
    yield table(
        (("", False), ("Rupees", True)),
        ((line.label, _amount(line.amount, lakh=lakh)) for line in made.lines),
    )
    if made.ranges:
        yield heading("Open questions")
        for each in made.ranges:
            yield Text(f"{each.words}: {_payable(each.low, lakh=lakh)} to {_payable(each.high, lakh=lakh)}")
    if explain:
        yield from _explanation(made, lakh=lakh)
    if compare and made.alternatives:
        yield heading("Alternatives")
        yield table(
            (("", False), ("Chargeable", True), ("Payable", True)),
            [
                (
                    "as computed above",
                    rupees(made.tax_chargeable, lakh=lakh),
                    rupees(made.payable, lakh=lakh),
                ),
                *(
                    (each.words, rupees(each.tax_chargeable, lakh=lakh), rupees(each.payable, lakh=lakh))
                    for each in made.alternatives
                ),
            ],
        )
    if made.issues:
        yield heading("What needs attention")
        yield from attention(made.issues, lakh=lakh)
    if made.assumptions:
        yield heading("Assumed")
        for words in made.assumptions:
            yield Text(f"- {words}")


def _explanation(made: Assessment, *, lakh: bool) -> "Iterator[RenderableType]":
    from rich.padding import Padding  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    from freelance_pk.output.screen import heading, table  # noqa: PLC0415

    yield heading("How each figure came about")
    for line in made.lines:
        yield Text(f"{line.label}: {_amount(line.amount, lakh=lakh)}", style="bold")
        for words in (line.formula, line.law, *line.inputs):
            if words:
                yield Padding(Text(words), (0, 0, 0, 2))
    if made.iris:
        yield heading("Codes of the IRIS return, in the order of the form")
        yield table(
            (("Code", False), ("", False), ("Rupees", True), ("Tax deducted", True)),
            (
                (
                    each.code,
                    each.label,
                    rupees(each.amount, lakh=lakh),
                    "" if each.second is None else rupees(each.second, lakh=lakh),
                )
                for each in made.iris
            ),
        )


def due_table(due: Sequence[Due], today: date, *, lakh: bool, width: int, colour: bool) -> str:
    """Render what is due from a day on."""
    from rich.text import Text  # noqa: PLC0415

    from freelance_pk.output.screen import heading, render, table  # noqa: PLC0415

    if not due:
        return f"\nNothing is due from {today} on.\n"
    rows = (
        (
            each.day.isoformat(),
            each.words,
            "" if each.amount is None else rupees(each.amount, lakh=lakh),
            each.law,
        )
        for each in due
    )
    header = (("Due", False), ("What", False), ("Rupees", True), ("Law", False))
    return render(
        [heading(f"Due from {today} on"), table(header, rows), Text()] if due else [],
        width=width,
        colour=colour,
    )


def as_markdown(made: Assessment, *, lakh: bool = False, spelled: Spelled = ()) -> str:
    """Write as Markdown."""
    return markdown_text(_markdown(made, spelled, lakh=lakh))


def _markdown(made: Assessment, spelled: Spelled, *, lakh: bool) -> Iterator[str]:
    yield f"# Tax year {made.tax_year}"
    yield ""
    yield sentence(made, lakh=lakh)
    yield ""
    yield from markdown_table(
        ("", "Rupees", "Formula", "Law"),
        ((line.label, _amount(line.amount, lakh=lakh), line.formula, line.law) for line in made.lines),
        numbers_from=9,
    )
    yield from spelled_section(spelled)
    yield from locked_section(made.locked)
    yield from _list(
        "Open questions",
        (
            f"{each.words}: {_payable(each.low, lakh=lakh)} to {_payable(each.high, lakh=lakh)}"
            for each in made.ranges
        ),
    )
    yield from _list(
        "Alternatives",
        (f"{each.words}: Rs {rupees(each.payable, lakh=lakh)} payable" for each in made.alternatives),
    )
    yield from _list(
        "What needs attention", (f"**{each.severity.value}**: {each.message}" for each in made.issues)
    )
    yield from _list("Assumed", made.assumptions)


def _list(title: str, items: Iterable[str]) -> Iterator[str]:
    listed = list(items)
    if listed:
        yield from ("", f"## {title}", "")
        yield from (f"- {item}" for item in listed)
