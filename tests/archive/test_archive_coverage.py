"""Organ × year: what was due, what is here, and why not; a deep look finds what was taken down or moved."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from archive import Exchange, Link, causes
from archive.captures import Run
from archive.coverage import refresh
from reference.portals import Portal
from tests.archive.archive_kit import a_reading, a_run, an_archive, answer, one, put

LIST = "http://yb.example/list"
PORTAL = Portal("510422", "盐边县", "county", "hanweb", "http://yb.example/", LIST, "", "", "")
TODAY = date(2026, 11, 25)


def looked(
    folder: Path, *, outcome: str = "kept", kind: str = "real", links: int = 1, **more: Any
) -> tuple[Database, Run]:
    """A crawl under way that asked one list with an outcome and saw links."""
    db, captures = an_archive(folder)
    run = a_run(db, captures, kind=kind, portals=[PORTAL], **more)
    good = outcome == "kept"
    run.fetch(answer(LIST, role="list", outcome=outcome, status=200 if good else 403))
    if links:
        run.links(
            "510422", LIST, [Link("http://yb.example/1", "盐边县2024年政府信息公开工作年度报告", year=2024)]
        )
    return db, run


def state(db: Database, year: int, organ: str = "510422") -> Any:
    """State and reason in English of one organ-year."""
    refresh(db, TODAY)
    return one(db, "select state, why_en from coverage where organ = ? and year = ?", organ, year)


def test_a_government_owes_a_report_for_every_year_since_2008(tmp_path: Path) -> None:
    db, run = looked(tmp_path)
    run.close({})
    assert refresh(db, TODAY) == {"missing": 17, "not_looked": 1}, "2024 is on the list and not yet asked for"
    assert one(db, "select min(year), max(year) from coverage") == (2008, 2025)
    assert one(db, "select last_checked from coverage where year = 2010") is not None


@pytest.mark.parametrize(
    ("published", "expected"),
    [("2025-03-31", "on_time"), ("2025-04-01", "late"), (None, "published")],
)
def test_a_report_that_is_here(tmp_path: Path, published: str | None, expected: str) -> None:
    db, run = looked(tmp_path)
    page = run.fetch(answer("http://yb.example/1")).capture_id
    run.close({})
    put(db, {str(page): a_reading(published_on=published)})
    found, why = state(db, 2024)
    assert found == expected
    assert (why == "1 days after the deadline") == (expected == "late")


def test_a_townships_report_is_never_late(tmp_path: Path) -> None:
    db, run = looked(tmp_path)
    page = run.fetch(answer("http://yb.example/1")).capture_id
    run.close({})
    put(db, {str(page): a_reading("盐边县惠民镇人民政府", scope="township", published_on="2025-11-01")})
    assert state(db, 2024, "510422105")[0] == "published"
    assert state(db, 2025, "510422105")[0] == "missing"
    assert one(db, "select count(*) from coverage where organ = '510422105'") == 2


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        ("time_out", "blocked_from_here"),
        ("challenge", "blocked_from_here"),
        ("tls", "blocked_from_here"),
        ("not_found", "our_failure"),
    ],
)
def test_what_cannot_be_reached_is_never_missing(tmp_path: Path, outcome: str, expected: str) -> None:
    db, run = looked(tmp_path, outcome=outcome, links=0)
    run.close({})
    assert state(db, 2024) == (expected, causes.BY_NAME[outcome].en)
    assert one(db, "select count(*) from coverage where state = 'missing'") == 0


def test_a_list_without_links_is_our_failure_until_shown_otherwise(tmp_path: Path) -> None:
    db, run = looked(tmp_path, links=0)
    run.close({})
    assert state(db, 2024) == ("our_failure", causes.LIST_CHANGED.en)


def test_a_link_that_could_not_be_fetched_tells_why(tmp_path: Path) -> None:
    db, run = looked(tmp_path)
    run.fetch(Exchange("http://yb.example/1", "510422", "report", "challenge", status=412, body=b"x"))
    run.close({})
    assert state(db, 2024) == ("blocked_from_here", causes.BY_NAME["challenge"].en)
    assert state(db, 2023)[0] == "missing"


def test_what_was_fetched_and_could_not_be_read(tmp_path: Path) -> None:
    db, run = looked(tmp_path)
    page = run.fetch(answer("http://yb.example/1")).capture_id
    run.close({})
    put(db, {str(page): a_reading(report=False, why_not="unreadable", cells=[])})
    assert state(db, 2024)[0] == "unreadable"


def test_never_looked_and_no_list(tmp_path: Path) -> None:
    db, captures = an_archive(tmp_path)
    other = replace(PORTAL, code="510411", name="仁和区", list_url="", family="")
    a_run(db, captures, kind="real", portals=[PORTAL, other]).close({})
    assert state(db, 2024) == ("not_looked", causes.NEVER.en)
    assert state(db, 2024, "510411") == ("not_looked", causes.NO_LIST.en)


def test_before_the_deadline_nothing_is_missing(tmp_path: Path) -> None:
    db, run = looked(tmp_path)
    run.close({})
    refresh(db, date(2026, 2, 1))
    assert one(db, "select state from coverage where year = 2025") == "not_due"
    refresh(db, date(2026, 4, 1))
    assert one(db, "select state from coverage where year = 2025") == "missing"


def test_a_page_that_is_gone_is_removed_only_when_the_deep_clock_looked(tmp_path: Path) -> None:
    db, run = looked(tmp_path)
    page = run.fetch(answer("http://yb.example/1")).capture_id
    run.portal("510422", "done")
    run.close({})
    put(db, {str(page): a_reading()})
    assert state(db, 2024)[0] == "on_time"
    deep = a_run(db, tmp_path / "captures", kind="real", depth="deep")
    deep.fetch(answer(LIST, "another list", role="list"))
    deep.fetch(answer("http://yb.example/1", outcome="not_found", status=404))
    deep.portal("510422", "failed", why="half of it")
    deep.flush()
    assert state(db, 2024)[0] == "on_time", "the portal did not answer for all"
    deep.portal("510422", "done")
    deep.close({})
    assert state(db, 2024)[0] == "removed"
    assert one(db, "select change from report_captures") == "removed"
    assert one(db, "select count(*) from reports") == 1, "the archive keeps it"


def test_a_page_that_changed_and_then_went_keeps_both_facts(tmp_path: Path) -> None:
    db, run = looked(tmp_path)
    page = run.fetch(answer("http://yb.example/1", at="2025-01-20T01:00:00.000Z")).capture_id
    later = run.fetch(answer("http://yb.example/1", "y" * 90, at="2025-03-20T01:00:00.000Z")).capture_id
    run.portal("510422", "done")
    run.close({})
    put(db, {str(page): a_reading(), str(later): a_reading(t3__granted__total=5)})
    deep = a_run(db, tmp_path / "captures", kind="real", depth="deep")
    deep.fetch(answer("http://yb.example/1", outcome="not_found", status=404))
    deep.portal("510422", "done")
    deep.close({})
    for _ in range(2):
        refresh(db, TODAY)
        held = db.execute("select capture, change, gone from report_captures").fetchall()
        assert set(held) == {(page, "removed", "removed"), (later, "figures", "removed")}
    assert one(db, "select value from revision_cells") == 0


def test_found_at_another_address_it_is_moved(tmp_path: Path) -> None:
    db, run = looked(tmp_path)
    page = run.fetch(answer("http://yb.example/1", at="2025-01-20T01:00:00.000Z")).capture_id
    run.portal("510422", "done")
    run.close({})
    put(db, {str(page): a_reading()})
    deep = a_run(db, tmp_path / "captures", kind="real", depth="deep")
    deep.fetch(answer("http://yb.example/1", outcome="not_found", status=404))
    new = deep.fetch(answer("http://yb.example/2")).capture_id
    deep.portal("510422", "done")
    deep.close({})
    put(db, {str(new): a_reading()})
    refresh(db, TODAY)
    changes = dict(db.execute("select capture, change from report_captures").fetchall())
    assert changes == {page: "moved", new: "republished"}
    assert one(db, "select state from coverage where year = 2024") == "moved"


def test_a_page_still_on_the_list_is_not_removed(tmp_path: Path) -> None:
    db, run = looked(tmp_path)
    page = run.fetch(answer("http://yb.example/1")).capture_id
    run.portal("510422", "done")
    run.close({})
    put(db, {str(page): a_reading()})
    deep = a_run(db, tmp_path / "captures", kind="real", depth="deep")
    deep.fetch(Exchange(LIST, "510422", "list", "not_modified", status=304, body=b""))
    deep.fetch(answer("http://yb.example/1", outcome="soft_404"))
    deep.portal("510422", "done")
    deep.close({})
    assert state(db, 2024)[0] == "on_time"


def test_a_demo_says_nothing_of_the_real_organs_whose_names_it_bears(tmp_path: Path) -> None:
    db, run = looked(tmp_path, kind="demo")
    page = run.fetch(answer("http://yb.example/1")).capture_id
    run.close({})
    refresh(db, TODAY)
    assert db.table("coverage").count == 0
    put(db, {str(page): a_reading()})
    refresh(db, TODAY)
    assert list(db.execute("select organ, year, state from coverage")) == [("510422", 2024, "on_time")]


def test_an_invented_organ_owes_nothing_before_it_begins(tmp_path: Path) -> None:
    invented = replace(PORTAL, code="990101", name="子虚县")
    db, captures = an_archive(tmp_path)
    run = a_run(db, captures, portals=[invented])
    run.fetch(answer(LIST, role="list", portal="990101"))
    run.links("990101", LIST, [Link("http://yb.example/1", "子虚县2024年政府信息公开工作年度报告")])
    page = run.fetch(answer("http://yb.example/1", portal="990101", body=b"<html>" + b"x" * 99)).capture_id
    run.close({})
    put(db, {str(page): a_reading("子虚县人民政府")})
    refresh(db, TODAY)
    found = db.execute("select organ, year, state from coverage order by year").fetchall()
    assert found == [("990101", 2024, "on_time"), ("990101", 2025, "missing")]


@pytest.mark.parametrize(
    ("outcomes", "links", "expected"),
    [
        ({"time_out": 1, "blocked": 9}, 0, "time_out"),
        ({"dns": 1, "robots": 1}, 0, "dns"),
        ({"blocked": 2, "redirect": 5}, 0, "blocked"),
        ({"kept": 1, "time_out": 9}, 3, None),
        ({"kept": 1}, 0, "list_changed"),
        ({}, 0, "never"),
    ],
)
def test_causes_stand_in_their_order(outcomes: dict[str, int], links: int, expected: str | None) -> None:
    cause = causes.of_counts(outcomes, links)
    assert (cause.name if cause else None) == expected
