"""The page in a real browser: nothing asked of the network, nothing wrong on the console, readable everywhere."""

import base64
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from running import CASES, run
from selenium.webdriver import Chrome, ChromeOptions, ChromeService, Keys

BROWSER, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
pytestmark = pytest.mark.skipif(
    BROWSER is None or DRIVER is None,
    reason="Chromium and its driver are not installed: the page is not driven here",
)
CONTRAST = """
function light(colour) {
  const parts = colour.match(/[\\d.]+/g).slice(0, 3).map(Number).map(each => {
    const share = each / 255; return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4; });
  return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
}
function ground(node) {
  for (; node; node = node.parentElement) {
    const colour = getComputedStyle(node).backgroundColor;
    if (!/rgba\\(.*, 0\\)/.test(colour)) return colour;
  }
  return 'rgb(255, 255, 255)';
}
return [...document.querySelectorAll('p, dt, dd span, th, td, li, caption, h1, h2, h3, strong')]
  .filter(node => node.textContent.trim()).map(node => {
    const [a, b] = [light(getComputedStyle(node).color), light(ground(node))];
    return Math.round(100 * (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)); });
"""


@pytest.fixture(autouse=True)
def _no_network() -> None:
    """The driver speaks with its browser over this machine's own loopback; the test itself asks for nothing else."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Chrome]:
    options = ChromeOptions()
    options.binary_location = BROWSER or ""
    for word in (
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
    ):
        options.add_argument(word)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = Chrome(options=options, service=ChromeService(DRIVER))
    yield driver
    driver.quit()


@pytest.fixture(scope="module", params=["en", "ur"])
def page(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("page") / f"{request.param}.html"
    run("report", CASES / "p3", "--tax-year", "2026", "--lang", request.param, "-o", path)
    return path.as_uri()


def shown(
    browser: Chrome, page: str, *, width: int = 1000, scheme: str = "light", media: str = "screen"
) -> Chrome:
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width < 600},
    )
    browser.execute_cdp_cmd(
        "Emulation.setEmulatedMedia",
        {"media": media, "features": [{"name": "prefers-color-scheme", "value": scheme}]},
    )
    browser.get(page)
    return browser


def log(browser: Chrome, name: str) -> list[Any]:
    entries: list[Any] = browser.get_log(name)  # type: ignore[no-untyped-call]
    return entries


def asked_for(browser: Chrome) -> set[str]:
    messages = [json.loads(entry["message"])["message"] for entry in log(browser, "performance")]
    return {
        each["params"]["request"]["url"] for each in messages if each["method"] == "Network.requestWillBeSent"
    }


def script(browser: Chrome, words: str) -> Any:
    return browser.execute_script(words)


def test_nothing_is_asked_of_the_network_and_the_console_is_silent(browser: Chrome, page: str) -> None:
    log(browser, "performance")
    shown(browser, page)

    assert {url for url in asked_for(browser) if not url.startswith("data:")} == {page}
    assert log(browser, "browser") == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_word_stands_out_from_its_ground(browser: Chrome, page: str, scheme: str) -> None:
    shown(browser, page, scheme=scheme)
    found = script(browser, CONTRAST)

    assert len(found) > 100
    assert min(found) >= 450  # 4.5 to 1


def test_dark_is_dark_and_light_is_light(browser: Chrome, page: str) -> None:
    def ground(scheme: str) -> str:
        shown(browser, page, scheme=scheme)
        return str(script(browser, "return getComputedStyle(document.body).backgroundColor"))

    assert ground("light") == "rgb(255, 255, 255)"
    assert ground("dark") == "rgb(20, 23, 27)"


@pytest.mark.parametrize("width", [360, 768, 1400])
def test_no_screen_scrolls_sideways(browser: Chrome, page: str, width: int) -> None:
    shown(browser, page, width=width)

    assert script(browser, "return document.documentElement.scrollWidth") <= width


def test_it_prints_on_a4_without_cut_tables(browser: Chrome, page: str) -> None:
    shown(browser, page)
    printed = browser.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True, "printBackground": True})
    boxes = {
        tuple(int(float(each)) for each in box.split())
        for box in re.findall(rb"/MediaBox \[([^\]]*)\]", base64.b64decode(printed["data"]))
    }
    shown(browser, page, width=740, media="print")

    assert boxes in ({(0, 0, 594, 841)}, {(0, 0, 595, 842)})
    assert script(
        browser, "return [...document.querySelectorAll('table')].every(each => each.scrollWidth <= 740)"
    )


def test_the_keyboard_reaches_the_figures_first_and_then_every_table(browser: Chrome, page: str) -> None:
    shown(browser, page)
    browser.switch_to.active_element.send_keys(Keys.TAB)
    focused = browser.switch_to.active_element
    assert focused.get_attribute("href") == f"{page}#figures"
    focused.send_keys(Keys.ENTER)
    assert browser.current_url.endswith("#figures")

    reached = set()
    for _ in range(30):
        browser.switch_to.active_element.send_keys(Keys.TAB)
        reached.add(str(script(browser, "return document.activeElement.getAttribute('aria-label')")))
    labels = set(
        script(
            browser, "return [...document.querySelectorAll('.scroll')].map(e => e.getAttribute('aria-label'))"
        )
    )
    assert labels <= reached


def test_the_figures_seen_are_those_of_the_json(browser: Chrome, page: str) -> None:
    shown(browser, page)
    figures = run("report", CASES / "p3", "--tax-year", "2026", "--format", "json").json()
    text = str(script(browser, "return document.querySelector('[data-total=receipts]').innerText"))
    seen = [each.replace(",", "") for each in re.findall(r"[\d,]+", text)]

    assert seen[:3] == [figures["received"]["pkr"], figures["tax"]["deducted"], figures["tax"]["expected"]]


def test_pictures_can_be_looked_at(browser: Chrome, page: str, tmp_path: Path) -> None:
    shown(browser, page)
    picture = tmp_path / "page.png"
    assert browser.save_screenshot(str(picture))

    assert picture.read_bytes().startswith(b"\x89PNG")
    heights = script(
        browser,
        "return [...document.querySelectorAll('svg.chart')].map(e => e.getBoundingClientRect().height)",
    )
    assert len(heights) >= 4
    assert min(heights) > 100
