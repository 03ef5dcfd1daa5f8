"""What a copy keeps and what it does not, file by file and by property."""

import csv
import io
import re
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from freelance_pk.intake import ReadFile, read_files
from freelance_pk.intake.redaction import redacted_copy
from freelance_pk.intake.redaction.figures import Digits, grouping_of, other_digits, written_like
from freelance_pk.intake.redaction.masks import Ids, kept_words, masked_run
from freelance_pk.intake.redaction.raw_text import exchanged
from freelance_pk.intake.registry import layouts
from freelance_pk.output.redacted import write_copy

RUN = re.compile(r"[^\W_]{4,}")
MEEZAN = "Booking Date,Value Date,Doc No,Description,Debit,Credit,Available Balance\n"


def copied(folder: Path, text: str | bytes, name: str = "file.csv") -> str:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    data = redacted_copy(path).data
    assert data is not None
    (folder / f"copy-{name}").write_bytes(data)
    return data.decode("latin-1" if isinstance(text, bytes) else "utf-8")


def read(path: Path) -> ReadFile:
    (one,) = read_files([path]).files
    return one


def test_names_ids_accounts_and_mails_go_and_words_of_the_layout_stay(tmp_path: Path) -> None:
    made = copied(
        tmp_path,
        "PK36MEZN0000001123456702,AYESHA KHAN 35202-1234567-1\nCurrency,Pakistan Rupee(PKR)\n"
        + MEEZAN
        + "01 Dec 2025,01 Dec 2025,FT77,Foreign Inward Remittance From acme@example.com STAN(602490),,"
        '"1,25,000.50","1,25,000.50"\n',
    )
    lines = made.split("\n")

    assert lines[0] == "XX00XXXX0000000000000000,XXXXXX XXXX 00000-0000000-0"
    assert lines[1].endswith("(PKR)")
    assert lines[2] == MEEZAN.strip()
    (row,) = csv.reader([lines[3]])
    assert row[:2] == ["01 Dec 2025", "01 Dec 2025"]
    assert re.fullmatch(r"XX\d\d", row[2])
    assert row[2] != "FT77"
    assert re.fullmatch(r"Foreign Inward Remittance From xxxx@xxxxxxx\.xxx STAN\(\d{6}\)", row[3])
    assert "602490" not in made
    assert re.fullmatch(r"[1-9],\d\d,\d\d\d\.\d\d", row[5])
    assert row[5] != "1,25,000.50"


UPWORK = (
    '"Date","Ref ID","Type","Description","Agency","Freelancer","Team","Account Name","PO","Amount",'
    '"Amount in local currency","Currency","Balance"\n'
)


