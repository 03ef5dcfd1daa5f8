"""Where a process of its own begins and ends."""

import gc
import os


def start() -> None:
    """Run the command line.

    A run is short, and holds every row to its end: the cyclic collector would walk what is loaded and read again and
    again, and once more at the end. A batch turns it on again.
    """
    gc.disable()
    # Nobody else's plugin looks into the models; looking for one reads what is said of every package installed.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    try:
        from freelance_pk.cli.main import run

        run()
    finally:
        gc.freeze()
