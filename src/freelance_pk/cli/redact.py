"""`freelance-pk redact`."""

from pathlib import Path
from typing import Annotated

import typer

from freelance_pk.cli import options
from freelance_pk.cli.screen import put
from freelance_pk.model.errors import UsageError

_WORKBOOKS = (".xlsx", ".xls", ".ods", ".xlsm", ".xlsb")


def redact(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="One export or statement; it is only read.")],
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="OUT",
            help="The copy to write; else FILE-redacted beside FILE.",
            show_default=False,
        ),
    ] = None,
    layout: options.Layout = None,
    passwords: options.Passwords = None,
    force: options.Force = False,
) -> None:
    """Write a copy of a file that is fit for a bug report: it reads alike and says nothing of you.

    Names, texts, ids, accounts and amounts are replaced; columns, dates and form stay.

    Example: freelance-pk redact payoneer.csv
    """
    from freelance_pk.intake.redaction import redacted_copy
    from freelance_pk.output.redacted import copy_text, write_copy

    if file.is_dir():
        raise UsageError(f"{file} is a folder", remedy="name one file")
    copy = redacted_copy(file, layout, tuple(passwords or ()))
    suffix = ".xlsx" if copy.data is None else ".txt" if copy.is_pdf else file.suffix
    path = output or file.with_name(f"{file.stem}-redacted{suffix}")
    if output is not None and (output.suffix.lower() in _WORKBOOKS) != (copy.data is None):
        raise UsageError(
            f"{output} would not be what its name says", remedy=f"end the name in {suffix or '.csv'}"
        )
    if path.exists() and path.samefile(file):
        raise UsageError(f"{path} is the original", remedy="choose another name")
    write_copy(copy, path, force=force)
    put(copy_text(copy, path, file.name))
