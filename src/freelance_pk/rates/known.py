"""What is known on this machine: the bundled table with the fetched rates laid over it."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from freelance_pk.rates.bundled import load_bundled, sure_until
from freelance_pk.rates.cache import REVISES, Line, cache_folder, read_lines, standing
from freelance_pk.rates.publications import PUBLICATIONS
from freelance_pk.rates.series import Mark, Series
from freelance_pk.rates.table import RateTable

_Days = Mapping[str, Line]
_LinesOf = Callable[[str, str, str], _Days]  # publication, currency, side


def load_rates(folder: Path | None = None) -> RateTable:
    """Return the bundled table with the fetched rates of a folder (default: the user's) laid over.

    A file of the cache is read when a currency is first asked for.

    Raises:
        InputRefusedError: when a currency is asked for, and a file of the cache is damaged.
    """
    where = folder or cache_folder()
    bundled = load_bundled()
    if not where.is_dir():
        return bundled

    @cache
    def file(publication: str) -> Mapping[tuple[str, str], _Days]:
        return standing(read_lines(where, publication))

    def lines(publication: str, currency: str, side: str) -> _Days:
        return file(publication).get((currency, side), {})

    return bundled._replace(
        series=cache(lambda currency: _official(bundled.series(currency), bundled.mark, lines, currency)),
        kept=cache(lambda key, currency: _kept(lines, key, currency)),
    )


def reloaded(table: RateTable, folder: Path) -> RateTable:
    """Return a table with its policy as it is and what the folder holds by now."""
    fresh = load_rates(folder)
    return table._replace(series=fresh.series, kept=fresh.kept)


def _official(bundled: Series | None, of_bundle: Mark, lines: _LinesOf, currency: str) -> Series | None:
    """Merge the same series from three places.

    The bundled table wins where it is sure of itself, unless a revision was accepted; where it was typed in, and
    past its end, the State Bank's own answers win, the workbook's before EasyData's.
    """
    answers = [(key, lines(key, currency, "mid")) for key in ("sbp-easydata", "sbp-bfer")]
    if not any(days for _, days in answers):
        return bundled
    found: dict[str, tuple[str, Mark]] = {}
    for day, rate in zip(bundled.days, bundled.rates, strict=True) if bundled else ():
        found[day] = (rate, of_bundle)
    for key, days in answers:
        for day, line in days.items():
            if day not in found or day > sure_until() or line.note.startswith(REVISES):
                found[day] = (line.value, _mark("sbp-bfer", PUBLICATIONS[key].words, line))
    return _series(found)


def _kept(lines: _LinesOf, key: str, currency: str) -> Series | None:
    """Return a kept series by its key: a publication, the banks' buying side of one, or dollars for one unit."""
    if key == "sbp-wacr":
        return _mid(lines(key, currency, "buying"), lines(key, currency, "selling"))
    if key == "wacr-buy":
        words = f"{PUBLICATIONS['sbp-wacr'].words}, buying"
        return _plain(lines("sbp-wacr", currency, "buying"), "sbp-wacr-buy", words)
    if key == "usd":
        parts = [_business(lines(each, currency, "usd"), each) for each in ("currency-api", "frankfurter")]
        return _series(parts[0] | parts[1])
    if key == "sbp-m2m":
        return _plain(lines(key, currency, "ready"), key, PUBLICATIONS[key].words)
    return _series(_business(lines(key, currency, "mid"), key))


def _plain(days: _Days, basis: str, words: str) -> Series | None:
    return _series({day: (line.value, _mark(basis, words, line)) for day, line in days.items()})


def _mid(buying: _Days, selling: _Days) -> Series | None:
    words = f"{PUBLICATIONS['sbp-wacr'].words}, mid of buying and selling"
    return _series(
        {
            day: (
                f"{(Decimal(line.value) + Decimal(selling[day].value)) / 2:f}",
                _mark("sbp-wacr", words, line),
            )
            for day, line in buying.items()
            if day in selling
        }
    )


def _business(days: _Days, publication: str) -> dict[str, tuple[str, Mark]]:
    """Leave weekends out: what others publish for them is Friday's market."""
    words = PUBLICATIONS[publication].words
    return {
        day: (line.value, _mark(publication, words, line))
        for day, line in days.items()
        if publication == "frankfurter-sbp" or date.fromisoformat(day).weekday() < 5
    }


def _mark(basis: str, words: str, line: Line) -> Mark:
    return Mark(basis, words, line.retrieved, line.sha256)


def _series(found: Mapping[str, tuple[str, Mark]]) -> Series | None:
    if not found:
        return None
    days = sorted(found)
    return Series(days, [found[day][0] for day in days], [found[day][1] for day in days])
