"""kill -9 at random moments of the crawl and of the reading run (benchmarks/killed.py does twenty of each)."""

from __future__ import annotations

import random
from pathlib import Path

from benchmarks.killed import crawls, parses
from tests.crawler.crawler_world import serving


def test_killed_twice_nothing_differs_and_nothing_comes_twice_but_what_was_in_flight(tmp_path: Path) -> None:
    draw = random.Random(20261125)
    with serving(tmp_path, "990101,654225") as world:
        made = [*crawls(world, 2, draw), *parses(world.folder, 1, draw)]
    assert [one for one in made if not one.good] == []
    assert len(made) == 3
