"""A file of unknown layout: what is told by it is used, what is not is asked, nothing is guessed silently."""

import tomllib
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from freelance_pk.intake.files import Content, contents_of, opener
from freelance_pk.intake.learning import (
    Answers,
    Owner,
    Question,
    Trial,
    Work,
    column_answers,
    draft_text,
    owner_of,
    propose,
    survey,
    try_layout,
    word_answers,
)
from freelance_pk.intake.learning.replies import answered
from freelance_pk.intake.learning.survey import find_header
from freelance_pk.intake.learning.toml_text import toml_text
from freelance_pk.intake.learning.vocabulary import vocabulary
from freelance_pk.intake.registry import platforms
from freelance_pk.model.entry import Kind
from freelance_pk.model.errors import InputRefusedError, UnknownFileError, UsageError

BANK = Owner("gilgit-bank", "Gilgit Bank", "bank")


def contents(path: Path, text: str, encoding: str = "utf-8") -> list[Content]:
    path.write_bytes(text.encode(encoding))
    return list(contents_of(opener(path, path.name), path.name))


def proposal(tmp_path: Path, text: str, kind: str = "bank", **said: object) -> Work:
    found = survey(contents(tmp_path / "file.csv", text), "file.csv")
    return propose(found, Answers(**said), kind)  # type: ignore[arg-type]


def gives(work: Work) -> dict[str, str]:
    return {name: "+".join(column.name for column in columns) for name, columns in work.fields.items()}


def asked(work: Work) -> list[str]:
    return [question.about for question in work.questions]


def tried(tmp_path: Path, text: str, kind: str = "bank", **said: object) -> Trial:
    work = proposal(tmp_path, text, kind, **said)
    assert work.questions == []
    owner = Owner("gilgit", "Gilgit", kind)
    path = tmp_path / "file.csv"
    return try_layout(draft_text(work, owner, "gilgit-learned"), path, contents(path, text))


STATEMENT = """\
Account Title,AHMED KHAN
Account Number,0055-1002345678
Opening Balance,,,,,"12,500.00"

Transaction Date,Value Date,Particulars,Cheque No,Debit,Credit,Balance
31/07/2025,31/07/2025,SALARY JULY,,,"100,000.00","112,500.00"
13/08/2025,13/08/2025,POS PURCHASE,778,"5,000.50",,"107,499.50"
14/08/2025,14/08/2025,INWARD REMITTANCE PAYONEER,,,"145,320.50","252,820.00"
Total,,,,"5,000.50","245,320.50",
*** This is a computer generated statement ***
"""


def test_a_bank_statement_needs_nothing_but_its_currency(tmp_path: Path) -> None:
    work = proposal(tmp_path, STATEMENT)

    assert asked(work) == ["currency"]
    assert gives(work) == {
        "date": "Transaction Date",
        "credit": "Credit",
        "debit": "Debit",
        "balance": "Balance",
        "ref": "Cheque No",
        "text": "Particulars",
    }
    assert (work.shape, work.date_order, work.numbers) == ("two-columns", "dmy", "point")


def test_it_is_then_read_row_by_row_and_every_other_row_is_listed(tmp_path: Path) -> None:
    trial = tried(tmp_path, STATEMENT, currency="PKR")

    assert [(str(entry.day), str(entry.amount), entry.kind) for entry in trial.read.entries] == [
        ("2025-07-31", "100000.00", Kind.SALARY),
        ("2025-08-13", "-5000.50", Kind.EXPENSE),
        ("2025-08-14", "145320.50", Kind.DEPOSIT),
    ]
    assert [(row.line, row.reason) for row in trial.read.skipped] == [
        (9, "total"),
        (10, "remark of the statement"),
    ]
    assert set(trial.read.accounts) == {"Gilgit 5678"}
    assert trial.balances == 3
    assert [(each.kind, str(each.amount), each.rows) for each in trial.sums] == [
        ("deposit", "145320.50", 1),
        ("expense", "-5000.50", 1),
        ("salary", "100000.00", 1),
    ]


