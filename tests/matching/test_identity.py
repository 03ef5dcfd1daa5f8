"""A row's id is of the row: not of its file, its line, its neighbours or the order of the files."""

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from freelance_pk.intake import institutions, read_files
from freelance_pk.matching.identity import Identities, id_of_account, id_of_payer
from freelance_pk.matching.merge import merge

HBL = "Date,Value Date,Description,Amount,Balance\n"
BANK = [
    ("01-03-2026", "IBFT from BILAL KHAN", "+40,000.00", "140,000.00"),
    ("02-03-2026", "Inward remittance 77", "+90,000.00", "230,000.00"),
    ("02-03-2026", "Inward remittance 77", "+90,000.00", "320,000.00"),
    ("05-03-2026", "Inward remittance 78", "+91,000.00", "411,000.00"),
    ("09-03-2026", "Raast P2P from a friend", "+500.00", "411,500.00"),
]


def bank(rows: list[tuple[str, str, str, str]]) -> str:
    lines = [f'{day},{day},{text},"{amount}","{balance}"\n' for day, text, amount, balance in rows]
    return HBL + "".join(reversed(lines))  # newest first, as the bank writes it


def ids_of(*paths: Path) -> dict[str, str]:
    """Ids by what the row says; twins get a number."""
    merged = merge(read_files(list(paths)).files)
    ids = Identities(merged, institutions())
    found: dict[str, str] = {}
    for position, entry in enumerate(merged.entries):
        name = f"{entry.day} {entry.account} {entry.amount} {entry.text}"
        while name in found:
            name += " again"
        found[name] = ids.of_entry(position)
    assert len(set(found.values())) == len(found)
    return found


@pytest.fixture
def whole(tmp_path: Path) -> tuple[Path, dict[str, str]]:
    path = tmp_path / "hbl.csv"
    path.write_text(bank(BANK), encoding="utf-8")
    return path, ids_of(path)


def test_another_name_and_a_second_copy_change_no_id(
    whole: tuple[Path, dict[str, str]], tmp_path: Path
) -> None:
    path, ids = whole
    (tmp_path / "other").mkdir()
    copy = tmp_path / "other" / "march statement.csv"
    copy.write_bytes(path.read_bytes())

    assert ids_of(copy) == ids
    assert ids_of(copy, path) == ids


@pytest.mark.parametrize("cut", range(1, 5))
def test_overlapping_files_in_any_order_change_no_id(
    whole: tuple[Path, dict[str, str]], tmp_path: Path, cut: int
) -> None:
    early, late = tmp_path / "early.csv", tmp_path / "late.csv"
    early.write_text(bank(BANK[: cut + 1]), encoding="utf-8")
    late.write_text(bank(BANK[cut - 1 :]), encoding="utf-8")
    together = ids_of(early, late)

    assert together == ids_of(late, early)
    # A cut between two equal rows of one day leaves one of them in each file: they are one row then.
    assert {id_ for name, id_ in together.items() if "again" not in name} <= set(whole[1].values())


def test_an_older_file_added_changes_no_id(whole: tuple[Path, dict[str, str]], tmp_path: Path) -> None:
    older = tmp_path / "older.csv"
    older.write_text(
        bank([("02-02-2026", "Inward remittance 77", "+90,000.00", "100,000.00"), *BANK[:1]]),
        encoding="utf-8",
    )
    with_older = ids_of(older, whole[0])

    assert whole[1].items() <= with_older.items()


def test_two_equal_rows_of_one_day_are_two(whole: tuple[Path, dict[str, str]]) -> None:
    twins = [id_ for name, id_ in whole[1].items() if "remittance 77" in name]

    assert len(set(twins)) == 2


PAYONEER = "Transaction Date,Transaction Time,Time Zone,Transaction ID,Description,Credit Amount,Debit Amount,Currency,Status,Running Balance,Additional Description,Store Name\n"
REPORT = "Date,Description,Amount,Currency,Status,Transaction ID\n"


def test_two_exports_that_date_a_row_a_day_apart_give_it_one_id(tmp_path: Path) -> None:
    # 21:15 UTC is the next day in Pakistan; the second export prints the day alone.
    timed, dated = tmp_path / "timed.csv", tmp_path / "dated.csv"
    timed.write_text(
        PAYONEER + "03/24/2026,21:15:00,UTC,777,Withdrawal to HBL,,900.00,USD,Completed,100.00,,\n",
        encoding="utf-8",
    )
    dated.write_text(REPORT + "03/24/2026,Withdrawal to HBL,-900.00,USD,Completed,777\n", encoding="utf-8")
    one, other = ids_of(timed), ids_of(dated)

    assert list(one) != list(other)
    assert list(one.values()) == list(other.values())


@given(st.randoms(use_true_random=False))
def test_typed_rows_keep_their_ids_in_any_order_of_lines(shuffler: random.Random) -> None:
    head = "date,account,kind,amount,currency,reference,parent,counterparty,description\n"
    lines = [
        f"2026-03-0{day},MCB,unknown,{amount},PKR,,,,IBFT\n" for day in (1, 2, 3) for amount in (5, 5, 7)
    ]
    mixed = lines[:]
    shuffler.shuffle(mixed)

    def ids(rows: list[str], folder: Path) -> set[str]:
        path = folder / "rows.csv"
        path.write_text(head + "".join(rows), encoding="utf-8")
        return set(ids_of(path).values())

    import tempfile  # noqa: PLC0415 - one folder for each example

    with tempfile.TemporaryDirectory() as name:
        assert ids(lines, Path(name)) == ids(mixed, Path(name))


def test_spelling_of_amounts_and_blanks_is_no_difference(tmp_path: Path) -> None:
    head = "date,account,kind,amount,currency,reference,parent,counterparty,description\n"
    one, other = tmp_path / "one.csv", tmp_path / "other.csv"
    one.write_text(head + "2026-03-01,MCB,unknown,1000,PKR,,,,IBFT from  Ali\n", encoding="utf-8")
    other.write_text(head + '2026-03-01,MCB,unknown,"1,000.00",PKR,,,,IBFT FROM ali\n', encoding="utf-8")

    assert list(ids_of(one).values()) == list(ids_of(other).values())


def test_payers_and_accounts_are_known_by_name() -> None:
    assert id_of_payer("Wise", "Acme  Inc") == id_of_payer("Wise", "ACME INC")
    assert id_of_payer("Wise", "Acme Inc") != id_of_payer("Payoneer", "Acme Inc")
    assert id_of_account("Elevate") != id_of_account("elevate 2")
