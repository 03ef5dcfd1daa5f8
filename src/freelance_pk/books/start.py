"""New books: a folder with a profile to fill in and a place for the exports."""

import json
from datetime import date
from pathlib import Path

from freelance_pk.books.alone import alone
from freelance_pk.books.writing import make_folder, write_private
from freelance_pk.model.errors import UsageError

PROFILE = "profile.toml"
EXPORTS = "exports"

_TEXT = """\
# The taxpayer's facts. Every line is optional; a line that begins with # says nothing.
# `freelance-pk profile check` checks this file.

{name}
active_taxpayer = {active}    # on FBR's active taxpayers list

# Identity, shown masked and written into no file name:
# cnic = "35202-1234567-1"
# ntn = "1234567-8"

{psb}

# Salary of a tax year, by the employer's certificate:
# [salary.2026]
# income = 3_000_000
# tax = 300_000

# Tax paid or collected elsewhere, one block for each:
# [[tax_paid]]
# date = 2026-03-31
# section = "236"
# amount = 3_600

# Zakat, donations and pension contributions, by tax year:
# [zakat]
# 2026 = 12_000

# Accounts that a bank row names and that are not clients':
# [[account]]
# match = "ALI KHAN"
# name = "my other account"
# owner = "self"
"""
_PSB = """\
# Registered with and certified by PSEB, from which day to which:
{mark}[[psb]]
{mark}from = {start}
# to = 2026-06-30
# certificate = "…"\
"""


def start_books(folder: Path, *, name: str, active: bool, psb_from: date | None) -> Path:
    """Make the books.

    Args:
        folder: made if it is not there; what it holds stays.
        name: the taxpayer's, "" to leave it out.
        active: on the active taxpayers list.
        psb_from: first day of a PSEB registration that still runs, None for none.

    Returns:
        The profile's path.

    Raises:
        UsageError: the folder holds books already.
        FreelanceError: it cannot be written.
    """
    profile = folder / PROFILE
    if profile.exists():
        raise _there_already(folder)
    make_folder(folder)
    with alone(folder):
        if profile.exists():
            raise _there_already(folder)
        make_folder(folder / EXPORTS)
        write_private(profile, _profile(name, active=active, psb_from=psb_from).encode())
    return profile


def _there_already(folder: Path) -> UsageError:
    return UsageError(
        f"{folder} holds books already; nothing was changed",
        remedy=f"edit {folder / PROFILE}, or bring in exports with `freelance-pk import FILES`",
    )


def _profile(name: str, *, active: bool, psb_from: date | None) -> str:
    shown = "".join(each for each in name if each.isprintable()).strip()
    return _TEXT.format(
        name=f"name = {json.dumps(shown, ensure_ascii=False)}" if shown else '# name = "Ayesha Khan"',
        active="true" if active else "false",
        psb=_PSB.format(mark="" if psb_from else "# ", start=psb_from or "2025-10-01"),
    )