def test_names_in_no_language_known_are_told_by_the_sums(tmp_path: Path) -> None:
    text = (
        "A,B,C,D,E\n2025-07-03,x,,80.00,1300.00\n2025-07-02,y,120.00,,1220.00\n2025-07-01,z,,500.00,1340.00\n"
    )
    # Newest first: 1340 - 120 = 1220, 1220 + 80 = 1300.
    work = proposal(tmp_path, text, currency="PKR", columns={"text": ("B",)})

    assert gives(work) == {"date": "A", "credit": "D", "debit": "C", "balance": "E", "text": "B"}
    assert set(work.why.values()) == {"by its name", "as you said", "the sums prove it"}


def test_names_against_the_sums_are_asked(tmp_path: Path) -> None:
    text = (
        "Date,Details,Credit,Debit,Balance\n2025-07-01,a,,500.00,1500.00\n2025-07-02,b,120.00,,1380.00\n"
        "2025-07-03,c,80.00,,1300.00\n"
    )
    work = proposal(tmp_path, text, currency="PKR")

    assert asked(work) == ["amounts"]
    assert '--map "credit=Debit" --map "debit=Credit"' in work.questions[0].flag


def test_money_in_and_out_exchanged_fails_the_trial(tmp_path: Path) -> None:
    with pytest.raises(InputRefusedError, match="does not hold together: the running balance breaks"):
        tried(tmp_path, STATEMENT, currency="PKR", columns={"credit": ("Debit",), "debit": ("Credit",)})


def test_dates_that_fit_both_orders_are_asked(tmp_path: Path) -> None:
    text = "Date,Details,Amount\n05/07/2025,a,-1.00\n06/08/2025,b,2.00\n"

    (question,) = proposal(tmp_path, text, currency="PKR").questions
    assert question.about == "date_order"
    assert "'05/07/2025' may be day/month or month/day" in question.text
    assert tried(tmp_path, text, currency="PKR", date_order="mdy").read.entries[0].day == date(2025, 5, 7)
    assert tried(tmp_path, text, currency="PKR", date_order="dmy").read.entries[0].day == date(2025, 7, 5)


def test_an_order_that_the_dates_rule_out_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be written month first: '31/07/2025'"):
        proposal(tmp_path, STATEMENT, date_order="mdy")


def test_numbers_that_fit_both_styles_are_asked(tmp_path: Path) -> None:
    text = "Date;Details;Amount\n2025-07-01;a;-1.500\n2025-07-02;b;2.000\n"

    assert asked(proposal(tmp_path, text, currency="PKR")) == ["numbers"]
    amounts = {
        style: [
            str(entry.amount) for entry in tried(tmp_path, text, currency="PKR", numbers=style).read.entries
        ]
        for style in ("point", "comma")
    }
    assert amounts == {"point": ["-1.500", "2.000"], "comma": ["-1500", "2000"]}


def test_one_column_that_fits_one_style_decides_for_all(tmp_path: Path) -> None:
    text = "Date;Details;Amount;Balance\n2025-07-01;a;-1.500;8.500,50\n2025-07-02;b;2.000;10.500,50\n"

    assert [str(entry.amount) for entry in tried(tmp_path, text, currency="PKR").read.entries] == [
        "-1500",
        "2000",
    ]


def test_two_days_that_differ_are_asked(tmp_path: Path) -> None:
    text = "Booking Date,Value Date,Details,Amount\n2025-06-30,2025-07-01,a,-1.00\n2025-07-02,2025-07-02,b,2.00\n"
    (question,) = proposal(tmp_path, text, currency="PKR").questions

    assert question.flag == '--map "date=Booking Date" or --map "date=Value Date"'


def test_a_word_beside_the_amount_tells_in_from_out(tmp_path: Path) -> None:
    text = "Date,Details,Amount,Dr/Cr\n2025-07-01,a,5.00,CR\n2025-07-02,b,2.00,Dr.\n"

    assert [str(entry.amount) for entry in tried(tmp_path, text, currency="PKR").read.entries] == [
        "5.00",
        "-2.00",
    ]


def test_a_word_that_is_not_known_is_asked(tmp_path: Path) -> None:
    text = "Date,Details,Amount,Dr/Cr\n2025-07-01,a,5.00,Aamad\n2025-07-02,b,2.00,DR\n"

    assert asked(proposal(tmp_path, text, currency="PKR")) == ["word"]
    trial = tried(tmp_path, text, currency="PKR", words={"aamad": ("in",)})
    assert [str(entry.amount) for entry in trial.read.entries] == ["5.00", "-2.00"]


