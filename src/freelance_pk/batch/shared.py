"""The same certificate or bank receipt in two clients' folders: told by digests alone, whatever the number of clients."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from hashlib import blake2b
from pathlib import Path

from freelance_pk.batch.keeping import Key, load_keys
from freelance_pk.batch.masking import one_line
from freelance_pk.matching.merge import Merged
from freelance_pk.model.entry import AccountKind, Certificate, Entry, Kind
from freelance_pk.model.money import PKR
from freelance_pk.model.period import Period
from freelance_pk.output.numbers import money

# A number of so many letters and digits is a bank's own; a shorter one anybody may have written.
_BANKS_OWN, _DIGITS = 8, 4
# Money in: what a file calls so, typed as earned straight into a bank account, or of no kind that is known.
_INWARD = frozenset({Kind.DEPOSIT, Kind.EARNING, Kind.BONUS, Kind.UNKNOWN})
_AT_ONCE = 200_000  # keys held in memory: about 20 MB


def keys_of(merged: Merged, period: Period) -> Iterator[Key]:
    """Yield keys of every certificate and every credit of a bank account in a period; a row may have several.

    Two rows are the same where the bank's own number and the day are, and of a receipt the amount; where day,
    amount and the balance after it are; or where the same file holds them. A certificate is also the same as the
    credit that it names.
    """
    banks = {name: each for name, each in merged.accounts.items() if each.kind is AccountKind.BANK}
    for certificate in merged.certificates:
        if certificate.realised_on in period:
            yield from _of_certificate(certificate)
    for entry in merged.entries:
        if entry.account in banks and entry.day in period and entry.amount > 0 and entry.kind in _INWARD:
            yield from _of_receipt(entry, banks[entry.account].institution or entry.account)


def _of_certificate(certificate: Certificate) -> Iterator[Key]:
    number = _bare(certificate.certificate_no)
    place = f"certificate {certificate.certificate_no} of {certificate.realised_on} ({certificate.origin})"
    day = certificate.realised_on.isoformat()
    if _is_own(number):
        yield _key(place, "certificate", number, day)
    elif number:
        yield _key(place, "certificate", number, day, certificate.pkr, _bare(certificate.institution))
    reference = _bare(certificate.reference)
    if _is_own(reference):
        for credited in (certificate.pkr, certificate.pkr - certificate.tax):
            yield _key(place, "credited", reference, day, credited)
    yield _key(place, "row", certificate.source.sha256, certificate.line)


def _of_receipt(entry: Entry, bank: str) -> Iterator[Key]:
    place = f"receipt of {money(entry.amount, entry.currency)} on {entry.day} ({entry.origin})"
    what = (_bare(bank), entry.day.isoformat(), entry.amount, entry.currency)
    if entry.ref:
        yield _key(place, "reference", _bare(entry.ref), *what)
    if _is_own(_bare(entry.ref)):
        yield _key(place, "credited", _bare(entry.ref), entry.day.isoformat(), entry.amount)
    # The first receipts of two new accounts may be alike, balance and all.
    if entry.balance is not None and entry.balance != entry.amount:
        yield _key(place, "balance", entry.balance, *what)
    if entry.certificate and entry.currency == PKR and _is_own(_bare(entry.certificate)):
        yield _key(place, "certificate", _bare(entry.certificate), entry.day.isoformat())
    yield _key(place, "row", entry.source.sha256, entry.line)


def _is_own(number: str) -> bool:
    return len(number) >= _BANKS_OWN and sum(each.isdigit() for each in number) >= _DIGITS


def _key(place: str, *parts: object) -> Key:
    text = "\0".join(f"{part.normalize():f}" if isinstance(part, Decimal) else str(part) for part in parts)
    digest = blake2b(text.encode("utf-8", "replace"), digest_size=8).digest()
    return Key(int.from_bytes(digest, "big"), one_line(place))


def _bare(text: str) -> str:
    return "".join(each for each in text.casefold() if each.isalnum())


def find_shared(out: Path, slugs: Sequence[str]) -> dict[str, dict[int, tuple[str, ...]]]:
    """Find what stands in the folders of several clients.

    Args:
        out: folder of the outputs, where the keys are kept.
        slugs: the clients that were read.

    Returns:
        By client, the keys that it shares, and the clients it shares each of them with.
    """
    parts = sum(len(load_keys(out, slug)) for slug in slugs) // _AT_ONCE + 1
    shared: dict[str, dict[int, tuple[str, ...]]] = defaultdict(dict)
    for part in range(parts):
        for digest, holders in _held_twice(out, slugs, part, parts):
            for place in holders:
                shared[slugs[place]][digest] = tuple(slugs[each] for each in holders if each != place)
    return dict(shared)


def _held_twice(out: Path, slugs: Sequence[str], part: int, parts: int) -> Iterable[tuple[int, list[int]]]:
    """Go through the keys whose remainder is `part`: in memory is a part of all keys at a time."""
    first: dict[int, int] = {}
    again: dict[int, list[int]] = {}
    for place, slug in enumerate(slugs):
        for digest in load_keys(out, slug):
            if digest % parts != part:
                continue
            if digest in first:
                again.setdefault(digest, [first[digest]]).append(place)
            else:
                first[digest] = place
    return sorted(again.items())
