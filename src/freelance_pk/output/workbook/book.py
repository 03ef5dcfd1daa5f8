"""Puts the sheets together, with bytes that depend on the figures alone."""

import re
import shutil
import zipfile
from datetime import datetime
from pathlib import Path

from openpyxl.workbook import Workbook

from freelance_pk.output.files import write_beside
from freelance_pk.output.workbook.figures import (
    Places,
    monthly_sheet,
    receipts_sheet,
    summary_sheet,
    transfers_sheet,
)
from freelance_pk.output.workbook.records import (
    checks_sheet,
    rates_sheet,
    rules_sheet,
    transactions_sheet,
    withholding_sheet,
)
from freelance_pk.output.workbook.tax_sheet import tax_sheet
from freelance_pk.statement.figures import Report
from freelance_pk.tax import Assessment

_FIXED = datetime(2000, 1, 1)  # noqa: DTZ001 - openpyxl cannot write an aware time
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)


def write_workbook(report: Report, assessment: Assessment | None, path: Path, *, force: bool = False) -> None:
    """Write the workbook.

    Args:
        report: the figures.
        assessment: the tax computation, None for a period that is no tax year.
        path: to write; a file that is there is kept unless `force`.
        force: overwrite.
    """

    def fill(beside: Path) -> None:
        raw = beside.with_suffix(".raw")
        try:
            _book(report, assessment).save(raw)
            _settle(raw, beside)
        finally:
            raw.unlink(missing_ok=True)

    write_beside(path, fill, force=force)


def _book(report: Report, assessment: Assessment | None) -> Workbook:
    book = Workbook(write_only=True)
    book.properties.creator = ""
    book.properties.created = _FIXED
    law = ", ".join(f"{each.name} {each.sha256[:8]}" for each in report.data if "tax_slabs" in each.name)
    footer = f"{report.taxpayer} {report.period.label}".strip().replace("&", "&&") + f"|{law}"
    places = Places()
    summary_sheet(book, report, footer)
    monthly_sheet(book, report, footer, places)
    receipts_sheet(book, report, footer, places)
    transfers_sheet(book, report, footer)
    transactions_sheet(book, report, footer)
    withholding_sheet(book, report, assessment, footer)
    if assessment is not None:
        tax_sheet(book, assessment, footer, places)
    rates_sheet(book, report, footer)
    rules_sheet(book, report, assessment, footer)
    checks_sheet(book, report, assessment, footer, places)
    return book


def _settle(raw: Path, settled: Path) -> None:
    """Copy a workbook with fixed times, so that the same figures give the same bytes."""
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(settled, "w", zipfile.ZIP_DEFLATED) as target:
        for item in source.infolist():
            fixed = zipfile.ZipInfo(item.filename, _ZIP_TIME)
            fixed.compress_type = zipfile.ZIP_DEFLATED
            fixed.external_attr = 0o644 << 16
            if item.filename == "docProps/core.xml":
                core = source.read(item).decode("utf-8")
                core = re.sub(r"(<dcterms:modified[^>]*>)[^<]*", r"\g<1>2000-01-01T00:00:00Z", core)
                target.writestr(fixed, core)
                continue
            with source.open(item) as part, target.open(fixed, "w", force_zip64=True) as copy:
                shutil.copyfileobj(part, copy, 1 << 20)
