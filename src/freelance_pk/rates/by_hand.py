"""Rates from a file that the user fetched by hand, told by its content."""

import csv
from datetime import date

from freelance_pk.model.errors import InputRefusedError
from freelance_pk.rates.cache import Body
from freelance_pk.rates.sources import sbp_bfer, sbp_easydata, sbp_wacr
from freelance_pk.rates.sources.protocol import PDF, XLSX, ContentError, Fetched, Source
from freelance_pk.rates.table import RateTable
from freelance_pk.rates.update import Outcome, Run, take_body


def take_file(table: RateTable, data: bytes, name: str, day: date | None, run: Run) -> Outcome:
    """Keep the rates of a file.

    Args:
        table: what is known.
        data: the file.
        name: as shown to the user.
        day: the day of a sheet, None: as it prints.
        run: folder, day, and whether revisions are taken.

    Raises:
        InputRefusedError: it is none of the files known, or not what it should be.
    """
    source, body = _source_of(data, name)
    try:
        _, outcome = take_body(table, source, Fetched(body, day), run)
    except ContentError as failure:
        origin = f"{name}, {failure.origin}" if failure.origin else name
        raise InputRefusedError(
            failure.message,
            origin=origin,
            remedy=failure.remedy or "download the file again from the State Bank",
        ) from failure
    return outcome


def _source_of(data: bytes, name: str) -> tuple[Source, Body]:
    if data.startswith(XLSX):
        return sbp_bfer, Body(data, "xlsx")
    if data.startswith(PDF):
        missing = sbp_wacr.unavailable()
        if missing:
            raise InputRefusedError(missing, origin=name, remedy="install it, and import the file again")
        return sbp_wacr, Body(data, "pdf")
    head = data[:4096].decode("utf-8-sig", errors="replace").lstrip()
    if head.startswith("{"):
        return sbp_easydata, Body(data, "json")
    first = [cell.strip().lower() for cell in next(csv.reader([head.partition("\n")[0]]), [])]
    if "series key" in first:
        return sbp_easydata, Body(data, "csv")
    if first[:3] == ["date", "currency", "rate"]:
        raise InputRefusedError(
            "these are rates of your own: they are not kept with the State Bank's",
            origin=name,
            remedy="put the file as rates.csv into the folder of your exports, or name it beside them",
        )
    raise InputRefusedError(
        "the file is none that rates are read from",
        origin=name,
        remedy="give BFER_Daily_Arch.xlsx, a day sheet in PDF, or a table of EasyData",
    )
