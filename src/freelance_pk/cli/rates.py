"""`freelance-pk rates`: the exchange rates known, and fetching more."""

import typer

from freelance_pk.cli.rates_check import check
from freelance_pk.cli.rates_import import import_file
from freelance_pk.cli.rates_show import show
from freelance_pk.cli.rates_status import status
from freelance_pk.cli.rates_update import update

app = typer.Typer(
    no_args_is_help=True,
    help="The exchange rates known: the rate of a day, how far they reach, fetching and checking them.",
)
app.command()(show)
app.command()(status)
app.command()(update)
app.command("import")(import_file)
app.command()(check)
