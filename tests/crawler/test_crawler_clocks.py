"""The two clocks: what a night sees, what only a deep run sees, and what the calendar says is due."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from crawler.plan import Plan
from tests.crawler.crawler_world import World, serving

LAST = "crawl = (select max(crawl) from fetches)"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with serving(tmp_path_factory.mktemp("clocks"), "990101") as running:
        running.switch(on="held_back")
        running.crawl()
        running.switch(off="held_back")
        yield running


def count(world: World, outcome: str) -> int:
    rows = world.rows(
        f"select count(*) from fetches where role = 'report' and outcome = ? and {LAST}", outcome
    )
    return int(rows[0][0])


def test_a_back_dated_report_is_found_where_lists_are_walked_to_their_end(world: World) -> None:
    before = world.captured()
    world.crawl("--deep")
    assert len(world.captured() - before) == 1
    assert count(world, "kept") == 1


def test_a_night_sees_new_addresses_and_a_deep_run_silent_edits(world: World) -> None:
    world.switch(on="revision text_edit removed moved republished correction")
    world.crawl()
    assert count(world, "kept") == 2  # the moved report's new address, the correction
    world.crawl("--deep")
    assert count(world, "kept") == 3  # a figure, a sentence and a date that changed in place
    assert count(world, "not_found") == 2  # removed, and the moved one's old address
    assert count(world, "unchanged") + count(world, "not_modified") > 25
    versions = world.rows(
        "select count(*) from captures where role = 'report' group by canonical having count(*) > 1"
    )
    assert versions == [(2,)] * 3


def test_a_removed_report_is_no_longer_seen_on_any_list(world: World) -> None:
    last = world.rows("select min(last_seen) from links where state not in ('not_found')")[0][0]
    gone = world.rows("select last_seen from links where state = 'not_found'")
    assert all(seen < last for (seen,) in gone)


def link(url: str, year: int, checked: str) -> dict[str, object]:
    return {"url": url, "year": year, "first_seen": "2024-01-01T00:00:00.000Z", "checked_at": checked}


def test_recent_reports_are_due_weekly_in_the_season() -> None:
    plan = Plan(today=date(2026, 2, 20), again="due")
    assert plan.due(link("u", 2025, "2026-02-13T01:00:00.000Z"))
    assert not plan.due(link("u", 2025, "2026-02-15T01:00:00.000Z"))


def test_older_reports_are_due_once_a_quarter_spread_over_its_nights() -> None:
    urls = [f"http://h/{n}" for n in range(2000)]
    due = [sum(Plan(today=date.fromordinal(day), again="due").due(link(url, 2015, "2026-05-01T00:00:00.000Z")) for url in urls)
           for day in range(date(2026, 6, 1).toordinal(), date(2026, 6, 1).toordinal() + 28)]  # fmt: skip
    assert max(due) < 50 and min(due) > 5
    assert Plan(today=date(2026, 8, 1), again="due").due(link("u", 2015, "2026-05-01T00:00:00.000Z"))


def test_unit_columns_are_visited_nightly_in_the_season_and_a_seventh_otherwise() -> None:
    urls = [f"http://h/{n}" for n in range(700)]
    season, summer = (Plan(today=day, last={"1": "done"}) for day in (date(2026, 3, 1), date(2026, 7, 1)))
    assert all(season.visits(url, "某镇") for url in urls)
    assert 60 < sum(summer.visits(url, "某镇") for url in urls) < 140


def test_portals_that_the_night_before_did_not_reach_come_first() -> None:
    plan = Plan(last={"1": "done", "2": "postponed", "3": "failed"})
    assert plan.order(["1", "2", "3"])[0] == "2"
    assert plan.trusts("1") and not plan.trusts("2") and not plan.trusts("4")