def test_the_balance_tells_the_sign_where_nothing_else_does(tmp_path: Path) -> None:
    text = "Date,Details,Amount,Balance\n2025-07-03,c,80.00,1300.00\n2025-07-02,b,120.00,1380.00\n2025-07-01,a,500.00,1500.00\n"
    # Oldest first: 1500, then 120 less, then 80 less. What led to the 1500 is not in the file.
    trial = tried(tmp_path, text, currency="PKR")

    assert [str(entry.amount) for entry in trial.read.entries] == ["-80.00", "-120.00"]
    assert [issue.code for issue in trial.issues] == ["direction-unknown"]


def test_amounts_whose_sign_nothing_tells_are_asked(tmp_path: Path) -> None:
    text = "Date,Details,Amount\n2025-07-01,a,5.00\n2025-07-02,b,2.00\n"

    assert asked(proposal(tmp_path, text, currency="PKR")) == ["side"]
    trial = tried(tmp_path, text, currency="PKR", columns={"credit": ("Amount",)})
    assert [str(entry.amount) for entry in trial.read.entries] == ["5.00", "2.00"]


PLATFORM = """\
Date,Type,Client,Project,Gross,Fee,Net,Currency,Status
2025-07-05,Milestone,Acme,Logo,100.00,10.00,90.00,USD,Paid
2025-07-06,Hourly,Acme,Site,200.00,20.00,180.00,USD,Pending
2025-07-07,Withdrawal,,To bank,-90.00,0.00,-90.00,USD,Paid
"""


def test_gross_fee_and_net_are_told_by_the_sums(tmp_path: Path) -> None:
    trial = tried(tmp_path, PLATFORM, "platform")

    assert [(entry.kind.value, str(entry.amount)) for entry in trial.read.entries] == [
        ("earning", "100.00"),
        ("fee", "-10.00"),
        ("withdrawal", "-90.00"),
    ]
    assert [(row.line, row.reason) for row in trial.read.skipped] == [(3, "pending: not yet money")]


def test_types_and_statuses_that_are_not_known_are_asked_one_by_one(tmp_path: Path) -> None:
    text = PLATFORM.replace("Hourly", "Gig").replace("Pending", "Queued")
    work = proposal(tmp_path, text, "platform")

    assert [question.names for question in work.questions] == [("Queued",), ("Gig",)]
    trial = tried(tmp_path, text, "platform", words={"gig": ("bonus",), "queued": ("keep",)})
    assert [entry.kind.value for entry in trial.read.entries] == [
        "earning",
        "fee",
        "bonus",
        "fee",
        "withdrawal",
    ]


def test_unsigned_amounts_take_their_sign_from_their_types(tmp_path: Path) -> None:
    text = (
        "Date,Type,Client,Amount,Currency\n2025-07-05,Order,Acme,100.00,USD\n2025-07-06,Payout,,90.00,USD\n"
    )
    trial = tried(tmp_path, text, "platform")

    assert [(entry.kind.value, str(entry.amount)) for entry in trial.read.entries] == [
        ("earning", "100.00"),
        ("withdrawal", "-90.00"),
    ]


def test_what_money_in_is_must_be_said_where_no_type_tells(tmp_path: Path) -> None:
    text = "Date,Details,Amount,Currency\n2025-07-05,Logo,100.00,USD\n2025-07-06,Refund of logo,-40.00,USD\n"

    assert asked(proposal(tmp_path, text, "platform")) == ["word"]
    trial = tried(tmp_path, text, "platform", words={"+": ("earning",)})
    assert [entry.kind.value for entry in trial.read.entries] == ["earning", "refund"]


def test_a_fee_beside_an_amount_may_lie_in_it_or_not(tmp_path: Path) -> None:
    text = "Date,Details,Amount,Fee\n2025-07-05,a,-100.00,1.00\n2025-07-06,b,40.00,0.50\n"

    assert asked(proposal(tmp_path, text, "wallet", currency="USD")) == ["fee"]
    within = tried(tmp_path, text, "wallet", currency="USD", columns={"fee": ()})
    beside = tried(tmp_path, text, "wallet", currency="USD", columns={"gross": ("Amount",), "fee": ("Fee",)})
    assert sum(entry.amount for entry in within.read.entries) == Decimal("-60.00")
    assert sum(entry.amount for entry in beside.read.entries) == Decimal("-61.50")


