"""Opening an archive: what is missing, locked, foreign or newer is told, and left as it was."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from archive import ArchiveError, claim, kind_of, open_archive, open_reading
from archive.captures import begin
from tests.archive.archive_kit import an_archive


def test_a_missing_archive_says_how_to_get_one(tmp_path: Path) -> None:
    path = tmp_path / "none.db"
    for opener in (open_archive, open_reading):
        with pytest.raises(ArchiveError, match="no archive here"):
            opener(path)
    assert not path.exists()


def test_a_new_archive_is_wal_with_foreign_keys(tmp_path: Path) -> None:
    db = open_archive(tmp_path / "a.db", create=True)
    assert db.execute("pragma journal_mode").fetchone() == ("wal",)
    assert db.execute("pragma foreign_keys").fetchone() == (1,)
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        db.execute("insert into organ_names (organ, name) values ('nobody', 'x')")


@pytest.mark.parametrize(
    "content", [b"not a database at all" * 100, b"<html>", b"SQLite format 3\0" + b"\xff" * 5000]
)
def test_what_is_no_database_is_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.db"
    path.write_bytes(content)
    for opener in (open_archive, open_reading):
        with pytest.raises(ArchiveError, match="not a database"):
            opener(path)
    assert path.read_bytes() == content
    assert [item.name for item in tmp_path.iterdir()] == ["a.db"]


def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with sqlite3.connect(path) as other:
        other.execute("create table recipes (name text)")
    before = path.read_bytes()
    with pytest.raises(ArchiveError, match="not an archive"):
        open_archive(path)
    assert path.read_bytes() == before


def test_a_newer_archive_is_refused(tmp_path: Path) -> None:
    db, _ = an_archive(tmp_path)
    row = {"migration_set": "gongkai", "name": "of_the_year_2030", "applied_at": "2030-01-01"}
    db.table("_sqlite_migrations").insert(row)
    db.close()
    with pytest.raises(ArchiveError, match="newer version \\(of_the_year_2030\\)"):
        open_archive(tmp_path / "archive.db")


def test_a_locked_archive_says_who_holds_it_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    db, _ = an_archive(tmp_path)
    monkeypatch.setattr("archive.db.BUSY_MS", 50)
    db.execute("begin exclusive")
    other = open_archive(tmp_path / "archive.db")
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        claim(other, "demo")
    db.execute("rollback")
    other.close()
    db.execute("pragma journal_mode = delete")
    db.execute("begin exclusive")
    with pytest.raises(ArchiveError, match="another process"):
        open_archive(tmp_path / "archive.db")


def test_a_reader_cannot_write(tmp_path: Path) -> None:
    an_archive(tmp_path)
    db = open_reading(tmp_path / "archive.db")
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        db.execute("delete from captures")


def test_demo_and_real_stay_apart(tmp_path: Path) -> None:
    db, captures = an_archive(tmp_path)
    assert kind_of(db) is None
    begin(db, captures, kind="demo").close({})
    assert kind_of(db) == "demo"
    with pytest.raises(ArchiveError, match="a demo archive, and this crawl is real") as caught:
        begin(db, captures, kind="real")
    assert "\n" not in str(caught.value)


def test_captures_of_a_demo_do_not_slip_into_a_real_archive(tmp_path: Path) -> None:
    db, captures = an_archive(tmp_path)
    begin(db, captures, kind="demo").close({})
    other = open_archive(tmp_path / "real.db", create=True)
    claim(other, "real")
    with pytest.raises(ArchiveError, match="of a demo crawl, in a real archive"):
        begin(other, captures, kind="real")
    assert other.table("fetches").count == 0
