"""The user's own layout files: where they stand, and how they join those of the program."""

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from freelance_pk.intake.layout_file import parse_platform
from freelance_pk.intake.schema import Platform
from freelance_pk.model.errors import FreelanceError, InputRefusedError

FOLDER = "FREELANCE_PK_LAYOUTS"


class OwnLayouts(NamedTuple):
    """One layout file of the user.

    Attributes:
        path: on disk.
        sha256: of its bytes.
        platform: what it says.
    """

    path: Path
    sha256: str
    platform: Platform


def own_folder() -> Path:
    """Return the folder of the user's layout files; it need not exist.

    `$FREELANCE_PK_LAYOUTS` names it where it is set; else it is `layouts` in the user's settings of freelance-pk.
    """
    named = os.environ.get(FOLDER)
    if named:
        return Path(named).expanduser()
    from platformdirs import user_config_path  # noqa: PLC0415 - only where the folder is not named

    return user_config_path("freelance-pk", appauthor=False) / "layouts"


def own_paths(folder: Path) -> tuple[Path, ...]:
    """Return the layout files of a folder, in order of their names; hidden ones are none."""
    try:
        return tuple(sorted(path for path in folder.glob("*.toml") if not path.name.startswith(".")))
    except OSError:
        return ()


def load_own(path: Path) -> OwnLayouts:
    """Read one layout file of the user.

    Raises:
        InputRefusedError: it cannot be read, breaks the schema, or says of itself that it is the program's.
    """
    try:
        data = path.read_bytes()
    except OSError as failure:
        raise InputRefusedError(
            f"the layout file cannot be read: {failure.strerror}", origin=str(path), remedy=_remedy(path)
        ) from failure
    platform = parse_platform(data, str(path), _remedy(path))
    if platform.kind == "own":
        raise _refused(path, "kind: 'own' is for the program's own lists; say bank, wallet or platform")
    if any(layout.evidence == "own" for layout in platform.layout):
        raise _refused(path, "evidence: 'own' is for the program's own lists; say 'learned'")
    if not all(name.strip() for name in names_of(platform)):
        raise _refused(path, "name: an empty name is a name of everything")
    return OwnLayouts(path, hashlib.sha256(data).hexdigest(), platform)


def load_all(paths: Iterable[Path]) -> tuple[tuple[OwnLayouts, ...], tuple[FreelanceError, ...]]:
    """Read layout files; return those that are whole, and a refusal of each that is not."""
    whole: list[OwnLayouts] = []
    refusals: list[FreelanceError] = []
    for path in paths:
        try:
            whole.append(load_own(path))
        except FreelanceError as refusal:
            refusals.append(refusal)
    return tuple(whole), tuple(refusals)


def join(
    known: dict[str, Platform], whole: Iterable[OwnLayouts]
) -> tuple[dict[str, Platform], dict[str, OwnLayouts], tuple[FreelanceError, ...]]:
    """Add the user's layouts to the institutions of the program, or to new ones.

    Returns:
        The institutions by id, the user's layouts by id, and a refusal of each file that collides with another.
    """
    joined = dict(known)
    owners = {layout.id: "the program" for platform in known.values() for layout in platform.layout}
    own: dict[str, OwnLayouts] = {}
    refusals: list[FreelanceError] = []
    for each in whole:
        clash = _clash(each, joined, owners)
        if clash:
            refusals.append(_refused(each.path, clash))
            continue
        joined[each.platform.id] = _together(joined.get(each.platform.id), each.platform)
        owners |= {layout.id: str(each.path) for layout in each.platform.layout}
        own |= {layout.id: each for layout in each.platform.layout}
    return joined, own, tuple(refusals)


def _clash(each: OwnLayouts, known: dict[str, Platform], owners: dict[str, str]) -> str:
    platform = each.platform
    ids = [layout.id for layout in platform.layout]
    for place, layout in enumerate(ids):
        if layout in owners:
            return f"layout.{place}.id: {owners[layout]} has a layout {layout!r} already; give it another id"
        if layout in ids[:place]:
            return f"layout.{place}.id: the file has two layouts {layout!r}"
    same = known.get(platform.id)
    if same is not None and same.kind != platform.kind:
        return f"kind: {platform.id!r} is known as {same.kind}, and the file says {platform.kind}"
    names = names_of(platform)
    for other in known.values():
        shared = names & names_of(other) if other.id != platform.id else ()
        if shared:
            return (
                f'name: {min(shared)!r} is a name of the institution {other.id!r}; say id = "{other.id}" to add a '
                "layout to it, or choose another name"
            )
    return ""


def names_of(platform: Platform) -> set[str]:
    """Return the names by which an institution is called, case folded."""
    return {platform.name.casefold(), *(alias.casefold() for alias in platform.aliases)}


def _together(known: Platform | None, added: Platform) -> Platform:
    """Let other accounts' rows call the institution by its name, too, and by what the user adds."""
    names = [added.name.casefold(), *(alias.casefold() for alias in added.aliases)]
    if known is None:
        return added._replace(aliases=tuple(dict.fromkeys(names)))
    return known._replace(
        aliases=tuple(dict.fromkeys([*known.aliases, *names])), layout=(*known.layout, *added.layout)
    )


def _refused(path: Path, message: str) -> InputRefusedError:
    return InputRefusedError(message, origin=str(path), remedy=_remedy(path))


def _remedy(path: Path) -> str:
    return f"correct the file, or move it out of {path.parent}; `freelance-pk platforms check` checks all of yours"
