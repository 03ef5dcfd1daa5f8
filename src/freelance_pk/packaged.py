"""Finds the data files that travel with the program: law, layouts, rates, demo."""

from pathlib import Path


def packaged(folder: str) -> Path:
    """Return the path of `data/<folder>`.

    A wheel carries the data inside the package. In a clone, and in an editable install that points
    at one, they stand beside `src`. The package's own folder is asked first: the folder two levels
    above an installed package belongs to somebody else.
    """
    inside = Path(__file__).parent / "data"
    root = inside if inside.is_dir() else Path(__file__).parents[2] / "data"
    path = root / folder
    if not path.exists():
        raise FileNotFoundError(
            f"the program's own data folder {path} is missing: install freelance-pk again"
        )
    return path
