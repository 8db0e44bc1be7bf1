"""Errors planted in generated reports: each is found, and nothing else is called an error."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database

from parse import check
from parse.checks import judge
from replica import bulk
from tests.rules.rules_kit import an_archive, fill, planted

COUNT, RATE = 700, 0.25
SIGNALS = frozenset({"Q001", "Q002", "Q003", "Q007", "N402", "N403", "N404", "X503"})
"""What generated worlds hold of themselves: offices never asked, texts from one small stock of sentences."""


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Database, Path, list[bulk.Error]]]:
    errors: list[bulk.Error] = []
    db, path = an_archive(tmp_path_factory.mktemp("planted"))
    fill(db, bulk.reports(COUNT, rate=RATE, errors=errors))
    check.run(db, path)
    yield db, path, errors
    db.close()


def pairs(db: Database) -> dict[str, set[tuple[str, int]]]:
    found: dict[str, set[tuple[str, int]]] = defaultdict(set)
    for rule, organ, year in db.execute("select rule, organ, year from findings"):
        found[rule].add((organ, year))
    return found


def test_every_planted_error_is_found(world: tuple[Database, Path, list[bulk.Error]]) -> None:
    found = pairs(world[0])
    missed = {(rule, *who) for rule, *who in planted(world[2]) if tuple(who) not in found[rule]}
    assert missed == set()
    assert len({e.rule for e in world[2]}) >= 15


def test_nothing_else_is_called_an_error(world: tuple[Database, Path, list[bulk.Error]]) -> None:
    found = {(rule, *who) for rule, whose in pairs(world[0]).items() for who in whose if rule not in SIGNALS}
    assert found - {(e.rule, e.organ, e.year) for e in world[2]} == set()


def test_a_second_run_judges_nothing_and_changes_nothing(
    world: tuple[Database, Path, list[bulk.Error]],
) -> None:
    db, path, _ = world
    before = db.execute("select * from findings order by id").fetchall()
    assert check.run(db, path)["judged"] == 0
    assert db.execute("select * from findings order by id").fetchall() == before


def test_several_processes_find_the_same(
    world: tuple[Database, Path, list[bulk.Error]], tmp_path: Path
) -> None:
    db, path = an_archive(tmp_path)
    fill(db, bulk.reports(COUNT, rate=RATE, errors=[]))
    check.run(db, path, jobs=2)
    sql = "select fingerprint, result, says_zh, says_en, cells from findings order by fingerprint"
    assert db.execute(sql).fetchall() == world[0].execute(sql).fetchall()
    db.close()


def test_passes_are_counted(world: tuple[Database, Path, list[bulk.Error]]) -> None:
    rows = world[0].execute(
        "select rule, sum(pass), sum(pass + fail + uncertain + not_evaluable + not_applicable) from rule_counts group by rule"
    )
    counted = {rule: (passed, every) for rule, passed, every in rows}
    assert list(counted) == sorted(judge.ids())
    assert {every for _, every in counted.values()} == {COUNT}
    assert counted["A301"][0] > COUNT * 0.9
