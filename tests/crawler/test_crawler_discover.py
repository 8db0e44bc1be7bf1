"""From a portal's root to its columns: found, told as proposals, accepted, crawled. All families: benchmarks.families."""

from __future__ import annotations

import csv
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from crawler.identity import identity
from reference import portals
from replica import families, homes
from tests.crawler.crawler_world import ROOT, World, serving

CODES = [
    "991001", "991003", "991005", "991006", "991008", "991010", "991012", "991014", "991015", "991016", "991018", "991019",
    "991101", "991104", "991105", "991106", "991116", "991204", "991209", "991211", "991301", "991302", "991303", "991305",
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
    parts = {identity(site.base + family.link(site, column)) for column in site.root.children}
    assert set(planted) <= set(found)
    assert set(found) - set(planted) <= (parts if code == "991008" else set()), "no decoy is proposed"
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
