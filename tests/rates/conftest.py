"""Providers on this machine, a cache of its own for each test, and a way out that waits for nothing."""

import socket
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from far_servers import FarServers
from providers import Updating

from freelance_pk.rates import load_rates
from freelance_pk.rates.sources.protocol import Need
from freelance_pk.rates.sources.web import Https, Patience
from freelance_pk.rates.table import RateTable
from freelance_pk.rates.update import Outcome, Run, update

_CONNECT = socket.socket.connect
TODAY = date(2026, 9, 20)


@pytest.fixture
def far(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FarServers]:
    """The providers; connections to this machine, and no other, are let through."""

    def connect(self: socket.socket, address: Any) -> None:
        assert address[0] == "127.0.0.1", f"a test tried to reach {address}"
        _CONNECT(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect)
    servers = FarServers(tmp_path)
    yield servers
    servers.close()


@pytest.fixture
def out(far: FarServers) -> Callable[[], Https]:
    """A way out to the providers, impatient."""
    patience = Patience(silence=0.5, body=3, backoff=0, told=2)
    return lambda: Https(patience, proxy=far.proxy.url, trust=str(far.trust))


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """The folder of the cache."""
    return tmp_path / "kept"


@pytest.fixture
def updating(kept: Path, out: Callable[[], Https]) -> Updating:
    """Run an update for needs, on 20 September 2026 unless told otherwise."""

    def run(*needs: Need, today: date = TODAY, online: bool = True, **how: Any) -> tuple[RateTable, Outcome]:
        table = replace(how.pop("table", load_rates(kept)), online=online)
        return update(table, needs, Run(folder=kept, today=today, web=out, **how))

    return run
