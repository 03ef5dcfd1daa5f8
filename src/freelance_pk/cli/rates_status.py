"""`freelance-pk rates status`."""

from freelance_pk.cli.screen import put


def status() -> None:
    """Show what is known, to when, and where it is from.

    Example: freelance-pk rates status
    """
    from freelance_pk.output.rates_text import status_lines
    from freelance_pk.rates import load_rates
    from freelance_pk.rates.cache import cache_folder
    from freelance_pk.rates.sources import sbp_easydata

    for line in status_lines(load_rates(), str(cache_folder()), key_is_set=not sbp_easydata.unavailable()):
        put(f"{line}\n")
