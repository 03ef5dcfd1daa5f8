"""Every reader of files, each with good files to start from."""

import io
import tomllib
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from functools import cache, partial
from pathlib import Path
from typing import NamedTuple

from made_workbooks import ODS_HEADER, ods, ods_paid, xls, xls_paid

from freelance_pk.books.imports import load_said
from freelance_pk.books.profile import load_profile
from freelance_pk.books.review import load_answers
from freelance_pk.intake import Intake, read_files
from freelance_pk.intake.files import Content
from freelance_pk.intake.folder import _read_one, _Reader
from freelance_pk.intake.layout_file import parse_platform
from freelance_pk.intake.own_layouts import load_own
from freelance_pk.intake.pdf import pdf_text
from freelance_pk.intake.reading import read_file
from freelance_pk.intake.result import ReadAs
from freelance_pk.packaged import packaged

HERE = Path(__file__).parent
SAMPLES = HERE.parent / "samples"
OURS = frozenset({"about.toml", "expected.csv", "skipped.csv"})


class Seed(NamedTuple):
    """A good file.

    Attributes:
        reader: which of the readers below takes it.
        name: the file's name.
        data: its bytes.
        kind: how it may be damaged: "text", "toml", "archive" or "binary".
        layout: the layout it is read as, "" where none may be forced.
    """

    reader: str
    name: str
    data: bytes
    kind: str
    layout: str = ""


def _check(intake: Intake) -> None:
    """What is read is whole: every row is told of, and money is money."""
    for one in intake.files:
        assert one.rows == one.ordinary_rows + len(one.skipped), "a row is told of nowhere"
        for entry in one.entries:
            assert isinstance(entry.amount, Decimal), "an amount is none"
            assert entry.amount.is_finite(), "an amount is none"
            assert entry.amount, "an entry moves nothing"
            assert date(1989, 12, 31) <= entry.day <= date(2100, 1, 1), (
                "a day is none"
            )  # a zone away from its year


def _file(data: bytes, path: Path, layout: str) -> None:
    """Read a file as `read_files` does, without putting it on a disk."""
    reader = _Reader(ReadAs(layout or None), {}, (), alone=True)
    read, issues = _read_one(path, path.name, partial(io.BytesIO, data), reader)
    _check(Intake(tuple(read), tuple(issues), None))


def _archive(data: bytes, path: Path, layout: str) -> None:
    path.write_bytes(data)
    _check(read_files([path], layout=layout or None))


def _folder(data: bytes, path: Path, _: str) -> None:
    folder = path.parent / "alone"
    folder.mkdir(exist_ok=True)
    for each in folder.iterdir():
        each.unlink()
    (folder / path.name).write_bytes(data)
    _check(read_files([folder]))


def _pdf(data: bytes, path: Path, _: str) -> None:
    pdf_text(data, path.name)


def _pdf_text(data: bytes, path: Path, layout: str) -> None:
    """Read a PDF's text as taken from it: taking it is another reader's work, and slow."""
    text = data.decode("utf-8", "replace")
    content = Content(path.name, "0" * 64, lambda: io.StringIO(text), text[: 64 * 1024], None, is_pdf=True)
    read_file(path, content, layout=layout or None, account=None)


def _on_disk(read: Callable[[Path], object], data: bytes, path: Path, _: str) -> None:
    path.write_bytes(data)
    read(path)


def _layouts(data: bytes, path: Path, _: str) -> None:
    parse_platform(data, path.name)
    _on_disk(load_own, data, path, "")


READERS: dict[str, Callable[[bytes, Path, str], object]] = {
    "table": _file,
    "workbook": _file,
    "archive": _archive,
    "folder": _folder,
    "pdf": _pdf,
    "pdf-text": _pdf_text,
    "profile": partial(_on_disk, load_profile),
    "review": partial(_on_disk, load_answers),
    "imports": partial(_on_disk, lambda path: load_said(path.parent)),
    "layouts": _layouts,
}
# How often each is tried, of a hundred: by how many ways there are to break it, and how long it takes.
SHARES = {
    "table": 46,
    "workbook": 16,
    "archive": 4,
    "folder": 1,
    "pdf": 0.5,
    "pdf-text": 10,
    "profile": 8,
    "review": 6,
    "imports": 2,
    "layouts": 6,
}

