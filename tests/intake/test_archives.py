"""ZIP archives of exports, and hostile ones."""

import io
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from freelance_pk.intake import read_files
from freelance_pk.model.errors import InputRefusedError

ROWS = "date,account,kind,amount,currency\n2026-03-03,SadaPay,deposit,5,PKR\n"


def archive(folder: Path, members: dict[str, bytes | str]) -> Path:
    path = folder / "exports.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in members.items():
            made.writestr(name, text)
    return path


def test_the_tables_inside_are_read_under_their_own_names(tmp_path: Path) -> None:
    path = archive(
        tmp_path, {"a/rows.csv": ROWS, "readme.pdf": "x", "__MACOSX/._rows.csv": "x", ".hidden.csv": "x"}
    )
    (one,) = read_files([path]).files

    assert one.source.name == "exports.zip/a/rows.csv"
    assert len(one.entries) == 1


def test_names_that_point_outside_write_nothing(tmp_path: Path) -> None:
    inner = tmp_path / "in"
    inner.mkdir()
    with pytest.raises(InputRefusedError):
        read_files([archive(inner, {"../../evil.csv": ROWS})])

    assert [path.name for path in tmp_path.rglob("*")] == ["in", "exports.zip"]


def test_an_archive_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputRefusedError, match="more than any export"):
        read_files([archive(tmp_path, {"big.csv": b"0" * (201 * 1024 * 1024)})])


def test_a_damaged_archive_is_refused(tmp_path: Path) -> None:
    path = archive(tmp_path, {"rows.csv": ROWS * 500})
    path.write_bytes(path.read_bytes()[:-60])
    with pytest.raises(InputRefusedError, match="cannot be"):
        read_files([path])


def test_a_refused_file_inside_is_named_with_its_archive(tmp_path: Path) -> None:
    with pytest.raises(InputRefusedError) as caught:
        read_files([archive(tmp_path, {"rows.csv": ROWS.replace(",5,", ",lots,")})])

    assert caught.value.origin.startswith("exports.zip/rows.csv, row 2")


def test_a_workbook_is_an_archive_that_stays_whole(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for line in ROWS.splitlines():
        sheet.append(line.split(","))
    out = io.BytesIO()
    book.save(out)
    (tmp_path / "rows.xlsx").write_bytes(out.getvalue())

    assert len(read_files([tmp_path / "rows.xlsx"]).files[0].entries) == 1


def test_an_archive_whose_list_points_before_its_beginning_is_refused(tmp_path: Path) -> None:
    """The archive's reader raises what it pleases: an OSError here."""
    path = archive(tmp_path, {"rows.csv": ROWS})
    data = bytearray(path.read_bytes())
    entry = data.rindex(b"PK\x01\x02")
    data[entry + 42 : entry + 46] = b"\xff\xff\xff\xff"
    end = data.rindex(b"PK\x05\x06")
    data[end + 12 : end + 16] = (int.from_bytes(data[end + 12 : end + 16], "little") + 40).to_bytes(
        4, "little"
    )
    path.write_bytes(data)
    with pytest.raises(InputRefusedError, match="cannot be"):
        read_files([path])


def test_a_member_without_a_name_is_passed_over(tmp_path: Path) -> None:
    path = archive(tmp_path, {"rows.csv": ROWS})
    with zipfile.ZipFile(path, "a") as made:
        made.writestr(zipfile.ZipInfo(""), "x")
    try:
        (one,) = read_files([path]).files
    except InputRefusedError as refused:
        assert "archive cannot be read" in refused.message  # noqa: PT017 - by the library's version
    else:
        assert len(one.entries) == 1
