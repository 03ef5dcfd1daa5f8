"""An output never takes the place of what its figures were read from, whatever --force says."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from freelance_pk.model.errors import UsageError

if TYPE_CHECKING:
    from freelance_pk.run.inputs import Inputs


def keep_inputs(output: Path, inputs: "Inputs") -> None:
    """Refuse to write over a file that was read, or among the locks of filed years.

    Raises:
        UsageError: so it would be.
    """
    from freelance_pk.books.locks import LOCKS

    if output.exists() and any(
        each.path.exists() and output.samefile(each.path) for each in inputs.merged.files
    ):
        raise UsageError(
            f"{output} is one of the files that the figures are read from, and is not overwritten",
            remedy="choose another name",
        )
    home = inputs.locks_in
    if home is not None and os.path.realpath(output.parent) == os.path.realpath(home / LOCKS):
        raise UsageError(
            f"{output} would stand among the locks of filed years", remedy="choose another folder"
        )
