"""What no rule of a platform or wallet knows is never money, and is said once, with examples."""

from pathlib import Path

import pytest
from running import run
from written_rows import read

from freelance_pk.intake import read_files
from freelance_pk.model.entry import Kind
from freelance_pk.model.errors import UnknownFileError


def row(text: str, amount: str = "-5.00") -> dict[str, str]:
    return {
        "Date": "13-May-2019",
        "Description": text,
        "Amount": amount,
        "Currency": "USD",
        "Status": "Completed",
    }


@pytest.mark.parametrize(
    "text", ["Payment to Bilal Ahmed", "Reserve release", "", "Payoneer Capital advance 7710"]
)
@pytest.mark.parametrize("amount", ["-5.00", "5.00"])
def test_an_unknown_description_is_an_unknown_row(tmp_path: Path, text: str, amount: str) -> None:
    one = read(tmp_path, "payoneer-5", [row("Payment from Contoso GmbH", "9.00"), row(text, amount)])

    assert [entry.kind for entry in one.entries] == [Kind.DEPOSIT, Kind.UNKNOWN]
    (issue,) = one.issues
    assert issue.code == "kind-unknown"
    assert issue.origin == "export.csv, row 3"


def test_unknown_descriptions_are_told_in_one_message_that_numbers_do_not_multiply(tmp_path: Path) -> None:
    texts = ["USD Fee"] + [f"Reserve {number}" for number in range(40)] + ["Levy", "Toll", "Duty", "Levy"]
    one = read(tmp_path, "payoneer-5", [row(text) for text in texts])

    (issue,) = one.issues
    assert issue.message == (
        "44 rows have a description that no rule of payoneer-5 knows: 'Reserve #', 'Levy', 'Toll' and 1 more."
    )


def test_a_report_with_an_unknown_row_is_incomplete(tmp_path: Path) -> None:
    read(tmp_path, "payoneer-5", [row("Payment from Contoso GmbH", "9.00"), row("Reserve release", "900.00")])
    ran = run("report", tmp_path / "export.csv", "--tax-year", "2019", "--format", "json")

    assert ran.code == 4
    assert ran.json()["earned"][0]["gross"] == "9.00"
    assert "row-unclear" in {issue["code"] for issue in ran.json()["issues"]}


def test_a_status_that_is_not_known_is_left_out_and_an_error(tmp_path: Path) -> None:
    rows = [
        row("Payment from Contoso GmbH", "9.00"),
        {**row("Payment from Contoso GmbH", "8.00"), "Status": "Reversed"},
    ]
    one = read(tmp_path, "payoneer-5", rows)

    assert [str(entry.amount) for entry in one.entries] == ["9.00"]
    assert [issue.code for issue in one.issues] == ["status-unknown"]


def test_columns_that_may_be_anybodys_are_read_when_the_user_says_whose_they_are(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_text("Date,Description,Amount,Currency\n13-May-2018,USD Fee,-1.00,USD\n", encoding="utf-8")
    with pytest.raises(UnknownFileError) as refusal:
        read_files([path])

    assert "`--as payoneer-4`" in refusal.value.remedy
    (one,) = read_files([path], layout="payoneer-4").files
    assert [entry.kind for entry in one.entries] == [Kind.FEE]


def test_a_layout_forced_on_another_header_says_what_that_lacks(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_text("Date,Description,Amount,Currency\n13-May-2018,USD Fee,-1.00,USD\n", encoding="utf-8")
    with pytest.raises(UnknownFileError, match="it lacks 'Status'"):
        read_files([path], layout="payoneer-5")


def test_a_layout_forced_on_several_files_is_for_those_with_its_columns(tmp_path: Path) -> None:
    bank, wallet = tmp_path / "alfalah.csv", tmp_path / "payoneer.csv"
    bank.write_text(
        "Date,Description,Debit,Credit,Balance\n21-10-2025,RENT,20000.00,,5000.00\n", encoding="utf-8"
    )
    read(tmp_path, "payoneer-5", [row("Payment from Contoso GmbH", "9.00")]).path.rename(wallet)

    files = read_files([bank, wallet], layout="generic-bank", account="Alfalah").files

    assert {one.source.name: one.source.layout for one in files} == {
        "alfalah.csv": "generic-bank",
        "payoneer.csv": "payoneer-5",
    }
    assert [entry.account for one in files for entry in one.entries] == ["Alfalah", "Payoneer"]


def test_a_file_that_neither_the_forced_layout_nor_another_reads_is_refused(tmp_path: Path) -> None:
    strange, wallet = tmp_path / "strange.csv", tmp_path / "payoneer.csv"
    strange.write_text("Datum,Saldo\n21-10-2025,5000.00\n", encoding="utf-8")
    read(tmp_path, "payoneer-5", [row("Payment from Contoso GmbH", "9.00")]).path.rename(wallet)

    with pytest.raises(UnknownFileError, match="no known layout has this header"):
        read_files([strange, wallet], layout="payoneer-5")
    with pytest.raises(UnknownFileError, match="the columns of payoneer-5 are not in this file"):
        read_files([strange], layout="payoneer-5")
