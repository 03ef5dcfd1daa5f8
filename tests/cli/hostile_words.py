"""Files in which every name and description is an attack, and the same files in plain words."""

import csv
from pathlib import Path

# What a spreadsheet would work out, a terminal obey, a browser run, a Markdown reader link.
FORMULAS = (
    '=HYPERLINK("http://example.com")',
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(1)",
    "\t=1+1",
    "\r=1+1",
    " =1+1",
    "\xa0=1+1",
    "\uff1d1+1",
    "\uff0b1",
    "\uff0d1",
    "\uff20SUM(1)",
)
MARKUP = (
    "<script>alert(1)</script>",
    "\" onmouseover=alert(1) x='",
    "[x](javascript:alert(1))",
    "``` [x](javascript:alert(1)) `",
    "a | b \\| c",
    "</td></tr></table><img src=x onerror=alert(1)>",
    "{{ 7*7 }} {% raw %}",
    "[red]red[/red] [link=http://example.com]x[/link]",
)
COMMANDS = (
    "\x1b[31mred\x1b[0m",
    "\x1b]0;title\x07",
    "\x1b[2J\x1b[H",
    "\x1b[8mhidden",
    "\x9b31mred",
    "one\x0btwo\x7f",
    "\u202egnp.exe",
    "\u2066isolated",
    "line\u2028line",
)
WORDS = (*FORMULAS, *MARKUP, *COMMANDS)
HEADER = (
    "date,account,kind,amount,currency,reference,parent,counterparty,description,far_amount,far_currency,tail,"
    "purpose_code,certificate"
)


def write(folder: Path, *, hostile: bool, whose: int = 0) -> Path:
    """Write a year of one freelancer: each word is once a client's, a payer's, an account's, a reference; `whose` tells clients apart."""
    folder.mkdir(parents=True)
    rows: list[list[str]] = []
    for number, word in enumerate(WORDS):
        text = word if hostile else f"word {number}"
        rows += [
            [
                "2025-08-01",
                "Upwork",
                "earning",
                "100",
                "USD",
                f"{text}E{number}-{whose}",
                "",
                f"{text} {number}",
                text,
            ],
            [
                "2025-08-02",
                f"{text} bank",
                "deposit",
                str(5000 + whose),
                "PKR",
                f"{text}R{number}-{whose}",
                "",
                text,
                text,
            ],
            [
                "2025-08-03",
                f"{text} bank",
                "tax_withheld",
                "-50",
                "PKR",
                "",
                f"{text}R{number}-{whose}",
                "",
                text,
            ],
            [
                "2025-08-04",
                f"{text} bank",
                "deposit",
                str(700 + whose),
                "PKR",
                "",
                "",
                text,
                f"{text} unknown",
            ],
        ]
    name = "=1+1 \x1b[31m\u202e<b> & [x](y)|.csv" if hostile else "plain.csv"
    with (folder / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER.split(","))
        writer.writerows([*row, *[""] * (14 - len(row))] for row in rows)
    taxpayer = (
        "=1+1 \\u001B[31m\\u202E<script>x</script> & &A | `x` [x](y)\\n# x" if hostile else "Ayesha Khan"
    )
    (folder / "profile.toml").write_text(
        f'name = "{taxpayer}"\n[[account]]\nmatch = "nobody"\nname = "{taxpayer}"\nowner = "other"\n',
        encoding="utf-8",
    )
    return folder
