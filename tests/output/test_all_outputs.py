"""One report, seven outputs: screen, sentences, Markdown, CSV, JSON, page and workbook carry the same numbers."""

import csv
import html
import io
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from openpyxl import load_workbook
from running import CASES, run

AMOUNTS = ("earned", "fees", "received", "tax_expected", "tax_deducted")
PERIODS = {
    "p1": ("p1", "--tax-year", "2026"),
    "p1-december": ("p1", "--month", "2025-12"),
    "p1-next": ("p1", "--tax-year", "2027"),
    "p1b": ("p1b", "--tax-year", "2026"),
    "p3": ("p3", "--tax-year", "2026"),
    "typed": ("typed", "--tax-year", "2026"),
}
TYPED = """\
date,account,kind,amount,currency,reference,parent,counterparty,description,far_amount,far_currency,tail,purpose_code,certificate
2025-09-01,Upwork,earning,1200.55,USD,E1,,Acme,,,,,,
2025-09-01,Upwork,fee,-120.06,USD,F1,E1,,,,,,,
2026-02-03,Studio,earning,900,EUR,E2,,Umbrella,,,,,,
2025-09-10,Meezan,deposit,300100.50,PKR,R1,,,SWIFT from Acme,,,,9186,
2025-09-10,Meezan,tax_withheld,-3001,PKR,T1,R1,,tax,,,,,
2026-02-20,Meezan,deposit,275000.49,PKR,R2,,,SWIFT from Umbrella,,,,9186,
2026-03-09,HBL,deposit,1234567.89,PKR,R3,,,SWIFT from Globex,,,,9186,C-3
2026-03-09,HBL,tax_withheld,-15000,PKR,T3,R3,,tax,,,,,
"""


class Told(NamedTuple):
    """What one output says."""

    numbers: Mapping[str, str]
    months: Mapping[str, Sequence[int]]
    receipts: Sequence[tuple[str, int, int]]  # date, gross, tax


# --- what JSON says, written as people read it --------------------------------------------------------


def whole(text: str) -> int:
    return int(Decimal(text).quantize(Decimal(1), ROUND_HALF_UP))


def rs(text: str) -> str:
    return f"Rs {whole(text):,}"


def share(text: str) -> str:
    return f"{(Decimal(text) * 100).quantize(Decimal('0.1'), ROUND_HALF_UP)}%"


def of_json(made: Any) -> Told:
    outlook = made["outlook"]
    numbers = {
        "Received, gross": rs(made["received"]["pkr"]),
        "Earned, gross": rs(made["earned_pkr"]["gross"]),
        "Tax expected": rs(made["tax"]["expected"]),
    }
    period, to_date = made["period"], made["year_to_date"]["period"]
    if (period["from"], period["to"]) != (to_date["from"], to_date["to"]):
        numbers["Tax year to date"] = rs(made["year_to_date"]["received"]["pkr"])
    if outlook["cost"] is not None:
        numbers["Cost of getting paid"] = share(outlook["cost"]["share"])
    if outlook["put_aside"] != "0":
        numbers["Put aside now"] = rs(outlook["put_aside"])
    if outlook["rates"]:
        most = max(outlook["rates"], key=lambda each: Decimal(each["realised"]) * Decimal(each["amount"]))
        numbers["Rate realised"] = f"Rs {Decimal(most['realised']).quantize(Decimal('0.01'), ROUND_HALF_UP)}"
    if made["clients"] and Decimal(made["clients"][0]["gross"]) > 0:
        numbers["Largest client"] = share(made["clients"][0]["share"])
    if outlook["not_brought_in_yet"] is not None:
        numbers["Not brought in yet"] = rs(outlook["not_brought_in_yet"])
        away = [each["pkr"] for each in made["balances"] if Decimal(each["amount"]) > 0]
        away += [each["pkr"] for each in made["transfers"]["in_transit"]]
        parts = sum(Decimal(each) for each in away if each is not None)
        assert abs(parts - Decimal(outlook["not_brought_in_yet"])) <= len(away)  # each part is rounded
    evidence = outlook["evidence"]
    if evidence["receipts"]:
        numbers["Evidence"] = f"{evidence['export_code']} of {evidence['receipts']}"
    months = {each["month"]: [whole(each[name]) for name in AMOUNTS] for each in made["months"]}
    receipts = [(each["date"], whole(each["gross"]), whole(each["tax"])) for each in made["receipts"]]
    return Told(numbers, months, sorted(receipts))


# --- each output taken apart ----------------------------------------------------------------------------


def amounts(cells: Sequence[str]) -> list[int]:
    return [0 if cell == "-" else int(cell.replace(",", "").replace("Rs ", "")) for cell in cells]


