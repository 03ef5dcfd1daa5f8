"""`freelance-pk rates`: the exchange rates known, and fetching more."""

import typer

from freelance_pk.cli.plain_values import Command, Group
from freelance_pk.cli.rates_check import check
from freelance_pk.cli.rates_import import import_file
from freelance_pk.cli.rates_show import show
from freelance_pk.cli.rates_status import status
from freelance_pk.cli.rates_update import update

app = typer.Typer(
    cls=Group,
    no_args_is_help=True,
    help="The exchange rates known: the rate of a day, how far they reach, fetching and checking them.",
)
app.command(cls=Command)(show)
app.command(cls=Command)(status)
app.command(cls=Command)(update)
app.command("import", cls=Command)(import_file)
app.command(cls=Command)(check)
