"""Fills the page's template with a report."""

from decimal import Decimal
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from freelance_pk.model.issue import Severity
from freelance_pk.model.money import whole_rupees
from freelance_pk.output.labels import Labels, Language
from freelance_pk.output.locked import locked_sentences, locked_title
from freelance_pk.output.numbers import cents, exact, money, percent, plain, rupees
from freelance_pk.output.page.pictures import pictures
from freelance_pk.output.report_numbers import figures
from freelance_pk.output.report_words import (
    STEPS,
    answers_words,
    dates_words,
    projection_words,
    rates_words,
    rule_words,
    sentence,
    skipped_words,
    swing_words,
)
from freelance_pk.output.spelling import Spelled
from freelance_pk.output.visible import visible
from freelance_pk.statement.figures import Report


def as_page(
    report: Report, *, language: Language = Language.ENGLISH, lakh: bool = False, spelled: Spelled = ()
) -> str:
    """Write the report as HTML.

    Args:
        report: the figures.
        language: of the labels.
        lakh: group digits in lakh and crore.
        spelled: amounts in words, in the language of the labels.
    """
    label = Labels(language)
    room = Environment(
        loader=PackageLoader("freelance_pk.output.page", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_seen,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return room.get_template("report.html.j2").render(_context(report, label, spelled, lakh=lakh))


def _seen(value: object) -> object:
    """Write texts of files so that they turn no order of letters round."""
    return visible(value) if type(value) is str else value


def _context(report: Report, label: Labels, spelled: Spelled, *, lakh: bool) -> dict[str, Any]:
    def rs(amount: Decimal | None) -> Markup:
        if amount is None:
            return Markup("{}").format(label("no rate"))
        return Markup('<data value="{}">{}</data>').format(
            plain(whole_rupees(amount)), rupees(amount, lakh=lakh)
        )

    def paisa(amount: Decimal) -> Markup:
        """A receipt's rupees: shown whole, with the paisa in the value."""
        return Markup('<data value="{}">{}</data>').format(plain(amount), rupees(amount, lakh=lakh))

    def foreign(amount: Decimal | None, currency: str) -> Markup:
        if amount is None:
            return Markup("")
        return Markup('<data value="{}">{}</data>').format(cents(amount), money(amount, currency, lakh=lakh))

    return {
        "report": report,
        "label": label,
        "rs": rs,
        "paisa": paisa,
        "foreign": foreign,
        "percent": percent,
        "exact": exact,
        "steps": STEPS,
        "numbers": figures(report, lakh=lakh),
        "spelled": spelled,
        "pictures": pictures(report, label),
        "sentence": sentence(report, lakh=lakh),
        "swing": swing_words(report, lakh=lakh),
        "ahead": (*projection_words(report, lakh=lakh), *dates_words(report)),
        "rules": rule_words(report),
        "rates_words": rates_words(report),
        "skipped": skipped_words(report),
        "answers": answers_words(report, lakh=lakh),
        "locked": None
        if report.locked is None
        else (locked_title(report.locked), locked_sentences(report.locked)),
        "severities": [(each.value, [i for i in report.issues if i.severity is each]) for each in Severity],
        "shares": [
            ("Platforms", report.platforms),
            ("Clients", report.clients),
            ("Currencies", report.currencies if len(report.currencies) > 1 else ()),
        ],
    }
