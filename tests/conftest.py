"""What every test stands on: helpers importable by name, and no network."""

import socket
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

for _folder in ("batch", "cli", "fuzz", "histories", "matching", "rates", "samples", "scenarios"):
    sys.path.insert(0, str(Path(__file__).parent / _folder))

pytest_plugins = ["matching_rows"]

settings.register_profile("quick", max_examples=60, deadline=None)
settings.load_profile("quick")


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """The program opens no socket unless asked to: a test that would is a failure."""

    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("a test tried to open a connection")

    monkeypatch.setattr(socket.socket, "connect", refuse)


@pytest.fixture(autouse=True)
def _no_layouts_of_the_developer(monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands in the settings of whoever runs the tests changes nothing."""
    monkeypatch.setenv("FREELANCE_PK_RATES", str(Path(__file__).parent / "no-rates"))
    monkeypatch.delenv("FREELANCE_PK_EASYDATA_KEY", raising=False)
    monkeypatch.setenv("FREELANCE_PK_LAYOUTS", str(Path(__file__).parent / "no-layouts"))
