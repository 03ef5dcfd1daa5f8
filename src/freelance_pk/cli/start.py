"""Where a process of its own begins and ends."""

import gc


def start() -> None:
    """Run the command line.

    A run is short, and holds every row to its end: the cyclic collector would walk what is loaded and read again and
    again, and once more at the end. A batch turns it on again.
    """
    gc.disable()
    try:
        from freelance_pk.cli.main import run

        run()
    finally:
        gc.freeze()
