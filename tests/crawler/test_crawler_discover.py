"""From a portal's root to its columns: found, told as proposals, accepted, crawled. All families: benchmarks.families."""

from __future__ import annotations

import csv
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from scrapy.http import HtmlResponse

from crawler import discovery
from crawler.identity import identity
from crawler.search import Search
from reference import portals
from replica import families, homes
from tests.crawler.crawler_world import ROOT, World, serving

CODES = [
    "991001", "991003", "991005", "991006", "991008", "991010", "991012", "991014", "991015", "991016", "991018", "991019",
    "991101", "991104", "991105", "991106", "991116", "991204", "991209", "991211", "991301", "991302", "991303", "991305", "991306",
]  # fmt: skip
CRAWLED = ("991302", "991305")


@dataclass
class Searched:
    """The proposals of one run over roots alone."""

    world: World
    rows: list[dict[str, str]]
    said: str


@pytest.fixture(scope="module")
def searched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searched]:
    with serving(tmp_path_factory.mktemp("discover"), ",".join(CODES), "--roots", "--small") as world:
        done = command(
            world,
            "discover",
            "--portals",
            str(world.registry),
            "--out",
            str(world.folder / "p.csv"),
            *keep(world, "d"),
        )
        assert done.returncode == 0, done.stderr
        yield Searched(world, proposed(world.folder / "p.csv"), done.stdout)


def command(world: World, *words: str) -> subprocess.CompletedProcess[str]:
    asked = [sys.executable, "-m", "crawler", *words]
    return subprocess.run(asked, capture_output=True, text=True, cwd=ROOT, timeout=300, check=False)


def keep(world: World, name: str) -> list[str]:
    return ["--archive", str(world.folder / f"{name}.db"), "--captures", str(world.folder / name)]


