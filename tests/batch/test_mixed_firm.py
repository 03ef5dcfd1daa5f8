"""A firm of nine clients, each standing otherwise; every figure is worked out by hand in `FIGURES`."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import firms
import pytest
from jsonschema import Draft202012Validator
from openpyxl import load_workbook
from running import Ran, run

# 1% of export receipts, 0.25% under a registration with PSEB (s.154A): receipts, charge, deducted, payable.
FIGURES = {
    "asma": ("350000", "3500", "3500", "0"),  # 1,000 + 2,500
    "bilal": ("150000", "1500", "1500", "0"),
    "chaudhry": ("200000", "2000", "4000", "-2000"),  # the bank took 2%
    "dania": ("400000", "1000", "1000", "0"),  # 0.25%
    "farah": ("300000", "3000", "3000", "0"),
}
STATUSES = {
    "asma": "ready",
    "bilal": "review",
    "chaudhry": "review",
    "dania": "ready",
    "ehsan": "failed",
    "farah": "incomplete",
    "gul": "blocked",
    "hina": "blocked",
    "iqbal": "blocked",
}


@pytest.fixture(scope="module")
def firm(tmp_path_factory: pytest.TempPathFactory) -> tuple[Ran, Path]:
    folder = tmp_path_factory.mktemp("firm")
    root = firms.mixed(folder / "clients")
    return run("batch", root, "-o", folder / "out", "--tax-year", 2026, "--jobs", 1), folder / "out"


@pytest.fixture(scope="module")
def rows(firm: tuple[Ran, Path]) -> dict[str, Any]:
    content = json.loads((firm[1] / "firm.json").read_text(encoding="utf-8"))
    return {each["client"]: each for each in content["clients"]}


def test_some_failed_is_said_by_the_exit_code(firm: tuple[Ran, Path]) -> None:
    assert firm[0].code == 5


def test_every_client_has_its_status_and_the_order_is_that_of_the_names(rows: dict[str, Any]) -> None:
    assert {name: row["status"] for name, row in rows.items()} == STATUSES
    assert list(rows) == sorted(STATUSES)


@pytest.mark.parametrize("name", sorted(STATUSES))
def test_figures_are_those_of_the_law_or_none(rows: dict[str, Any], name: str) -> None:
    row = rows[name]
    found = tuple(row[key] for key in ("received", "charge", "deducted", "payable"))
    assert found == FIGURES.get(name, (None, None, None, None))


def test_receipts_stand_by_rate(rows: dict[str, Any]) -> None:
    assert rows["asma"]["receipts"] == [{"rate": "0.01", "pkr": "350000", "receipts": 2}]
    assert rows["dania"]["receipts"] == [{"rate": "0.0025", "pkr": "400000", "receipts": 1}]


def test_the_sheet_for_scripts_is_as_its_schema_says(firm: tuple[Ran, Path]) -> None:
    schema = run("batch", "--schema").json()
    for part in (schema, *schema["$defs"].values()):
        if part.get("type") == "object":
            part["additionalProperties"] = False
    content = json.loads((firm[1] / "firm.json").read_text(encoding="utf-8"))
    faults = [
        f"{each.json_path}: {each.message}" for each in Draft202012Validator(schema).iter_errors(content)
    ]
    assert faults == []


def test_totals_are_of_final_figures_and_those_of_others_stand_apart(firm: tuple[Ran, Path]) -> None:
    totals = json.loads((firm[1] / "firm.json").read_text(encoding="utf-8"))["totals"]
    # 350,000 + 150,000 + 200,000 at 1% and 400,000 at 0.25%; tax 3,500 + 1,500 + 2,000 + 1,000.
    assert totals["final"] == {
        "clients": 4,
        "receipts": [{"rate": "0.0025", "pkr": "400000"}, {"rate": "0.01", "pkr": "700000"}],
        "received": "1100000",
        "charge": "8000",
        "deducted": "10000",
        "payable": "-2000",
    }
    assert totals["not_final"]["clients"] == 1
    assert totals["not_final"]["received"] == "300000"


def test_a_refused_file_is_named_with_its_row_and_a_remedy(
    firm: tuple[Ran, Path], rows: dict[str, Any]
) -> None:
    found = rows["ehsan"]["findings"][0]
    assert found["origin"] == "bank.csv, row 5"
    assert "cut off" in found["message"]
    assert "download the file again" in found["remedy"]
    assert "failed: ehsan: bank.csv, row 5" in firm[0].err


def test_a_missing_rate_names_the_days(rows: dict[str, Any]) -> None:
    codes = [each["code"] for each in rows["farah"]["findings"]]
    assert codes == ["rate-missing"]
    words = rows["farah"]["findings"][0]
    assert "XAF" in words["origin"] + words["message"]
    assert "2025-09-03" in words["origin"] + words["message"] + words["remedy"]


def test_a_shared_certificate_blocks_both_and_each_names_the_other(rows: dict[str, Any]) -> None:
    for name, other in (("gul", "hina"), ("hina", "gul")):
        found = rows[name]["findings"][0]
        assert found["code"] == "shared-evidence"
        assert other in found["message"]
        assert "MZ-G-10001" in found["message"]
        assert "certificates.csv, row" in found["origin"]


def test_no_output_of_a_blocked_or_failed_client_is_left_and_none_names_another(
    firm: tuple[Ran, Path],
) -> None:
    written = {path.name for path in (firm[1] / "clients").iterdir()}
    for name, status in STATUSES.items():
        has_figures = status not in ("failed", "blocked")
        assert (f"{name}.xlsx" in written) == has_figures
        assert (f"{name}.json" in written) == has_figures
    assert "gul" not in (firm[1] / "clients/hina.txt").read_text(encoding="utf-8").casefold()
    assert "hina" not in (firm[1] / "clients/gul.txt").read_text(encoding="utf-8").casefold()


def test_the_message_to_a_client_lists_the_receipts_without_a_certificate(firm: tuple[Ran, Path]) -> None:
    text = (firm[1] / "clients/bilal.txt").read_text(encoding="utf-8")
    assert text.startswith("Dear Bilal Ahmed,\n")
    assert "(e-PRC)" in text
    assert "2025-09-15: Rs 150,000 from PAYONEER, Meezan B" in text
    assert "freelance-pk" not in text
    assert not (firm[1] / "clients/asma.txt").exists()


def test_the_next_date_is_that_of_the_return(rows: dict[str, Any]) -> None:
    assert rows["asma"]["next"]["words"].startswith("return and wealth statement of tax year 2026")


def test_a_clients_outputs_are_those_of_the_client_alone(firm: tuple[Ran, Path], tmp_path: Path) -> None:
    books = firm[1].parent / "clients/chaudhry"
    run("export", "--books", books, "--tax-year", 2026, "-o", tmp_path / "alone.xlsx")
    run("report", "--books", books, "--tax-year", 2026, "-o", tmp_path / "alone.json")
    tax = run("tax", "--books", books, "--tax-year", 2026, "--format", "json")
    outputs = firm[1] / "clients"
    assert (outputs / "chaudhry.xlsx").read_bytes() == (tmp_path / "alone.xlsx").read_bytes()
    assert (outputs / "chaudhry.json").read_bytes() == (tmp_path / "alone.json").read_bytes()
    assert (outputs / "chaudhry.tax.json").read_text(encoding="utf-8") == tax.out


def test_the_workbook_shows_the_same_with_live_totals(firm: tuple[Ran, Path]) -> None:
    book = load_workbook(firm[1] / "firm.xlsx")
    assert book.sheetnames == ["Clients", "Evidence requests", "Messages", "Notes"]
    sheet = book["Clients"]
    header = [cell.value for cell in sheet[3]]
    assert header[:8] == [
        *("Client", "Status", "Receipts at 0.25%", "Receipts at 1%", "Receipts"),
        *("Tax chargeable", "Paid and deducted", "Payable (refundable)"),
    ]
    table = {row[0]: row for row in sheet.iter_rows(min_row=4, values_only=True)}
    assert list(table)[:9] == sorted(STATUSES)
    for name, status in STATUSES.items():
        assert table[name][1] == status
        figures = table[name][4:8]
        expected = FIGURES.get(name)
        assert figures == ((None,) * 4 if expected is None else tuple(Decimal(each) for each in expected))
    # Ready and review, in rows 4 to 12.
    assert (
        table["Final (ready, review)"][4]
        == '=SUMIF($B$4:$B$12,"ready",$E$4:$E$12)+SUMIF($B$4:$B$12,"review",$E$4:$E$12)'
    )
    assert table["Not final (incomplete)"][4] == '=SUMIF($B$4:$B$12,"incomplete",$E$4:$E$12)'


def test_the_evidence_sheet_has_a_line_for_everything_that_is_missing(firm: tuple[Ran, Path]) -> None:
    sheet = load_workbook(firm[1] / "firm.xlsx")["Evidence requests"]
    lines = list(sheet.iter_rows(min_row=3, values_only=True))
    by_client = {row[0]: row for row in reversed(lines)}
    assert set(by_client) == {"bilal", "chaudhry", "ehsan", "farah", "gul", "hina", "iqbal"}
    assert by_client["bilal"][3:8] == (
        "certificate missing",
        by_client["bilal"][4],
        "bank.csv, row 2",
        150_000,
        "bank, by the client",
    )
    receipts = [row for row in lines if row[0] == "bilal"][1:]
    assert [row[3:7] for row in receipts] == [
        ("  without certificate", "receipt of 2025-09-15 from PAYONEER", "Meezan B", 150_000)
    ]
    assert by_client["ehsan"][5] == "bank.csv, row 5"
    messages = load_workbook(firm[1] / "firm.xlsx")["Messages"]
    texts = {row[0]: row[1] for row in messages.iter_rows(min_row=3, values_only=True)}
    assert set(texts) == {"bilal", "ehsan", "gul", "hina", "iqbal"}
    assert texts["bilal"] == (firm[1] / "clients/bilal.txt").read_text(encoding="utf-8")
