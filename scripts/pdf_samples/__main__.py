"""Make the PDF statements among the samples, and the list of the rows they hold.

    PYTHONPATH=tests/samples python scripts/pdf_samples tests/samples

Every name and figure is invented; the pages are laid out as the banks print them. Each page is cut after so many
lines, inside a row if it comes so. `expected.csv` is what this script drew, not what the program read.
"""

import csv
import sys
from dataclasses import dataclass, field
from pathlib import Path

from hbl_meezan import HBL, MEEZAN, MEEZAN_2021
from others import ALLIED, FAYSAL, MCB, MCB_STATEMENT, SADAPAY, UBL
from plain_pdf import Line, pdf_of, pdf_of_pictures

from statement import Drawn, Statement

FIELDS = "line date account kind amount currency reference parent counterparty far_amount far_currency description balance"


@dataclass(slots=True)
class Pages:
    """Lines put on pages one by one; a page is full after so many rows' lines."""

    statement: Statement
    pages: list[list[Line]] = field(default_factory=list)
    room: int = 0

    def put(self, line: Line) -> int:
        """Put a line of a row; return its number in the text of all pages."""
        if not self.room:
            self.begin()
        self.room -= 1
        self.pages[-1].append(line)
        if not self.room:
            self.pages[-1] += self.statement.foot(len(self.pages))
        return sum(map(len, self.pages)) - (0 if self.room else len(self.statement.foot(len(self.pages))))

    def begin(self) -> None:
        """Begin a page with its head."""
        self.room = self.statement.lines_a_page
        told = self.statement
        above = [*told.later_head, *told.header] if self.pages else [*told.head, *told.header, *told.first]
        self.pages.append(above)

    def end(self) -> list[list[Line]]:
        """Close the last page; return all."""
        if self.room:
            self.pages[-1] += self.statement.foot(len(self.pages))
        return self.pages


def draw(statement: Statement) -> tuple[list[list[Line]], list[dict[str, str]]]:
    """Lay a statement out; return its pages and what its rows say, in the order printed."""
    pages = Pages(statement)
    balance = statement.opening
    drawn: list[Drawn] = []
    for row in statement.rows:
        balance += row.amount
        drawn.append(Drawn(row, balance))
    said: list[dict[str, str]] = []
    for each in reversed(drawn) if statement.newest_first else drawn:
        numbers = [pages.put(line) for line in statement.lines_of(each)]
        row = each.row
        said.append(
            {
                "line": str(numbers[statement.date_at(each)]),
                "date": row.day.isoformat(),
                "account": statement.account,
                "kind": row.kind,
                "amount": str(row.amount),
                "currency": "PKR",
                "description": statement.text_of(row),
                "balance": str(each.balance) if statement.prints_balance else "",
                **row.fields,
            }
        )
    return [*pages.end()[:-1], [*pages.pages[-1], *statement.last]], said


def main(folder: Path) -> None:
    """Write every sample."""
    for statement in (HBL, MEEZAN, MEEZAN_2021, SADAPAY, UBL, FAYSAL, MCB, MCB_STATEMENT, ALLIED):
        pages, said = draw(statement)
        place = folder / statement.folder
        place.mkdir(parents=True, exist_ok=True)
        (place / statement.name).write_bytes(pdf_of(pages, statement.password))
        with (place / "expected.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(
                file, FIELDS.split(), lineterminator="\n", restval="", extrasaction="ignore"
            )
            writer.writeheader()
            writer.writerows(said)
    pages, _ = draw(HBL)
    refused = folder / "pdf"
    for name, data in (("scanned", pdf_of_pictures(2)), ("locked", pdf_of(pages[:1], "0403"))):
        (refused / name).mkdir(parents=True, exist_ok=True)
        (refused / name / f"{name}.pdf").write_bytes(data)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
