"""Runs every command that gives figures and keeps what it gives, as a program: INPUTS OUT."""

import sys
from pathlib import Path

from running import run

YEAR = ("--tax-year", "2026")
RUNS: dict[str, tuple[str, ...]] = {
    **{
        f"report.{form}": ("report", "{}/all", *YEAR, "--format", form)
        for form in ("table", "json", "csv", "markdown")
    },
    "report.plain": ("report", "{}/all", *YEAR, "--plain", "--words", "--lakh"),
    "report.letters": ("report", "{}/all", *YEAR, "--letters"),
    "report.newest": ("report", "{}/all"),
    "report.month": ("report", "{}/all", "--month", "2025-12"),
    **{
        f"tax.{form}": ("tax", "{}/all", *YEAR, "--explain", "--compare", "--format", form)
        for form in ("table", "json", "markdown")
    },
    "tax.due": ("tax", "{}/all", *YEAR, "--due", "2025-09-01"),
    "calc": ("calc", *YEAR, "--salary", "3,000,000", "--export", "1,745,596", "--format", "json"),
    "calc.list": ("calc", "--batch", "{}/calc.csv"),
    "entries": ("entries", "{}/all"),
    "review": ("review", "{}/all", "--list", "--all", "--format", "json"),
    "slabs": ("slabs", "show", "2026"),
    "rates": ("rates", "show", "USD", "2025-12-15"),
}
FILES: dict[str, tuple[str, ...]] = {
    **{f"year.{ending}": ("report", "{}/all", *YEAR) for ending in ("html", "xlsx", "json", "csv", "md")},
    "urdu.html": ("report", "{}/all", *YEAR, "--lang", "ur", "--words"),
    "book.xlsx": ("export", "{}/all", *YEAR),
    "urdu.xlsx": ("export", "{}/all", *YEAR, "--lang", "ur"),
    "all.csv": ("entries", "{}/all"),
    "copy.csv": ("redact", "{}/all/upwork.csv"),
}


def give(inputs: Path, out: Path) -> None:
    """Write what every command says and every file it makes."""
    out.mkdir(parents=True)
    for name, words in RUNS.items():
        ran = run(*(word.format(inputs) for word in words))
        text = f"{ran.code}\n{ran.out}\n{ran.err}".replace(str(out), "OUT")
        (out / f"{name}.txt").write_text(text, encoding="utf-8", newline="")
    for name, words in FILES.items():
        run(*(word.format(inputs) for word in words), "-o", out / name)
    run("batch", inputs / "clients", *YEAR, "-o", out / "firm", "--jobs", "1")


if __name__ == "__main__":
    give(Path(sys.argv[1]), Path(sys.argv[2]))
