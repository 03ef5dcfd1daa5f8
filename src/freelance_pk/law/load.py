"""Reads one tax year's law. The years known are the files there are.

The program's own files were checked before they left (`slabs check`), and are built as they stand; a file that a user
can have edited is checked.
"""

import hashlib
import re
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import tomli

from freelance_pk.law.schema import RESPELT, Law
from freelance_pk.model.errors import InputRefusedError, UnknownTaxYearError
from freelance_pk.model.form import built
from freelance_pk.packaged import packaged

_NAME = re.compile(r"ty(\d{4})\.toml")
_NOT_OF_THE_FORM = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


def law_files() -> tuple[Path, ...]:
    """Return the packaged law files, by year."""
    return tuple(path for path in sorted(packaged("tax_slabs").iterdir()) if _NAME.fullmatch(path.name))


@cache
def known_years() -> tuple[int, ...]:
    """Return the tax years there is a law file for."""
    return tuple(int(path.stem[2:]) for path in law_files())


@cache
def load_law(year: int, overrides: Path | None = None) -> Law:
    """Read the law of a tax year, and check it if it is of the user's own.

    Args:
        year: the tax year.
        overrides: a folder of the user's own law files, asked first (--law).

    Raises:
        UnknownTaxYearError: there is no file for the year.
        InputRefusedError: the file breaks the schema, or the folder holds no law file.
    """
    path = law_file(year, overrides)
    if overrides is None or path.parent != overrides:
        return _packaged_law(path)
    law = read_law(path)
    if law.tax_year != year:
        raise InputRefusedError(
            f"the file is of tax year {law.tax_year}", origin=str(path), remedy="name it after its year"
        )
    return replace(law, overridden=path.name)


def law_file(year: int, overrides: Path | None = None) -> Path:
    """Return the file that `load_law` reads.

    Raises:
        UnknownTaxYearError: there is none for the year.
        InputRefusedError: the folder of the user's own holds no law file.
    """
    if overrides is not None:
        if not any(_NAME.fullmatch(path.name) for path in overrides.glob("*.toml")):
            raise InputRefusedError(
                "the folder holds no law file",
                origin=str(overrides),
                remedy=f"put a file called ty{year}.toml there, written like those of `freelance-pk slabs show`",
            )
        own = overrides / f"ty{year}.toml"
        if own.is_file():
            return own
    if year not in known_years():
        raise UnknownTaxYearError(year, known_years())
    return packaged("tax_slabs") / f"ty{year}.toml"


def read_law(path: Path) -> Law:
    """Read and check one law file.

    Raises:
        InputRefusedError: it cannot be read, is not TOML, breaks the schema, or its table has a gap, an
            overlap or a wrong fixed amount; the message names the place.
    """
    return law_from(_bytes_of(path), str(path))


def law_from(data: bytes, origin: str) -> Law:
    """Check the bytes of a law file; see `read_law`."""
    from freelance_pk.law.check import checked  # noqa: PLC0415 - pydantic is imported only to check

    table = _table(data, origin)
    try:
        return checked(table)
    except ValueError as fault:
        raise InputRefusedError(
            str(fault),
            origin=origin,
            remedy="correct the figure, or declare the jump in the file where the law itself makes one",
        ) from fault


def _packaged_law(path: Path) -> Law:
    table = _table(_bytes_of(path), str(path))
    try:
        return built(Law, table)
    except _NOT_OF_THE_FORM:  # somebody is adding a year to the program: the check says what is wrong
        return read_law(path)


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as failure:
        raise InputRefusedError(
            f"the law file cannot be read: {failure.strerror}", origin=str(path), remedy="check the name"
        ) from failure


def _table(data: bytes, origin: str) -> dict[str, Any]:
    """Return the table of a law file by the fields of `Law`."""
    try:
        content = tomli.loads(data.decode("utf-8"), parse_float=Decimal)
    except (ValueError, RecursionError) as failure:  # no TOML, no UTF-8, a number or a nesting without end
        raise InputRefusedError(
            f"the law file is not valid TOML: {failure}", origin=origin, remedy="correct the file"
        ) from failure
    return {
        **{RESPELT.get(key, key): value for key, value in content.items()},
        "sha256": hashlib.sha256(data).hexdigest(),
    }
