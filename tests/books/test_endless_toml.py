"""Files of ours that nest without end, or hold numbers that no one writes, are refused like any other damage."""

from collections.abc import Callable
from pathlib import Path

import pytest

from freelance_pk.books.imports import load_said
from freelance_pk.books.profile import load_profile
from freelance_pk.books.review import load_answers
from freelance_pk.intake.own_layouts import load_own
from freelance_pk.law.load import law_from
from freelance_pk.model.errors import InputRefusedError

READERS: dict[str, Callable[[Path], object]] = {
    "profile.toml": load_profile,
    "review.toml": load_answers,
    "imports.toml": lambda path: load_said(path.parent),
    "layout.toml": load_own,
    "law.toml": lambda path: law_from(path.read_bytes(), path.name),
}


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize(
    "text", ["x = " + "[" * 3000 + "]" * 3000, "x = " + "9" * 5000], ids=["nested", "digits"]
)
def test_a_file_without_end_is_refused_with_its_name(name: str, text: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(InputRefusedError, match="valid TOML") as caught:
        READERS[name](tmp_path / name)

    assert name in caught.value.origin