def test_the_same_id_stays_the_same_and_another_stays_another(tmp_path: Path) -> None:
    made = copied(
        tmp_path,
        UPWORK
        + '"Jul 20, 2020","301123356","Service Fee","Service Fee for Hourly - Ref ID 301123340","","Me","Acme",'
        '"Me","","-25.80","","USD","232.20"\n'
        '"Jul 20, 2020","301123340","Hourly","Invoice","","Me","Acme","Me","","258.00","","USD","258.00"\n',
    )
    fee, earning = list(csv.reader(io.StringIO(made)))[1:]

    assert fee[1] != earning[1]
    assert fee[3].endswith(f"Ref ID {earning[1]}")
    assert {len(fee[1]), len(earning[1])} == {9}
    assert made == copied(tmp_path, (tmp_path / "file.csv").read_text(encoding="utf-8"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_encoding_line_ends_and_quotes_stay(tmp_path: Path, encoding: str, end: str) -> None:
    text = (
        MEEZAN
        + '01 Dec 2025,"01 Dec 2025",,"Café ""Zoë"", Lahore",,10.00,10.00\n\n02 Dec 2025,02 Dec 2025,,x,5.00,,5.00\n'
    )
    path = tmp_path / "file.csv"
    path.write_bytes(text.replace("\n", end).encode(encoding))
    data = redacted_copy(path).data
    assert data is not None

    assert data[:2] == path.read_bytes()[:2] or encoding in ("utf-8", "cp1252")
    made = data.decode(encoding)
    assert made.count(end) == 4
    assert made.replace(end, "").count("\n") == 0
    assert '01 Dec 2025,"01 Dec 2025",,"Xxxx ""Xxx"", Xxxxxx",,' in made


def test_balances_follow_and_totals_fit(tmp_path: Path) -> None:
    text = (
        "02150104114410,AYESHA KHAN\nOpening Balance,PKR      100.00\nClosing Balance,PKR      150.25\n"
        "Currency,Pakistan Rupee(PKR)\n" + MEEZAN + "01 Dec 2025,01 Dec 2025,,a,,60.00,160.00\n"
        "02 Dec 2025,02 Dec 2025,,b,9.75,,150.25\n"
    )
    made = list(csv.reader(io.StringIO(copied(tmp_path, text))))

    opening, closing = (Decimal(made[number][1].replace("PKR", "").replace(",", "")) for number in (1, 2))
    came, went = Decimal(made[5][5]), Decimal(made[6][4])
    assert Decimal(made[5][6]) == opening + came
    assert Decimal(made[6][6]) == closing == opening + came - went
    assert (came, went, opening) != (Decimal("60.00"), Decimal("9.75"), Decimal("100.00"))
    assert [issue.code for issue in read(tmp_path / "copy-file.csv").issues] == []


def test_a_break_of_the_original_stays_a_break(tmp_path: Path) -> None:
    copied(
        tmp_path,
        MEEZAN + "01 Dec 2025,01 Dec 2025,,a,,60.00,160.00\n02 Dec 2025,02 Dec 2025,,b,9.75,,155.00\n",
    )

    assert [issue.code for issue in read(tmp_path / "copy-file.csv").issues] == ["balance-break"]


def test_gross_fee_and_net_still_fit(tmp_path: Path) -> None:
    names = "balance_transaction_id,created_utc,available_on_utc,currency,gross,fee,net,reporting_category,description"
    made = copied(
        tmp_path,
        f"{names}\ntxn_1AbC,2025-07-01 10:00:00,2025-07-03 00:00:00,usd,100.00,3.20,96.80,charge,Invoice of Ali\n",
    )
    (row,) = csv.DictReader(io.StringIO(made))

    assert Decimal(row["gross"]) - Decimal(row["fee"]) == Decimal(row["net"])
    assert row["gross"] != "100.00"
    assert (row["currency"], row["reporting_category"], row["created_utc"]) == (
        "usd",
        "charge",
        "2025-07-01 10:00:00",
    )
    assert row["description"] == "Xxxxxxx xx Xxx"


def test_our_own_lists_keep_their_words(tmp_path: Path) -> None:
    made = copied(
        tmp_path,
        "certificate_no,realised_on,remitter,institution,currency,amount,retained,rate,pkr,tax,purpose_code,reference\n"
        "PRC-8841,2025-09-01,Acme Inc,Meezan,USD,1000.00,,280.50,280500.00,701.25,9186,FT99\n",
    )
    (row,) = csv.DictReader(io.StringIO(made))

    assert (row["realised_on"], row["currency"], row["purpose_code"]) == ("2025-09-01", "USD", "9186")
    assert Decimal(row["tax"]) < Decimal(row["pkr"])
    assert not {"8841", "Acme", "280500", "1000"} & set(RUN.findall(made))


def test_a_file_that_no_layout_reads_keeps_its_columns_and_form(tmp_path: Path) -> None:
    text = 'Day;Narr;Out;In;Cur\n01/07/2025;"Paid; Ali";"1.250,00";;PKR\n02/07/2025;Salary Netsol;;99.000,50;PKR\n'
    made = copied(tmp_path, text)

    assert re.fullmatch(
        r'Day;Narr;Out;In;Cur\n01/07/2025;"Xxxx; Xxx";"[1-9]\.\d{3},00";;PKR\n'
        r"02/07/2025;Xxxxxx Xxxxxx;;[1-9]\d\.\d{3},\d\d;PKR\n",
        made,
    )
    assert "1.250" not in made


def test_a_file_that_its_layout_refuses_can_still_be_redacted(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_text(MEEZAN + "01 Dec 2025,01 Dec 2025,,Gift of Ali,,10.00\n", encoding="utf-8")
    copy = redacted_copy(path)

    assert copy.layout == "meezan-statement"
    assert "6 cells" in copy.refusal
    assert copy.data is not None
    assert b"Xxxx xx Xxx" in copy.data


def test_of_a_workbook_cells_alone_go_into_the_copy(tmp_path: Path) -> None:
    book = Workbook()
    book.properties.creator = "Ayesha Khan"
    sheet = book.worksheets[0]
    sheet.title = "Ayesha"
    for row in (["Account", "02150104114410"], MEEZAN.strip().split(",")):
        sheet.append(row)
    sheet.append([date(2025, 12, 1), date(2025, 12, 1), None, "=1+1", None, 1234.5, 5234.5])
    book.save(tmp_path / "book.xlsx")
    copy = redacted_copy(tmp_path / "book.xlsx")
    for name in ("one.xlsx", "two.xlsx"):
        write_copy(copy, tmp_path / name, force=False)
    made = load_workbook(tmp_path / "one.xlsx")

    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()
    assert (made.properties.creator or "") == ""
    assert made.sheetnames == ["Sheet1"]
    cells = [[cell.value for cell in row] for row in made["Sheet1"].iter_rows(min_row=2)]
    assert cells[0] == MEEZAN.strip().split(",")
    assert cells[1][5] != 1234.5
    assert isinstance(cells[1][5], int | float)
    assert read(tmp_path / "one.xlsx").entries[0].day == date(2025, 12, 1)


NAMES = st.text(st.characters(categories=["Lu", "Ll"], max_codepoint=0x24F), min_size=4, max_size=10)
TEXTS = st.lists(st.one_of(NAMES, st.from_regex(r"\A[1-9]\d{3,9}\Z")), min_size=1, max_size=4).map(" ".join)
AMOUNTS = st.decimals(min_value=Decimal("0.01"), max_value=Decimal(9_999_999), places=2)
ROWS = st.lists(
    st.tuples(TEXTS, AMOUNTS, st.booleans(), st.sampled_from(["", "Payment of Profit ", "POS "])),
    min_size=1,
    max_size=8,
)


@given(rows=ROWS, holder=TEXTS, start=AMOUNTS, newest_first=st.booleans())
def test_whatever_a_statement_says_its_copy_reads_alike_and_says_nothing_of_it(
    tmp_path_factory: pytest.TempPathFactory,
    rows: list[tuple[str, Decimal, bool, str]],
    holder: str,
    start: Decimal,
    newest_first: bool,
) -> None:
    balance, lines = start, []
    for number, (text, amount, comes, word) in enumerate(rows):
        balance += amount if comes else -amount
        day = (date(2025, 7, 1) + timedelta(days=number)).strftime("%d %b %Y")
        lines.append(
            [
                day,
                day,
                "",
                word + text,
                "" if comes else str(amount),
                str(amount) if comes else "",
                str(balance),
            ]
        )
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerows([[holder, "x"], MEEZAN.strip().split(","), *(lines[::-1] if newest_first else lines)])
    folder = tmp_path_factory.mktemp("copy")
    made = copied(folder, out.getvalue())
    original, copy = read(folder / "file.csv"), read(folder / "copy-file.csv")

    assert [(each.kind, each.day, each.amount > 0) for each in copy.entries] == [
        (each.kind, each.day, each.amount > 0) for each in original.entries
    ]
    assert [issue.code for issue in copy.issues] == [issue.code for issue in original.issues]
    secret = {run for text in (holder, *(row[0] for row in rows)) for run in RUN.findall(text)}
    # What the layout's own rules look for is nobody's secret.
    rules = " ".join(rule.text for rule in layouts()["meezan-statement"][1].rules)
    words = re.findall(r"[A-Za-z]+", MEEZAN + "Payment of Profit POS Jul 2025" + rules)
    public = {word.casefold() for word in words}
    said = {run for run in secret if run.casefold() not in public and not set(run) <= set("xX")}
    assert not said & set(RUN.findall(made))


@given(st.lists(st.from_regex(r"\A[A-Za-z0-9]{1,6}\Z"), max_size=40))
def test_ids_of_a_file_keep_apart_and_keep_their_form(runs: list[str]) -> None:
    ids = Ids(frozenset(run for run in runs if len(run) >= 4))
    made = {run: ids.run(run) for run in runs}

    assert len(set(made.values())) == len(made)
    assert all(
        [char.isdigit() for char in run] == [char.isdigit() for char in other[: len(run)]]
        for run, other in made.items()
    )


@pytest.mark.parametrize(
    ("text", "style", "form"),
    [
        ("1,234.56", ".", r"[1-9],\d{3}\.\d\d"),
        ("12,34,567.00", ".", r"[1-9]\d,\d\d,\d{3}\.00"),
        ("1.234,56", ",", r"[1-9]\.\d{3},\d\d"),
        ("(17.50)", ".", r"\([1-9]\d\.\d\d\)"),
        ("-CA$4.42", ".", r"-CA\$[1-9]\.\d\d"),
        ("+ PKR1,234", ".", r"\+ PKR[1-9],\d{3}"),
        ("1,234.00Dr", ".", r"[1-9],\d{3}\.00Dr"),
        ("111.42-", ".", r"[1-9]\d\d\.\d\d-"),
        (".39", ".", r"\.\d[1-9]"),
        ("0.00", ".", r"0\.00"),
        ("-", ".", r"-"),
        ("", ".", r""),
    ],
)
def test_an_amount_keeps_its_form(text: str, style: str, form: str) -> None:
    assert re.fullmatch(form, other_digits(text, Digits(), style))


@pytest.mark.parametrize(
    ("template", "value", "grouping", "written"),
    [
        ("1,234.56", "9876543.2", (",", False), "9,876,543.20"),
        ("12,34,567.00", "9876543.21", (",", True), "98,76,543.21"),
        ("999.00", "-5", ("", False), "-5.00"),
        ("(17.50)", "3", ("", False), "3.00"),
        ("5.00-", "7", ("", False), "7.00"),
        ("1,234.00 Cr", "-2", (",", False), "2.00 Dr"),
        ("PKR      737.01", "12", ("", False), "PKR      12.00"),
        ("350", "12.5", ("", False), "12.5"),
    ],
)
def test_an_amount_is_written_as_its_cell_writes_it(
    template: str, value: str, grouping: tuple[str, bool], written: str
) -> None:
    assert written_like(template, Decimal(value), ".", grouping) == written


def test_how_a_column_divides_its_digits() -> None:
    assert grouping_of(["999.00", "1,234.56"], ".") == (",", False)
    assert grouping_of(["1,234.56", "12,34,567.00"], ".") == (",", True)
    assert grouping_of(["1.234,56"], ",") == (".", False)
    assert grouping_of(["1234.56", ""], ".") == ("", False)


def test_only_what_a_pattern_names_is_kept() -> None:
    pattern = re.compile(r"withdraw(?:al)?\b.{0,30}\bfee|1-?link", re.IGNORECASE)

    assert kept_words([pattern], "Withdrawal of Khan, fee; 1-LINK") == {"withdrawal", "fee", "link", "1"}
    assert masked_run("Remittances", frozenset({"remit"})) == "Remitxxxxxx"
    assert masked_run("کراچی", frozenset()) == "xxxxx"


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=6)


@given(
    st.lists(st.lists(CELLS, min_size=2, max_size=4), min_size=1, max_size=5),
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
def test_a_text_is_exchanged_cell_by_cell(rows: list[list[str]], mark: str, end: str, quoting: int) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=mark, lineterminator=end, quoting=quoting).writerows(rows)  # type: ignore[arg-type]
    text = out.getvalue()

    assert exchanged(text, mark, lambda _, cells: cells) == text
    made = exchanged(text, mark, lambda _, cells: ["a" + cell for cell in cells])
    assert list(csv.reader(io.StringIO(made, newline=""), delimiter=mark)) == [
        ["a" + cell for cell in row] for row in csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    ]
