"""The page: one file, the same numbers as JSON, nothing asked of the network."""

import re
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from running import run

from freelance_pk.output.labels import Labels, Language
from freelance_pk.output.page.charts import Series, Step, Words, columns, lines, paired, waterfall
from freelance_pk.output.report_words import STEPS

CASE = Path(__file__).parents[1] / "scenarios" / "p1"
ROOM = Path(__file__).parents[2] / "src" / "freelance_pk" / "output"
_VOID = frozenset({"meta", "link", "br", "line", "rect", "circle", "polyline", "img", "hr", "input"})


class Page(HTMLParser):
    """A page taken apart: every element closed, and the amounts by the row that they stand in."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.rows: dict[str, list[str]] = {}
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self._row = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = dict(attrs)
        self.tags.append((tag, facts))
        if tag not in _VOID:
            self.open.append(tag)
        self.ids += [each for each in (facts.get("id"),) if each]
        self.links += [value for name, value in attrs if name in ("href", "src", "action") and value]
        for name in ("data-month", "data-step", "data-receipt", "data-total"):
            if facts.get(name):
                self._row = f"{name[5:]} {facts[name]}"
        if tag == "data" and self._row:
            self.rows.setdefault(self._row, []).append(facts["value"] or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID:
            return
        assert self.open.pop() == tag
        if tag == "tr":
            self._row = ""


def page_of(folder: Path, *words: str) -> tuple[str, Page]:
    path = folder / "report.html"
    ran = run("report", CASE, *words, "-o", path, "--force")
    assert ran.code in (0, 4), ran.err
    text = path.read_text(encoding="utf-8")
    return text, Page(text)


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Page, Any]:
    text, page = page_of(tmp_path_factory.mktemp("page"), "--tax-year", "2026")
    return text, page, run("report", CASE, "--tax-year", "2026", "--format", "json").json()


def test_the_page_is_well_formed_and_every_id_is_there_once(year: tuple[str, Page, Any]) -> None:
    _, page, _ = year

    assert page.open == []
    assert len(page.ids) == len(set(page.ids))


def test_the_page_asks_nothing_of_the_network(year: tuple[str, Page, Any]) -> None:
    text, page, _ = year

    assert {link for link in page.links if not link.startswith(("#", "data:"))} == set()
    assert "<script" not in text
    assert "@import" not in text
    assert "url(" not in text


def test_the_page_has_the_numbers_of_the_json(year: tuple[str, Page, Any]) -> None:
    _, page, figures = year

    for month in figures["months"]:
        keys = ("earned", "fees", "received", "tax_expected", "tax_deducted")
        assert page.rows[f"month {month['month']}"] == [month[key] for key in keys]
    receipts = [row for name, row in page.rows.items() if name.startswith("receipt ")]
    assert len(receipts) == len(figures["receipts"])
    for row, receipt in zip(receipts, figures["receipts"], strict=True):
        assert row == [
            receipt["amount"],
            receipt["gross"],
            receipt["tax"],
            receipt["expected_tax"],
            receipt["net"],
        ]
    total = page.rows["total receipts"]
    assert total[:3] == [figures["received"]["pkr"], figures["tax"]["deducted"], figures["tax"]["expected"]]
    for step in figures["bridge"]:
        assert step["pkr"] in page.rows[f"step {step['step']}"]


def test_tables_and_charts_can_be_read_without_seeing_them(year: tuple[str, Page, Any]) -> None:
    _, page, _ = year
    heads = [facts for tag, facts in page.tags if tag == "th"]
    charts = [facts for tag, facts in page.tags if tag == "svg"]
    tables = sum(1 for tag, _ in page.tags if tag == "table")

    assert all(facts.get("scope") in ("row", "col") for facts in heads)
    assert sum(1 for tag, _ in page.tags if tag == "caption") == tables
    assert len(charts) == 5
    assert all(facts["role"] == "img" and facts["aria-label"] for facts in charts)


def test_the_same_report_gives_the_same_page(tmp_path: Path) -> None:
    assert page_of(tmp_path, "--month", "2025-12")[0] == page_of(tmp_path, "--month", "2025-12")[0]


def test_a_month_s_page_begins_with_the_sentence(tmp_path: Path) -> None:
    text, _ = page_of(tmp_path, "--month", "2025-12")

    assert "December 2025: Rs 329,748 received in 1 payment" in text


def test_names_from_files_are_never_markup(tmp_path: Path) -> None:
    rows = tmp_path / "rows.csv"
    rows.write_text(
        "date,account,kind,amount,currency,reference,parent,counterparty\n"
        '2025-08-01,Upwork,earning,100.00,USD,1,,"<script>alert(1)</script><b>&amp;"\n',
        encoding="utf-8",
    )
    path = tmp_path / "report.html"
    run("report", rows, "-o", path)
    text = path.read_text(encoding="utf-8")

    assert "<script>" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&lt;b&gt;&amp;amp;" in text


# Labels


def words_used() -> set[str]:
    """Return every label that the page's template and charts ask for, and those chosen by a figure."""
    template = (ROOM / "page" / "templates" / "report.html.j2").read_text(encoding="utf-8")
    code = (ROOM / "page" / "pictures.py").read_text(encoding="utf-8")
    asked = set(re.findall(r'label\(\s*"([^"]+)"', template + code))
    asked |= set(re.findall(r'call table\("([^"]+)"', template))
    asked |= set(re.findall(r'call table\((?:title|"[^"]+"), "([^"]+)"', template))
    numbers = (ROOM / "report_numbers.py").read_text(encoding="utf-8")
    asked |= set(re.findall(r'Figure\(\s*"([^"]+)"', numbers))
    return asked | set(STEPS.values()) | {"complete", "incomplete", "Platforms", "Clients", "Currencies"}


