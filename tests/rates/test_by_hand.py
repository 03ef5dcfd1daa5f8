"""A file that the user fetched is told by its content, not by its name."""

import sys
from pathlib import Path

import pytest
from providers import OCTOBER
from rate_bodies import bfer_workbook, bundled_rates, easydata_table

from freelance_pk.model.errors import InputRefusedError
from freelance_pk.rates import load_bundled, load_rates
from freelance_pk.rates.by_hand import take_file
from freelance_pk.rates.sources import sbp_wacr
from freelance_pk.rates.update import Outcome, Run

PORTAL_CSV = (
    '"Dataset Name","Observation Date","Series Key","Series Display Name","Observation Value","Unit"\r\n'
    '"Bank Floating","07-Sep-2026","TS_GP_ES_FADERPKR_M.XRDAVG0220","US Dollar","279.5","PKR"\r\n'
)


def taken(folder: Path, data: bytes, name: str = "a file") -> Outcome:
    return take_file(load_bundled(), data, name, None, Run(folder=folder, today=OCTOBER))


@pytest.mark.parametrize(
    ("data", "publication", "new"),
    [
        (easydata_table([("0220", "2026-09-07", "279.5")]), "sbp-easydata", 1),
        (b"\n  " + easydata_table([("0220", "2026-09-07", "279.5")]), "sbp-easydata", 1),
        (PORTAL_CSV.encode("utf-8-sig"), "sbp-easydata", 1),
        (bfer_workbook(bundled_rates("2026-06-22", "2026-06-30")), "sbp-bfer", 0),
    ],
)
def test_a_table_is_known_by_what_is_in_it(kept: Path, data: bytes, publication: str, new: int) -> None:
    outcome = taken(kept, data)

    assert [(saved.publication, saved.new) for saved in outcome.saved] == [(publication, new)]
    series = load_rates(kept).series("USD")
    assert series is not None
    assert (series.days[-1] == "2026-09-07") == bool(new)


@pytest.mark.parametrize(
    ("data", "message", "remedy"),
    [
        (
            b"Date, currency,RATE,note\n2026-09-07,USD,280,bank\n",
            "these are rates of your own: they are not kept with the State Bank's",
            "put the file as rates.csv into the folder of your exports, or name it beside them",
        ),
        (
            b"day,rate\n",
            "the file is none that rates are read from",
            "give BFER_Daily_Arch.xlsx, a day sheet in PDF, or a table of EasyData",
        ),
        (
            b"",
            "the file is none that rates are read from",
            "give BFER_Daily_Arch.xlsx, a day sheet in PDF, or a table of EasyData",
        ),
    ],
)
def test_any_other_file_is_refused_with_what_to_give(
    kept: Path, data: bytes, message: str, remedy: str
) -> None:
    with pytest.raises(InputRefusedError) as caught:
        taken(kept, data, "mine.csv")

    assert (caught.value.message, caught.value.origin, caught.value.remedy) == (message, "mine.csv", remedy)
    assert not kept.exists()


def test_a_damaged_table_names_the_file_and_the_place(kept: Path) -> None:
    with pytest.raises(InputRefusedError) as caught:
        taken(kept, easydata_table([("0220", "2026-09-07", '"lots"')]), "table.json")

    assert caught.value.origin.startswith("table.json")
    assert caught.value.remedy == "download the file again from the State Bank"


def test_a_day_sheet_needs_the_reader_of_pdf(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pdfplumber", None)  # as where the extra is not installed
    words = sbp_wacr.unavailable()
    with pytest.raises(InputRefusedError) as caught:
        taken(kept, b"%PDF-1.7 a sheet", "10-Sep-26.pdf")

    assert words
    assert (caught.value.message, caught.value.origin) == (words, "10-Sep-26.pdf")
    assert caught.value.remedy == "install it, and import the file again"
