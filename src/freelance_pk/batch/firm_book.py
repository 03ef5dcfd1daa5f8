"""The firm's workbook: a row for each client, what is missing of whom, and messages to paste."""

from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from freelance_pk.batch.asking import asks, message
from freelance_pk.batch.firm import Firm
from freelance_pk.batch.row import FINAL, Row, Status
from freelance_pk.batch.words import MEANINGS, clients, missing, rate_words, title
from freelance_pk.output.files import write_beside
from freelance_pk.output.labels import Labels, Language
from freelance_pk.output.workbook.cells import Formula
from freelance_pk.output.workbook.sheet import DATE, NUMBER, RUPEES, Book, Cell, Column, Sheet

_LONGEST_CELL = 32_000  # a cell holds 32,767 letters


def write_firm_book(firm: Firm, path: Path) -> None:
    """Write the workbook, over an older one; the same firm gives the same bytes.

    Raises:
        FreelanceError: it cannot be written.
    """

    def fill(beside: Path) -> None:
        _book(firm).save(beside)

    write_beside(path, fill, force=True)


def _book(firm: Firm) -> Book:
    book = Book(
        Labels(Language.ENGLISH),
        f"Firm, {firm.period.label}|freelance-pk {version('freelance-pk')}",
    )
    _clients(book, firm)
    _evidence(book, firm)
    _messages(book, firm)
    _notes(book, firm)
    return book


def _clients(book: Book, firm: Firm) -> None:
    at_rates = [Column(f"Receipts at {rate_words(rate)}", 17, RUPEES) for rate in firm.rates]
    amounts = [
        Column("Receipts", 17, RUPEES),
        Column("Tax chargeable" if firm.is_year else "Tax expected", 15, RUPEES),
        Column("Paid and deducted" if firm.is_year else "Tax deducted", 15, RUPEES),
        Column("Payable (refundable)" if firm.is_year else "Short (over-deducted)", 15, RUPEES),
    ]
    columns = [
        Column("Client", 28),
        Column("Status", 12),
        *at_rates,
        *amounts,
        Column("What is missing", 52),
        Column("Next date", 13, DATE),
        Column("What is due then", 34),
    ]
    sheet = book.sheet("Clients", columns, landscape=True)
    number = sum(firm.counts.values())
    sheet.freeze(4, filtered_to=3 + number)
    counts = ", ".join(f"{firm.counts[status]} {status.value}" for status in Status if firm.counts[status])
    sheet.title_rows(f"Clients, {firm.period.label}", f"{clients(number)}: {counts}")
    sheet.header()
    first = sheet.row + 1
    for row in firm.rows():
        sheet.add(_client(row, firm))
    _sums(sheet, first, len(at_rates) + len(amounts))


def _client(row: Row, firm: Firm) -> list[Cell]:
    made, ahead = row.figures, firm.next_date(row)
    cells: list[Cell] = [row.client, row.status.value]
    if made is None:
        cells += [None] * (len(firm.rates) + 4)
    else:
        by_rate = {each.rate: each.pkr for each in made.at_rates}
        cells += [by_rate.get(rate, 0) for rate in firm.rates]
        cells += [made.received, made.charge, made.deducted, made.payable]
    return [*cells, missing(row), ahead.day if ahead else None, ahead.words if ahead else ""]


def _sums(sheet: Sheet, first: int, amounts: int) -> None:
    """Write live sums: of clients whose figures are final, and apart from them of those whose are not."""
    last = sheet.row
    for words, statuses in (
        ("Final (ready, review)", sorted(FINAL)),
        ("Not final (incomplete)", [Status.INCOMPLETE]),
    ):
        cells: list[Cell] = [words, ""]
        for place in range(3, 3 + amounts):
            rows, of = (sheet.span(each, first, last).split("!")[1] for each in (place, 2))
            parts = "+".join(f'SUMIF({of},"{status.value}",{rows})' for status in statuses)
            cells.append(Formula(f"={parts}"))
        sheet.add(cells, total=True)


def _evidence(book: Book, firm: Firm) -> None:
    columns = (
        Column("Client", 28),
        Column("Status", 12),
        Column("Weight", 10),
        Column("What", 24),
        Column("In words", 60),
        Column("Where", 40),
        Column("Rupees", 16, RUPEES),
        Column("From whom", 14),
        Column("What to do", 56),
    )
    sheet = book.sheet("Evidence requests", columns, landscape=True)
    number = sum(len(list(_requests(row))) for row in firm.rows())
    sheet.freeze(3, filtered_to=2 + number)
    sheet.title_rows(f"What is missing or to be settled, {firm.period.label}")
    sheet.header()
    for row in firm.rows():
        for request in _requests(row):
            sheet.add((row.client, row.status.value, *request))


def _requests(row: Row) -> Iterator[tuple[Cell, ...]]:
    """Yield a line for each finding; below one of missing certificates, a line for each receipt."""
    for each in row.findings:
        who = asks(each).who.value
        yield each.severity.value, title(each), each.message, each.origin, each.pkr, who, each.remedy
        if each.code != "certificate-missing":
            continue
        for receipt in row.lacking:
            payer = f" from {receipt.payer}" if receipt.payer else ""
            words = f"receipt of {receipt.day}{payer}"
            yield "", "  without certificate", words, receipt.account, receipt.pkr, who, ""
        if row.lacking_more:
            yield "", "  without certificate", f"and {row.lacking_more} more receipts", "", None, who, ""


def _messages(book: Book, firm: Firm) -> None:
    columns = (Column("Client", 28), Column("Message, to copy and send", 110))
    sheet = book.sheet("Messages", columns, landscape=True)
    sheet.freeze(3)
    sheet.title_rows(f"Messages to clients, {firm.period.label}")
    sheet.header()
    for row in firm.rows():
        text = message(row, firm.period.label)
        if text:
            sheet.add((row.client, text[:_LONGEST_CELL]))


def _notes(book: Book, firm: Firm) -> None:
    columns = (Column("Status", 22), Column("Meaning", 90), Column("Clients", 10, NUMBER))
    sheet = book.sheet("Notes", columns, landscape=True)
    sheet.title_rows("How the clients stand")
    sheet.header()
    for status in Status:
        sheet.add((status.value, MEANINGS[status], firm.counts[status]))
    for each in firm.notes:
        sheet.blank()
        sheet.add((each.code.replace("-", " "), f"{each.origin}: {each.message} {each.remedy}".strip()))
