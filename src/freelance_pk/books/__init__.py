"""The folder that is the books, and its profile."""

from freelance_pk.books.place import find_books
from freelance_pk.books.profile import load_profile

__all__ = ["find_books", "load_profile"]
