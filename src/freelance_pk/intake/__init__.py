"""Bytes into entries: files, layouts, detection, values.

The names are brought in when first asked for: whoever needs the amounts alone need not wait for the readers.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from freelance_pk.intake.folder import read_files
    from freelance_pk.intake.registry import institutions
    from freelance_pk.intake.result import Intake, ReadFile

__all__ = ["Intake", "ReadFile", "institutions", "read_files"]

_PLACES = {
    "Intake": "result",
    "ReadFile": "result",
    "institutions": "registry",
    "read_files": "folder",
}


def __getattr__(name: str) -> Any:
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_PLACES[name]}"), name)
