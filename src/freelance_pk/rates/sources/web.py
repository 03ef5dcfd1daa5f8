"""One GET at a time: https only, from the host named, bounded in time and size, at most three tries."""

import logging
import time
import zlib
from collections.abc import Iterator, Mapping
from contextlib import closing
from importlib.metadata import version
from typing import Any, NamedTuple
from urllib.parse import urlencode, urljoin, urlsplit

import requests
from urllib3.exceptions import HTTPError, MaxRetryError, ProtocolError, ReadTimeoutError
from urllib3.util.retry import Retry

from freelance_pk.rates.sources.protocol import FetchError

USER_AGENT = f"Mozilla/5.0 (compatible; freelance-pk/{version('freelance-pk')})"
LARGEST = 5 * 1024 * 1024
TRIES = 3
_CHUNK = 64 * 1024
_MOST_REDIRECTS = 3
_AGAIN = frozenset({429, 500, 502, 503, 504})
_WEB_PAGE = (b"<!doctype", b"<html", b"<head", b"<body", b"<?xml", b"<!--")


class _PassingError(Exception):
    """A failure that another try may mend; `answer` carries a Retry-After, `unreached` says that none came."""

    def __init__(
        self,
        words: str,
        cause: Exception | None = None,
        answer: requests.Response | None = None,
        *,
        unreached: bool = False,
    ) -> None:
        super().__init__(words)
        self.words = words
        self.cause = cause
        self.answer = answer
        self.unreached = unreached


class Patience(NamedTuple):
    """How long to wait, in seconds: for a first byte, for a whole body, between tries, and at most when told to."""

    silence: float = 20
    body: float = 120
    backoff: float = 1
    told: float = 60


class _OneHop(requests.Session):
    """A session that looks at no redirect itself: to prepare one it would read an answer without a limit."""

    def resolve_redirects(self, *_: Any, **__: Any) -> Iterator[Any]:
        return iter(())


class Https:
    """The one way out. Nothing here prints or logs an address with its query: it may hold a key."""

    def __init__(self, patience: Patience | None = None, *, proxy: str = "", trust: str = "") -> None:
        """Make a session.

        Args:
            patience: how long to wait.
            proxy: address of a proxy, "": as the environment says (HTTPS_PROXY).
            trust: file of certificates to trust, "": as the environment says (REQUESTS_CA_BUNDLE).
        """
        logging.getLogger("urllib3").setLevel(logging.ERROR)  # its debug lines show whole addresses
        self._session = _OneHop()
        self._proxies = {"https": proxy} if proxy else None
        self._trust = trust or None
        self._patience = patience or Patience()
        self._silent: set[str] = set()

    def get(self, url: str, begins: tuple[bytes, ...], query: Mapping[str, str] | None = None) -> bytes:
        """Return a body.

        Args:
            url: https address without a query.
            begins: how a body of the wanted kind begins; what begins otherwise is refused.
            query: parameters.

        Raises:
            FetchError: nothing usable came, after three tries where trying again may help.
        """
        retry = Retry(
            total=TRIES - 1,
            backoff_factor=self._patience.backoff,
            status_forcelist=_AGAIN,
            allowed_methods={"GET"},
        )
        full = f"{url}?{urlencode(query)}" if query else url
        place = _place(url)
        if urlsplit(url).netloc in self._silent:
            raise FetchError("its host did not answer before", origin=place)
        while True:
            try:
                body = self._once(full)
            except _PassingError as passing:
                retry = self._next_try(retry, passing, place)
            else:
                return _checked(body, begins, place)

    def close(self) -> None:
        """Let go of connections."""
        self._session.close()

    def _next_try(self, retry: Retry, passing: _PassingError, place: str) -> Retry:
        raw = passing.answer.raw if passing.answer is not None else None
        code = passing.answer.status_code if passing.answer is not None else None
        told = _told(retry, passing.answer)
        if told is not None and told > self._patience.told:
            raise FetchError(f"it asks to wait {int(told)} seconds", origin=place, code=code)
        try:
            following = retry.increment("GET", place, response=raw, error=passing.cause)
        except (MaxRetryError, HTTPError, requests.RequestException):
            if passing.unreached:
                self._silent.add(urlsplit(place).netloc)  # a run does not wait for it a second time
            raise FetchError(
                f"{passing.words}, {TRIES} times over", origin=place, code=code
            ) from None  # the cause would show the address, and with it a key
        following.sleep(raw if told is not None else None)
        return following

    def _once(self, url: str) -> bytes:
        for _ in range(_MOST_REDIRECTS + 1):
            parts = urlsplit(url)
            if parts.scheme != "https":
                raise FetchError("it is not https", origin=_place(url))
            try:
                answer = self._session.get(
                    url,
                    timeout=self._patience.silence,
                    stream=True,
                    allow_redirects=False,
                    headers={"User-Agent": USER_AGENT, "Accept-Encoding": "identity"},
                    auth=_no_credentials,
                    proxies=self._proxies,
                    verify=self._trust,
                )
            except requests.exceptions.SSLError:
                raise FetchError(
                    "its certificate is not one this machine trusts", origin=_place(url)
                ) from None
            except requests.Timeout as failure:
                raise _PassingError(
                    f"no answer within {self._patience.silence:g} seconds", failure, unreached=True
                ) from None
            except requests.RequestException as failure:
                broken = _is_broken_off(failure)
                words = "the connection breaks off" if broken else "it cannot be reached"
                raise _PassingError(words, failure, unreached=not broken) from None
            with closing(answer):
                if not answer.is_redirect:
                    return self._body(answer)
                target = urljoin(url, answer.headers["location"])
            if urlsplit(target).hostname != parts.hostname or urlsplit(target).port != parts.port:
                raise FetchError(
                    f"it points to another host, {urlsplit(target).hostname}",
                    origin=_place(url),
                    code=answer.status_code,
                )
            url = target
        raise FetchError("it points on and on", origin=_place(url))

    def _body(self, answer: requests.Response) -> bytes:
        if answer.status_code in _AGAIN:
            raise _PassingError(f"it answers {answer.status_code}", answer=answer)
        place = _place(answer.url)
        if answer.status_code != 200:
            raise FetchError(f"it answers {answer.status_code}", origin=place, code=answer.status_code)
        until = time.monotonic() + self._patience.body
        read = bytearray()
        try:
            while chunk := answer.raw.read1(_CHUNK, decode_content=False):
                read += chunk
                if len(read) > LARGEST:
                    raise _too_large(place)
                if time.monotonic() > until:
                    raise _PassingError(f"its answer takes longer than {self._patience.body:g} seconds")
        except ReadTimeoutError as failure:
            raise _PassingError(
                f"silence of {self._patience.silence:g} seconds amid its answer", failure
            ) from None
        except (HTTPError, OSError) as failure:
            raise _PassingError("its answer breaks off", failure) from None
        return _unpacked(bytes(read), answer.headers.get("content-encoding", ""), place)