def of_table(text: str) -> Told:
    _, above, below = text.split("\n\n", 2)
    numbers, months, receipts = {}, {}, []
    for line in above.splitlines():
        found = re.match(r"(\S.*?) {2,}(Rs -?[\d,.]+|-?[\d.]+%|\d+ of \d+)(?: {2,}|$)", line)
        if found:
            numbers[found[1]] = found[2]
    for line in below.splitlines():
        cells = re.split(r" {2,}", line.strip().rstrip("#"))
        if re.fullmatch(r"\d{4}-\d\d", cells[0]) and len(cells) == 7:
            earned, fees, received, _so_far, expected, deducted = amounts(cells[1:7])
            months[cells[0]] = [earned, fees, received, expected, deducted]
        elif re.fullmatch(r"\d{4}-\d\d-\d\d", cells[0]) and len(cells) >= 5:
            figures = [each for each in cells[1:] if re.fullmatch(r"-?[\d,]+|-", each)]
            receipts.append((cells[0], *amounts(figures[:2])))
    return Told(numbers, months, sorted(receipts))  # type: ignore[arg-type]


def of_sentences(text: str) -> Told:
    numbers: dict[str, str] = {}
    for line in text.partition("\n\n")[0].splitlines()[1:]:
        label, _, rest = line.partition(": ")
        numbers[label] = re.match(r"(Rs -?[\d,]+(?:\.\d+)?|[^ ]+%|\d+ of \d+|[^.]*)", rest)[1]  # type: ignore[index]
    numbers.pop("Taxpayer", None)
    months = {
        found[1]: amounts(found.groups()[1:])
        for found in re.finditer(
            r"^(\d{4}-\d\d): earned (Rs [-\d,]+), fees (Rs [-\d,]+), received (Rs [-\d,]+), tax due (Rs [-\d,]+), "
            r"tax taken (Rs [-\d,]+)\.$",
            text,
            re.MULTILINE,
        )
    }
    receipts = [
        (found[1], *amounts(found.groups()[1:]))
        for found in re.finditer(
            r"^(\d{4}-\d\d-\d\d), .*: gross (Rs [-\d,]+).*?, tax (Rs [-\d,]+), credited", text, re.MULTILINE
        )
    ]
    return Told(numbers, months, sorted(receipts))  # type: ignore[arg-type]


def of_markdown(text: str) -> Told:
    numbers: dict[str, str] = {}
    months, receipts = {}, []
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if not line.startswith("|") or len(cells) < 2:
            continue
        if len(cells) == 3 and re.match(r"Rs |.*%$|\d+ of", cells[1]):
            numbers.setdefault(cells[0], cells[1])
        elif re.fullmatch(r"\d{4}-\d\d", cells[0]):
            months[cells[0]] = amounts(cells[1:6])
        elif re.fullmatch(r"\d{4}-\d\d-\d\d", cells[0]) and len(cells) == 5:
            receipts.append((cells[0], *amounts(cells[3:5])))
    return Told(numbers, months, sorted(receipts))  # type: ignore[arg-type]


def of_csv(text: str) -> Told:
    rows = list(csv.DictReader(io.StringIO(text)))
    (total,) = [row for row in rows if row["section"] == "total"]
    numbers = {
        "Received, gross": rs(total["received"]),
        "Earned, gross": rs(total["earned"]),
        "Tax expected": rs(total["tax_expected"]),
    }
    months = {
        row["date"]: [whole(row[name]) for name in AMOUNTS] for row in rows if row["section"] == "month"
    }
    receipts = [
        (row["date"], whole(row["received"]), whole(row["tax_deducted"]))
        for row in rows
        if row["section"] == "receipt"
    ]
    return Told(numbers, months, sorted(receipts))


def of_page(text: str) -> Told:
    numbers = {
        html.unescape(found[1]): html.unescape(found[2])
        for found in re.finditer(r'<dt>(.*?)</dt><dd><span class="value"><bdi>(.*?)</bdi>', text)
    }
    months, receipts = {}, []
    for row in re.findall(r"<tr.*?</tr>", text, re.DOTALL):
        data = re.findall(r'<data value="([^"]*)"', row)
        if found := re.search(r'data-month="([^"]*)"', row):
            months[found[1]] = [whole(each) for each in data]
        elif "data-receipt=" in row:
            day = re.search(r"\d{4}-\d\d-\d\d", row)
            figures = data[-4:]  # after the foreign amount: gross, tax, expected, net
            receipts.append((day[0] if day else "", whole(figures[0]), whole(figures[1])))
    return Told(numbers, months, sorted(receipts))


