"""Reports found = reports planted: every family with a file of its own and some declared ones, from one row a portal.

The registry names each portal's own column alone; columns of departments, townships and years are found below it, over
all list pages, 2008–2025. All 44 families: python -m benchmarks.families.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from reference import families
from tests.crawler.crawler_world import World, serving

PORTALS = {
    "991002": "trs-wcm", "991003": "trs-wcm", "991004": "ucap", "991006": "hanweb", "991007": "hanweb",
    "991008": "gd-nfcms-gkmlpt", "991011": "lonsun", "991013": "vsb", "991014": "content-noext", "991015": "pc-list",
    "991016": "shangwang", "991017": "hebei-channel", "991018": "epoint", "991019": "shaanxi-19d", "991020": "henan-date-id",
    "991101": "jeecms", "991102": "hunan-c-i", "991103": "siteserver", "991104": "pzh-shtml-id", "991105": "htmls-rand",
    "991106": "columns-uuid", "991116": "baoji-col", "991204": "asp-legacy", "991209": "smx-0000", "991306": "generic",
}  # fmt: skip
WRONG = {"991016": "ucap", "991102": "vsb"}
"""Portals whose row names another family than their pages show."""


@dataclass
class Reached:
    """What one crawl found."""

    world: World
    planted: dict[str, set[str]]
    captured: dict[str, set[str]]


@pytest.fixture(scope="module")
def reached(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reached]:
    with serving(tmp_path_factory.mktemp("reach"), ",".join(PORTALS), "--small", "--tops") as world:
        text = world.registry.read_text(encoding="utf-8")
        for code, family in WRONG.items():
            lines = [
                line.replace(f",{PORTALS[code]},", f",{family},") if line.startswith(code) else line
                for line in text.split("\n")
            ]
            text = "\n".join(lines)
        world.registry.write_text(text, encoding="utf-8")
        world.crawl()
        yield Reached(world, by_host(world.planted()), by_host(world.captured()))


def by_host(urls: Iterator[str] | dict[str, str] | set[str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for url in urls:
        found.setdefault(url.split("/")[2].split(":")[0], set()).add(url)
    return found


def host(code: str) -> str:
    return f"127.{int(code[:2])}.{int(code[2:4])}.{int(code[4:])}"


def test_every_family_with_a_file_is_here() -> None:
    assert {name for name, family in families.load().items() if family.spider} <= set(PORTALS.values())


@pytest.mark.parametrize("code", PORTALS)
def test_reports_found_are_the_reports_planted(reached: Reached, code: str) -> None:
    planted, captured = reached.planted[host(code)], reached.captured[host(code)]
    assert len(planted) >= 72
    assert captured == planted


def test_a_row_with_a_wrong_family_is_told_and_loses_nothing(reached: Reached) -> None:
    told = reached.world.rows(
        "select portal, at, says_en from problems where kind = 'family_differs' order by 1"
    )
    assert {portal for portal, _, _ in told} == set(WRONG)
    for portal, _, says in told:
        assert WRONG[portal] in says
        assert PORTALS[portal] in says


def test_years_and_kinds_of_units_are_all_there(reached: Reached) -> None:
    for (years,) in reached.world.rows(
        "select count(distinct year) from links where role = 'report' group by portal"
    ):
        assert years == 18
