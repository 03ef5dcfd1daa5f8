"""One GET: https only, bounded, three tries at most, and every fault one clear error."""

import gzip
from collections.abc import Callable

import pytest
from far_servers import SBP, FarServers, body, cut_short, pausing, reset, slow

from freelance_pk.rates.sources.protocol import JSON, PDF, XLSX, FetchError
from freelance_pk.rates.sources.web import LARGEST, Https, Patience

Out = Callable[[], Https]
ADDRESS = f"https://{SBP}/file"
GOOD = b'{"a": 1}'


@pytest.fixture
def web(out: Out) -> Https:
    return out()


def refused(web: Https, begins: tuple[bytes, ...] = JSON, address: str = ADDRESS) -> FetchError:
    with pytest.raises(FetchError) as caught:
        web.get(address, begins)
    web.close()
    return caught.value


def test_a_body_comes_with_an_honest_name_and_query(far: FarServers, web: Https) -> None:
    far.set(SBP, "/file", GOOD)

    assert web.get(ADDRESS, JSON, {"slug": "a b"}) == GOOD
    web.close()
    assert far.asked[0].query == {"slug": "a b"}
    assert far.asked[0].agent.startswith("Mozilla/5.0 (compatible; freelance-pk/")


def test_plain_http_is_never_asked(far: FarServers, web: Https) -> None:
    assert "not https" in refused(web, address=f"http://{SBP}/file").message
    assert far.asked == []
    assert far.proxy.hosts == []


def test_a_certificate_of_nobody_is_refused(far: FarServers) -> None:
    far.set(SBP, "/file", GOOD)
    stranger = Https(Patience(backoff=0), proxy=far.proxy.url)

    assert "certificate" in refused(stranger).message
    assert far.asked == []


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("https://elsewhere.example/file", "another host, elsewhere.example"),
        (f"http://{SBP}/there", "not https"),
        (f"https://{SBP}:8443/there", "another host"),
        ("/file", "points on and on"),
    ],
)
def test_a_redirect_that_leads_away_is_not_followed(
    far: FarServers, web: Https, target: str, words: str
) -> None:
    far.set(SBP, "/file", body(b"", 302, Location=target))

    assert words in refused(web).message
    assert {asked.host for asked in far.asked} == {SBP}


def test_a_redirect_on_the_same_host_is_followed(far: FarServers, web: Https) -> None:
    far.set(SBP, "/file", body(b"moved", 301, Location="/there"))
    far.set(SBP, "/there", GOOD)

    assert web.get(ADDRESS, JSON) == GOOD
    web.close()


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (slow(1.2, body(GOOD)), "no answer within 0.5 seconds"),
        (pausing(GOOD, 1.2, 4), "silence of 0.5 seconds amid its answer"),
        (reset(GOOD * 100_000), "breaks off"),
        (cut_short(GOOD * 100), "breaks off"),
        (body(b"busy", 500), "answers 500"),
        (body(b"busy", 503), "answers 503"),
        (body(b"slow down", 429), "answers 429"),
    ],
)
def test_a_passing_fault_is_tried_three_times(far: FarServers, web: Https, fault: object, words: str) -> None:
    far.set(SBP, "/file", fault)  # type: ignore[arg-type]

    failure = refused(web)
    assert words in failure.message
    assert "3 times over" in failure.message
    assert len(far.asked) == 3


@pytest.mark.parametrize(
    "fault",
    [
        body(b"busy", 500),
        body(b"slow down", 429, Retry_After="1"),
        body(b"slow down", 429, Retry_After="soon"),
        cut_short(GOOD * 100),
        reset(GOOD * 100_000),
    ],
)
def test_a_fault_that_passes_is_got_over(far: FarServers, web: Https, fault: object) -> None:
    far.set(SBP, "/file", fault, body(GOOD))  # type: ignore[arg-type]

    assert web.get(ADDRESS, JSON) == GOOD
    web.close()
    assert len(far.asked) == 2


