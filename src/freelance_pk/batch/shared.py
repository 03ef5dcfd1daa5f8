"""What stands in two clients' folders, receipts and exports: told by digests alone, whatever the number of clients."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from hashlib import blake2b
from heapq import nsmallest
from pathlib import Path
from zlib import crc32

from freelance_pk.batch.keeping import Key, Of, load_keys
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
FILE = "file "  # how the place of a whole file begins
_AT_ONCE = 50_000  # keys held in memory: about 4 MB
_SAMPLE = 16  # rows of each account that tell its exports; those of two exports are the same as far as these overlap


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


def keys_of_exports(merged: Merged, period: Period) -> Iterator[Key]:
    """Yield keys of every file with rows of an account that is no bank's in a period, and of some of these rows.

    Rows are told by the ids that an institution promises, with day and amount, for some institutions count up in each
    account. The lowest digests of ids are kept: exports of one account have the same ones wherever they overlap.
    """
    of_banks = {name for name, each in merged.accounts.items() if each.kind is AccountKind.BANK}
    files: dict[str, str] = {}
    rows: dict[str, list[Entry]] = defaultdict(list)
    for entry in merged.entries:
        if entry.account not in of_banks and entry.day in period:
            files.setdefault(entry.source.sha256, entry.source.name)
            if entry.ref and entry.source.promises_ids:
                rows[entry.account].append(entry)
    for digest, name in files.items():
        yield _key(f"{FILE}{name}", "file", digest)
    for account, entries in rows.items():
        of = merged.accounts[account].institution or account
        for entry in nsmallest(_SAMPLE, entries, key=_lot):
            what = (entry.ref, entry.day.isoformat(), entry.amount, entry.currency)
            yield _key(f"row {entry.ref} of {entry.day} ({entry.origin})", "id", of, *what)


def _lot(entry: Entry) -> tuple[int, str]:
    return crc32(entry.ref.encode("utf-8", "replace")), entry.ref


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


def find_shared(out: Path, slugs: Sequence[str], of: Of) -> dict[str, dict[int, tuple[str, ...]]]:
    """Find what stands in the folders of several clients.

    Args:
        out: folder of the outputs, where the keys are kept.
        slugs: the clients that were read.
        of: the sort of keys to compare.

    Returns:
        By client, the keys that it shares, and the clients it shares each of them with.
    """
    parts = sum(len(load_keys(out, slug, of)) for slug in slugs) // _AT_ONCE + 1
    shared: dict[str, dict[int, tuple[str, ...]]] = defaultdict(dict)
    for part in range(parts):
        for digest, holders in _held_twice(out, slugs, of, part, parts):
            for place in holders:
                shared[slugs[place]][digest] = tuple(slugs[each] for each in holders if each != place)
    return dict(shared)


def _held_twice(
    out: Path, slugs: Sequence[str], of: Of, part: int, parts: int
) -> Iterable[tuple[int, list[int]]]:
    """Go through the keys whose remainder is `part`: in memory is a part of all keys at a time."""
    first: dict[int, int] = {}
    again: dict[int, list[int]] = {}
    for place, slug in enumerate(slugs):
        for digest in load_keys(out, slug, of):
            if digest % parts != part:
                continue
            if digest in first:
                again.setdefault(digest, [first[digest]]).append(place)
            else:
                first[digest] = place
    return sorted(again.items())
