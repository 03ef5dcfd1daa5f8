"""Amounts in every dress seen in exports; one style per column."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from freelance_pk.intake.numbers import COMMA, POINT, column_style, currencies_meant, parse_amount

READ = [
    ("1,234.56", "1234.56"),
    ("12,34,567", "1234567"),
    (".39", "0.39"),
    (".327149", "0.327149"),
    ("1.23-", "-1.23"),
    ("111.42-", "-111.42"),
    ("(17.50)", "-17.50"),
    ("($17.50)", "-17.50"),
    ("-$25.80", "-25.80"),
    ("$-25.80", "-25.80"),
    ("-CA$4.42", "-4.42"),
    ("\u22124.42", "-4.42"),
    ("+ PKR1,234.56", "1234.56"),
    ("- PKR1,234.56", "-1234.56"),
    ("1,234.00Dr", "-1234.00"),
    ("1,234.00 Cr", "1234.00"),
    ("+992,862.60", "992862.60"),
    ("Rs. 5,000", "5000"),
    ("1234 USD", "1234"),
    ("1 234.56", "1234.56"),
    ("1\u00a0234\u202f567.8", "1234567.8"),
    ("1'234.50", "1234.50"),
    ("\u201325.80", "-25.80"),
    ("  -25.80\t", "-25.80"),
]


@pytest.mark.parametrize(("text", "amount"), READ)
def test_what_is_read(text: str, amount: str) -> None:
    assert parse_amount(text) == Decimal(amount)


@pytest.mark.parametrize("text", ["", "  ", "--", "-"])
def test_an_empty_cell_or_a_dash_is_no_amount(text: str) -> None:
    assert parse_amount(text) is None


REFUSED = [
    "abc",
    "1,23.45",
    "1,2345",
    "12.34.56",
    "1e5",
    "4.00E+15",
    "NaN",
    "Infinity",
    "1_000",
    "--5",
    "-(5)",
    "$",
    "1 2",
    "5%",
    "9" * 16,
    "258.",
    ".",
    ",",
    "+-5",
    "-+5",
    "+5-",
    "(-5)",
    "-5 Dr",
    "(5) Dr",
    "-5 Cr",
    "1,23,45",
    "1 2345",
    "12 34 567",
    "1,234 567",
    "1'234,567",
    "1e999999",
    "0x10",
    "1/2",
    "\u0661\u0662\u0663",  # digits of other scripts, which Decimal would take
    "\uff11\uff12",
    "\u00b2",
    "1" + "0" * 30,
    "0." + "1" * 60,
    "9" * 1_000_000,
    "(" * 1_000_000,
    "-" * 1_000_000,
    " " * 1_000_000 + "x",
    "sNaN",
    "#REF!",
    "12:30",
    "2025-07-01",
]


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"not an amount|more than one sign"):
        parse_amount(text)


def test_a_decimal_comma() -> None:
    assert parse_amount("1.355,90", COMMA) == Decimal("1355.90")
    assert parse_amount("-1.080", COMMA) == Decimal(-1080)


def test_one_cell_decides_the_column() -> None:
    assert column_style(["1.080", "3,50"]) == COMMA
    assert column_style(["1,080", "3.50"]) == POINT


@pytest.mark.parametrize("texts", [["1.080"], ["1,080", "2,500"]])
def test_a_column_that_fits_both_styles_and_proves_neither_is_refused(texts: list[str]) -> None:
    with pytest.raises(ValueError, match="decimal point and with a decimal comma"):
        column_style(texts)


def test_a_column_that_mixes_styles_is_refused() -> None:
    with pytest.raises(ValueError, match="mixes"):
        column_style(["1,080.50", "1.080,50"])


# Writing in every style, and reading back


def western(whole: str) -> str:
    return f"{int(whole):,}"


def south_asian(whole: str) -> str:
    """Write 1234567 as 12,34,567: the last three, then twos."""
    head, tail = whole[:-3], whole[-3:]
    pairs: list[str] = []
    while head:
        head, pairs = head[:-2], [head[-2:], *pairs]
    return ",".join([*pairs, tail])


GROUPED: dict[str, tuple[Callable[[str], str], str]] = {
    "plain": (str, POINT),
    "western": (western, POINT),
    "south asian": (south_asian, POINT),
    "spaces": (lambda whole: western(whole).replace(",", " "), POINT),
    "hard spaces": (lambda whole: western(whole).replace(",", "\u00a0"), POINT),
    "apostrophes": (lambda whole: western(whole).replace(",", "'"), POINT),
    "points": (lambda whole: western(whole).replace(",", "."), COMMA),
    "spaces and comma": (lambda whole: western(whole).replace(",", "\u202f"), COMMA),
    "plain and comma": (str, COMMA),
}
SPELLED = {
    "before": "-{}",
    "before, with a space": "- {}",
    "behind": "{}-",
    "brackets": "({})",
    "minus sign": "\u2212{}",
    "en dash": "\u2013{}",
    "symbol inside brackets": "($ {})",
    "symbol before brackets": "$({})",
    "symbol behind the minus": "-$ {}",
    "symbol before the minus": "Rs -{}",
    "debit": "{} Dr",
    "code behind": "-{} USD",
}
UNSIGNED = ["{}", "+{}", "+ PKR{}", "$ {}", "{} PKR", "{} Cr", "  {}  "]
CENTS = st.integers(0, 10**14)


def written(cents: int, grouped: str) -> tuple[str, str]:
    group, style = GROUPED[grouped]
    return f"{group(str(cents // 100))}{style}{cents % 100:02d}", style


@given(CENTS, st.sampled_from(sorted(GROUPED)), st.sampled_from(UNSIGNED))
def test_reading_undoes_writing(cents: int, grouped: str, form: str) -> None:
    text, style = written(cents, grouped)

    assert parse_amount(form.format(text), style) == Decimal(cents) / 100


@given(CENTS, st.sampled_from(sorted(GROUPED)), st.sampled_from(sorted(SPELLED)))
def test_every_spelling_of_minus_is_one(cents: int, grouped: str, spelled: str) -> None:
    text, style = written(cents, grouped)

    assert parse_amount(SPELLED[spelled].format(text), style) == -Decimal(cents) / 100


@given(
    CENTS,
    st.sampled_from(sorted(GROUPED)),
    st.lists(st.sampled_from(sorted(SPELLED)), min_size=2, max_size=3),
)
def test_two_minuses_are_refused(cents: int, grouped: str, spelled: list[str]) -> None:
    text, style = written(cents, grouped)
    for each in spelled:
        text = SPELLED[each].format(text)
    with pytest.raises(ValueError, match=r"sign|amount"):
        parse_amount(text, style)


@given(st.integers(1000, 10**14), st.sampled_from([",", " ", "'", "."]), st.data())
def test_a_separator_out_of_its_place_is_refused(whole: int, gap: str, data: st.DataObject) -> None:
    digits = str(whole)
    at = data.draw(st.sampled_from([place for place in range(1, len(digits)) if len(digits) - place != 3]))
    text, style = f"{digits[:at]}{gap}{digits[at:]}", COMMA if gap == "." else POINT
    with pytest.raises(ValueError, match="not an amount"):
        parse_amount(f"{text}{style}00", style)


@given(st.text(max_size=30) | st.text("0123456789.,-+() '$PKRsdrc\u00a0\u0661E", max_size=14))
def test_any_text_is_an_amount_or_refused(text: str) -> None:
    for style in (POINT, COMMA):
        try:
            amount = parse_amount(text, style)
        except ValueError:
            continue
        assert amount is None or amount.copy_abs() < 10**15


@given(st.lists(CENTS, min_size=1, max_size=8), st.sampled_from(sorted(GROUPED)))
def test_a_column_in_one_style_is_read_in_that_style_or_refused(column: list[int], grouped: str) -> None:
    texts = [written(cents, grouped)[0] for cents in column]
    style = column_style(texts)

    assert [parse_amount(text, style) for text in texts] == [Decimal(cents) / 100 for cents in column]


@pytest.mark.parametrize(
    ("text", "currencies"),
    [
        ("$25.80", {"USD", "CAD", "AUD", "NZD", "HKD", "SGD"}),
        ("-CA$4.42", {"CAD"}),
        ("\u20ac 5", {"EUR"}),
        ("(\u00a317.50)", {"GBP"}),
        ("5 usd", {"USD"}),
        ("+ PKR1,234.56", {"PKR"}),
        ("Rs. 5,000", {"PKR", "INR", "LKR", "NPR"}),
        ("25.80", set()),
        ("5 Dr", set()),
    ],
)
def test_the_currencies_that_a_symbol_may_mean(text: str, currencies: set[str]) -> None:
    assert currencies_meant(text) == currencies


@given(whole=st.integers(0, 10**17), part=st.text("0123456789", max_size=22))
def test_a_bare_number_is_read_as_the_same_number_with_a_plus_before_it(whole: int, part: str) -> None:
    """The bare one is read in one look, the other sign by sign."""
    text = f"{whole}.{part}" if part else str(whole)

    def read(written: str) -> object:
        try:
            amount = parse_amount(written)
        except ValueError:
            return "refused"
        return None if amount is None else amount.as_tuple()

    assert read(text) == read(f"+{text}")
