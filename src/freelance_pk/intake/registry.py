"""The institutions and layouts that travel with the program, and the user's own beside them."""

from functools import cache
from pathlib import Path
from typing import NamedTuple

from freelance_pk.intake.layout_file import parse_platform
from freelance_pk.intake.own_layouts import OwnLayouts, join, load_all, own_folder, own_paths
from freelance_pk.intake.schema import Layout, Platform
from freelance_pk.model.entry import AccountKind
from freelance_pk.model.errors import FreelanceError, InputRefusedError, InputsRefusedError
from freelance_pk.model.institution import Institution
from freelance_pk.packaged import packaged

Known = dict[str, tuple[Platform, Layout]]


class Registry(NamedTuple):
    """What is known.

    Attributes:
        platforms: every institution, ordered by id.
        layouts: every layout by id, with its institution.
        own: the user's layouts by id, each with the file that holds it.
        refusals: the user's files that were left out, each with the reason.
    """

    platforms: tuple[Platform, ...]
    layouts: Known
    own: dict[str, OwnLayouts]
    refusals: tuple[FreelanceError, ...]


def load_platform(path: Path, *, vouched: bool = False) -> Platform:
    """Read and check one file of layouts.

    Args:
        path: of the file.
        vouched: it travels with the program and was checked: to check it takes longer than all the rest.

    Raises:
        InputRefusedError: the file cannot be read, is not TOML or breaks the schema.
    """
    try:
        data = path.read_bytes()
    except OSError as failure:
        raise InputRefusedError(
            f"the file cannot be read: {failure.strerror}", origin=str(path), remedy="check the name"
        ) from failure
    return parse_platform(data, str(path), vouched=vouched)


@cache
def program_platforms(*, vouched: bool = True) -> dict[str, Platform]:
    """Return the institutions that travel with the program, by id.

    Args:
        vouched: trust the files, which `platforms check` and the tests check.
    """
    paths = sorted(packaged("platforms").glob("*.toml"))
    loaded = (load_platform(path, vouched=vouched) for path in paths)
    return {platform.id: platform for platform in loaded}


def registry() -> Registry:
    """Return what is known now; the user's files are read again when one of them has changed."""
    paths = own_paths(own_folder())
    return _registry(tuple((path, *_state(path)) for path in paths))


def _state(path: Path) -> tuple[int, int]:
    try:
        state = path.stat()
    except OSError:
        return 0, 0
    return state.st_mtime_ns, state.st_size


def known_of(platforms: dict[str, Platform]) -> Known:
    """Return the layouts of institutions by id.

    Raises:
        InputRefusedError: two are called alike.
    """
    found: Known = {}
    for platform in platforms.values():
        for layout in platform.layout:
            if layout.id in found:
                raise InputRefusedError(f"two layouts are called {layout.id}", remedy="rename one")
            found[layout.id] = (platform, layout)
    return found


@cache
def _registry(own_files: tuple[tuple[Path, int, int], ...]) -> Registry:
    whole, broken = load_all(path for path, _, _ in own_files)
    joined, own, clashing = join(program_platforms(), whole)
    found = known_of(joined)
    ordered = tuple(joined[each] for each in sorted(joined))
    return Registry(ordered, found, own, (*broken, *clashing))


def _whole() -> Registry:
    """Return the registry if every file of the user can be used: a file left out would change figures.

    Raises:
        InputRefusedError, InputsRefusedError: one or more cannot.
    """
    found = registry()
    if found.refusals:
        raise found.refusals[0] if len(found.refusals) == 1 else InputsRefusedError(found.refusals)
    return found


def platforms() -> tuple[Platform, ...]:
    """Return every institution, ordered by id."""
    return _whole().platforms


def layouts() -> Known:
    """Return every layout by id, with its institution."""
    return _whole().layouts


def own_layouts() -> dict[str, OwnLayouts]:
    """Return the user's layouts by id, each with the file that holds it."""
    return _whole().own


def institutions() -> dict[str, Institution]:
    """Return the institutions by id; our own file formats are none."""
    return {
        platform.id: Institution(
            platform.id,
            platform.name,
            platform.kind if isinstance(platform.kind, AccountKind) else None,
            tuple(platform.aliases),
            platform.social,
            any(layout.promises_ids for layout in platform.layout),
            platform.lists_sales_of_others,
        )
        for platform in platforms()
        if platform.kind != "own"
    }
