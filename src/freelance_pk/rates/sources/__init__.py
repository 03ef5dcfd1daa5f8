"""The providers of rates, in the order they are asked."""

from freelance_pk.rates.sources import (
    currency_api,
    frankfurter,
    frankfurter_sbp,
    sbp_bfer,
    sbp_easydata,
    sbp_m2m,
    sbp_wacr,
)
from freelance_pk.rates.sources.protocol import Source

SOURCES: tuple[Source, ...] = (
    sbp_bfer,
    sbp_wacr,
    sbp_m2m,
    sbp_easydata,
    frankfurter_sbp,
    frankfurter,
    currency_api,
)
