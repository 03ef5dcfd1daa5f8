"""The institutions and layouts that travel with the program."""

import tomllib
from decimal import Decimal
from functools import cache
from pathlib import Path

from pydantic import ValidationError

from freelance_pk.intake.schema import Layout, Platform
from freelance_pk.model.entry import AccountKind
from freelance_pk.model.errors import InputRefusedError
from freelance_pk.model.institution import Institution
from freelance_pk.packaged import packaged


def load_platform(path: Path) -> Platform:
    """Read and check one file of layouts.

    Raises:
        InputRefusedError: the file is not TOML or breaks the schema.
    """
    try:
        with path.open("rb") as file:
            return Platform.model_validate(tomllib.load(file, parse_float=Decimal))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as failure:
        raise InputRefusedError(
            f"not valid TOML: {failure}", origin=str(path), remedy="correct the file"
        ) from failure
    except ValidationError as failure:
        first = failure.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise InputRefusedError(
            f"{place or 'the file'}: {first['msg']}", origin=str(path), remedy="correct the file"
        ) from failure


@cache
def platforms() -> tuple[Platform, ...]:
    """Return every institution, ordered by id."""
    return tuple(load_platform(path) for path in sorted(packaged("platforms").glob("*.toml")))


@cache
def layouts() -> dict[str, tuple[Platform, Layout]]:
    """Return every layout by id, with its institution."""
    found: dict[str, tuple[Platform, Layout]] = {}
    for platform in platforms():
        for layout in platform.layout:
            if layout.id in found:
                raise InputRefusedError(f"two layouts are called {layout.id}", remedy="rename one")
            found[layout.id] = (platform, layout)
    return found


@cache
def institutions() -> dict[str, Institution]:
    """Return the institutions by id; our own file formats are none."""
    return {
        platform.id: Institution(
            platform.id,
            platform.name,
            platform.kind if isinstance(platform.kind, AccountKind) else None,
            tuple(platform.aliases),
            platform.social,
        )
        for platform in platforms()
        if platform.kind != "own"
    }
