"""Bytes into entries: files, layouts, detection, values."""

from freelance_pk.intake.folder import read_files
from freelance_pk.intake.registry import institutions
from freelance_pk.intake.result import Intake, ReadFile

__all__ = ["Intake", "ReadFile", "institutions", "read_files"]