def _is_broken_off(failure: requests.RequestException) -> bool:
    """Tell a connection that was there and ended from one that never came about."""
    cause = failure.args[0] if failure.args else None
    reason = getattr(cause, "reason", cause)
    inner = getattr(reason, "original_error", reason)  # a proxy's failure holds the real one
    return isinstance(inner, ProtocolError | ConnectionResetError)


def _told(retry: Retry, answer: requests.Response | None) -> float | None:
    """Return the seconds that an answer asks to wait, None when it does not say so in a readable way."""
    if answer is None:
        return None
    try:
        return retry.get_retry_after(answer.raw)
    except HTTPError:
        return None


def _no_credentials(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Keep requests from looking into a .netrc file."""
    return request


def _place(url: str) -> str:
    """Return an address without its query, which may hold a key."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def _too_large(place: str) -> FetchError:
    return FetchError(f"its answer is larger than {LARGEST // 1024 // 1024} MB", origin=place)


def _unpacked(body: bytes, encoding: str, place: str) -> bytes:
    """Unpack what a server packed though it was asked not to, no further than the limit."""
    if encoding in ("", "identity"):
        return body
    if encoding not in ("gzip", "deflate"):
        raise FetchError(f"its answer is packed as {encoding}", origin=place)
    unpack = zlib.decompressobj(wbits=47)  # gzip or zlib, told by the first bytes
    try:
        out = unpack.decompress(body, LARGEST + 1)
    except zlib.error:
        raise FetchError("its answer is packed and damaged", origin=place) from None
    if len(out) > LARGEST:
        raise _too_large(place)
    if not unpack.eof:
        raise FetchError("its packed answer breaks off", origin=place)
    return out


def _checked(body: bytes, begins: tuple[bytes, ...], place: str) -> bytes:
    """Refuse what is not of the wanted kind: a missing file comes as a web page with status 200."""
    head = body[:64].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(begins):
        return body
    if not body:
        raise FetchError("its answer is empty", origin=place, code=200)
    if head.lower().startswith(_WEB_PAGE):
        raise FetchError("it answers with a web page: the file is not there", origin=place, code=200)
    raise FetchError("its answer is of another kind", origin=place, code=200)
