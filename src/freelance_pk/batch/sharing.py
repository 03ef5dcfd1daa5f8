"""What clients share, as findings that name the others: shared money blocks both, a shared export is to be looked at."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from freelance_pk.batch.asking import status_of
from freelance_pk.batch.clients import Client
from freelance_pk.batch.keeping import Of, places_of
from freelance_pk.batch.row import Finding, Row, Status
from freelance_pk.batch.shared import FILE, find_shared
from freelance_pk.model.issue import Severity

_NAMED = 3
_MANY_ROWS = (
    3  # fewer that two exports have in common, of the few that are compared, may be a payment between clients
)
_OTHERS = (
    'name it in the profile of the one whose income it is not: [[account]] match = "...", owner = "other"'
)

_Shared = Mapping[int, tuple[str, ...]]  # by digest, the others that hold it


@dataclass(frozen=True, slots=True)
class Sharing:
    """Findings by client: of money that it shares, which block it, and of exports."""

    money: Mapping[str, tuple[Finding, ...]]
    exports: Mapping[str, tuple[Finding, ...]]

    def told(self, row: Row) -> Row:
        """Return a client's row with what it shares."""
        if row.slug in self.money:
            return blocked(row, self.money[row.slug])
        more = self.exports.get(row.slug, ())
        if row.figures is None or not more:
            return row
        findings = tuple(sorted((*row.findings, *more), key=_gravest_first))
        return replace(row, findings=findings, status=status_of(findings))


def blocked(row: Row, findings: tuple[Finding, ...]) -> Row:
    """Return a row without figures, and with the reason."""
    return replace(
        row,
        status=Status.BLOCKED,
        figures=None,
        findings=(*findings, *row.findings),
        lacking=(),
        lacking_more=0,
        dates=(),
    )


def _gravest_first(finding: Finding) -> tuple[bool, str, str, str]:
    return finding.severity is not Severity.ERROR, finding.code, finding.origin, finding.message


def sharing_among(out: Path, clients: Sequence[Client]) -> Sharing:
    """Find what clients share.

    Args:
        out: folder of the outputs, where the keys of what each holds are kept.
        clients: all of them.
    """
    slugs = [client.slug for client in clients]
    names = {client.slug: client.name for client in clients}
    money, exports = (sorted(find_shared(out, slugs, of).items()) for of in (Of.MONEY, Of.EXPORTS))
    blocking = {slug: tuple(_of_money(out, slug, keys, names)) for slug, keys in money}
    known = {slug: _others(keys) for slug, keys in money}
    doubtful = {
        slug: tuple(_of_exports(out, slug, keys, names, known.get(slug, frozenset())))
        for slug, keys in exports
    }
    return Sharing(blocking, doubtful)


def _others(keys: _Shared) -> frozenset[str]:
    return frozenset(other for others in keys.values() for other in others)


def _with_whom(keys: _Shared) -> Mapping[str, Sequence[int]]:
    """Return by the others what is shared with each; of very many, the first few."""
    found: dict[str, list[int]] = defaultdict(list)
    for digest, others in keys.items():
        for other in others[: _NAMED + 1]:
            found[other].append(digest)
    return dict(sorted(found.items()))


def _of_money(out: Path, slug: str, keys: _Shared, names: Mapping[str, str]) -> Iterator[Finding]:
    """Yield one finding for each other client, the first few of them, with the rows on both sides."""
    with_whom = _with_whom(keys)
    for other in list(with_whom)[:_NAMED]:
        ours, theirs = (_said(places_of(out, each, with_whom[other], Of.MONEY)) for each in (slug, other))
        yield Finding(
            Severity.ERROR,
            "shared-evidence",
            f"the same money stands in the folder of {names[other]}: {theirs}. No figures are given of either.",
            ours,
            f"find out whose it is, and take the file out of the other's folder; of a joint account, {_OTHERS}",
        )
    more = len(_others(keys)) - _NAMED
    if more > 0:
        yield Finding(
            Severity.ERROR, "shared-evidence", f"the same money stands in the folders of {more} more clients."
        )


def _of_exports(
    out: Path, slug: str, keys: _Shared, names: Mapping[str, str], known: frozenset[str]
) -> Iterator[Finding]:
    """Yield one finding for each other client that is not `known` to share money, the first few of them."""
    told = 0
    for other, digests in _with_whom(keys).items():
        ours, theirs = (_of_files(places_of(out, each, digests, Of.EXPORTS)) for each in (slug, other))
        if other in known or not ours or told == _NAMED:
            continue
        told += 1
        yield Finding(
            Severity.WARNING,
            "shared-export",
            f"the same rows of an account stand in the folder of {names[other]}: {_said(theirs)}. They count for both.",
            _said(ours),
            f"find out whose account it is, and take the file out of the other's folder; or {_OTHERS}",
        )


def _of_files(places: Sequence[str]) -> Sequence[str]:
    """Return the files that are the same, else the rows if there are many."""
    files = [each for each in places if each.startswith(FILE)]
    return files or (places if len(places) >= _MANY_ROWS else ())


def _said(places: Iterable[str]) -> str:
    every = sorted(set(places))
    more = f"; and {len(every) - _NAMED} more" if len(every) > _NAMED else ""
    return "; ".join(every[:_NAMED]) + more
