"""Providers on this machine, a cache of its own for each test, and a way out that waits for nothing."""

import socket
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from far_servers import FarServers
from machine import EARNED, IN_CHILD, Clock, User
from providers import Updating

from freelance_pk.rates import load_rates
from freelance_pk.rates.sources.protocol import Need
from freelance_pk.rates.sources.web import Https, Patience
from freelance_pk.rates.table import RateTable
from freelance_pk.rates.update import Outcome, Run, update

_CONNECT = socket.socket.connect
TODAY = date(2026, 9, 20)


@pytest.fixture(scope="session")
def _servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FarServers]:
    servers = FarServers(tmp_path_factory.mktemp("servers"))
    yield servers
    servers.close()


@pytest.fixture
def far(_servers: FarServers, monkeypatch: pytest.MonkeyPatch) -> FarServers:
    """The providers; connections to this machine, and no other, are let through."""

    def connect(self: socket.socket, address: Any) -> None:
        assert address[0] == "127.0.0.1", f"a test tried to reach {address}"
        _CONNECT(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect)
    _servers.forget()
    return _servers


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
        table = how.pop("table", load_rates(kept))._replace(online=online)
        return update(table, needs, Run(folder=kept, today=today, web=out, **how))

    return run


@pytest.fixture
def user(tmp_path: Path, far: FarServers, monkeypatch: pytest.MonkeyPatch) -> User:
    """A user's machine, on 20 September 2026."""
    folder = tmp_path / "exports"
    folder.mkdir()
    (folder / "earned.csv").write_text(EARNED, encoding="utf-8")
    kept = tmp_path / "kept"
    env = {
        "HTTPS_PROXY": far.proxy.url,
        "NO_PROXY": "",
        "no_proxy": "",
        "REQUESTS_CA_BUNDLE": str(far.trust),
        "FREELANCE_PK_RATES": str(kept),
        "FREELANCE_PK_EASYDATA_KEY": "",
    }
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(folder)
    monkeypatch.setattr("freelance_pk.cli.fetching.datetime", Clock)
    monkeypatch.setattr(Clock, "is_on", "2026-09-20")
    return User(folder, kept, env | {"PYTHONPATH": str(IN_CHILD), "TEST_TODAY": "2026-09-20"})
