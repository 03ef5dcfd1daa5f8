"""`--online`: rates that the figures ask for and do not have are fetched first."""

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING

from freelance_pk.cli.screen import say
from freelance_pk.model.errors import UsageError

if TYPE_CHECKING:
    from freelance_pk.run.inputs import Inputs


def with_rates(
    inputs: "Inputs", figures: "Callable[[Inputs], object]", *, online: bool, offline: bool, quiet: bool
) -> "Inputs":
    """Return the inputs as they are, or with --online with the rates fetched that `figures` asks for.

    Raises:
        UsageError: --online and --offline together.
    """
    if online and offline:
        raise UsageError("give --online or --offline, not both", remedy="leave one of the two out")
    if not online:
        return inputs
    from freelance_pk.run.online import with_online_rates

    return with_online_rates(inputs, figures, today(), _keep_quiet if quiet else say)


def today() -> date:
    """Return the day it is in Pakistan."""
    from freelance_pk.intake.dates import PAKISTAN

    return datetime.now(PAKISTAN).date()


def _keep_quiet(_words: str) -> None:
    pass
