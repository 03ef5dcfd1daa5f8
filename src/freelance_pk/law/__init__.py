"""The schema of data/tax_slabs, its loader and its checker."""

from freelance_pk.law.load import known_years, law_file, law_from, load_law
from freelance_pk.law.readings import read_as
from freelance_pk.law.schema import Law

__all__ = ["Law", "known_years", "law_file", "law_from", "load_law", "read_as"]