def test_times_of_a_wallet_need_their_zone(tmp_path: Path) -> None:
    text = "Date,Details,Amount\n2025-06-30 20:15,a,5.00\n2025-06-30 18:15,b,-2.00\n"

    assert asked(proposal(tmp_path, text, "wallet", currency="USD")) == ["zone"]
    days = {
        zone: [
            str(entry.day)
            for entry in tried(tmp_path, text, "wallet", currency="USD", zone=zone).read.entries
        ]
        for zone in ("UTC", "PKT")
    }
    assert days == {"UTC": ["2025-07-01", "2025-06-30"], "PKT": ["2025-06-30", "2025-06-30"]}
    with pytest.raises(UsageError, match="no time zone is called 'Gilgit'"):
        proposal(tmp_path, text, "wallet", currency="USD", zone="Gilgit")


@pytest.mark.parametrize(
    ("header", "cell", "currency"),
    [
        ("Amount (PKR)", "5.00", "PKR"),
        ("Amount in EUR", "5.00", "EUR"),
        ("Amount", "£5.00", "GBP"),
        ("Amount", "Rs. 5.00", "PKR"),
        ("Amount", "US$5.00", "USD"),
    ],
)
def test_the_currency_may_stand_in_the_file(tmp_path: Path, header: str, cell: str, currency: str) -> None:
    text = f"Date,Details,{header}\n2025-07-01,a,{cell}\n2025-07-02,b,-2.00\n"

    assert proposal(tmp_path, text, columns={"amount": (header,)}).currency == currency


def test_a_dollar_sign_may_be_of_several_countries(tmp_path: Path) -> None:
    assert asked(proposal(tmp_path, "Date,Details,Amount\n2025-07-01,a,$5.00\n2025-07-02,b,-$2.00\n")) == [
        "currency"
    ]


def test_rows_without_a_date_are_asked_unless_they_are_totals(tmp_path: Path) -> None:
    text = "Date,Details,Amount\nBranch Gilgit,,\n2025-07-01,a,5.00\n2025-07-02,b,-2.00\nGrand total,,3.00\n"
    (question,) = proposal(tmp_path, text, currency="PKR").questions

    assert (question.about, question.names) == ("skip", ("Branch Gilgit",))
    trial = tried(tmp_path, text, currency="PKR", skips=("branch gilgit",))
    assert [(row.line, row.reason) for row in trial.read.skipped] == [
        (2, "left out as you said"),
        (5, "total"),
    ]


def test_a_file_of_pending_payments_alone_is_nothing_to_keep(tmp_path: Path) -> None:
    text = "Date,Details,Amount,Status\n2025-07-01,a,5.00,Pending\n2025-07-02,b,-2.00,Failed\n"

    with pytest.raises(InputRefusedError, match="none of the 2 rows is a transaction: failed; pending"):
        tried(tmp_path, text, currency="PKR")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_every_encoding_and_delimiter(tmp_path: Path, encoding: str, mark: str) -> None:
    text = "Date,Détails,Amount\n2025-07-01,Café,5.00\n2025-07-02,b,-2.00\n".replace(",", mark)
    found = survey(contents(tmp_path / "x.txt", text, encoding), "x.txt")

    assert [column.name for column in found.columns] == ["Date", "Détails", "Amount"]


def test_of_a_workbook_the_fullest_sheet_is_learned(tmp_path: Path) -> None:
    book = Workbook()
    first, second = book.worksheets[0], book.create_sheet("Rows")
    first.append(["Date", "Details", "Amount"])
    first.append([date(2025, 7, 1), "only one", 5])
    for row in (["Account", "Gilgit"], [], ["Day", "Words", "Out", "In"]):
        second.append(row)
    for number in range(3):
        second.append([date(2025, 7, 1 + number), "x", 5, None])
    book.save(tmp_path / "book.xlsx")
    found = survey(contents_of(opener(tmp_path / "book.xlsx", "book.xlsx"), "book.xlsx"), "book.xlsx")

    assert (found.table.name, found.header_line) == ("book.xlsx, sheet Rows", 3)


