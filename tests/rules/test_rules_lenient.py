"""Blanks: the first reading decides nothing, the second (blank = 0) is kept beside it and is no finding."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from parse import check
from reference import forms
from replica import bulk
from tests.rules.rules_kit import an_archive, put

Archive = tuple[Database, Path]
COLUMNS = ("business", "research", "public_interest", "legal_services", "other_org")


def a_record() -> bulk.Body:
    return bulk.bodies(0)[1]


def put_with(db: Database, changes: dict[str, int | None]) -> str:
    """The office's report of nothing asked, but for what is given; None is a blank."""
    body = a_record()
    cells: dict[str, Any] = dict.fromkeys(forms.load("2021").cell_ids, 0)
    reading = bulk.as_reading(body, 2024, cells | changes, {}, "2025-01-20")
    for cell in reading["cells"]:
        cell["state"] = "blank" if cell["value"] is None else "number"
    record = {
        "organ": body.organ,
        "kind": body.kind,
        "name": body.name,
        "division": body.division,
        "reading": reading,
    }
    return put(db, record)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    db, path = an_archive(tmp_path)
    yield db, path
    db.close()


def lenient(db: Database, rule: str) -> list[tuple[str, list[str], str, str]]:
    rows = db.execute(
        "select result, cells, expected, found from lenient where rule = ? order by cells", [rule]
    )
    return [(result, json.loads(cells), expected, found) for result, cells, expected, found in rows]


def test_blank_columns_pass_as_zero_and_break_nothing(archive: Archive) -> None:
    """Five columns left empty, as reports do that had requests of persons only."""
    db, path = archive
    changes: dict[str, int | None] = {
        f"t3.{row}.{c}": None for row in ("new_requests", "granted") for c in COLUMNS
    }
    for row in ("new_requests", "granted", "outcome_total"):
        changes |= {f"t3.{row}.natural_person": 3, f"t3.{row}.total": 3}
    put_with(db, changes)
    check.run(db, path)
    assert db.execute("select count(*) from findings where rule glob 'A*'").fetchone() == (0,)
    found = lenient(db, "A304")
    assert [(result, expected, found_) for result, _, expected, found_ in found] == [("pass", "3", "3")] * 2
    assert all(len(cells) == 7 for _, cells, _, _ in found)
    counts = (
        "select pass, not_evaluable, lenient_pass, lenient_fail, fail from rule_counts where rule = 'A304'"
    )
    assert db.execute(counts).fetchone() == (1, 0, 0, 0, 0)


def test_what_blanks_might_still_make_true_fails_as_zero_only(archive: Archive) -> None:
    """Total 5, persons 3, the rest blank: with blanks as 0 it does not hold, with a 2 in one of them it does."""
    db, path = archive
    changes: dict[str, int | None] = {f"t3.new_requests.{c}": None for c in COLUMNS}
    put_with(db, changes | {"t3.new_requests.natural_person": 3, "t3.new_requests.total": 5})
    check.run(db, path)
    assert db.execute("select count(*) from findings where rule = 'A304'").fetchone() == (0,)
    assert [(r, expected, found) for r, _, expected, found in lenient(db, "A304")] == [("fail", "3", "5")]


def test_what_no_figure_can_mend_is_a_finding_and_no_second_reading(archive: Archive) -> None:
    db, path = archive
    changes: dict[str, int | None] = {f"t3.new_requests.{c}": None for c in COLUMNS}
    put_with(db, changes | {"t3.new_requests.natural_person": 9, "t3.new_requests.total": 5})
    check.run(db, path)
    found = db.execute("select result, lenient from findings where rule = 'A304'").fetchall()
    assert found == [("uncertain", "fail")]
    assert lenient(db, "A304") == []


def test_the_second_reading_goes_with_the_blank(archive: Archive) -> None:
    db, path = archive
    put_with(db, {"t4.reconsideration.other": None})
    check.run(db, path)
    assert [result for result, *_ in lenient(db, "A401")] == ["pass"]
    put_with(db, {})
    check.run(db, path)
    assert db.execute("select count(*) from lenient").fetchone() == (0,)
