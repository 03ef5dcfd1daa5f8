"""A layout file of the user's works as one of the program's does; a broken one stops nothing silently."""

from pathlib import Path

import pytest

from freelance_pk.intake import ReadFile, institutions, read_files
from freelance_pk.intake.registry import layouts, registry
from freelance_pk.model.entry import AccountKind, Kind
from freelance_pk.model.errors import FreelanceError, InputRefusedError, InputsRefusedError

LAYOUT = """
id = "{id}"
name = "{name}"
kind = "{kind}"
aliases = ["gbl"]

[[layout]]
id = "{layout}"
title = "Statement"
evidence = "learned"
shape = "two-columns"
currency = "PKR"
header = ["Posted", "Words", "Out", "In", "Left"]
exact = true

[layout.columns]
date = "Posted"
text = "Words"
debit = "Out"
credit = "In"
balance = "Left"

[[layout.rules]]
sign = "-"
gives = "expense"
"""
STATEMENT = (
    "Posted,Words,Out,In,Left\n2025-07-01,Opening gift,,500.00,500.00\n2025-07-02,Tea,120.00,,380.00\n"
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "layouts"
    folder.mkdir()
    monkeypatch.setenv("FREELANCE_PK_LAYOUTS", str(folder))
    return folder


def put(
    folder: Path,
    file: str = "gilgit.toml",
    *,
    institution: str = "gilgit-bank",
    name: str = "Gilgit Bank",
    kind: str = "bank",
    layout: str = "gilgit-learned",
    more: str = "",
) -> Path:
    path = folder / file
    text = LAYOUT.format(id=institution, name=name, kind=kind, layout=layout) + more
    path.write_text(text, encoding="utf-8")
    return path


def read(folder: Path, text: str = STATEMENT, layout: str | None = None) -> ReadFile:
    path = folder.parent / "statement.csv"
    path.write_text(text, encoding="utf-8")
    (one,) = read_files([path], layout=layout).files
    return one


def test_it_recognises_its_files_and_names_their_account(folder: Path) -> None:
    put(folder)
    one = read(folder)

    assert one.source.layout == "gilgit-learned"
    assert [(str(entry.amount), entry.kind) for entry in one.entries] == [
        ("500.00", Kind.UNKNOWN),
        ("-120.00", Kind.EXPENSE),
    ]
    assert one.accounts["Gilgit Bank"].kind is AccountKind.BANK
    assert [issue.code for issue in one.issues] == ["layout-own"]
    assert "SHA-256" in one.issues[0].message


def test_its_institution_and_aliases_take_part_in_matching(folder: Path) -> None:
    put(folder)

    assert institutions()["gilgit-bank"].aliases == ("gilgit bank", "gbl")


def test_a_file_that_changes_is_read_again(folder: Path) -> None:
    path = put(folder)
    assert "gilgit-learned" in layouts()
    path.unlink()
    assert "gilgit-learned" not in layouts()


def test_it_may_add_a_layout_to_an_institution_of_the_program(folder: Path) -> None:
    put(folder, institution="alfalah", name="Bank Alfalah Limited", layout="alfalah-learned")
    one = read(folder)

    assert set(one.accounts) == {"Alfalah"}
    assert set(institutions()["alfalah"].aliases) >= {"alfalah", "bank alfalah limited", "gbl"}


def test_a_byte_order_mark_of_an_editor_does_no_harm(folder: Path) -> None:
    path = put(folder)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())

    assert read(folder).source.layout == "gilgit-learned"


def test_hidden_files_are_passed_over(folder: Path) -> None:
    put(folder, ".gilgit-x1.toml")

    assert "gilgit-learned" not in layouts()