def test_a_file_without_a_header_is_refused_with_the_way_out(tmp_path: Path) -> None:
    with pytest.raises(UnknownFileError, match="no row was found") as refused:
        proposal(tmp_path, "2025-07-01,a,5.00\n2025-07-02,b,2.00\n")
    assert "--header-row" in refused.value.remedy


def test_the_header_may_be_named_by_its_row(tmp_path: Path) -> None:
    text = "Statement,of,Ahmed\nDate,Details,Amount\nDay,Words,Rs\n2025-07-01,a,5.00\n2025-07-02,b,-2.00\n"
    made = contents(tmp_path / "x.csv", text)

    assert survey(made, "x.csv").header_line == 3
    assert survey(made, "x.csv", 2).header == ("Date", "Details", "Amount")
    with pytest.raises(UnknownFileError, match="row 9 does not name columns"):
        survey(made, "x.csv", 9)


def test_a_preamble_with_dates_and_amounts_is_no_header() -> None:
    rows = [
        (1, ["Period", "2025-07-01", "Opening", "5.00"]),
        (2, ["Date", "Words", "Amount"]),
        (3, ["2025-07-01", "a", "5.00"]),
    ]

    assert find_header(rows) == 2


def test_a_column_named_twice_cannot_be_used(tmp_path: Path) -> None:
    text = "Date,Details,Amount,Amount\n2025-07-01,a,5.00,1\n2025-07-02,b,-2.00,1\n"

    assert asked(proposal(tmp_path, text, currency="PKR")) == ["amounts"]
    with pytest.raises(UsageError, match="names the column 'Amount' twice"):
        proposal(tmp_path, text, columns={"amount": ("Amount",)})


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"amount": ("Words",)}, "the cells of 'Words' are no amounts: 'a'"),
        ({"date": ("Words",)}, "the cells of 'Words' are no dates"),
        ({"amount": ("Sum",)}, "the file has no column 'Sum'"),
    ],
)
def test_a_column_that_cannot_give_the_field_is_wrong_usage(
    tmp_path: Path, columns: dict[str, tuple[str, ...]], said: str
) -> None:
    with pytest.raises(UsageError, match=said):
        proposal(tmp_path, "Date,Words,Amount\n2025-07-01,a,5.00\n2025-07-02,b,-2.00\n", columns=columns)


def test_an_institution_is_known_by_its_names() -> None:
    assert owner_of(Answers(institution="bank  ALFALAH"), platforms()) == Owner("alfalah", "Alfalah", "bank")
    assert owner_of(Answers(institution="Gilgit Bank", kind="bank"), platforms()) == BANK
    assert owner_of(Answers(institution="بینک", kind="bank"), platforms()) == Owner("my-bank", "بینک", "bank")
    assert isinstance(owner_of(Answers(), platforms()), Question)
    with pytest.raises(UsageError, match="is known as a wallet, not a bank"):
        owner_of(Answers(institution="Payoneer", kind="bank"), platforms())
    with pytest.raises(UsageError, match="holds no account of yours"):
        owner_of(Answers(institution="Western Union"), platforms())


@pytest.mark.parametrize("text", ["amount", "colour=Red", "=Amount"])
def test_a_map_of_no_field_is_wrong_usage(text: str) -> None:
    with pytest.raises(UsageError, match="is not FIELD=COLUMN"):
        column_answers([text])


@pytest.mark.parametrize("text", ["Gig", "Gig=work", "=earning"])
def test_a_word_of_no_meaning_is_wrong_usage(text: str) -> None:
    with pytest.raises(UsageError, match="is not WORD=MEANING"):
        word_answers([text])


def test_a_word_may_hold_an_equals_sign_and_mean_two_things() -> None:
    assert word_answers(["A=B=adjustment", "A=B=out"]) == {"a=b": ("adjustment", "out")}
    assert column_answers(["text=A", "text=B", "fee="]) == {"text": ("A", "B"), "fee": ()}


