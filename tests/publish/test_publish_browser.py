"""The journalist's way in a real browser, in both languages, on a desk and in a hand; and what axe says of every page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.publish.publish_browser import axe, browser, served, shots

DESK, HAND = {"width": 1360, "height": 900}, {"width": 390, "height": 844}
PAGES = {
    "home": "/",
    "search": "/search?q=申请",
    "county": "/county/510422",
    "report": "/report/510422-2024",
    "report 2014": "/report/510422-2018",
    "coverage": "/coverage",
    "coverage of a county": "/coverage?place=510422",
    "findings": "/findings",
    "changes": "/changes",
    "compare": "/compare?a=510422,510491&year=2024",
    "questions": "/questions",
    "question": "/questions/statutory-factual",
    "data": "/data",
    "method": "/method",
    "not here": "/nope",
    "database": "/archive",
    "table": "/archive/reports",
    "row": "/archive/reports/1",
    "sql": "/archive?sql=select+1",
    "bad sql": "/archive?sql=selec",
    "compare years": "/compare?a=510422-2019,510422-2024",
}


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with browser() as started:
        yield started


@pytest.fixture(scope="module")
def address(snapshot: Path, folder: Path) -> Iterator[str]:
    with served(snapshot, folder / "captures") as base:
        yield base


class Eye:
    """A page that notes requests to other hosts, errors of the console and cookies."""

    def __init__(
        self, chromium: Any, address: str, viewport: dict[str, int], lang: str, **options: Any
    ) -> None:
        locale = "zh-CN" if lang == "zh" else "en-GB"
        self.context = chromium.new_context(
            viewport=viewport, locale=locale, accept_downloads=True, **options
        )
        self.page = self.context.new_page()
        self.base, self.name = address, f"{lang}-{viewport['width']}"
        self.elsewhere: list[str] = []
        self.errors: list[str] = []
        self.page.on("request", lambda request: self._note(request.url))
        self.page.on("console", self._hear)

    def _note(self, url: str) -> None:
        if not url.startswith((self.base, "data:")):
            self.elsewhere.append(url)

    def _hear(self, message: Any) -> None:
        if message.type == "error":
            self.errors.append(message.text)

    def shot(self, name: str) -> None:
        folder = shots()
        if folder:
            folder.mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=folder / f"{self.name}-{name}.png", full_page=True)

    def fits(self) -> bool:
        """Whether nothing but tables needs to be moved sideways."""
        return bool(self.page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1"))


@pytest.mark.parametrize("viewport", [DESK, HAND], ids=["desk", "hand"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_journalists_way(
    chromium: Any, address: str, viewport: dict[str, int], lang: str, tmp_path: Path
) -> None:
    eye = Eye(chromium, address, viewport, lang)
    page = eye.page
    page.goto(address + "/")
    assert page.get_attribute("html", "lang") == ("zh-CN" if lang == "zh" else "en")
    eye.shot("home")

    page.fill("main input[name=q]", "不掌握")
    page.press("main input[name=q]", "Enter")
    page.wait_for_url("**/search?q=*")
    assert "不掌握" in page.inner_text("article.hit mark")
    eye.shot("search")

    page.click("article.hit h3 a")
    page.wait_for_url("**/report/510422-2024**")
    assert page.inner_text("h1").startswith("盐边县人民政府 2024")
    eye.shot("report")

    _original(eye, viewport)

    page.click('td[id="t3.granted.total"] sup a')
    assert page.evaluate("document.querySelector(':target').id") == "f1"
    assert page.locator("#f1").is_visible()
    eye.shot("finding")

    page.click("p.kicker a")
    page.wait_for_url("**/county/510422**")
    assert page.locator("figure svg").count() >= 5
    eye.shot("county")

    page.click("text=" + ("与其他机关比较" if lang == "zh" else "Compare with others"))
    page.fill("main input[name=a]", "510422, 青榆区")
    page.click("main form button")
    page.wait_for_url("**/compare?**")
    assert page.locator("thead th").count() == 3
    eye.shot("compare")

    with page.expect_download() as waiting:
        page.click("main a:text-is('CSV')")
    target = tmp_path / "compare.csv"
    waiting.value.save_as(target)
    text = target.read_text(encoding="utf-8")
    assert text.startswith("name,place,id") and "青榆区人民政府" in text and text.count("\n") == 3

    assert not eye.elsewhere and not eye.errors
    assert eye.context.cookies() == []
    eye.context.close()


def _original(eye: Eye, viewport: dict[str, int]) -> None:
    """A figure opens its place in the original: beside the tables where there is room, else in their stead."""
    page = eye.page
    figure = page.locator('td[id="t3.new_requests.total"] > a').first
    text = figure.inner_text()
    figure.click()
    if viewport is DESK:
        frame = page.wait_for_selector("iframe[name=original]").content_frame()
        frame.wait_for_selector(":target")
    else:
        page.wait_for_url("**/original/**")
        frame = page.main_frame
    assert frame.inner_text(":target") == text
    assert frame.title() != "ran"
    assert frame.evaluate("origin") == "null", (
        "an opaque origin: nothing of ours can be reached from in there"
    )
    eye.shot("original")
    if viewport is HAND:
        page.go_back()
        page.wait_for_url("**/report/**")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_page_fits_a_hand_and_asks_no_other_host(chromium: Any, address: str, lang: str) -> None:
    eye = Eye(chromium, address, HAND, lang)
    for name, path in PAGES.items():
        eye.page.goto(address + path)
        if not path.startswith("/archive"):
            assert eye.fits(), f"{name} is wider than the screen"
    assert not eye.elsewhere
    assert eye.context.cookies() == []
    eye.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(chromium: Any, address: str, scheme: str) -> None:
    source = axe()
    eye = Eye(chromium, address, DESK, "en", bypass_csp=True, color_scheme=scheme)
    found = []
    for name, path in PAGES.items():
        eye.page.goto(address + path)
        eye.page.evaluate(source)
        result = eye.page.evaluate("axe.run(document, {resultTypes: ['violations'], iframes: false})")
        for fault in result["violations"]:
            if fault["impact"] in ("serious", "critical"):
                nodes = [node["html"][:160] for node in fault["nodes"][:3]]
                found.append(f"{name} ({scheme}): {fault['id']} × {len(fault['nodes'])}: {nodes}")
    eye.context.close()
    assert not found, "\n".join(found)


def test_the_site_works_without_scripts(chromium: Any, address: str) -> None:
    eye = Eye(chromium, address, DESK, "zh", java_script_enabled=False)
    eye.page.goto(address + "/search?q=诉讼")
    eye.page.click("article.hit h3 a")
    eye.page.click('td[id="t3.granted.total"] > a')
    eye.page.frame_locator("iframe[name=original]").locator("#t2r5c8, #t2r4c8").first.wait_for()
    assert not eye.elsewhere
    eye.context.close()


def test_the_keyboard_reaches_what_matters(chromium: Any, address: str) -> None:
    eye = Eye(chromium, address, DESK, "zh")
    eye.page.goto(address + "/report/510422-2024")
    eye.page.keyboard.press("Tab")
    assert eye.page.evaluate("document.activeElement.className") == "skip"
    eye.page.keyboard.press("Enter")
    eye.page.keyboard.press("Tab")
    assert eye.page.evaluate("document.querySelector('main').contains(document.activeElement)")
    eye.context.close()


def test_hostile_originals_run_nothing(chromium: Any, address: str) -> None:
    """The fixture's pages try to set their title by a script: bytes and reading copy alike leave it alone."""
    eye = Eye(chromium, address, DESK, "zh")
    eye.page.goto(address + "/report/510422-2024")
    reading = eye.page.get_attribute("iframe", "src").partition("?")[0]
    for path in (reading, reading.removesuffix("/page")):
        eye.page.goto(address + path)
        assert eye.page.title() != "ran"
    assert not eye.elsewhere
    eye.context.close()
