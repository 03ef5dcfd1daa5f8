"""Exchange rates: the bundled State Bank table, what was fetched, the user's own rates, and the policy of looking one up."""

from freelance_pk.rates.bundled import load_bundled
from freelance_pk.rates.lookup import RateTable, rate_on

__all__ = ["RateTable", "load_bundled", "rate_on"]
