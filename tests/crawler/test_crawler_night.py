"""A night over the four families of the examples: everything found, nothing asked twice, nothing lost by a kill."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from collections.abc import Iterator

import pytest

from tests.crawler.crawler_world import ROOT, World, serving


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with serving(tmp_path_factory.mktemp("night")) as running:
        yield running


def test_first_night_keeps_every_planted_report(world: World) -> None:
    world.crawl()
    assert world.captured() == set(world.planted())
    assert world.rows("select distinct state from crawl_portals") == [("done",)]
    assert world.rows("select count(*) from captures where role = 'report' and text_sha256 is null") == [(0,)]


def test_second_night_asks_conditionally_and_fetches_nothing_new(world: World) -> None:
    before = world.rows("select count(*) from captures")
    world.log(clear=True)
    world.crawl()
    assert world.rows("select count(*) from captures") == before
    asked = [row for row in world.log() if row["path"] != "/robots.txt"]
    assert max(row["count"] for row in asked) == 1
    last = "select outcome, count(*) from fetches where role != 'robots' and crawl = (select max(id) from crawls) group by 1"
    assert world.rows(last) == [("not_modified", len(asked))]


def test_every_fetch_good_or_not_has_a_row(world: World) -> None:
    outcomes = dict(world.rows("select outcome, count(*) from fetches group by 1"))
    assert (
        outcomes["not_found"]
        == world.rows("select count(*) from fetches where role in ('robots', 'probe')")[0][0]
    )
    crawls = world.rows("select count(*), count(finished_at) from crawls")
    assert crawls == [(2, 2)]


def facts(world: World, name: str) -> list[tuple[object, ...]]:
    captures = "select url, sha256, text_sha256, role, portal, organ, link_text, found_on from captures order by 1, 2"
    links = "select url, portal, organ, link_text, year, role, state from links order by 1"
    return [*world.rows(captures, name=name), *world.rows(links, name=name)]


def test_killed_at_random_moments_it_ends_as_if_undisturbed(world: World) -> None:
    draw = random.Random(20261125)
    for _ in range(3):
        process = subprocess.Popen(
            world.command(name="killed"), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(draw.uniform(2.2, 4.0))
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    done = world.crawl(name="killed")
    assert "finished" in done.stdout
    assert facts(world, "killed") == facts(world, "a")
    assert world.rows("pragma integrity_check", name="killed") == [("ok",)]
    kept_twice = "select url from fetches where outcome = 'kept' group by url having count(*) > 1"
    assert world.rows(kept_twice, name="killed") == []


def test_health_names_a_portal_that_fell_silent_and_why(world: World) -> None:
    def health() -> subprocess.CompletedProcess[str]:
        command = [*world.command()[:3], "health", "--archive", str(world.folder / "a.db")]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)

    assert health().returncode == 0
    world.switch(on="retired_302@990301")
    world.crawl()
    told = health()
    assert told.returncode == 1
    assert "990301" in told.stdout and "sent_home" in told.stdout
