"""Rates fetched before the figures, where the user asked for it with --online."""

from collections.abc import Callable
from datetime import date

from freelance_pk.rates.cache import cache_folder
from freelance_pk.rates.update import Run, failure_issues, update
from freelance_pk.run.inputs import Inputs


def with_online_rates(
    inputs: Inputs, figures: Callable[[Inputs], object], today: date, tell: Callable[[str], None]
) -> Inputs:
    """Return the inputs with the rates fetched and kept that the figures ask for and do not have.

    Args:
        inputs: of the run.
        figures: states them; run once to see which rates it asks for.
        today: in Pakistan; what lies after it is not asked for.
        tell: is given a line before each provider is asked.

    Nothing is fetched when every rate is known. A rate that another than the State Bank publishes is used where
    the State Bank's would be older than four days, and is marked.
    """
    from freelance_pk.rates.sources.web import Https  # noqa: PLC0415 - only a run with --online needs the network

    asked: set[tuple[str, date]] = set()
    figures(inputs._replace(rates=inputs.rates._replace(asked=asked)))
    table = inputs.rates._replace(online=True)
    run = Run(folder=cache_folder(), today=today, web=Https, tell=tell)
    table, outcome = update(table, asked, run)
    return inputs._replace(rates=table, issues=(*inputs.issues, *outcome.issues, *failure_issues(outcome)))