def proposed(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_the_portals_have_all_ways_and_decoys(searched: Searched) -> None:
    assert {homes.way_of(site) for site in searched.world.sites()} == {*homes.WAYS, "twin"}


@pytest.mark.parametrize("code", CODES)
def test_columns_found_are_the_columns_planted(searched: Searched, code: str) -> None:
    site = next(site for site in searched.world.sites() if site.code == code)
    family = families.load()[site.engine]
    planted = {
        identity(site.base + family.link(site, column)): column.organ for column in [site.root, *site.units]
    }
    found = {identity(row["list_url"]): row for row in searched.rows if row["code"] == code}
    assert set(found) == set(planted), "no decoy is proposed, and no part of a column that the crawl follows"
    for url, organ in planted.items():
        assert found[url]["family"] == site.family
        assert site.name + found[url]["organ"] == organ or found[url]["organ"] == organ
        assert found[url]["confidence"] in ("sure", "likely")
        assert int(found[url]["reports"]) > 0


def test_evidence_stands_beside_every_proposal(searched: Searched) -> None:
    for row in searched.rows:
        assert row["accept"] == ""
        assert row["how"].startswith("/ ›")
        assert row["sample_url"].startswith("http://")
    assert sum(row["confidence"] == "sure" for row in searched.rows) >= 0.9 * len(searched.rows)


def test_nothing_outside_the_registry_is_asked_and_nothing_is_read_as_a_report(searched: Searched) -> None:
    asked = searched.world.rows("select url, role from fetches", name="d")
    assert not [url for url, _ in asked if "127.99.254" in url]
    assert {role for _, role in asked} == {"discover", "robots"}
    per_portal = searched.world.rows(
        "select max(n) from (select count(*) n from fetches group by portal)", name="d"
    )
    assert per_portal[0][0] <= 60


def test_the_way_from_a_root_to_all_reports(searched: Searched) -> None:
    """Accept what is sure or likely, crawl it: every planted report is kept."""
    world, registry = searched.world, searched.world.folder / "accepted.csv"
    roots = world.registry.read_text(encoding="utf-8").split("\n")
    registry.write_text(
        "\n".join(line for line in roots if line.startswith(("code", *CRAWLED))) + "\n", encoding="utf-8"
    )
    lines = [str(n) for n, row in enumerate(searched.rows, 2) if row["code"] in CRAWLED]
    done = command(
        world, "accept", str(world.folder / "p.csv"), "--rows", ",".join(lines), "--registry", str(registry)
    )
    assert done.returncode == 0, done.stdout + done.stderr
    rows = portals.load([registry])
    assert {row.organ for row in rows if row.code == "991305"} == {
        None,
        "少昊县教育局",
        "少昊县虚拟镇人民政府",
    }
    crawled = command(world, "--portals", str(registry), *keep(world, "c"))
    assert crawled.returncode == 0, crawled.stderr
    hosts = [f"//127.99.13.{code[-1]}:" for code in CRAWLED]
    planted = {url for url in world.planted() if url.startswith(tuple(hosts))}
    assert world.captured("c") == planted


def test_what_a_discovery_fetched_does_not_hide_it_from_the_crawl(searched: Searched) -> None:
    """The same archive: the column's page is unchanged since discovery, its reports are new all the same."""
    world = searched.world
    registry = world.folder / "one.csv"
    row = next(row for row in searched.rows if row["code"] == "991001")
    registry.write_text(
        ",".join(portals.COLUMNS)
        + "\n"
        + ",".join(row[name].replace(",", " ") for name in portals.COLUMNS)
        + "\n",
        encoding="utf-8",
    )
    done = command(world, "--portals", str(registry), *keep(world, "d"))
    assert done.returncode == 0, done.stderr
    planted = {url for url in world.planted() if url.startswith("//127.99.10.1:")}
    assert world.captured("d") == planted


def test_what_stands_in_the_way_is_told(tmp_path: Path) -> None:
    """A challenge leaves no proposal and its cause; a blocked list leaves a doubtful one; a column elsewhere is told."""
    on = ("ruishu_412@991012", "blocked_json@991004")
    with serving(
        tmp_path, "991012,991004", "--roots", "--small", *(word for name in on for word in ("--switch", name))
    ) as world:
        done = command(
            world,
            "discover",
            "--portals",
            str(world.registry),
            "--out",
            str(tmp_path / "p.csv"),
            *keep(world, "d"),
        )
        asked = world.log()
    assert "991012 " in done.stdout
    assert "challenge ruishu_412" in done.stdout
    rows = proposed(tmp_path / "p.csv")
    assert [
        (row["code"], row["confidence"], row["reports"])
        for row in rows
        if row["list_url"].endswith("c102004/zfxxgk_gknbz.shtml")
    ] == [("991004", "doubtful", "0")]
    assert max(row["count"] for row in asked) <= 3


def test_a_killed_discovery_goes_on_and_asks_for_nothing_twice(tmp_path: Path) -> None:
    with serving(tmp_path, "991001,991005,991302", "--roots", "--small") as world:
        words = ["discover", "--portals", str(world.registry), "--out"]
        assert command(world, *words, str(tmp_path / "whole.csv"), *keep(world, "whole")).returncode == 0
        whole = world.asked()
        world.log(clear=True)
        asked = [sys.executable, "-m", "crawler", *words, str(tmp_path / "again.csv"), *keep(world, "again")]
        process = subprocess.Popen(asked, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while world.asked() < whole // 2 and process.poll() is None:
            time.sleep(0.05)
        process.kill()
        process.wait()
        assert command(world, *words, str(tmp_path / "again.csv"), *keep(world, "again")).returncode == 0
        assert world.asked() <= whole + 3, "no more than what was in flight, one a portal"
    assert proposed(tmp_path / "again.csv") == proposed(tmp_path / "whole.csv")


PAGE = """<title>某县政府网</title>
<a href="/zwgk/index.html"><img src="/i/1.png" alt="政务公开"></a>
<a href="javascript:void(0)" onclick="window.open('/zfxxgk/zfxxgknb/')">政府信息公开年报</a>
<a href="#" data-href="/public/column/12?type=4">信息公开目录</a>
<a href="/fzzf/">法治政府建设年度报告</a> <a href="/tjnb/">统计年报</a> <a href="/zwgk/gkzn/">政府信息公开指南</a>
<a href="/zfxxgk/zfxxgknb/202501/t20250123_1.html">2024年政府信息公开工作年度报告</a>
<a href="http://www.city.example/zfxxgknb/">政府信息公开年报</a>
<a href="/hmz/">惠民镇</a> <a href="/bm/">县直部门</a>
<script>var zNodes = [{id: 1, name: "\\u5e74\\u5ea6\\u62a5\\u544a", url: "tree/nb.html"}];</script>"""


def test_links_are_weighed_by_words_slugs_and_pictures() -> None:
    response = HtmlResponse("http://www.county.example/", body=PAGE.encode(), encoding="utf-8")
    found = {
        step.url: (step.kind, step.organ) for step in discovery.steps(response, known=frozenset({"惠民镇"}))
    }
    assert found == {
        "http://www.county.example/zwgk/index.html": ("way", None),
        "http://www.county.example/zfxxgk/zfxxgknb/": ("column", None),
        "http://www.county.example/public/column/12?type=4": ("way", None),
        "http://www.county.example/hmz/": ("unit", "惠民镇"),
        "http://www.county.example/bm/": ("unit", None),
        "http://www.county.example/tree/nb.html": ("column", None),
        "http://www.city.example/zfxxgknb/": ("column", None),
    }


def test_a_column_on_another_site_is_told_and_not_asked() -> None:
    search = Search(
        portals.Portal("510422", "盐边县", "county", "", "http://www.county.example/", "", "", "", "")
    )
    response = HtmlResponse("http://www.county.example/", body=PAGE.encode(), encoding="utf-8")
    search.push([step for step in discovery.steps(response) if "city" in step.url], "/")
    assert search.pop() is None
    told = [(find.url, find.confidence) for find in search.worth_telling()]
    assert told == [("http://www.city.example/zfxxgknb/", "unasked")]
