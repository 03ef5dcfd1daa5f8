"""`review`: the list, answers given in every way, and their effect on every other command."""

import json
import os
import re
import select
import signal
import subprocess
import sys
import time
import tomllib
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openpyxl import load_workbook
from running import CASES, Ran, run, run_process

ROWS = """date,account,kind,amount,currency,reference,parent,counterparty,description
2026-02-24,Upwork,earning,1000,USD,E,,Acme,hourly
2026-02-25,Upwork,withdrawal,-900,USD,A,,,Direct to Local Bank
2026-04-05,Upwork,adjustment,12,USD,J,,,Misc
2026-04-06,Wise,deposit,300,USD,W1,,Beta LLC,Received money from Beta LLC
"""
HBL = """Date,Value Date,Description,Amount,Balance
30-04-2026,30-04-2026,IBFT from SOMEBODY,"+40,000.00","1,500,000.00"
12-03-2026,12-03-2026,"Swift Transfer 1234567890 1234567890 ACME INC CAD 4,980.00","+992,862.60","1,460,000.00"
12-03-2026,12-03-2026,Inward remittance from BILAL KHAN,"+100,000.00","467,137.40"
11-03-2026,11-03-2026,Inward remittance misc,"+240,000.00","367,137.40"
01-03-2026,01-03-2026,Profit paid,"+10.00","127,137.40"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "sana"
    made.mkdir()
    (made / "rows.csv").write_text(ROWS, encoding="utf-8")
    (made / "hbl.csv").write_text(HBL, encoding="utf-8")
    (made / "rates.csv").write_text(
        "date,currency,rate,note\n2026-02-24,USD,280,x\n2026-02-25,USD,280,x\n"
        + "".join(f"2026-0{month}-{day:02d},USD,280,x\n" for month in (3, 4) for day in range(1, 31)),
        encoding="utf-8",
    )
    return made


def listed(*words: object) -> Any:
    return run("review", *words, "--format", "json").json()


def item(content: Any, topic: str, words: str = "") -> Any:
    (found,) = [
        each
        for each in content["items"]
        if each["topic"] == topic and words in each["question"] + each["text"]
    ]
    return found


def report(*words: object) -> Any:
    return run("report", *words, "--tax-year", "2026", "--format", "json").json()


def answer(folder: Path, *answers: str, **more: str) -> Ran:
    words = [word for each in answers for word in ("--answer", each)]
    return run(
        "review", folder, *words, *(word for name, text in more.items() for word in (f"--{name}", text))
    )


# The list


def test_the_list_shows_what_is_at_stake_what_is_proposed_and_text_to_paste(folder: Path) -> None:
    ran = run("review", folder)
    words = " ".join(ran.out.split())

    assert ran.code == 4
    assert ran.err == ""
    # 992,862.60 + 240,000 + 100,000 + 900 x 280 + 12 x 280
    assert ran.out.startswith("5 items are undecided, Rs 1,588,223 at stake.")
    assert "export: an export receipt: a client abroad paid for work (proposed)" in words
    assert "Beta LLC paid USD 300 into Wise" in words
    assert all(len(line) <= 80 for line in ran.out.splitlines())


def test_the_text_to_paste_is_a_file_of_answers(folder: Path) -> None:
    out = run("review", folder).out
    pasted = out[out.index("[[answer]]") :]
    tables = tomllib.loads(pasted)["answer"]
    # Where nothing speaks for an answer the place is empty: the user fills it in.
    filled = re.sub(r'^answer = ""$', 'answer = "family"', pasted, flags=re.MULTILINE)
    (folder / "review.toml").write_text(filled, encoding="utf-8")

    assert len(tables) == 5
    assert {table["answer"] for table in tables} == {"arrived", "transfer", "export", "earning", ""}
    after = listed(folder)
    # The two sides of one transfer, both pasted, are one transfer.
    assert (after["open"], after["not_applied"]) == (0, [])


def test_the_json_is_as_its_schema_says(folder: Path) -> None:
    schema = run("review", "--schema").json()
    Draft202012Validator.check_schema(schema)
    content = listed(folder)
    credit = item(content, "credit", "BILAL")
    answer(folder, f"{credit['id']}=family", always="BILAL KHAN", note="my brother")
    (folder / "review.toml").write_text(
        (folder / "review.toml").read_text(encoding="utf-8")
        + '[[answer]]\nid = "credit-0000000000"\nanswer = "gift"\n',
        encoding="utf-8",
    )

    for each in (content, listed(folder), listed(folder, "--all")):
        assert list(Draft202012Validator(schema).iter_errors(each)) == []
    assert content["open"] == 5
    assert listed(folder)["not_applied"][0]["id"] == "credit-0000000000"


def test_nothing_undecided_is_said_and_the_exit_code_is_0() -> None:
    for case, assumed in (("p1", []), ("p3", ["credit"])):
        ran = run("review", CASES / case)
        content = listed(CASES / case)

        assert (ran.code, content["open"]) == (0, 0)
        assert "nothing is undecided" in ran.out
        assert [each["topic"] for each in content["items"] if each["state"] == "assumed"] == assumed


def test_the_brothers_money_is_listed_as_family_money_and_never_income() -> None:
    (assumed,) = [each for each in listed(CASES / "p3")["items"] if each["state"] == "assumed"]

    assert (assumed["pkr"], assumed["date"]) == ("150000", "2026-02-14")
    assert "not income" in assumed["why"]


def test_everything_that_may_be_overruled_is_listed_with_all(folder: Path) -> None:
    assert not [each for each in listed(folder)["items"] if "SOMEBODY" in each["text"]]

    plain = item(listed(folder, "--all"), "credit", "SOMEBODY")
    assert plain["state"] == "assumed"
    assert plain["choices"][0]["answer"] == "export"


def test_a_tax_year_lists_its_own_items(folder: Path) -> None:
    assert listed(folder, "--tax-year", "2025")["items"] == []
    assert listed(folder, "--tax-year", "2026")["open"] == 5


def test_cp1252_and_no_terminal_are_no_trouble(folder: Path) -> None:
    (folder / "hbl.csv").write_text(HBL.replace("BILAL KHAN", "بلال خان"), encoding="utf-8")
    ran = run_process("review", folder, env={"PYTHONIOENCODING": "cp1252"})

    assert ran.code == 4
    assert "credit-" in ran.out


# Answers


def test_an_answer_changes_report_tax_and_workbook_alike(folder: Path, tmp_path: Path) -> None:
    content = listed(folder)
    ids = [
        f"{item(content, 'credit', 'ACME')['id']}=export",
        f"{item(content, 'credit', 'BILAL')['id']}=family",
        f"{item(content, 'withdrawal')['id']}={item(content, 'credit', 'misc')['id']}",
        f"{item(content, 'row')['id']}=earning",
    ]
    before = report(folder)
    ran = answer(folder, *ids)
    after = report(folder)
    tax = run("tax", folder, "--tax-year", "2026", "--format", "json")
    book = tmp_path / "book.xlsx"
    exported = run("export", folder, "--tax-year", "2026", "-o", book)

    assert (ran.code, ran.out) == (0, "")
    assert "4 kept" in ran.err
    assert (before["status"], before["received"]["pkr"]) == ("incomplete", "0")
    # 992,862.60 + 240,000
    assert (after["status"], after["received"]["pkr"]) == ("complete", "1232863")
    assert [receipt["gross"] for receipt in after["receipts"]] == ["240000", "992862.60"]
    assert after["earned"][0]["gross"] == "1312.00"
    assert (tax.code, tax.json()["final_tax"][0]["receipts"]) == (0, "1232862.60")
    assert tax.json()["final_tax"][0]["charge"] == "12329"
    assert exported.code == 0
    rules = [
        str(cell)
        for row in load_workbook(book)["Rules"].iter_rows(values_only=True)
        for cell in row
        if cell is not None
    ]
    assert any("counted as an export receipt" in words for words in rules)


def test_the_report_lists_the_answers_with_their_count_and_effect(folder: Path) -> None:
    credit = item(listed(folder), "credit", "BILAL")
    answer(folder, f"{credit['id']}=family", note="my brother")
    (used,) = report(folder)["answers"]
    shown = run("report", folder, "--tax-year", "2026")

    assert (used["id"], used["pkr"], used["effect"]) == (
        credit["id"],
        "100000",
        "left out of income: family money",
    )
    assert f"1 left out of income: family money, Rs 100,000 ({credit['id']})" in " ".join(shown.out.split())
    assert any(each["name"] == "review.toml" for each in report(folder)["data"])


@pytest.mark.parametrize("ending", ["html", "md"])
def test_a_written_report_lists_the_answers_too(folder: Path, tmp_path: Path, ending: str) -> None:
    credit = item(listed(folder), "credit", "BILAL")
    answer(folder, f"{credit['id']}=family")
    path = tmp_path / f"report.{ending}"
    run("report", folder, "--tax-year", "2026", "-o", path)

    assert f"left out of income: family money, Rs 100,000 ({credit['id']})" in path.read_text(
        encoding="utf-8"
    )


def test_ids_and_answers_hold_for_other_names_orders_and_overlapping_files(
    folder: Path, tmp_path: Path
) -> None:
    credit = item(listed(folder), "credit", "BILAL")
    answer(folder, f"{credit['id']}=family")
    head, *rows = HBL.splitlines(keepends=True)
    other = tmp_path / "other"
    (other / "deep").mkdir(parents=True)
    (other / "deep" / "late half.csv").write_text(head + "".join(rows[:3]), encoding="utf-8")
    (other / "early half.csv").write_text(head + "".join(rows[2:]), encoding="utf-8")
    (other / "z.csv").write_bytes((folder / "rows.csv").read_bytes())
    (other / "rates.csv").write_bytes((folder / "rates.csv").read_bytes())
    again = report(other, "--answers", folder / "review.toml")

    assert [used["id"] for used in again["answers"]] == [credit["id"]]
    assert {issue["code"] for issue in again["issues"]} == {
        *(issue["code"] for issue in report(folder)["issues"]),
        "rows-folded",
    }


def test_files_named_one_by_one_take_their_answers_from_the_file_given(folder: Path, tmp_path: Path) -> None:
    files = [folder / "rows.csv", folder / "hbl.csv", folder / "rates.csv"]
    credit = item(listed(*files), "credit", "ACME")
    kept = tmp_path / "mine.toml"

    homeless = run("review", *files, "--answer", f"{credit['id']}=export")
    assert homeless.code == 2
    assert "--answers review.toml" in homeless.err
    assert run("report", *files, "--answers", kept).code == 3  # a name that is wrong is not "no answers"
    assert run("review", *files, "--answers", kept, "--answer", f"{credit['id']}=export").code == 0
    assert report(*files)["received"]["pkr"] == "0"
    assert report(*files, "--answers", kept)["received"]["pkr"] == "992863"


def test_the_books_keep_their_answers(tmp_path: Path, folder: Path) -> None:
    books = tmp_path / "books"
    run("init", books)
    assert (
        run("import", folder / "rows.csv", folder / "hbl.csv", folder / "rates.csv", "--books", books).code
        == 0
    )
    credit = item(listed("--books", books), "credit", "ACME")

    assert credit["id"] == item(listed(folder), "credit", "ACME")["id"]
    assert run("review", "--books", books, "--answer", f"{credit['id']}=export").code == 0
    assert (books / "review.toml").is_file()
    assert report("--books", books)["received"]["pkr"] == "992863"


def test_an_answer_is_withdrawn_and_the_item_open_again(folder: Path) -> None:
    credit = item(listed(folder), "credit", "ACME")
    answer(folder, f"{credit['id']}=export")
    ran = run("review", folder, "--withdraw", credit["id"])

    assert ran.code == 0
    assert item(listed(folder), "credit", "ACME") == credit
    assert run("review", folder, "--withdraw", credit["id"]).code == 2


def test_a_rule_holds_for_rows_that_come_later(folder: Path) -> None:
    credit = item(listed(folder), "credit", "BILAL")
    assert answer(folder, f"{credit['id']}=family", always="Bilal  Khan").code == 0
    later = HBL.replace(
        "Balance\n",
        'Balance\n02-05-2026,02-05-2026,Inward remittance from BILAL KHAN 9,"+7,000.00","1,507,000.00"\n',
        1,
    )
    (folder / "hbl.csv").write_text(later, encoding="utf-8")
    made = report(folder)

    assert sorted(used["pkr"] for used in made["answers"]) == ["100000", "7000"]
    assert "BILAL" not in json.dumps([each for each in listed(folder)["items"] if each["state"] == "open"])
    assert run("review", folder, "--withdraw", "Bilal Khan").code == 0
    assert item(listed(folder), "credit", "KHAN 9")["state"] == "open"


def test_an_answer_whose_row_is_gone_is_an_issue_with_the_way_out(folder: Path) -> None:
    credit = item(listed(folder), "credit", "ACME")
    answer(folder, f"{credit['id']}=export")
    (folder / "hbl.csv").write_text(HBL.replace("+992,862.60", "+992,862.61"), encoding="utf-8")
    (issue,) = [each for each in report(folder)["issues"] if each["code"] == "answer-not-applied"]

    assert issue["severity"] == "error"
    assert "ACME INC" in issue["message"]
    assert f"--withdraw {credit['id']}" in issue["remedy"]
    assert item(listed(folder), "credit", "ACME")["state"] == "open"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--answer", "credit-0000000000=family"], 2, "no row of these files has the id"),
        (["--answer", "nonsense"], 2, "is no answer"),
        (["--answer", "thing-1=family"], 2, "is no id of a review item"),
        (["--answer", "{credit}=maybe"], 2, "the answers are export, family"),
        (["--answer", "{out}=arrived"], 2, "needs the id of the other side"),
        (["--answer", "{out}=arrived:credit-0000000000"], 2, "no row of these files has the id"),
        (["--answer", "{out}={row}"], 2, "cannot be the other side"),
        (["--answer", "{credit}=family", "--always", "NOBODY"], 2, "does not stand in the row"),
        (["--answer", "{out}=spent", "--always", "Local Bank"], 2, "goes with one answer about a credit"),
        (["--always", "BILAL"], 2, "--always goes with --answer"),
        (["--withdraw", "{credit}"], 2, "has no answer"),
    ],
)
def test_what_cannot_be_an_answer_is_refused_and_nothing_is_written(
    folder: Path, words: list[str], code: int, said: str
) -> None:
    content = listed(folder)
    ids = {
        "credit": item(content, "credit", "BILAL")["id"],
        "out": item(content, "withdrawal")["id"],
        "row": item(content, "row")["id"],
    }
    ran = run("review", folder, *(word.format(**ids) for word in words))

    assert ran.code == code
    assert said in ran.err
    assert "next:" in ran.err
    assert not (folder / "review.toml").exists()


def test_a_file_of_answers_that_cannot_be_used_stops_every_command(folder: Path) -> None:
    (folder / "review.toml").write_text('[[answer]]\nid = "credit-1"\nanser = "family"\n', encoding="utf-8")

    for command in (("report",), ("tax",), ("review",)):
        ran = run(*command, folder)
        assert ran.code == 3
        assert "'anser' is no key" in ran.err
        assert "review.toml" in ran.err


def test_two_different_files_of_answers_are_refused(folder: Path) -> None:
    (folder / "deep").mkdir()
    (folder / "review.toml").write_text('[[answer]]\nid = "credit-1"\nanswer = "family"\n', encoding="utf-8")
    (folder / "deep" / "review.toml").write_text("", encoding="utf-8")
    ran = run("report", folder)

    assert ran.code == 3
    assert "--answers" in ran.err


# At a terminal


INTERRUPT = "Ctrl-C"


def talk(folder: Path, replies: list[str], *words: str) -> tuple[str, int]:
    """Run review at a pseudo-terminal; type a reply whenever it waits for one."""
    import pty  # noqa: PLC0415 - not on Windows

    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "freelance_pk", "review", str(folder), *words],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**os.environ, "TERM": "dumb", "NO_COLOR": "1"},
    )
    os.close(theirs)
    shown, end, left, answered = b"", time.monotonic() + 60, list(replies), 0
    while time.monotonic() < end:
        if select.select([ours], [], [], 0.1)[0]:
            try:
                part = os.read(ours, 4096)
            except OSError:
                break
            if not part:
                break
            shown += part
        elif left and shown.endswith(b"> ") and len(shown) > answered:
            answered = len(shown) + 1
            reply = left.pop(0)
            if reply == INTERRUPT:
                process.send_signal(signal.SIGINT)
            else:
                os.write(ours, reply.encode())
    code = process.wait(timeout=30)
    os.close(ours)
    assert b"Traceback" not in shown
    return shown.decode(errors="replace").replace("\r\n", "\n"), code


needs_terminal = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")


@needs_terminal
def test_at_a_terminal_each_item_is_asked_and_kept_at_once(folder: Path) -> None:
    # In order of days: the withdrawal (1: it is the credit proposed), BILAL and ACME of 12 March, the adjustment.
    asked = [each for each in listed(folder)["items"] if each["date"] == "2026-03-12"]
    bilal_first = "BILAL" in asked[0]["text"]
    of_bilal, of_acme = ["family\n", "BILAL KHAN\n"], ["1\n", "\n"]
    pair = [*of_bilal, *of_acme] if bilal_first else [*of_acme, *of_bilal]
    shown, code = talk(folder, ["99\n", "1\n", *pair, "earning\n"])
    made = report(folder)

    assert code == 0, shown
    assert "'99' is none of 1 to" in shown
    assert "4 answered, 0 left open" in shown
    assert (made["status"], made["received"]["pkr"]) == ("complete", "1232863")
    assert "BILAL KHAN" in (folder / "review.toml").read_text(encoding="utf-8")


@needs_terminal
def test_enter_leaves_an_item_open_and_q_keeps_what_was_answered(folder: Path) -> None:
    shown, code = talk(folder, ["spent\n", "\n", "q\n"])

    assert code == 4, shown
    assert "1 answered, 4 left open" in shown
    assert listed(folder)["open"] == 4


@needs_terminal
def test_end_of_input_and_an_interrupt_stop_without_a_word_too_many(folder: Path) -> None:
    for key in ("\x04", INTERRUPT):
        shown, code = talk(folder, [key])

        assert code == 4, shown
        assert not (folder / "review.toml").exists()


@needs_terminal
def test_with_list_a_terminal_is_asked_nothing(folder: Path) -> None:
    shown, code = talk(folder, [], "--list")

    assert code == 4
    assert "items are undecided" in shown
