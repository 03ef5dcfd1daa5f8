"""The data files are found from a wheel, an editable install and a clone."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import freelance_pk.packaged as module
from freelance_pk.packaged import packaged

ROOT = Path(__file__).parents[2]


def test_in_a_clone_they_stand_beside_src() -> None:
    assert packaged("tax_slabs") == ROOT / "data" / "tax_slabs"


def test_in_a_wheel_they_stand_inside_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "freelance_pk" / "data" / "rates").mkdir(parents=True)
    # A folder of that name two levels above belongs to somebody else.
    (tmp_path / "data" / "rates").mkdir(parents=True)
    monkeypatch.setattr(module, "__file__", str(tmp_path / "freelance_pk" / "packaged.py"))

    assert packaged("rates") == tmp_path / "freelance_pk" / "data" / "rates"


def test_without_them_the_message_says_to_install_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "__file__", str(tmp_path / "src" / "freelance_pk" / "packaged.py"))

    with pytest.raises(FileNotFoundError, match="install freelance-pk again"):
        packaged("rates")


def test_the_wheel_carries_every_data_file(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        inside = set(archive.namelist())
    for path in (ROOT / "data").rglob("*"):
        if path.is_file():
            assert f"freelance_pk/{path.relative_to(ROOT).as_posix()}" in inside


def test_starting_up_imports_no_heavy_library() -> None:
    code = (
        "import sys\nfrom freelance_pk.cli import main\n"
        "heavy = {'openpyxl', 'pydantic', 'requests', 'python_calamine', 'dateutil', 'jinja2'} & set(sys.modules)\n"
        "print(sorted(heavy))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
