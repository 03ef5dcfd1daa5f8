"""The folder that is the books: its place, its profile, its exports, and safe writing in it."""

from freelance_pk.books.alone import alone
from freelance_pk.books.place import find_books
from freelance_pk.books.start import start_books

__all__ = ["alone", "find_books", "start_books"]
