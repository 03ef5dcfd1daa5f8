"""`lock N`: a filed year stays what was filed; what today's files, rates, profile and law say is shown beside it."""

import csv
import hashlib
import io
import json
import shutil
import stat
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openpyxl import load_workbook
from running import CASES, Ran, run

from freelance_pk.packaged import packaged

P1 = CASES / "p1"
FORMATS = ("table", "json", "csv", "markdown")
# A receipt of Rs 100,000 on 3 March 2026 from which the bank took 1 %, in the program's own list.
LATE = (
    "date,account,kind,amount,currency,reference,parent,counterparty,description\n"
    "2026-03-03,Alfalah 77,deposit,100000.00,PKR,A-1,,NORTHWIND LTD,home remittance from abroad\n"
    "2026-03-03,Alfalah 77,tax_withheld,-1000.00,PKR,A-2,A-1,,tax on remittance u/s 154A\n"
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first worked case as books, not locked and locked: Rs 2,278,123 in eight receipts of tax year 2026."""
    folder = tmp_path_factory.mktemp("made")
    assert run("init", folder / "books").code == 0
    shutil.copy(P1 / "profile.toml", folder / "books")
    assert run("import", *sorted(P1.glob("*.csv")), "--books", folder / "books").code == 0
    shutil.copytree(folder / "books", folder / "locked")
    assert run("lock", "2026", "--books", folder / "locked").code == 0
    return folder


@pytest.fixture
def books(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made / "books", tmp_path / "books"))


@pytest.fixture
def locked(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made / "locked", tmp_path / "books"))


def report(books: Path, *words: object) -> Ran:
    return run("report", "--tax-year", "2026", "--books", books, *words)


def as_json(books: Path, command: str = "report", *words: object) -> Any:
    ran = run(command, "--tax-year", "2026", "--books", books, "--format", "json", *words)
    assert ran.out, ran.err
    return ran.json()


def without_lock(made: dict[str, Any]) -> dict[str, Any]:
    return {
        **{name: value for name, value in made.items() if name != "locked"},
        "issues": [each for each in made["issues"] if not each["code"].startswith("year-locked")],
    }


def differences(made: dict[str, Any], *what: str) -> dict[str, tuple[str, str]]:
    return {
        each["name"]: (each["filed"], each["today"])
        for each in made["locked"]["differences"]
        if each["what"] in what
    }


def add_late(books: Path, tmp_path: Path) -> None:
    late = tmp_path / "late.csv"
    late.write_text(LATE, encoding="utf-8")
    ran = run("import", late, "--books", books)
    assert ran.code in (0, 4)
    assert ("2 new rows are of tax year 2026, which is locked" in " ".join(ran.out.split())) == bool(
        list((books / "locks").glob("*"))
    )


def test_lock_says_what_it_froze_and_keeps_it_for_the_owner_alone(books: Path) -> None:
    ran = run("lock", "2026", "--books", books)
    path = books / "locks" / "2026.json"
    content = json.loads(path.read_text(encoding="utf-8"))

    assert ran.code == 0
    assert "Tax year 2026: nothing to pay" in ran.out
    assert str(path) in ran.out.replace("\n", "")
    assert content["digest"] in ran.out
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert content["figures"]["received.pkr"] == "2278123"
    assert content["figures"]["tax.deducted"] == "22781"
    law = hashlib.sha256((packaged("tax_slabs") / "ty2026.toml").read_bytes()).hexdigest()
    assert content["inputs"]["law"] == {"ty2026.toml": law}
    payoneer = hashlib.sha256((P1 / "payoneer.csv").read_bytes()).hexdigest()
    assert content["inputs"]["file"][payoneer] == "payoneer.csv"
    assert any(name.startswith("USD 2026-") for name in content["inputs"]["rate"])


@pytest.mark.parametrize("command", ["report", "tax"])
def test_a_locked_year_whose_inputs_are_as_they_were_reads_as_before(books: Path, command: str) -> None:
    before = as_json(books, command)
    assert run("lock", "2026", "--books", books).code == 0
    after = as_json(books, command)

    assert without_lock(after) == before
    assert after["locked"]["differences"] == []
    assert [each["code"] for each in after["issues"] if "lock" in each["code"]] == ["year-locked"]
    schema = json.loads((packaged("schemas") / f"{after['schema'].split('/')[1]}.json").read_text("utf-8"))
    assert list(Draft202012Validator(schema).iter_errors(after)) == []


def test_rows_that_come_later_are_shown_and_not_applied(locked: Path, tmp_path: Path) -> None:
    filed = without_lock(as_json(locked))
    add_late(locked, tmp_path)
    made = as_json(locked)
    apart = differences(made, "figure")

    assert without_lock(made) == filed
    assert made["received"]["pkr"] == "2278123"
    assert apart["received.pkr"] == ("2278123", "2378123")
    assert apart["received.receipts"] == ("8", "9")
    assert apart["tax.deducted"] == ("22781", "23781")
    assert apart["months.2026-03.received"] == ("383194", "483194")
    assert "months.2026-02.received" not in apart
    assert list(differences(made, "file")) == ["late.csv"]
    assert [each["severity"] for each in made["issues"] if each["code"] == "year-locked-differs"] == [
        "warning"
    ]

    tax = as_json(locked, "tax")
    assert tax["tax_chargeable"] == "22781"
    assert differences(tax, "figure")["assessment.tax_chargeable"] == ("22781", "23781")


def test_every_way_of_printing_shows_the_filed_figure_beside_todays(locked: Path, tmp_path: Path) -> None:
    add_late(locked, tmp_path)
    for words in (*(("--format", each) for each in FORMATS), ("--plain",)):
        shown = report(locked, *words).out
        assert "late.csv" in shown
        assert "2278123" in shown.replace(",", "")
        assert "2378123" in shown.replace(",", "")
    table = report(locked).out
    assert max(map(len, table.splitlines())) <= 80
    rows = [
        row for row in csv.reader(io.StringIO(report(locked, "--format", "csv").out)) if row[0] == "locked"
    ]
    assert "Received, gross: 2278123 filed, 2378123 today" in [row[-1] for row in rows]
    for words in ((), ("--format", "markdown")):
        shown = run("tax", "--tax-year", "2026", "--books", locked, *words).out
        assert "100,000" in shown
        assert "late.csv" in shown


def test_workbook_and_page_are_of_the_filed_figures(locked: Path, tmp_path: Path) -> None:
    add_late(locked, tmp_path)
    assert run("export", "--tax-year", "2026", "--books", locked, "-o", tmp_path / "year.xlsx").code == 0
    assert report(locked, "-o", tmp_path / "year.html").code == 0
    book = load_workbook(tmp_path / "year.xlsx")
    checks = [str(row[0]) for row in book["Checks"].iter_rows(values_only=True)]
    page = (tmp_path / "year.html").read_text(encoding="utf-8")

    receipts = [row for row in book["Receipts"].iter_rows(values_only=True) if "Alfalah 77" in map(str, row)]
    assert receipts == []
    for text in ("\n".join(checks), page):
        assert "Received, gross: filed 2,278,123, today 2,378,123, a difference of 100,000." in text
        assert "file late.csv: new" in text


def test_a_rate_revised_since_is_shown_and_not_applied(locked: Path) -> None:
    """The Fiverr order of 20 July was converted at 283.50 when the year was filed."""
    path = next(locked.rglob("rates.csv"))
    text = path.read_text(encoding="utf-8")
    filed = as_json(locked)
    assert filed["rates"][0]["asked"] == "2025-07-20"
    assert filed["rates"][0]["pkr"] == "283.50"
    path.write_text(text.replace("2025-07-20,USD,283.50", "2025-07-20,USD,280.00"), encoding="utf-8")
    made = as_json(locked)

    assert without_lock(made) == without_lock(filed)
    then, now = differences(made, "rate")["USD 2025-07-20"]
    assert then.startswith("283.5")
    assert now.startswith("280")
    assert "earned_pkr.gross" in differences(made, "figure")


def test_a_law_changed_since_is_shown_and_not_applied(locked: Path, tmp_path: Path) -> None:
    own = tmp_path / "law"
    own.mkdir()
    text = (packaged("tax_slabs") / "ty2026.toml").read_text(encoding="utf-8")
    (own / "ty2026.toml").write_text(f"{text}\n# another\n", encoding="utf-8")
    made = as_json(locked, "tax", "--law", own)

    assert without_lock(made) == without_lock(as_json(locked, "tax"))
    assert made["law_sha256"] == hashlib.sha256(text.encode()).hexdigest()
    then, now = differences(made, "law")["ty2026.toml"]
    assert (then, now != then) == (made["law_sha256"], True)
    assert differences(made, "figure") == {}


def test_a_fact_of_the_year_changed_in_the_profile_is_named_and_one_of_another_year_is_not(
    locked: Path,
) -> None:
    profile = locked / "profile.toml"
    text = profile.read_text(encoding="utf-8")
    profile.write_text(f"{text}\n[salary.2027]\nincome = 900_000\n", encoding="utf-8")
    assert as_json(locked, "tax")["locked"]["differences"] == []

    profile.write_text(f"{text}\n[salary.2026]\nincome = 3_000_000\ntax = 100\n", encoding="utf-8")
    made = as_json(locked, "tax")
    assert list(differences(made, "profile")) == ["salary"]
    assert made["tax_chargeable"] == "22781"
    assert differences(made, "figure")["assessment.taxable_income"] == ("0", "3000000")


def test_the_digest_of_a_fact_is_of_its_names_and_values_alone(books: Path) -> None:
    """A year locked long ago is said to differ only where a fact does, however a later version holds its facts."""
    profile = books / "profile.toml"
    facts = (
        '[[psb]]\nfrom = 2024-10-01\nto = 2025-10-01\ncertificate = "P-1"\n'
        '[[tax_paid]]\ndate = 2026-06-30\nsection = "236"\namount = 3600\n'
        "[salary.2026]\nincome = 3_000_000\ntax = 100\n"
    )
    profile.write_text(f"{profile.read_text(encoding='utf-8')}\n{facts}", encoding="utf-8")
    assert run("lock", "2026", "--books", books).code == 0

    lock = json.loads((books / "locks" / "2026.json").read_text(encoding="utf-8"))
    kept = lock["inputs"]["profile"]
    written = {
        "psb": [{"start": "2024-10-01", "end": "2025-10-01", "certificate": "P-1"}],
        "tax_paid": [{"day": "2026-06-30", "section": "236", "amount": "3600"}],
        "salary": {"income": "3000000", "tax": "100"},
        "expenses": [],
    }
    for name, value in written.items():
        text = json.dumps({"sources": [], "value": value}, sort_keys=True)
        assert kept[name] == hashlib.sha256(text.encode()).hexdigest(), name


def test_an_answer_given_since_is_named(locked: Path) -> None:
    """SARA KHAN's Rs 40,000 of 11 April counted as no income when the year was filed."""
    items = run("review", "--books", locked, "--list", "--all", "--format", "json").json()["items"]
    (id_,) = [each["id"] for each in items if "SARA KHAN" in each["text"]]
    assert run("review", "--books", locked, "--answer", f"{id_}=export").code == 0
    made = as_json(locked)

    assert differences(made, "answer") == {id_: ("", "export")}
    assert differences(made, "figure")["received.pkr"] == ("2278123", "2318123")
    assert made["received"]["pkr"] == "2278123"


def test_a_file_taken_away_is_named_and_the_figures_stay(locked: Path) -> None:
    filed = without_lock(as_json(locked))
    next(locked.rglob("meezan.csv")).unlink()
    made = as_json(locked)

    assert without_lock(made) == filed
    assert differences(made, "file")["meezan.csv"][1] == ""


def test_a_file_moved_inside_the_books_is_the_same_file(locked: Path) -> None:
    path = next(locked.rglob("meezan.csv"))
    path.rename(locked / "exports" / "bank.csv")

    assert as_json(locked)["locked"]["differences"] == []


def test_files_of_later_years_are_not_named_while_no_figure_differs(locked: Path, tmp_path: Path) -> None:
    later = tmp_path / "later.csv"
    later.write_text(LATE.replace("2026-03-03", "2026-09-03"), encoding="utf-8")
    assert run("import", later, "--books", locked).code in (0, 4)

    assert as_json(locked)["locked"]["differences"] == []


def test_a_locked_year_is_not_locked_again_but_by_force(locked: Path, tmp_path: Path) -> None:
    path = locked / "locks" / "2026.json"
    before = path.read_bytes()
    again = run("lock", "2026", "--books", locked)
    assert again.code == 2
    assert "with the same figures" in again.err

    add_late(locked, tmp_path)
    other = run("lock", "2026", "--books", locked)
    assert other.code == 2
    assert "--force" in other.err
    assert path.read_bytes() == before

    assert run("lock", "2026", "--books", locked, "--force").code == 0
    assert as_json(locked)["received"]["pkr"] == "2378123"
    assert as_json(locked)["locked"]["differences"] == []


def test_removing_the_file_unlocks_the_year(locked: Path, tmp_path: Path) -> None:
    add_late(locked, tmp_path)
    (locked / "locks" / "2026.json").unlink()
    made = as_json(locked)

    assert "locked" not in made
    assert made["received"]["pkr"] == "2378123"


def test_a_lock_edited_by_hand_is_noticed_and_nothing_of_it_is_used(locked: Path) -> None:
    path = locked / "locks" / "2026.json"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"received.pkr": "2278123"', '"received.pkr": "2278000"'), encoding="utf-8")
    for command in ("report", "tax"):
        ran = run(command, "--tax-year", "2026", "--books", locked)
        assert (ran.code, ran.out) == (3, "")
        assert "not what was locked" in ran.err
        assert "2026.json" in ran.err

    path.write_text(text[: len(text) // 2], encoding="utf-8")
    assert "cut short" in report(locked).err
    assert report(locked).code == 3
    assert run("lock", "2026", "--books", locked, "--force").code == 0


@pytest.mark.parametrize(
    ("key", "value"), [("schema", "freelance-pk/lock/2"), ("program", "99.1.0")], ids=["schema", "program"]
)
def test_a_lock_of_a_later_version_is_refused_with_what_to_do(locked: Path, key: str, value: str) -> None:
    path = locked / "locks" / "2026.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**content, key: value}), encoding="utf-8")
    ran = report(locked)

    assert (ran.code, ran.out) == (3, "")
    assert "later freelance-pk" in ran.err
    assert "update freelance-pk" in ran.err


def test_a_year_with_open_errors_is_locked_as_incomplete_and_stays_so(books: Path, tmp_path: Path) -> None:
    """A return is due whether or not every rate is known: what was filed is kept, with its status."""
    euros = tmp_path / "euros.csv"
    euros.write_text(
        "date,account,kind,amount,currency\n2026-03-03,Shop,earning,100.00,XPF\n", encoding="utf-8"
    )
    assert run("import", euros, "--books", books).code in (0, 4)
    before = run("tax", "--tax-year", "2026", "--books", books)
    ran = run("lock", "2026", "--books", books)

    assert before.code == ran.code == 4
    assert "open errors" in ran.err
    assert json.loads((books / "locks" / "2026.json").read_text("utf-8"))["status"] == "incomplete"
    assert report(books).code == run("tax", "--tax-year", "2026", "--books", books).code == 4


def test_a_year_without_rows_or_law_is_not_locked(books: Path) -> None:
    for year in ("2019", "1990", "12"):
        ran = run("lock", year, "--books", books)
        assert ran.code in (2, 3)
        assert "next:" in ran.err
    assert not (books / "locks").exists()


def test_a_month_of_a_locked_year_warns_where_the_year_differs(locked: Path, tmp_path: Path) -> None:
    def codes() -> list[str]:
        made = run("report", "--month", "2026-03", "--books", locked, "--format", "json").json()
        return [each["code"] for each in made["issues"] if "lock" in each["code"]]

    assert codes() == []
    add_late(locked, tmp_path)
    assert codes() == ["year-locked-differs"]


def test_the_wealth_reconciliation_is_locked_where_the_profile_has_one(books: Path) -> None:
    profile = books / "profile.toml"
    text = profile.read_text(encoding="utf-8")
    assert run("lock", "2026", "--books", books).code == 0
    profile.write_text(
        f"{text}\n[wealth.2026]\nopening = {{ bank = 100_000 }}\nclosing = {{ bank = 900_000 }}\n",
        encoding="utf-8",
    )
    ran = report(books, "--wealth")
    assert ran.code == 2
    assert "locked without" in ran.err

    assert run("lock", "2026", "--books", books, "--force").code in (0, 4)
    filed = as_json(books, "report", "--wealth")["wealth"]
    profile.write_text(
        f"{text}\n[wealth.2026]\nopening = {{ bank = 100_000 }}\nclosing = {{ bank = 950_000 }}\n",
        encoding="utf-8",
    )
    made = as_json(books, "report", "--wealth")
    assert made["wealth"] == filed
    assert list(differences(made, "profile")) == ["wealth"]
    assert len(differences(made, "figure")) >= 1


def test_a_folder_that_is_named_is_read_with_its_locks(locked: Path, tmp_path: Path) -> None:
    add_late(locked, tmp_path)

    assert run("report", locked, "--tax-year", "2026", "--format", "json").json() == as_json(locked)
    files = sorted((locked / "exports").rglob("*.csv"))
    assert "locked" not in run("report", *files, "--tax-year", "2026", "--format", "json").json()


def test_the_same_books_give_the_same_lock(locked: Path) -> None:
    path = locked / "locks" / "2026.json"
    before = path.read_bytes()
    path.unlink()
    assert run("lock", "2026", "--books", locked).code == 0

    assert path.read_bytes() == before