def test_every_label_has_urdu_words() -> None:
    urdu = Labels(Language.URDU)

    assert sorted(word for word in words_used() if urdu(word) == word) == []


def test_an_urdu_page_runs_from_right_to_left_with_the_same_numbers(tmp_path: Path) -> None:
    english = page_of(tmp_path, "--tax-year", "2026")[1]
    text, urdu = page_of(tmp_path, "--tax-year", "2026", "--lang", "ur")

    assert '<html lang="ur" dir="rtl">' in text
    assert urdu.rows == english.rows
    assert "متوقع ٹیکس" in text


# Charts

WORDS = Words("Title", "What it shows.")
NAMES = ["Jul", "Aug", "Sep"]


def amounts(*values: int) -> list[Decimal | None]:
    return [Decimal(value) for value in values]


def heights(drawing: str) -> list[Decimal]:
    return [Decimal(each) for each in re.findall(r'<rect[^>]* height="([\d.]+)"', drawing)]


def test_columns_are_as_high_as_their_amounts() -> None:
    drawing = str(
        columns(WORDS, NAMES, [Series("a", amounts(100, 50, 0)), Series("b", amounts(0, 50, 25))], None)
    )

    high = heights(drawing)
    assert high[0] == high[1] + high[2] == high[1] * 2  # 100 = 50 + 50
    assert high[3] * 4 == high[0]


def test_a_waterfall_step_begins_where_the_last_one_ended() -> None:
    steps = [
        Step("gross", Decimal(100), stands=True),
        Step("fees", Decimal(-20)),
        Step("net", Decimal(80), stands=True),
    ]
    drawing = str(waterfall(WORDS, steps))
    tops = [Decimal(each) for each in re.findall(r'<rect[^>]* y="([\d.]+)"', drawing)]

    assert tops[0] == tops[1] < tops[2]
    assert heights(drawing)[1] * 4 == heights(drawing)[2]


def test_empty_and_flat_charts_are_drawn_without_a_crash() -> None:
    for series in (
        [],
        [Series("a", [])],
        [Series("a", [None, Decimal(0), None])],
        [Series("a", amounts(5, 5, 5))],
    ):
        assert "<svg" in str(lines(WORDS, NAMES, series, from_zero=False))
    assert "<svg" in str(columns(WORDS, [], [], None))
    assert "<svg" in str(waterfall(WORDS, []))
    pair = (Series("a", amounts(0, 0, 0)), Series("b", amounts(-5, 0, 7)))
    assert "<svg" in str(paired(WORDS, NAMES, pair))