def test_replies_at_the_terminal(tmp_path: Path) -> None:
    found = survey(contents(tmp_path / "x.csv", STATEMENT), "x.csv")
    amounts, side = Question("amounts", "", ""), Question("side", "", "", ("Credit",))
    word = Question("word", "", "", ("Gig",), ("earning", "fee"))

    assert answered(amounts, "6/5", Answers(), found).columns == {"credit": ("Credit",), "debit": ("Debit",)}
    assert answered(amounts, "6 5", Answers(), found).columns == {"credit": ("Credit",), "debit": ("Debit",)}
    assert answered(amounts, "credit", Answers(), found).columns == {"amount": ("Credit",)}
    assert answered(side, "yes", Answers(), found).columns == {"credit": ("Credit",)}
    assert answered(word, "Earning", Answers(), found).words == {"gig": ("earning",)}
    assert answered(Question("currency", "", "", (), (), "PKR"), "", Answers(), found).currency == "PKR"
    for question, reply in ((amounts, "12"), (side, "no"), (word, "work"), (Question("zone", "", ""), "")):
        with pytest.raises(ValueError, match=r"\w"):
            answered(question, reply, Answers(), found)


NAMES = st.permutations(["Qa", "Qb", "Qc", "Qd", "Qe"])
MOVES = st.lists(
    st.decimals(min_value=-99999, max_value=99999, places=2).filter(bool), min_size=4, max_size=12
)


@given(names=NAMES, moves=MOVES, newest_first=st.booleans(), signed=st.booleans(), comma=st.booleans())
def test_the_sums_tell_amounts_under_any_names_in_any_order_and_style(
    tmp_path_factory: pytest.TempPathFactory,
    names: list[str],
    moves: list[Decimal],
    newest_first: bool,
    signed: bool,
    comma: bool,
) -> None:
    """Where the file leaves two readings, it asks; where it asks nothing, it reads what was written."""
    balance = Decimal(10_000_000)
    rows: list[dict[str, str]] = []
    for number, move in enumerate(moves):
        balance += move
        day = (date(2025, 7, 13) + timedelta(days=number)).isoformat()
        cells = [
            day,
            "text",
            str(move) if signed or move > 0 else "",
            "" if signed or move > 0 else str(-move),
            str(balance),
        ]
        rows.append(
            dict(
                zip(sorted(names), [cell.replace(".", ",") if comma else cell for cell in cells], strict=True)
            )
        )
    ordered = rows[::-1] if newest_first else rows
    text = "\n".join([";".join(names), *(";".join(row[name] for name in names) for row in ordered)])
    folder = tmp_path_factory.mktemp("sums")
    work = proposal(folder, text, currency="PKR", columns={"text": ("Qb",)})
    if work.questions:
        # Columns that stay empty can be nothing; two readings of the same few numbers must be asked.
        assert asked(work) == ["amounts"]
        return
    path = folder / "file.csv"
    trial = try_layout(draft_text(work, BANK, "gilgit-learned"), path, contents(path, text))

    expected = moves[::-1] if newest_first else moves
    assert [entry.amount for entry in trial.read.entries] == expected


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


@given(
    st.dictionaries(TEXTS, st.one_of(TEXTS, st.booleans(), st.lists(TEXTS, max_size=3)), max_size=4),
    st.dictionaries(TEXTS, TEXTS.filter(bool), min_size=1, max_size=3),
)
def test_what_is_written_as_toml_reads_back_but_for_what_is_empty(
    plain: dict[str, object], inner: dict[str, str]
) -> None:
    kept = {key: value for key, value in plain.items() if value not in ("", [])}

    wanted = {**kept, "inner": inner, "list": [inner, inner]}
    assert tomllib.loads(toml_text({**plain, "inner": inner, "list": [inner, inner]})) == wanted


def test_the_vocabulary_names_one_field_for_each_usual_name() -> None:
    usual = {
        "Date": "date", "Transaction Date": "date", "Txn. Date": "date", "Posted On": "date", "Narration": "text",
        "Particulars": "text", "Withdrawal Amt.": "debit", "Deposit Amt.": "credit", "Debit (PKR)": "debit",
        "Amount USD": "amount", "Closing Balance": "balance", "Dr/Cr": "direction", "Ref No.": "ref",
        "Cheque No": "ref", "Status": "status", "Currency": "currency", "Client Name": "counterparty",
        "Service Fee": "fee", "Gross Amount": "gross", "Net Amount": "net", "Transaction Type": "kind",
        "Money In": "credit", "Paid out": "debit", "Time Zone": "zone",
    }  # fmt: skip

    assert {name: vocabulary().fields_of(name) for name in usual} == {
        name: (field,) for name, field in usual.items()
    }
