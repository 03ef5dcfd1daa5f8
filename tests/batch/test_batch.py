"""The batch as it is called: its words, its folders, what it does again and what it leaves, what it says."""

import errno
import json
import os
import shutil
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from unittest import mock

import firms
import pytest
from openpyxl import load_workbook
from running import Ran, run, run_process
from trees import done, tree

from freelance_pk.batch.job import digest_of_client
from freelance_pk.books.alone import alone
from freelance_pk.run.inputs import read_inputs


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Two clients, both ready."""
    firms.client(tmp_path / "clients/asma", "A", [("2025-08-12", 100_000)], name="Asma Riaz")
    firms.client(tmp_path / "clients/bilal", "B", [("2025-12-15", 200_000)])
    return tmp_path / "clients"


def batch(root: Path, *words: object, out: Path | None = None, year: int = 2026) -> Ran:
    return run("batch", root, "-o", out or root.parent / "out", "--tax-year", year, "--jobs", 1, *words)


def rows(root: Path) -> dict[str, Any]:
    content = json.loads((root.parent / "out/firm.json").read_text(encoding="utf-8"))
    return {each["client"]: each for each in content["clients"]}


def anew(ran: Ran) -> str:
    return ran.err.splitlines()[-1].partition("the outputs of ")[2]


# How it is called.


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--tax-year", "2026", "--jobs", "0"], "--jobs"),
        (["--tax-year", "2026", "--jobs", "-2"], "--jobs"),
        ([], "give the period"),
        (["--tax-year", "2026", "--month", "2025-06"], "2025-06 is not in tax year 2026"),
        (["--month", "June"], "'June' is not a month"),
        (["--tax-year", "2026", "--due", "soon"], "'soon' is not a date"),
        (["--tax-year", "2026", "--jobs", "2", "--dask", "tcp://x:1"], "--jobs or --dask"),
        (["--tax-year", "2026", "--rate-basis", "mine"], "'mine' is not known"),
    ],
)
def test_a_wrong_call_is_refused_before_anything_is_written(root: Path, words: list[str], said: str) -> None:
    ran = run("batch", root, "-o", root.parent / "out", *words)
    assert ran.code == 2
    assert said in ran.err
    assert not (root.parent / "out").exists()


def test_a_tax_year_without_a_law_is_refused(root: Path) -> None:
    ran = batch(root, year=1999)
    assert ran.code == 3
    assert "1999" in ran.err


@pytest.mark.parametrize("name", ["nowhere", "clients/asma/bank.csv"])
def test_clients_that_are_no_folder_are_refused(root: Path, name: str) -> None:
    ran = batch(root.parent / name, out=root.parent / "out")
    assert ran.code == 2
    assert "is no folder" in ran.err


def test_a_month_is_done_like_a_year(root: Path) -> None:
    assert batch(root, "--month", "2025-12").code == 0
    found = rows(root)
    assert (found["asma"]["received"], found["bilal"]["received"]) == ("0", "200000")
    # 1% of Rs 200,000, which the bank took.
    assert tuple(found["bilal"][key] for key in ("charge", "deducted", "payable")) == ("2000", "2000", "0")
    assert not (root.parent / "out/clients/bilal.tax.json").exists()


def test_next_dates_count_from_a_day_on_request(root: Path) -> None:
    batch(root)
    first = rows(root)["asma"]["next"]["date"]
    assert first > "2026-06-30"
    ran = batch(root, "--due", "2027-12-31")
    assert anew(ran) == "0 clients; 2 clients unchanged"
    assert rows(root)["asma"]["next"] is None


# Where outputs go.


def test_a_folder_with_other_files_is_not_written_into(root: Path) -> None:
    (root.parent / "out").mkdir()
    (root.parent / "out/firm.xlsx").write_bytes(b"mine")
    ran = batch(root)
    assert ran.code == 2
    assert "holds other files already" in ran.err
    assert (root.parent / "out/firm.xlsx").read_bytes() == b"mine"


def test_outputs_may_stand_beside_the_clients_and_are_never_read(root: Path) -> None:
    for _ in range(2):
        assert batch(root, out=root / "out").code == 0
        content = json.loads((root / "out/firm.json").read_text(encoding="utf-8"))
        assert [each["client"] for each in content["clients"]] == ["asma", "bilal"]


def test_outputs_in_a_clients_folder_are_refused(root: Path) -> None:
    ran = batch(root, out=root / "asma/out")
    assert ran.code == 2
    assert "client's folder asma" in ran.err
    assert not (root / "asma/out").exists()


def test_outputs_of_another_period_are_replaced_only_afresh(root: Path) -> None:
    batch(root)
    ran = batch(root, year=2025)
    assert ran.code == 2
    assert "another period" in ran.err
    assert "--fresh" in ran.err
    assert batch(root, "--fresh", year=2025).code == 0
    assert rows(root)["asma"]["received"] == "0"


def test_two_batches_at_once_in_one_folder_are_refused(root: Path) -> None:
    batch(root)
    with alone(root.parent / "out"):
        ran = batch(root)
    assert ran.code == 3
    assert "another freelance-pk is writing" in ran.err


# What is done again, and what is left.


def test_an_unchanged_client_is_left_and_a_changed_one_is_done_again(root: Path) -> None:
    assert anew(batch(root)) == "2 clients"
    before = done(root.parent / "out")
    assert anew(batch(root)) == "0 clients; 2 clients unchanged"
    firms.client(root / "bilal", "B", [("2025-12-15", 200_000), ("2026-01-15", 300_000)])
    assert anew(batch(root)) == "1 client; 1 client unchanged"
    after = done(root.parent / "out")
    assert after["asma"] == before["asma"]
    assert rows(root)["bilal"]["received"] == "500000"


def test_every_file_of_a_client_counts_by_its_bytes(root: Path) -> None:
    batch(root)
    for name, text in (
        ("profile.toml", 'name = "Asma R."\n'),
        ("review.toml", ""),
        ("rates.csv", "date,currency,rate,note\n2025-08-12,USD,283,mine\n"),
        ("sub/more.csv", firms.ENTRIES + "2026-05-05,Meezan A,expense,-10,PKR,X1,,,CHARGES,\n"),
    ):
        path = root / "asma" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        assert anew(batch(root)) == "1 client; 1 client unchanged", name


def test_other_rules_or_a_lost_output_mean_doing_it_again(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch(root)
    (root.parent / "out/clients/asma.xlsx").unlink()
    assert anew(batch(root)) == "1 client; 1 client unchanged"
    rates = root.parent / "rates"
    rates.mkdir()
    (rates / "sbp-bfer.csv").write_text("date,currency,side,value,retrieved,sha256,note\n", encoding="utf-8")
    monkeypatch.setenv("FREELANCE_PK_RATES", str(rates))
    assert anew(batch(root)) == "2 clients"


def test_fresh_does_all_anew_with_the_same_bytes(root: Path) -> None:
    batch(root)
    before = dict(tree(root.parent / "out"))
    assert anew(batch(root, "--fresh")) == "2 clients"
    assert tree(root.parent / "out") == before


def test_a_damaged_record_of_what_was_done_means_doing_it_again(root: Path) -> None:
    batch(root)
    before = dict(tree(root.parent / "out"))
    (root.parent / "out/.batch/asma.json").write_text('{"form": 1', encoding="utf-8")
    assert anew(batch(root)) == "1 client; 1 client unchanged"
    assert tree(root.parent / "out") == before


def test_outputs_of_a_client_who_left_are_removed(root: Path) -> None:
    batch(root)
    shutil.rmtree(root / "bilal")
    assert batch(root).code == 0
    assert {path.stem.partition(".")[0] for path in (root.parent / "out/clients").iterdir()} == {"asma"}
    assert list(rows(root)) == ["asma"]


def test_an_output_that_somebody_changed_is_kept_under_another_name(root: Path) -> None:
    batch(root)
    book = root.parent / "out/clients/bilal.xlsx"
    book.write_bytes(b"with my notes")
    assert anew(batch(root)) == "0 clients; 2 clients unchanged"
    assert book.read_bytes() == b"with my notes"
    firms.client(root / "bilal", "B", [("2025-12-15", 210_000)])
    ran = batch(root)
    assert "kept: bilal-edited-1.xlsx" in ran.err
    assert (book.parent / "bilal-edited-1.xlsx").read_bytes() == b"with my notes"
    assert load_workbook(book).sheetnames


# The same money in two folders.


def test_a_receipt_in_two_folders_blocks_both_until_it_is_taken_out(root: Path) -> None:
    shutil.copy(root / "asma/bank.csv", root / "bilal/from-the-family.csv")
    ran = batch(root)
    assert ran.code == 5
    found = rows(root)
    assert {name: row["status"] for name, row in found.items()} == {"asma": "blocked", "bilal": "blocked"}
    words = found["bilal"]["findings"][0]
    assert "folder of asma" in words["message"]
    assert "receipt of Rs 100,000 on 2025-08-12 (bank.csv, row 2)" in words["message"]
    assert "from-the-family.csv, row 2" in words["origin"]
    before = dict(tree(root.parent / "out"))
    # Unchanged, it stands as it stood; mended, both have their figures again, though only one folder changed.
    again = batch(root)
    assert (again.code, anew(again)) == (5, "0 clients; 2 clients unchanged")
    assert tree(root.parent / "out") == before
    (root / "bilal/from-the-family.csv").unlink()
    assert batch(root).code == 0
    assert {row["received"] for row in rows(root).values()} == {"100000", "200000"}
    assert (root.parent / "out/clients/asma.xlsx").is_file()


def test_the_same_row_in_two_forms_is_told_by_its_balance(root: Path) -> None:
    head = "Booking Date,Value Date,Doc No,Description,Debit,Credit,Available Balance\n"
    preamble = "02150104114410,NAME\nOpening Balance,PKR      500.00\nClosing Balance,PKR      90500.00\nCurrency,Pakistan Rupee(PKR)\n"
    for name, words in (
        ("asma", "INWARD FOREIGN REMITTANCE PAYONEER"),
        ("bilal", "INW REMITTANCE PAYONEER INC"),
    ):
        line = f"10 Dec 2025,10 Dec 2025,,{words},,90000.00,90500.00\n"
        (root / name / "meezan.csv").write_text(preamble + head + line, encoding="utf-8")
    batch(root)
    assert {row["status"] for row in rows(root).values()} == {"blocked"}


def test_a_certificate_and_the_credit_that_it_names_do_not_stand_in_two_folders(root: Path) -> None:
    credit = "2025-10-10,Meezan X,deposit,99000,PKR,FT25283ABC01,,PAYONEER,INWARD REMITTANCE,9186\n"
    (root / "asma/more.csv").write_text(firms.ENTRIES + credit, encoding="utf-8")
    line = "MZ-X-1,2025-10-10,PAYONEER,Meezan Bank,USD,400.00,0,250,100000,1000,9186,FT25283ABC01\n"
    with (root / "bilal/certificates.csv").open("a", encoding="utf-8") as file:
        file.write(line)
    batch(root)
    assert {row["status"] for row in rows(root).values()} == {"blocked"}


def test_a_file_whose_name_is_no_text_harms_nobody(root: Path) -> None:
    path = root / "asma" / os.fsdecode(b"caf\xe9.csv")
    try:
        (root / "asma/bank.csv").rename(path)
    except OSError:
        pytest.skip("this disk takes no such name")
    shutil.copy(path, root / "bilal/joint.csv")
    assert batch(root).code == 5
    assert "(caf\\xe9.csv, row 2)" in rows(root)["asma"]["findings"][0]["origin"]


def test_equal_amounts_of_two_clients_on_one_day_are_not_the_same_money(root: Path) -> None:
    firms.client(root / "sana", "S", [("2025-08-12", 100_000)])
    assert batch(root).code == 0


def test_an_account_that_the_profile_gives_to_another_blocks_nobody(root: Path) -> None:
    shutil.copy(root / "asma/bank.csv", root / "bilal/joint.csv")
    (root / "bilal/profile.toml").write_text(
        '[[account]]\nmatch = "Meezan A"\nowner = "other"\n', encoding="utf-8"
    )
    batch(root)
    assert "blocked" not in {row["status"] for row in rows(root).values()}


UPWORK = (
    "Date,Transaction ID,Transaction type,Transaction summary,Transaction summary details,Description 1,"
    "Description 2,Description 3,Agency team,Freelancer,Client team,Account name,PO,Ref ID,Amount $,"
    "Amount in local currency,Currency,Current balance $,Payment method\n"
)


def upwork(path: Path, ids: range, *, day: int = 1, held: int = 0) -> None:
    """Write an Upwork export, the latest row first: a dollar a day from a day of September on, after `held` dollars."""
    lines = [
        f'"{date(2025, 8, 31) + timedelta(days=day + number):%b %d, %Y}",{id_},Hourly,Invoice for 1:00 hrs,,,,,,Freelancer,'
        f"Northwind Ltd,Freelancer,,{id_},1.00,,,{held + number + 1}.00,\n"
        for number, id_ in enumerate(ids)
    ]
    path.write_text(UPWORK + "".join(lines[::-1]), encoding="utf-8")


def shared_exports(root: Path) -> dict[str, list[dict[str, Any]]]:
    return {
        name: [each for each in row["findings"] if each["code"] == "shared-export"]
        for name, row in rows(root).items()
    }


def test_the_same_export_in_two_folders_is_to_be_looked_at_in_both(root: Path) -> None:
    (root / "bilal").rename(root / "bilal 42101-1234567-1")
    upwork(root / "asma/upwork.csv", range(700_001, 700_003))
    batch(root)
    alone = rows(root)
    shutil.copy(root / "asma/upwork.csv", root / "bilal 42101-1234567-1/from-asma.csv")
    batch(root)
    found = shared_exports(root)
    assert found == {
        "asma": [
            {
                "severity": "warning",
                "code": "shared-export",
                "message": "the same rows of an account stand in the folder of bilal ***********67-1: file from-asma.csv. "
                "They count for both.",
                "origin": "file upwork.csv",
                "remedy": "find out whose account it is, and take the file out of the other's folder; or name it in the "
                'profile of the one whose income it is not: [[account]] match = "...", owner = "other"',
                "pkr": None,
                "who": "office",
            }
        ],
        "bilal ***********67-1": [
            {
                **found["asma"][0],
                "message": "the same rows of an account stand in the folder of asma: file upwork.csv. They "
                "count for both.",
                "origin": "file from-asma.csv",
            }
        ],
    }
    # The figures stand; nothing is said to the clients themselves.
    now = rows(root)
    assert {name: row["status"] for name, row in now.items()} == dict.fromkeys(found, "review")
    assert now["asma"]["received"] == alone["asma"]["received"] == "100000"
    assert now["asma"]["message"] == alone["asma"]["message"]
    for path in (root.parent / "out/clients").iterdir():
        assert "bilal" in path.name or b"bilal" not in path.read_bytes()
    # Unchanged, nothing is done again, and it is said again.
    assert anew(batch(root)) == "0 clients; 2 clients unchanged"
    assert shared_exports(root) == found
    (root / "bilal 42101-1234567-1/from-asma.csv").unlink()
    batch(root)
    assert set(map(len, shared_exports(root).values())) == {0}


@pytest.mark.parametrize(
    ("ids", "said"),
    [
        (range(700_012, 700_022), True),  # half of the rows are the other's
        (range(700_019, 700_022), False),  # two are: a payment between two clients stands in both files
        (range(700_022, 700_032), False),
    ],
)
def test_two_downloads_of_one_account_are_told_by_the_ids_of_their_rows(
    root: Path, ids: range, said: bool
) -> None:
    upwork(root / "asma/upwork.csv", range(700_001, 700_021))
    upwork(root / "bilal/of-2025.csv", ids, day=ids.start - 700_000, held=50)
    batch(root)
    found = shared_exports(root)
    assert {name: bool(each) for name, each in found.items()} == {"asma": said, "bilal": said}
    if said:
        assert "row 7000" in found["asma"][0]["origin"]
        assert "(of-2025.csv, row " in found["asma"][0]["message"]


def test_accounts_whose_rows_are_only_numbered_alike_are_not_the_same(root: Path) -> None:
    upwork(root / "asma/upwork.csv", range(1, 21))
    upwork(root / "bilal/upwork.csv", range(20, 0, -1), held=50)  # the same numbers on other days
    batch(root)
    assert set(map(len, shared_exports(root).values())) == {0}


def test_an_export_of_an_account_that_the_profile_gives_to_another_is_not_said(root: Path) -> None:
    for name in ("asma", "bilal"):
        upwork(root / name / "upwork.csv", range(700_001, 700_021))
    (root / "bilal/profile.toml").write_text(
        '[[account]]\nmatch = "Upwork"\nowner = "other"\n', encoding="utf-8"
    )
    batch(root)
    assert set(map(len, shared_exports(root).values())) == {0}


def test_clients_that_share_money_are_not_told_of_the_export_too(root: Path) -> None:
    for name in ("asma", "bilal"):
        upwork(root / name / "upwork.csv", range(700_001, 700_021))
    shutil.copy(root / "asma/bank.csv", root / "bilal/joint.csv")
    firms.client(root / "sana", "S", [("2025-08-12", 100_000)])
    shutil.copy(root / "asma/upwork.csv", root / "sana/upwork.csv")
    batch(root)
    assert {name: row["status"] for name, row in rows(root).items()} == {
        "asma": "blocked",
        "bilal": "blocked",
        "sana": "review",
    }
    assert [len(each) for each in shared_exports(root).values()] == [0, 0, 2]


# Failures of one client.


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("profile.toml", "nmae = 1\n", "did you mean name?"),
        ("review.toml", "answers = \n", "review.toml"),
        ("bank2.csv", firms.ENTRIES + "2025-13-01,Meezan A,deposit,1,PKR,Z,,,x,\n", "bank2.csv, row 2"),
        ("sub/profile.toml", 'name = "Other"\n', "several profiles"),
    ],
)
def test_a_refused_file_fails_its_client_alone(root: Path, name: str, text: str, said: str) -> None:
    path = root / "asma" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    ran = batch(root)
    assert ran.code == 5
    found = rows(root)
    assert (found["asma"]["status"], found["bilal"]["status"]) == ("failed", "ready")
    assert said in json.dumps(found["asma"]["findings"])
    assert str(root) not in (root.parent / "out/firm.json").read_text(encoding="utf-8")
    assert said in " ".join(ran.out.split())


def test_a_bug_with_one_client_stops_no_other(root: Path) -> None:
    def read(files: object, *, books: Path, **more: Any) -> Any:
        if books.name == "asma":
            raise ZeroDivisionError("of 3520212345671")
        return read_inputs((), books=books, **more)

    with mock.patch("freelance_pk.batch.one.read_inputs", read):
        assert batch(root).code == 5
    assert (rows(root)["asma"]["status"], rows(root)["bilal"]["status"]) == ("failed", "ready")
    assert rows(root)["asma"]["findings"][0]["code"] == "internal-error"
    assert "3520212345671" not in (root.parent / "out/firm.json").read_text(encoding="utf-8")
    assert anew(batch(root)) == "1 client; 1 client unchanged"  # it is tried again
    assert rows(root)["asma"]["status"] == "ready"


def test_a_folder_that_disappears_while_the_batch_runs_fails_its_client_alone(root: Path) -> None:
    def digest(job: Any, client: Any) -> str:
        if client.place == "asma":
            shutil.rmtree(root / "bilal")
        return digest_of_client(job, client)

    with mock.patch("freelance_pk.batch.one.digest_of_client", digest):
        ran = batch(root)
    assert ran.code == 5
    assert rows(root)["bilal"]["status"] == "failed"
    assert "folder is gone" in rows(root)["bilal"]["missing"]


def test_an_open_workbook_fails_its_client_until_it_is_closed(root: Path) -> None:
    batch(root)
    lock = root.parent / "out/clients/.~lock.bilal.xlsx#"
    lock.write_text("", encoding="utf-8")
    firms.client(root / "bilal", "B", [("2025-12-15", 210_000)])
    ran = batch(root)
    assert (ran.code, rows(root)["bilal"]["status"]) == (5, "failed")
    assert "open in a spreadsheet program" in ran.out
    assert lock.exists()
    lock.unlink()
    assert batch(root).code == 0
    assert rows(root)["bilal"]["received"] == "210000"


def test_an_open_firms_workbook_is_said_before_the_work(root: Path) -> None:
    batch(root)
    (root.parent / "out/.~lock.firm.xlsx#").write_text("", encoding="utf-8")
    firms.client(root / "bilal", "B", [("2025-12-15", 210_000)])
    before = dict(tree(root.parent / "out"))
    ran = batch(root)
    assert ran.code == 3
    assert "open in a spreadsheet program" in ran.err
    assert tree(root.parent / "out") == before


def test_a_full_disk_stops_the_run_and_keeps_what_is_done(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, calls = os.fsync, []

    def full(handle: int) -> None:
        calls.append(handle)
        if len(calls) > 3:  # after the three outputs of the first client
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        real(handle)

    with monkeypatch.context() as patched:
        patched.setattr("freelance_pk.output.files.os.fsync", full)
        ran = batch(root)
    assert ran.code == 3
    assert "make room" in ran.err
    assert not list((root.parent / "out/clients").glob(".*"))
    again = batch(root)
    assert again.code == 0


# What it says, and of whom.


def test_no_identity_number_is_said_or_in_a_name(root: Path) -> None:
    firms.client(root / "35202-1234567-1 Gul", "G", [("2025-10-10", 100_000)])
    (root / "35202-1234567-1 Gul/profile.toml").write_text(
        'cnic = "35202-1234567-1"\nntn = "7654321-0"\nntm = "PK36SCBL0000001123456702"\n', encoding="utf-8"
    )
    ran = batch(root)
    out = root.parent / "out"
    assert ran.code == 5
    said = ran.out + ran.err + (out / "firm.json").read_text(encoding="utf-8")
    said += "".join(str(path) for path in out.rglob("*"))
    said += "".join(
        str(cell)
        for sheet in load_workbook(out / "firm.xlsx")
        for row in sheet.iter_rows(values_only=True)
        for cell in row
    )
    for number in ("35202-1234567", "7654321-0", "0000001123456702"):
        assert number not in said
    assert "***********67-1 Gul" in said


def test_a_hostile_name_is_no_formula_and_no_path(root: Path) -> None:
    for letter, name in (("X", "=1+1"), ("Y", "new\nline"), ("Z", "-rf ..")):
        firms.client(root / name, letter, [("2025-10-10", 100_000)])
    assert batch(root).code == 0
    sheet = load_workbook(root.parent / "out/firm.xlsx")["Clients"]
    cells = {row[0].value: row[0].data_type for row in sheet.iter_rows(min_row=4, max_row=8)}
    assert cells == dict.fromkeys(("-rf ..", "=1+1", "asma", "bilal", "new?line"), "s")


def test_a_log_gets_plain_lines_and_quiet_says_nothing(root: Path) -> None:
    ran = batch(root)
    assert ran.err.splitlines()[:2] == [
        "1 of 2 clients done: 1 ready",
        "2 of 2 clients done: 2 ready",
    ]
    assert "\r" not in ran.err
    assert batch(root, "--quiet").err == ""


def test_nothing_but_ascii_goes_to_an_old_console(root: Path) -> None:
    ran = run_process(
        *("batch", root, "-o", root.parent / "out", "--tax-year", 2026, "--jobs", 1),
        env={"PYTHONIOENCODING": "cp1252"},
    )
    assert ran.code == 0
    assert ran.out.isascii()
    assert max(map(len, ran.out.splitlines())) <= 80


def test_a_terminal_gets_one_line_that_renews_itself(root: Path) -> None:
    pty = pytest.importorskip("pty")
    (root / "iqbal").mkdir()
    ours, theirs = pty.openpty()
    command = [
        sys.executable,
        "-m",
        "freelance_pk",
        "batch",
        root,
        "-o",
        root.parent / "out",
        "--tax-year",
        "2026",
    ]
    with subprocess.Popen(
        [*map(str, command), "--jobs", "1"],
        stdout=subprocess.DEVNULL,
        stderr=theirs,
        env={**os.environ, "TERM": "xterm"},
    ) as process:
        os.close(theirs)
        said = b""
        while True:
            try:
                part = os.read(ours, 4096)
            except OSError:
                break
            if not part:
                break
            said += part
    os.close(ours)
    assert process.returncode == 5
    text = said.decode().replace("\r\n", "\n")
    assert "\r3 of 3 clients done: 1 blocked, 2 ready" in text
    assert "blocked: iqbal: no export" in text
    assert "Traceback" not in text
