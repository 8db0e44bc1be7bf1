"""Every condition of county portals, one a portal: what the fetch log says, what was kept, how much was asked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.crawler.crawler_world import World, serving


@dataclass(frozen=True)
class Expected:
    """All or none of the portal's reports are kept; `outcome` is how the obstacle shows; `most` requests a path."""

    all: bool
    outcome: str
    most: int = 1


CONDITIONS = {
    "acw_200": Expected(False, "challenge"),
    "blocked_200": Expected(False, "blocked"),
    "blocked_403": Expected(False, "blocked"),
    "blocked_405": Expected(False, "blocked"),
    "captcha": Expected(True, "challenge", 2),
    "cookie_gate": Expected(True, "redirect", 2),
    "drop": Expected(True, "broken", 3),
    "file_name_gbk": Expected(True, "kept"),
    "flapping": Expected(True, "server_error", 3),
    "gbk_as_utf8": Expected(True, "kept"),
    "gzip": Expected(True, "kept"),
    "index_instead": Expected(False, "index_page"),
    "jsl_521": Expected(False, "challenge"),
    "meta_refresh": Expected(True, "stub", 2),
    "mirror_link": Expected(True, "kept"),
    "retired_302": Expected(False, "soft_404", 9),
    "robots_disallow": Expected(False, "robots"),
    "robots_html": Expected(True, "kept"),
    "ruishu_412": Expected(False, "challenge"),
    "safeline_468": Expected(False, "challenge"),
    "shell": Expected(False, "soft_404"),
    "soft_404": Expected(True, "soft_404"),
    "stub_200": Expected(False, "challenge"),
    "stub_list": Expected(True, "stub", 2),
    "utf8_as_gb2312": Expected(True, "kept"),
    "yunsuo_200": Expected(False, "challenge"),
}
CODES = ["990101", "990102", "990103", "990201", "990202", "990203", "990301", "990302"]
ROUNDS = [list(CONDITIONS)[start : start + len(CODES)] for start in range(0, len(CONDITIONS), len(CODES))]


@dataclass
class Round:
    """What a crawl made of one condition."""

    code: str
    outcomes: Counter[str]
    kept: set[str]
    planted: set[str]
    busiest: int
    state: str


@pytest.fixture(scope="module")
def met(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Round]]:
    """Each condition on a portal of a prefecture of its own, eight portals a crawl."""
    with serving(tmp_path_factory.mktemp("obstacles"), ",".join(CODES)) as world:
        apart(world.registry)
        planted = world.planted()
        yield {
            name: found
            for number, names in enumerate(ROUNDS)
            for name, found in one_round(world, str(number), names, planted)
        }


def apart(registry: Path) -> None:
    """Give every portal a prefecture of its own, so that one that refuses does not silence its neighbours."""
    text = registry.read_text(encoding="utf-8")
    for number, code in enumerate(CODES):
        text = re.sub(rf"(?m)^{code},", f"{50 + number}9901,", text)
    registry.write_text(text, encoding="utf-8")


def one_round(
    world: World, number: str, names: list[str], planted: dict[str, str]
) -> Iterator[tuple[str, Round]]:
    pairs = list(zip(names, CODES, strict=False))
    world.switch(on=" ".join(f"{name}@{code}" for name, code in pairs))
    world.log(clear=True)
    world.crawl(name=number)
    counted = world.log()
    for place, (name, code) in enumerate(pairs):
        own = f"{50 + place}9901"
        host = f"127.{int(code[:2])}.{int(code[2:4])}.{int(code[4:])}"
        rows = world.rows(
            "select outcome, count(*) from fetches where portal = ? group by 1", own, name=number
        )
        kept = {url for url in world.captured(number) if url.startswith(f"//{host}:")}
        state = world.rows("select state from crawl_portals where portal = ?", own, name=number)[0][0]
        busiest = max((row["count"] for row in counted if row["host"] == host), default=0)
        wanted = {url for url in planted if url.startswith(f"//{host}:")}
        yield name, Round(own, Counter(dict(rows)), kept, wanted, busiest, state)
    world.switch(off=" ".join(f"{name}@{code}" for name, code in pairs))


@pytest.mark.parametrize("name", CONDITIONS)
def test_condition(met: dict[str, Round], name: str) -> None:
    found, expected = met[name], CONDITIONS[name]
    assert found.outcomes[expected.outcome] > 0, found.outcomes
    assert found.kept <= found.planted, "nothing but reports is stored as a report"
    if expected.all and name != "flapping":
        assert found.kept == found.planted
        assert found.state == "done"
    if not expected.all:
        assert found.state == "failed"
        assert len(found.kept) < len(found.planted)
    assert found.busiest <= max(expected.most, 2), "no storm of requests"


def test_a_report_that_failed_in_one_night_comes_in_the_next(met: dict[str, Round]) -> None:
    missing = met["flapping"].planted - met["flapping"].kept
    assert len(missing) <= len(met["flapping"].planted) // 4


def test_refusals_end_after_a_few_requests(met: dict[str, Round]) -> None:
    for name, expected in CONDITIONS.items():
        if expected.outcome in ("challenge", "blocked", "index_page") and not expected.all:
            refused = met[name].outcomes[expected.outcome]
            assert refused <= 6, (name, met[name].outcomes)
