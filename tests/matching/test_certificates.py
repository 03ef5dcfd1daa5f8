"""A certificate is the receipt it certifies, found by name, by amount, or less what banks on the way took."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from matching_rows import MakeEntry, MakeSource, file_of

from freelance_pk.matching.arrivals import Arrival, find_arrivals
from freelance_pk.matching.children import find_parents
from freelance_pk.matching.columns import columns_of
from freelance_pk.matching.decisions import Decisions
from freelance_pk.matching.merge import merge
from freelance_pk.model.entry import Certificate, Entry
from freelance_pk.model.review import Answer

MakeCertificate = Callable[..., Certificate]
Covers = dict[str, list[tuple[date, date]]]


@pytest.fixture
def certificate(source: MakeSource) -> MakeCertificate:
    here = source("certificates.csv")

    def make(
        pkr: str,
        *,
        day: str = "2026-02-14",
        tax: str = "0",
        institution: str = "Meezan Bank",
        amount: str | None = "1000",
        retained: str | None = None,
        rate: str | None = None,
        number: str = "C1",
        reference: str = "",
    ) -> Certificate:
        return Certificate(
            number,
            date.fromisoformat(day),
            "Acme",
            institution,
            "USD",
            None if amount is None else Decimal(amount),
            None if retained is None else Decimal(retained),
            None if rate is None else Decimal(rate),
            Decimal(pkr),
            Decimal(tax),
            "9186",
            reference,
            here,
            2,
        )

    return make


def found(
    entries: list[Entry],
    certificates: list[Certificate],
    *,
    covers: Covers | None = None,
    decisions: Decisions | None = None,
) -> tuple[list[Arrival], list[int]]:
    files = [file_of(entries)] if entries else []
    files += [file_of(certificates=[each], source=each.source) for each in certificates]
    merged = merge(files)
    parents = find_parents(merged.entries, (Decimal("0.01"),))
    columns = columns_of(merged.entries)
    return find_arrivals(merged, columns, parents, covers or {}, decisions or Decisions())


def credit(
    entry: MakeEntry, amount: str, *, day: str = "2026-02-14", kind: str = "deposit", ref: str = ""
) -> Entry:
    return entry("Meezan 4410", day, amount, kind, currency="PKR", ref=ref)


def certified(arrivals: list[Arrival]) -> list[Decimal]:
    """Return the credits that a certificate stands behind."""
    return [each.gross for each in arrivals if each.entry is not None and each.certificate is not None]


# 280,000 rupees for 1,000 dollars; half of the dollars stays in a foreign-currency account.
@pytest.mark.parametrize(
    ("kept", "credited"),
    [
        ({"retained": "500", "rate": "280"}, "140000"),
        ({"retained": "500"}, "140000"),  # by its share of the dollars
        ({"retained": "500", "rate": "280", "tax": "2800"}, "137200"),  # the tax is on the whole
        ({"retained": "0", "rate": "280"}, "280000"),
        ({}, "280000"),
        ({"retained": "500", "amount": None}, "280000"),  # nothing tells what the part is worth
    ],
)
def test_a_part_that_stays_abroad_is_not_looked_for_in_the_credit(
    entry: MakeEntry, certificate: MakeCertificate, kept: dict[str, str | None], credited: str
) -> None:
    arrivals, _ = found([credit(entry, credited)], [certificate("280000", **kept)])

    assert certified(arrivals) == [280_000]


# Banks on the way may keep up to 7 %; a credit follows its certificate within two days, or stands a day before.
@pytest.mark.parametrize(
    ("amount", "day", "kind", "is_it"),
    [
        ("275000", "2026-02-14", "deposit", True),
        ("275000", "2026-02-13", "deposit", True),
        ("275000", "2026-02-16", "deposit", True),
        ("275000", "2026-02-12", "deposit", False),
        ("275000", "2026-02-17", "deposit", False),
        ("260400", "2026-02-14", "deposit", True),
        ("260399", "2026-02-14", "deposit", False),
        ("280002", "2026-02-14", "deposit", False),
        ("275000", "2026-02-14", "unknown", False),
        # To the rupee it may lie five days back or two ahead, whatever the bank calls it.
        ("280000.60", "2026-02-19", "unknown", True),
        ("280000", "2026-02-12", "unknown", True),
        ("280000", "2026-02-20", "unknown", False),
        ("280000", "2026-02-11", "unknown", False),
    ],
)
def test_a_credit_is_a_certificates_by_amount_and_days(
    entry: MakeEntry, certificate: MakeCertificate, amount: str, day: str, kind: str, is_it: bool
) -> None:
    arrivals, _ = found([credit(entry, amount, day=day, kind=kind)], [certificate("280000")])

    assert certified(arrivals) == ([280_000] if is_it else [])


def test_of_two_credits_less_charges_the_one_that_lacks_less_is_the_certificates(
    entry: MakeEntry, certificate: MakeCertificate
) -> None:
    arrivals, _ = found([credit(entry, "262000"), credit(entry, "279000")], [certificate("280000")])

    assert [each.net for each in arrivals if each.certificate is not None] == [280_000]
    assert [each.gross for each in arrivals if each.certificate is None] == [262_000]


def test_the_number_that_both_print_outranks_amounts(entry: MakeEntry, certificate: MakeCertificate) -> None:
    rows = [credit(entry, "280000"), credit(entry, "200000", ref="FT77", day="2026-03-20")]
    arrivals, _ = found(rows, [certificate("280000", reference="FT77")])

    (arrival,) = [each for each in arrivals if each.certificate is not None]
    assert (arrival.day, arrival.gross) == (date(2026, 3, 20), Decimal(280_000))


def test_tax_that_the_bank_shows_by_itself_is_not_in_the_credit(
    entry: MakeEntry, certificate: MakeCertificate
) -> None:
    rows = [
        credit(entry, "280000", ref="FT77"),
        entry(
            "Meezan 4410",
            "2026-02-14",
            "-2800",
            "tax_withheld",
            currency="PKR",
            parent="FT77",
            text="WHT 154A",
        ),
    ]
    (arrival,), _ = found(rows, [certificate("280000", tax="2800", number="")])
    assert arrival.certificate == 0
    assert (arrival.gross, arrival.tax, arrival.net) == (Decimal(280_000), Decimal(2_800), Decimal(277_200))

    # With the tax shown by itself, a credit of the net amount is another payment.
    rows[0] = credit(entry, "277200", ref="FT77", kind="unknown")
    rows[1] = rows[1]._replace(amount=Decimal(-2772))
    arrivals, _ = found(rows, [certificate("280000", tax="2800", number="")])
    assert certified(arrivals) == []


FEBRUARY = [(date(2026, 2, 1), date(2026, 2, 28))]


@pytest.mark.parametrize(
    ("institution", "account", "span", "contradicts"),
    [
        ("Meezan Bank", "Meezan 4410", FEBRUARY, True),
        ("MEEZAN BANK LTD", "Meezan 4410", FEBRUARY, True),
        ("", "Meezan 4410", FEBRUARY, True),  # any bank's
        ("HBL", "Meezan 4410", FEBRUARY, False),
        ("Meezan Bank", "Meezan 4410", [(date(2026, 2, 15), date(2026, 2, 28))], False),
        ("Meezan Bank", "Meezan 4410", [], False),
        ("Payoneer", "Payoneer", FEBRUARY, False),  # no bank
    ],
)
def test_a_certificate_without_a_credit_is_a_question_where_the_banks_statement_covers_its_day(
    entry: MakeEntry,
    certificate: MakeCertificate,
    institution: str,
    account: str,
    span: list[tuple[date, date]],
    contradicts: bool,
) -> None:
    rows = [entry(account, "2026-02-03", "5", "deposit", currency="PKR")]
    arrivals, contradicted = found(
        rows, [certificate("280000", institution=institution)], covers={account: span}
    )

    assert contradicted == ([0] if contradicts else [])
    assert [each.gross for each in arrivals if each.entry is None] == ([] if contradicts else [280_000])


@pytest.mark.parametrize(("answer", "counted"), [("elsewhere", True), ("ignore", False)])
def test_what_the_user_says_of_a_certificate_stands(
    entry: MakeEntry, certificate: MakeCertificate, answer: str, counted: bool
) -> None:
    decisions = Decisions()
    decisions.certificates[0] = Answer("certificate-1", answer)
    rows = [entry("Meezan 4410", "2026-02-03", "5", "deposit", currency="PKR")]
    arrivals, contradicted = found(
        rows, [certificate("280000", tax="2800")], covers={"Meezan 4410": FEBRUARY}, decisions=decisions
    )

    assert contradicted == []
    alone = [each for each in arrivals if each.entry is None]
    assert [
        [str(amount) for amount in (each.gross, each.tax, each.net, each.far_amount)] for each in alone
    ] == ([["280000", "2800", "277200", "1000"]] if counted else [])


def test_a_certificate_that_the_user_gave_to_a_credit_is_that_credits(
    entry: MakeEntry, certificate: MakeCertificate
) -> None:
    rows = [credit(entry, "280000"), credit(entry, "150000", day="2026-02-20")]
    decisions = Decisions()
    decisions.certified[1] = 0
    arrivals, _ = found(rows, [certificate("280000")], decisions=decisions)

    (arrival,) = [each for each in arrivals if each.certificate is not None]
    assert arrival.day == date(2026, 2, 20)