MEEZAN = (
    "Booking Date,Value Date,Doc No,Description,Debit,Credit,Available Balance\n"
    "01 Dec 2025,01 Dec 2025,,Gift,,10.00,10.00\n"
)
OWN_MEEZAN = """
id = "meezan"
name = "Meezan"
kind = "bank"

[[layout]]
id = "meezan-mine"
title = "Statement"
evidence = "learned"
shape = "two-columns"
currency = "PKR"
header = ["Booking Date", "Value Date", "Doc No", "Description", "Debit", "Credit", "Available Balance"]
columns = { date = "Value Date", debit = "Debit", credit = "Credit", text = "Description" }
"""


def test_of_two_with_as_many_columns_the_users_reads_the_file_and_says_so(folder: Path) -> None:
    (folder / "meezan-mine.toml").write_text(OWN_MEEZAN, encoding="utf-8")
    one = read(folder, MEEZAN)

    assert one.source.layout == "meezan-mine"
    (said,) = [issue for issue in one.issues if issue.code == "layout-own"]
    assert "meezan-statement fits the file as well" in said.message
    assert read(folder, MEEZAN, layout="meezan-statement").source.layout == "meezan-statement"


def test_a_layout_of_fewer_columns_takes_no_file_from_one_of_the_programs(folder: Path) -> None:
    text = OWN_MEEZAN.replace('"Booking Date", ', "").replace('"Doc No", ', "")
    (folder / "meezan-mine.toml").write_text(text, encoding="utf-8")

    assert read(folder, MEEZAN).source.layout == "meezan-statement"


def test_two_of_the_users_that_fit_one_file_are_an_error_naming_both(folder: Path) -> None:
    put(folder)
    put(folder, "other.toml", institution="hunza-bank", name="Hunza", layout="hunza-learned")
    # The alias of the first is the first's alone.
    (folder / "other.toml").write_text(
        (folder / "other.toml").read_text(encoding="utf-8").replace('"gbl"', '"hb"'), encoding="utf-8"
    )

    with pytest.raises(InputRefusedError, match="gilgit-learned and hunza-learned"):
        read(folder)
    assert read(folder, layout="hunza-learned").source.layout == "hunza-learned"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"layout": "meezan-statement"}, "layout.0.id: the program has a layout 'meezan-statement' already"),
        ({"institution": "payoneer"}, "kind: 'payoneer' is known as wallet, and the file says bank"),
        ({"name": "Meezan Bank"}, "'meezan bank' is a name of the institution 'meezan'"),
        ({"kind": "own"}, "kind: 'own' is for the program's own lists"),
        (
            {"kind": "shop"},
            "kind: Input should be 'platform', 'wallet', 'bank' or 'exchange' (it says 'shop')",
        ),
        ({"more": "colour = 'red'"}, "layout.0.rules.0.colour: there is no such key"),
        ({"more": "text = '('"}, "layout.0.rules.0.text: "),
        ({"name": ""}, "name: an empty name"),
        ({"more": "[[layout"}, "not valid TOML"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_by_name_and_key(
    folder: Path, change: dict[str, str], said: str
) -> None:
    path = put(folder, **change)

    with pytest.raises(InputRefusedError) as refused:
        layouts()
    assert said in refused.value.message
    assert refused.value.origin == str(path)
    assert "platforms check" in refused.value.remedy


def test_every_broken_file_is_named_at_once(folder: Path) -> None:
    put(folder, "a.toml", kind="shop")
    put(folder, "b.toml", more="colour = 'red'")

    with pytest.raises(InputsRefusedError) as refused:
        layouts()
    assert [Path(each.origin).name for each in refused.value.refusals] == ["a.toml", "b.toml"]
    assert "meezan-statement" in registry().layouts


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xfe\x00", b"id = 1", b"[[layout]]", b"\x00", b"id = '" + b"[" * 9999]
)
def test_bytes_that_are_no_layout_are_a_refusal_and_no_traceback(folder: Path, data: bytes) -> None:
    (folder / "x.toml").write_bytes(data)

    with pytest.raises(FreelanceError):
        layouts()