def of_workbook(path: Path, recalculated: Path | None) -> Told:
    book = load_workbook(path)
    rows = [[cell.value for cell in row] for row in book["Summary"].iter_rows()]
    begin = next(place for place, row in enumerate(rows) if row[0] == "Numbers")
    numbers = {}
    for line in rows[begin + 1 :]:
        if not line[0]:
            break
        numbers[str(line[0])] = str(line[3])
    receipts = [
        (f"{row[0].value:%Y-%m-%d}", whole(str(row[5].value)), whole(str(row[6].value or 0)))
        for row in book["Receipts"].iter_rows(min_row=3)
        if hasattr(row[0].value, "year")
    ]
    months = {}
    if recalculated is not None:
        for values in load_workbook(recalculated, data_only=True)["Monthly"].iter_rows(
            min_row=3, values_only=True
        ):
            if hasattr(values[0], "year"):
                months[f"{values[0]:%Y-%m}"] = [whole(str(each or 0)) for each in values[1:6]]
    return Told(numbers, months, sorted(receipts))


# --- the comparison ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Workbooks of all cases, and what LibreOffice recalculates of them where it is installed."""
    made = tmp_path_factory.mktemp("outputs")
    (made / "typed").mkdir()
    (made / "typed" / "rows.csv").write_text(TYPED, encoding="utf-8")
    for name, words in PERIODS.items():
        run("report", files(made, words[0]), *words[1:], "-o", made / f"{name}.xlsx")
    if shutil.which("soffice"):
        subprocess.run(
            ["soffice", "--headless", f"-env:UserInstallation=file://{made}/lo", "--convert-to",
             "xlsx:Calc MS Excel 2007 XML", "--outdir", str(made / "again"), *map(str, sorted(made.glob("*.xlsx")))],
            check=True, capture_output=True, timeout=300,
        )  # fmt: skip
    return made


def files(folder: Path, case: str) -> Path:
    return folder / case if case == "typed" else CASES / case


@pytest.mark.parametrize("name", PERIODS)
def test_all_outputs_carry_the_numbers_of_the_json(folder: Path, name: str) -> None:
    case, *period = PERIODS[name]
    words = (files(folder, case), *period)
    page = folder / f"{name}.html"
    run("report", *words, "-o", page)
    again = folder / "again" / f"{name}.xlsx"
    recalculated = again if again.exists() else None
    wanted = of_json(run("report", *words, "--format", "json").json())
    told = {
        "table": of_table(run("report", *words).out),
        "sentences": of_sentences(run("report", *words, "--plain").out),
        "Markdown": of_markdown(run("report", *words, "--format", "markdown").out),
        "CSV": of_csv(run("report", *words, "--format", "csv").out),
        "page": of_page(page.read_text(encoding="utf-8")),
        "workbook": of_workbook(folder / f"{name}.xlsx", recalculated),
    }

    assert len(wanted.numbers) >= 6
    assert wanted.months
    assert wanted.receipts
    for output, said in told.items():
        numbers = {label: wanted.numbers[label] for label in said.numbers if output == "CSV"}
        assert said.numbers == (numbers or wanted.numbers), output
        # A month on the screen shows the year's months so far; LibreOffice fills in the workbook's formulas.
        if not (output == "table" and "--month" in period) and not (
            output == "workbook" and not recalculated
        ):
            assert said.months == wanted.months, output
        assert list(said.receipts) == list(wanted.receipts), output


@pytest.mark.parametrize("case", ["p1", "p1b", "p3", "typed"])
def test_all_outputs_of_the_assessment_carry_its_numbers(folder: Path, case: str) -> None:
    words = ("tax", files(folder, case), "--tax-year", "2026")
    made = run(*words, "--format", "json").json()
    table, markdown = run(*words).out, run(*words, "--format", "markdown").out
    payable = whole(made["payable"])
    signs = f"{abs(payable):,}"

    for text in (table, markdown):
        figures = re.sub(r"[^\d,\n]+", " ", text)
        for amount in (f"{whole(made['tax_chargeable']):,}", f"{whole(made['tax_paid']):,}", signs):
            assert re.search(rf"(?<![\d,]){amount}(?![\d,])", figures), amount
    again = folder / "again" / f"{case}.xlsx"
    if again.exists():
        checks = {
            row[0]: row[1]
            for row in load_workbook(again, data_only=True)["Checks"].iter_rows(values_only=True)
            if row[0]
        }
        for words_, field in (
            ("Tax chargeable", "tax_chargeable"),
            ("Tax paid", "tax_paid"),
            ("Payable", "payable"),
        ):
            assert whole(str(checks[words_])) == whole(made[field]), words_
