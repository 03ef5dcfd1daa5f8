"""`freelance-pk demo`."""

from typing import Annotated

import typer

from freelance_pk.cli import options
from freelance_pk.cli.report import report


def demo(
    output_format: Annotated[
        options.Format, typer.Option("--format", help="How to print it.")
    ] = options.Format.TABLE,
    lakh: options.Lakh = False,
) -> None:
    """Run the yearly report on the sample exports that come with the program.

    An invented designer: Upwork and Fiverr, through Payoneer, into Meezan Bank.

    Example: freelance-pk demo
    """
    from freelance_pk.packaged import packaged

    report([packaged("demo")], output_format=output_format, lakh=lakh)
