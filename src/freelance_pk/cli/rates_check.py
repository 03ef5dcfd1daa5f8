"""`freelance-pk rates check`."""

import typer

from freelance_pk.cli.screen import put, say
from freelance_pk.model.errors import ExitStatus


def check() -> None:
    """Check the rates again: digests, and every fetched rate against the body it was read from.

    Example: freelance-pk rates check
    """
    from freelance_pk.output.rates_text import check_lines
    from freelance_pk.rates.cache import cache_folder
    from freelance_pk.rates.verify import check_rates

    checked = check_rates(cache_folder())
    for line in check_lines(checked):
        put(f"{line}\n")
    if any(each.faults for each in checked):
        say(f"move what is wrong out of {cache_folder()} and run `freelance-pk rates update`")
        raise typer.Exit(ExitStatus.REFUSED)
