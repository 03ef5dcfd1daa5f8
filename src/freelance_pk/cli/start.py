"""Where a process of its own begins and ends."""

import gc
import os

_kept: list[object] = []


def keep(*values: object) -> None:
    """Keep values to the end of the process, if it ends with this command: the system takes all of its memory at once.

    To free the rows of a long file one by one takes as long as tying every fee to its earning.
    """
    if _kept:
        _kept.extend(values)


def start() -> None:
    """Run the command line.

    A run is short, and holds every row to its end: the cyclic collector would walk what is loaded and read again and
    again, and once more at the end. A batch turns it on again.
    """
    gc.disable()
    _kept.append(_kept)  # it holds itself, so that nothing frees it
    # Nobody else's plugin looks into the models; looking for one reads what is said of every package installed.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    try:
        from freelance_pk.cli.main import run

        run()
    finally:
        gc.freeze()