DR_CR = """
[[layout]]
id = "gilgit-marked"
title = "Statement, Dr and Cr"
evidence = "learned"
shape = "marked"
currency = "PKR"
numbers = "{numbers}"
signs = {{ "Dr" = "-", "CR." = "+" }}
header = ["Day", "Sum", "Side", "What"]
columns = {{ date = "Day", amount = "Sum", direction = "Side", text = "What" }}
"""


def test_a_word_beside_the_amount_tells_its_sign(folder: Path) -> None:
    put(folder, more=DR_CR.format(numbers=""))
    one = read(folder, "Day,Sum,Side,What\n2025-07-01,500.00,cr.,a\n2025-07-02,20.00,DR,b\n")

    assert [str(entry.amount) for entry in one.entries] == ["500.00", "-20.00"]


def test_a_word_that_tells_no_sign_is_refused(folder: Path) -> None:
    put(folder, more=DR_CR.format(numbers=""))

    with pytest.raises(InputRefusedError, match="'XX' does not tell whether the amount came in"):
        read(folder, "Day,Sum,Side,What\n2025-07-01,500.00,XX,a\n")


def test_a_declared_decimal_mark_decides_what_the_file_leaves_open(folder: Path) -> None:
    text = "Day;Sum;Side;What\n2025-07-01;1.500;Cr.;a\n"
    put(folder, more=DR_CR.format(numbers=""))
    with pytest.raises(InputRefusedError, match="decimal point and with a decimal comma"):
        read(folder, text)

    put(folder, more=DR_CR.format(numbers="comma"))
    assert [str(entry.amount) for entry in read(folder, text).entries] == ["1500"]

    put(folder, more=DR_CR.format(numbers="point"))
    assert [str(entry.amount) for entry in read(folder, text).entries] == ["1.500"]


def test_an_amount_against_the_declared_decimal_mark_is_refused(folder: Path) -> None:
    put(folder, more=DR_CR.format(numbers="point"))

    with pytest.raises(InputRefusedError, match="with a decimal point"):
        read(folder, "Day;Sum;Side;What\n2025-07-01;1.500,25;Cr.;a\n")


UNDATED = """
[layout.skip_undated]
'^opening' = "opening balance"
'^total' = "total"
"""


def test_rows_without_a_date_are_left_out_where_the_layout_knows_them(folder: Path) -> None:
    put(folder, more=UNDATED)
    one = read(
        folder,
        "Posted,Words,Out,In,Left\nOpening,,,,100.00\n2025-07-01,Total Parco,20.00,,80.00\nTotal,,20.00\n",
    )

    assert [(str(entry.amount), entry.text) for entry in one.entries] == [("-20.00", "Total Parco")]
    assert [(row.line, row.reason) for row in one.skipped] == [(2, "opening balance"), (4, "total")]


def test_a_dated_row_is_never_left_out_by_its_words(folder: Path) -> None:
    put(folder, more=UNDATED.replace("^total", "total"))
    one = read(folder, "Posted,Words,Out,In,Left\n2025-07-01,Total fuel,20.00,,\n")

    assert [str(entry.amount) for entry in one.entries] == ["-20.00"]


def test_a_row_whose_date_is_damaged_is_refused_and_not_left_out(folder: Path) -> None:
    put(folder, more=UNDATED)

    with pytest.raises(InputRefusedError, match="'31 Jly 2025' is not a date"):
        read(folder, "Posted,Words,Out,In,Left\n31 Jly 2025,Tea,20.00,,\n")


def test_a_pattern_that_another_python_may_read_otherwise_is_refused(folder: Path) -> None:
    """It was compiled with a warning on the terminal."""
    path = put(folder)
    path.write_text(path.read_text(encoding="utf-8").replace('sign = "-"', 'text = "[[a]"'), encoding="utf-8")
    (refusal,) = registry().refusals

    assert "is no regular expression" in refusal.message
