"""The providers, played by one https server on this machine, reached through a proxy as in an office.

The program's own addresses are asked, over real TLS with certificates checked: a proxy tunnels every host to
the server, and the certificate authority that signed the server's certificate is handed in. Nothing leaves
the machine, and nothing in the program is told to behave otherwise.
"""

import re
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import trustme
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

SBP = "www.sbp.org.pk"
EASYDATA = "easydata.sbp.org.pk"
FRANKFURTER = "api.frankfurter.dev"
JSDELIVR = "cdn.jsdelivr.net"
PAGES = "2026-09-09.currency-api.pages.dev"
NOT_THERE = b"<!DOCTYPE html><html><head><title>State Bank of Pakistan</title></head></html>"

Answer = Callable[[Request], Response]


def body(data: bytes, status: int = 200, **headers: str) -> Answer:
    """Answer with a body. Header names are written with underscores."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda _: Response(data, status=status, headers=named, content_type="application/octet-stream")


def slow(seconds: float, then: Answer) -> Answer:
    """Answer after a time of silence."""

    def answer(request: Request) -> Response:
        time.sleep(seconds)
        return then(request)

    return answer


def pausing(data: bytes, seconds: float, piece: int) -> Answer:
    """Send the body piece by piece, with a time of silence before each but the first."""

    def answer(_: Request) -> Response:
        def stream() -> Iterator[bytes]:
            for start in range(0, len(data), piece):
                if start:
                    time.sleep(seconds)
                yield data[start : start + piece]

        made = Response(stream(), content_type="application/octet-stream")
        made.headers["Content-Length"] = str(len(data))
        return made

    return answer


def cut_short(data: bytes) -> Answer:
    """Promise the whole body and close the connection, orderly, half-way."""

    def answer(_: Request) -> Response:
        half = Response(data[: len(data) // 2], content_type="application/octet-stream")
        half.headers["Content-Length"] = str(len(data))
        half.headers["Connection"] = "close"
        return half

    return answer


def reset(data: bytes) -> Answer:
    """Send half of the body, then reset the connection."""

    def answer(request: Request) -> Response:
        connection: socket.socket = request.environ["werkzeug.socket"]

        def stream() -> Iterator[bytes]:
            yield data[: len(data) // 2]
            time.sleep(0.1)  # so that it arrives
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            socket.socket(fileno=connection.detach()).close()
            raise ConnectionAbortedError

        made = Response(stream(), content_type="application/octet-stream")
        made.headers["Content-Length"] = str(len(data))
        return made

    return answer


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as the server saw it."""

    host: str
    path: str
    query: dict[str, str]
    agent: str


class FarServers:
    """Answers by host and path; what is not set is answered as the State Bank does: a web page with 200."""

    def __init__(self, folder: Path) -> None:
        authority = trustme.CA()
        self.trust = folder / "authority.pem"
        authority.cert_pem.write_to_path(str(self.trust))
        certificate = authority.issue_cert(
            SBP, EASYDATA, FRANKFURTER, JSDELIVR, "*.currency-api.pages.dev", "elsewhere.example"
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        certificate.configure_cert(context)
        self._server = HTTPServer(host="127.0.0.1", port=0, ssl_context=context, threaded=True)
        self._server.expect_request(re.compile(".*")).respond_with_handler(self._respond)
        self._server.start()
        self._answers: list[tuple[str, str, dict[str, str | None], list[Answer]]] = []
        self.asked: list[Asked] = []
        self.proxy = Proxy(self._server.port)

    def forget(self) -> None:
        """Begin anew, for the next test."""
        self._answers = []
        self.asked = []
        self.proxy.hosts = []

    def set(self, host: str, path: str, *answers: Answer | bytes) -> None:
        """Set the answers of an address; the last one is given ever after."""
        self.set_query(host, path, {}, *answers)

    def set_query(self, host: str, path: str, query: dict[str, str | None], *answers: Answer | bytes) -> None:
        """Set the answers of an address with these parameters (None: without)."""
        made = [each if callable(each) else body(each) for each in answers]
        self._answers.insert(0, (host, path, query, made))

    def asked_paths(self, host: str) -> list[str]:
        return [each.path for each in self.asked if each.host == host]

    def _respond(self, request: Request) -> Response:
        host = request.host.partition(":")[0]
        query = dict(request.args.items())
        self.asked.append(Asked(host, request.path, query, request.headers.get("User-Agent", "")))
        for host_, path, wanted, answers in self._answers:
            if (host_, path) == (host, request.path) and all(query.get(k) == v for k, v in wanted.items()):
                return (answers.pop(0) if len(answers) > 1 else answers[0])(request)
        return Response(NOT_THERE, content_type="text/html")

    def close(self) -> None:
        self.proxy.close()
        self._server.stop()


class Proxy:
    """Tunnels CONNECT to the server, whatever host is asked for."""

    def __init__(self, port: int) -> None:
        self._to = port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self.hosts: list[str] = []
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(5)

    def _serve(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._tunnel, args=(near,), daemon=True).start()

    def _tunnel(self, near: socket.socket) -> None:
        with near:
            head = b""
            while b"\r\n\r\n" not in head:
                more = near.recv(4096)
                if not more:
                    return
                head += more
            self.hosts.append(head.split()[1].decode())
            with socket.socket() as far:
                far.connect(("127.0.0.1", self._to))
                near.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
                back = threading.Thread(target=_pump, args=(far, near), daemon=True)
                back.start()
                _pump(near, far)
                back.join(30)


def _pump(source: socket.socket, sink: socket.socket) -> None:
    """Copy until the source ends; a reset is passed on as one."""
    try:
        while data := source.recv(65536):
            sink.sendall(data)
        sink.shutdown(socket.SHUT_WR)
    except OSError:
        for each in (source, sink):
            try:
                each.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                each.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
