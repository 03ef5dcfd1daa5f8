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


def member(name: str, mode: int = 0o644) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr = mode << 16
    return info


@pytest.mark.parametrize(
    "name",
    [
        "/etc/rows.csv",
        "C:\\Users\\x\\rows.csv",
        "C:/rows.csv",
        "a/../../../rows.csv",
        "..\\..\\rows.csv",
        "a\nb\x1b[2J/rows.csv",
        "con/rows.csv",
        "\u202e/rows.csv",
    ],
)
def test_a_member_of_any_name_is_read_and_written_nowhere(tmp_path: Path, name: str) -> None:
    """Or refused, where its path begins with dots as hidden files do."""
    inner = tmp_path / "in" / "side"
    inner.mkdir(parents=True)
    path = archive(inner, {name: ROWS})
    try:
        (one,) = read_files([path]).files
    except InputRefusedError as refused:
        assert ".." in name
        assert refused.remedy  # noqa: PT017 - one of two ways, both right
    else:
        assert len(one.entries) == 1
    assert [each.name for each in tmp_path.rglob("*")] == ["in", "side", "exports.zip"]


def test_a_link_in_an_archive_is_the_text_that_it_holds(tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text(ROWS, encoding="utf-8")
    path = tmp_path / "exports.zip"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr(member("link.csv", 0o120777), str(tmp_path / "secret.csv"))
        made.writestr(member("rows.csv"), ROWS.replace(",5,", ",6,"))
    intake = read_files([path])

    assert [one.source.name for one in intake.files] == ["exports.zip/rows.csv"]
    assert [issue.code for issue in intake.issues] == ["file-not-recognised"]


@pytest.mark.parametrize("inner", ["more.zip", "a/MORE.ZIP", "more.rar", "more.7z", "more.tar"])
def test_an_archive_in_an_archive_is_not_opened_and_said(tmp_path: Path, inner: str) -> None:
    """It was passed over without a word, and with it whatever it held."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as made:
        made.writestr("rows.csv", ROWS)
    intake = read_files([archive(tmp_path, {"rows.csv": ROWS, inner: held.getvalue()})])

    assert len(intake.files) == 1
    (issue,) = intake.issues
    assert (issue.code, issue.origin) == ("file-not-opened", f"exports.zip/{inner}")
    assert "unpack it" in issue.remedy


def test_an_archive_of_an_archive_alone_says_so(tmp_path: Path) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as made:
        made.writestr("rows.csv", ROWS)
    with pytest.raises(InputRefusedError, match="archive inside an archive") as caught:
        read_files([archive(tmp_path, {"more.zip": held.getvalue()})])

    assert "unpack it" in caught.value.remedy


def test_an_archive_that_holds_itself_over_and_over_is_not_followed(tmp_path: Path) -> None:
    text = ROWS.encode()
    for level in range(20):
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as made:
            made.writestr("rows.csv" if level == 0 else "more.zip", text)
            made.writestr("again.zip", text)
        text = held.getvalue()
    (tmp_path / "exports.zip").write_bytes(text)
    with pytest.raises(InputRefusedError, match="archive inside an archive"):
        read_files([tmp_path / "exports.zip"])


def test_an_archive_of_very_many_tables_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputRefusedError, match="more than any export"):
        read_files([archive(tmp_path, {f"{number}.csv": ROWS for number in range(201)})])


@pytest.mark.parametrize("stated", [0, 10, 0xFFFFFFF0])
def test_a_member_whose_size_is_a_lie_is_refused(tmp_path: Path, stated: int) -> None:
    path = archive(tmp_path, {"rows.csv": ROWS * 100})
    data = bytearray(path.read_bytes())
    place = data.rindex(b"PK\x01\x02") + 24
    data[place : place + 4] = stated.to_bytes(4, "little")
    path.write_bytes(data)
    with pytest.raises(InputRefusedError):
        read_files([path])


def test_members_that_overlap_are_bounded_by_what_they_unpack_to(tmp_path: Path) -> None:
    """Two hundred names for one packed megabyte: a small archive that would unpack to more than any export."""
    path = archive(tmp_path, {"0.csv": b"0" * (2 * 1024 * 1024)})
    data = path.read_bytes()
    first, end = data.rindex(b"PK\x01\x02"), data.rindex(b"PK\x05\x06")
    entry, count = data[first:end], 150
    names = b"".join(entry.replace(b"0.csv", b"%d.csv" % (number % 10)) for number in range(count))
    tail = bytearray(data[end:])
    tail[8:12] = count.to_bytes(2, "little") * 2
    tail[12:16] = len(names).to_bytes(4, "little")
    path.write_bytes(data[:first] + names + tail)
    assert path.stat().st_size < 20_000
    with pytest.raises(InputRefusedError, match="more than any export"):
        read_files([path])


def test_a_member_that_a_password_locks_is_refused(tmp_path: Path) -> None:
    path = archive(tmp_path, {"rows.csv": ROWS})
    data = bytearray(path.read_bytes())
    for sign, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.rindex(sign) + flags] |= 1
    path.write_bytes(data)
    with pytest.raises(InputRefusedError, match="encrypted"):
        read_files([path])