PROFILE = """name = "Ayesha Khan"
cnic = "35202-0000000-1"
ntn = "1234567"
active_taxpayer = true
basis = "auto"
zakat = { 2026 = 1000 }
[salary.2026]
income = 1_200_000
tax = "5,000"
[[psb]]
from = 2025-10-01
to = 2026-06-30
certificate = "Z-1"
[[tax_paid]]
date = 2026-03-01
section = "147"
amount = 5000.50
[[expense]]
date = 2026-01-01
description = "Laptop"
category = "equipment"
amount = 250000
currency = "PKR"
paid_by = "bank"
use = "export"
[[account]]
match = "SadaPay"
name = "SadaPay 1234"
owner = "self"
kind = "wallet"
[wealth.2026]
opening = 100000
closing = 900000
"""
REVIEW = """# mine
[[answer]]
id = "credit-5k2f9t3x1z"
answer = "family"
about = "2026-02-14 SadaPay"
note = "my brother"
[[answer]]
id = "withdrawal-abcdefgh12"
answer = "arrived"
with = ["credit-aaaaaaaaaa", "credit-bbbbbbbbbb"]
date = 2026-03-04
[[rule]]
match = "BILAL KHAN"
answer = "family"
"""
IMPORTS = f"""[[file]]
name = "a.csv"
sha256 = "{"ab" * 32}"
layout = "upwork-1"
account = "Upwork"
"""


@cache
def seeds() -> dict[str, tuple[Seed, ...]]:
    """Return the good files of every reader, in an order that is always the same."""
    found: dict[str, list[Seed]] = {name: [] for name in READERS}
    for seed in (*_samples(), *_own(), *_workbooks()):
        found[seed.reader].append(seed)
    texts = found["table"]
    for number in range(0, len(texts), 9):
        packed = _packed(texts[number : number + 3])
        found["archive"].append(Seed("archive", "exports.zip", packed, "archive"))
    found["folder"] = [each._replace(reader="folder") for each in (*texts[::5], *found["archive"][:2])]
    return {name: tuple(each) for name, each in found.items()}


def _samples() -> Iterator[Seed]:
    for about in sorted(SAMPLES.glob("*/*/about.toml")):
        facts = tomllib.loads(about.read_text(encoding="utf-8"))
        (path,) = [each for each in about.parent.iterdir() if each.name not in OURS]
        data, layout = path.read_bytes(), facts.get("layout", "")
        if data.startswith(b"%PDF"):
            yield Seed("pdf", "statement.pdf", data, "binary")
            if "refused" not in facts:
                text = pdf_text(data, path.name, tuple(facts.get("passwords", ())))
                yield Seed("pdf-text", "statement.txt", text.encode(), "text", layout)
        elif data.startswith(b"PK"):
            yield Seed("workbook", "statement.xlsx", data, "archive", layout)
        elif data.startswith(b"\xd0\xcf"):
            yield Seed("workbook", "statement.xls", data, "binary", layout)
        else:
            yield Seed("table", "statement.csv", data, "text", layout)


def _own() -> Iterator[Seed]:
    for path in sorted(packaged("templates").glob("*.csv")):
        yield Seed("table", path.name, path.read_bytes(), "text", path.stem)
    for path in sorted(packaged("platforms").glob("*.toml")):
        yield Seed("layouts", path.name, path.read_bytes(), "toml")
    yield Seed("profile", "profile.toml", PROFILE.encode(), "toml")
    yield Seed("review", "review.toml", REVIEW.encode(), "toml")
    yield Seed("imports", "imports.toml", IMPORTS.encode(), "toml")


def _workbooks() -> Iterator[Seed]:
    """Yield text samples as XLSX and ODS, and old workbooks of which every record is known."""
    from test_resaved import as_excel_saves, name_of, rows_of, texts  # noqa: PLC0415 - beside the samples

    for folder in texts()[::4]:
        layout = tomllib.loads((folder / "about.toml").read_text(encoding="utf-8"))["layout"]
        assert name_of(folder)
        yield Seed("workbook", "statement.xlsx", _plain(as_excel_saves(rows_of(folder))), "archive", layout)
    for number in range(4):
        yield Seed(
            "workbook", "statement.ods", ods(ODS_HEADER + ods_paid() * (number + 1)), "archive", "entries"
        )
        yield Seed(
            "workbook", "statement.xls", xls(*xls_paid(), since_1904=bool(number % 2)), "binary", "entries"
        )


def _plain(data: bytes) -> bytes:
    """Return an archive whose times are always the same."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for item in old.infolist():
            if not item.filename.startswith("docProps"):
                new.writestr(zipfile.ZipInfo(item.filename), old.read(item))
    return out.getvalue()


def _packed(members: list[Seed]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for number, each in enumerate(members):
            made.writestr(zipfile.ZipInfo(f"{number}/{each.name}"), each.data)
    return out.getvalue()
