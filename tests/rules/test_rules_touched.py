"""What marks an organ's year for the next run: rows that a rule looks at, whoever writes them; nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from archive.coverage import refresh
from parse import check
from tests.archive.archive_kit import a_reading, a_run, an_archive, answer, one, put

TODAY = date(2026, 4, 2)
PAGE, FILE = "http://yb.example/1", "http://yb.example/1.docx"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[tuple[Database, Path]]:
    """A county's report on a page and in a file beside it, coverage made, all of it judged."""
    db, captures = an_archive(tmp_path)
    crawl = a_run(db, captures)
    page = crawl.fetch(answer(PAGE, at="2025-01-20T01:00:00.000Z"))
    file = crawl.fetch(
        answer(FILE, "y" * 80, at="2025-01-20T01:00:01.000Z", role="attachment", found_on=PAGE)
    )
    crawl.close({})
    assert page.capture_id and file.capture_id
    put(
        db,
        {
            page.capture_id: a_reading(missing="t4."),
            file.capture_id: a_reading(t3__granted__total=4, t4__reconsideration__total=3),
        },
    )
    refresh(db, TODAY)
    check.run(db, captures)
    yield db, captures
    db.close()


def touched(db: Database) -> list[tuple[str, int]]:
    return db.execute("select organ, year from touched order by 1, 2").fetchall()


def test_a_run_takes_the_marks_away(archive: tuple[Database, Path]) -> None:
    db, path = archive
    assert touched(db) == []
    assert check.run(db, path)["judged"] == 0


def test_coverage_made_anew_marks_only_what_differs(archive: tuple[Database, Path]) -> None:
    db, _ = archive
    refresh(db, TODAY)
    assert touched(db) == []
    db.execute("update coverage set last_checked = '2026-04-01T00:00:00.000Z'")
    assert touched(db) == []
    db.execute("update coverage set state = 'unreadable'")
    assert touched(db) == [("510422", 2024)]
    refresh(db, TODAY)
    assert one(db, "select count(*) from coverage where state = 'unreadable'") == 0


@pytest.mark.parametrize(
    "sql",
    [
        "update reports set scope = 'office'",
        "update report_captures set change = 'removed' where counts",
        "delete from report_captures where not counts or role <> 'page'",
        "update organs set name = '盐边县某某'  where id = '510422'",
        "insert into similar values ('510422-2024', '510422105-2024', 'problems', 0.9, 'copy')",
    ],
)
def test_each_row_that_a_rule_looks_at_marks_its_year(archive: tuple[Database, Path], sql: str) -> None:
    db, _ = archive
    db.execute(sql)
    assert touched(db) == [("510422", 2024)]


def test_what_the_checks_write_marks_nothing(archive: tuple[Database, Path]) -> None:
    db, _ = archive
    db.execute("update reports set n_findings = 7")
    db.execute("update findings set review = 'confirmed'")
    assert touched(db) == []


def test_a_file_that_gives_a_table_and_differs_in_another_is_told(archive: tuple[Database, Path]) -> None:
    """The file gives table four, which the page lacks; in table three the two differ, so no sum there accuses."""
    db, _ = archive
    roles: list[Any] = db.execute("select role, counts from report_captures order by role").fetchall()
    assert roles == [("continuation", 1), ("page", 1)]
    assert db.execute("select cell, value from revision_cells").fetchall() == [("t3.granted.total", 4)]
    assert one(db, "select result from findings where rule = 'D009'") == "fail"
    assert (
        one(
            db,
            "select value from cells c join cell_defs d on d.number = c.cell where d.cell = 't3.granted.total'",
        )
        == 0
    )
    found = dict(db.execute("select rule, result from findings where rule glob 'A*'").fetchall())
    assert found == {"A401": "fail"}
