"""What happens to published reports, seen by the right clock: a real crawl of a replica, read, and covered.

First night; a second night after everything has happened; a deep run. Each test tells what stands in report_captures,
revision_cells and coverage after the night, and what after the deep run.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from replica.revisions import CORRECTED_CELL
from replica.world import Plan
from tests.crawler.crawler_small import Small, running
from tests.crawler.crawler_world import ROOT

CODE = "998101"
OFFICE, DEPARTMENT = f"{CODE}-office", "教育局"
HAPPENS = "revision text_edit removed moved republished"

CAPTURES = """select h.report, h.role, h.counts, coalesce(h.change, ''), coalesce(h.gone, ''), c.url from report_captures h
  join captures c on c.id = h.capture order by c.fetched_at, c.url"""
REVISED = "select v.report, v.cell, v.value, h.role from revision_cells v join report_captures h using (report, capture)"
COVERED = "select organ || '-' || year, state, published_on from coverage where report is not null"


@dataclass
class Stage:
    """What the archive held after one crawl, its reading and coverage."""

    captures: list[tuple[Any, ...]]
    revised: list[tuple[Any, ...]]
    covered: dict[str, tuple[str, str]]
    figures: dict[str, Any]
    new: int

    def of(self, report: str) -> list[tuple[Any, ...]]:
        """role, counts, change, gone of the captures of a report, oldest first."""
        return [row[1:5] for row in self.captures if row[0] == report]


def stage(world: Small, *more: str) -> Stage:
    world.crawl(*more)
    keep = ["--archive", str(world.folder / "a.db"), "--captures", str(world.folder / "a")]
    for command in (["parse"], ["archive", "coverage"]):
        done = subprocess.run(
            [sys.executable, "-m", *command, *keep],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=240,
            check=False,
        )
        assert done.returncode == 0, done.stderr
    covered = {report: (state, day) for report, state, day in world.rows(COVERED)}
    figures = dict(world.rows("select report, value from figures where cell = ?", CORRECTED_CELL))
    kept = world.rows(
        "select count(*) from fetches where role = 'report' and outcome = 'kept' and crawl = (select max(crawl) from fetches)"
    )
    return Stage(world.rows(CAPTURES), world.rows(REVISED), covered, figures, kept[0][0])


@pytest.fixture(scope="module")
def stages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Stage]]:
    plan = Plan(CODE, "子虚县", "pzh-shtml-id", (2021, 2024), departments=1)
    with running(tmp_path_factory.mktemp("revisions"), {"held_back": plan}) as world:
        first = stage(world)
        world.switch(on=HAPPENS, off=f"held_back@{CODE}")
        night = stage(world)
        yield [first, night, stage(world, "--deep")]


def department(stages: list[Stage]) -> str:
    (organ,) = {report[:-5] for report in stages[0].covered if "-d" in report}
    return organ


def test_a_silent_edit_of_a_figure(stages: list[Stage]) -> None:
    report = f"{OFFICE}-2024"
    first, night, deep = stages
    assert night.of(report) == first.of(report) == [("page", 1, "", "")]
    assert deep.of(report) == [("earlier", 0, "", ""), ("page", 1, "figures", "")]
    before, after = first.figures[report], deep.figures[report]
    assert after == before + 7
    assert [row for row in deep.revised if row[0] == report] == [(report, CORRECTED_CELL, before, "earlier")]
    assert deep.covered[report] == first.covered[report], "still on time"


def test_a_silent_edit_of_a_sentence(stages: list[Stage]) -> None:
    report = f"{department(stages)}-2023"
    assert stages[1].of(report) == [("page", 1, "", "")]
    assert stages[2].of(report) == [("earlier", 0, "", ""), ("page", 1, "text", "")]
    assert not [row for row in stages[2].revised if row[0] == report]


def test_a_removal(stages: list[Stage]) -> None:
    report = f"{department(stages)}-2022"
    first, night, deep = stages
    assert night.of(report) == [("page", 1, "", "")] and night.covered[report][0] == first.covered[report][0]
    assert deep.of(report) == [("page", 1, "removed", "removed")]
    assert deep.covered[report][0] == "removed"
    assert deep.figures[report] == first.figures[report], "the archive keeps it"


def test_a_move(stages: list[Stage]) -> None:
    report = f"{OFFICE}-2022"
    night, deep = stages[1:]
    assert night.of(report) == [("copy", 0, "", ""), ("page", 1, "republished", "")]
    assert deep.of(report) == [("copy", 0, "moved", "moved"), ("page", 1, "republished", "")]
    assert deep.covered[report][0] == "moved"


def test_a_republication_under_a_later_date(stages: list[Stage]) -> None:
    report = f"{OFFICE}-2021"
    first, night, deep = stages
    assert night.of(report) == [("page", 1, "", "")]
    assert deep.of(report) == [("earlier", 0, "", ""), ("page", 1, "republished", "")]
    assert deep.covered[report] == first.covered[report], "it was on time, and stays so"


def test_a_back_dated_report(stages: list[Stage]) -> None:
    report = f"{department(stages)}-2021"
    first, night = stages[:2]
    assert report not in first.covered and night.of(report) == [("page", 1, "", "")]
    assert night.covered[report][0] == "on_time", "by its own date; first_seen tells the rest"


def test_only_what_changed_is_told(stages: list[Stage]) -> None:
    changed = {(row[0], row[3]) for row in stages[2].captures if row[3] in ("figures", "text")}
    assert changed == {(f"{OFFICE}-2024", "figures"), (f"{department(stages)}-2023", "text")}


def test_nothing_else_is_new(stages: list[Stage]) -> None:
    first, night, deep = stages
    assert first.new == len(first.captures) and night.new == 2 and deep.new == 3