def test_a_body_that_drips_is_not_waited_for_without_end(far: FarServers) -> None:
    """Each piece comes in time; the whole would not."""
    far.set(SBP, "/file", pausing(GOOD * 10, 0.05, 1))
    patience = Patience(silence=0.5, body=0.3, backoff=0)

    failure = refused(Https(patience, proxy=far.proxy.url, trust=str(far.trust)))
    assert "its answer takes longer than 0.3 seconds" in failure.message
    assert len(far.asked) == 3


def test_a_server_that_asks_for_an_hour_is_left_alone(far: FarServers, web: Https) -> None:
    far.set(SBP, "/file", body(b"slow down", 429, Retry_After="3600"))

    failure = refused(web)
    assert "wait 3600 seconds" in failure.message
    assert len(far.asked) == 1


def test_a_missing_file_comes_as_a_page_with_status_200(far: FarServers, web: Https) -> None:
    failure = refused(web, XLSX)

    assert "web page: the file is not there" in failure.message
    assert failure.origin == ADDRESS
    assert len(far.asked) == 1


@pytest.mark.parametrize(
    ("data", "begins", "words"),
    [
        (b"", PDF, "empty"),
        (b"PK\x03\x04", PDF, "another kind"),
        (b"%PDF-1.4", XLSX, "another kind"),
        (b"\xef\xbb\xbf\n  <HTML>", JSON, "web page"),
    ],
)
def test_a_body_of_another_kind_is_refused(
    far: FarServers, web: Https, data: bytes, begins: tuple[bytes, ...], words: str
) -> None:
    far.set(SBP, "/file", data)

    assert words in refused(web, begins).message


@pytest.mark.parametrize("status", [400, 401, 403, 404, 422])
def test_a_refusal_is_not_asked_again(far: FarServers, web: Https, status: int) -> None:
    far.set(SBP, "/file", body(b"no", status))

    assert refused(web).code == status
    assert len(far.asked) == 1


def test_an_oversized_body_is_not_read_to_its_end(far: FarServers, web: Https) -> None:
    far.set(SBP, "/file", b"[" + b" " * LARGEST)

    assert "larger than 5 MB" in refused(web).message


def test_a_packed_body_is_unpacked_no_further_than_the_limit(far: FarServers, out: Out) -> None:
    far.set(SBP, "/file", body(gzip.compress(GOOD), Content_Encoding="gzip"))
    web = out()
    assert web.get(ADDRESS, JSON) == GOOD
    web.close()

    far.set(SBP, "/file", body(gzip.compress(b"[" + b" " * 10 * LARGEST), Content_Encoding="gzip"))
    assert "larger than 5 MB" in refused(out()).message
    far.set(SBP, "/file", body(gzip.compress(GOOD)[:-9], Content_Encoding="gzip"))
    assert "packed answer breaks off" in refused(out()).message
    far.set(SBP, "/file", body(b"not gzip", Content_Encoding="gzip"))
    assert "damaged" in refused(out()).message
    far.set(SBP, "/file", body(GOOD, Content_Encoding="br"))
    assert "packed as br" in refused(out()).message


def test_a_host_that_did_not_answer_is_not_waited_for_again(far: FarServers, web: Https) -> None:
    far.set(SBP, "/file", slow(1.2, body(GOOD)))
    with pytest.raises(FetchError):
        web.get(ADDRESS, JSON)

    assert "did not answer before" in refused(web, address=f"https://{SBP}/other").message
    assert len(far.asked) == 3


def test_a_query_is_in_no_message(far: FarServers, web: Https) -> None:
    """It may hold a key."""
    far.set(SBP, "/file", body(b"no", 403))
    with pytest.raises(FetchError) as caught:
        web.get(ADDRESS, JSON, {"api_key": "secret-of-forty-characters"})
    web.close()

    assert far.asked[0].query == {"api_key": "secret-of-forty-characters"}
    assert (
        "secret" not in f"{caught.value.message} {caught.value.origin} {caught.value.remedy} {caught.value!r}"
    )
