"""A client whose year is locked stays as filed in a batch; what differs today is told the office."""

import json
from pathlib import Path

from firms import client
from running import run


def test_a_locked_client_keeps_its_figures_and_is_to_be_looked_at_where_they_differ(tmp_path: Path) -> None:
    """Rs 100,000 at 1 % were filed; a receipt of Rs 50,000 turns up a year later."""
    root = tmp_path / "firm"
    asma = client(root / "asma", "A", [("2025-08-12", 100_000)], name="Asma Riaz")
    client(root / "gul", "G", [("2025-12-11", 120_000)])
    assert run("lock", "2026", "--books", asma).code == 0
    client(asma / "later", "L", [("2026-05-05", 50_000)])
    ran = run("batch", root, "-o", tmp_path / "out", "--tax-year", 2026, "--jobs", 1)
    made = json.loads((tmp_path / "out" / "clients" / "asma.json").read_text(encoding="utf-8"))
    tax = json.loads((tmp_path / "out" / "clients" / "asma.tax.json").read_text(encoding="utf-8"))

    assert ran.code == 0, ran.err
    assert (made["received"]["pkr"], tax["tax_chargeable"]) == ("100000", "1000")
    apart = {each["name"]: (each["filed"], each["today"]) for each in made["locked"]["differences"]}
    assert apart["received.pkr"] == ("100000", "150000")
    assert apart["assessment.tax_chargeable"] == ("1000", "1500")
    assert "locked" not in json.loads((tmp_path / "out" / "clients" / "gul.json").read_text(encoding="utf-8"))
