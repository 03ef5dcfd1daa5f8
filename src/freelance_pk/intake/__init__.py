"""Bytes into entries: files, layouts, detection, values."""

from freelance_pk.intake.folder import read_files
from freelance_pk.intake.registry import institutions, own_layouts
from freelance_pk.intake.result import Intake, ReadFile

__all__ = ["Intake", "ReadFile", "institutions", "own_layouts", "read_files"]
