"""Exchange rates: the bundled State Bank table, what was fetched, the user's own rates, and the policy of looking one up."""

from freelance_pk.rates.bundled import load_bundled
from freelance_pk.rates.known import load_rates
from freelance_pk.rates.lookup import SILENT_DAYS, RateTable, rate_on

__all__ = ["SILENT_DAYS", "RateTable", "load_bundled", "load_rates", "rate_on"]
