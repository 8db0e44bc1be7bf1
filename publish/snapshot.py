"""The copy of archive.db that the public sees: taken at one moment, without what is withheld, put in place in one step.

The site never opens archive.db itself, so that no reader can hold up the writer, and a night that fails leaves
yesterday's copy standing.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from archive import derive, open_archive, open_reading
from publish import fulltext, labels, totals, withholding

PRIVATE = ("checked", "signatures", "bands", "templates", "touched", "touched_texts", "nights")
"""What the checks keep for themselves, sentences of reports among it; the nights' words name paths of the machine."""

SUMMARY = Path(__file__).parent / "summary.sql"


def take(archive: Path, target: Path, withheld: Iterable[withholding.Rule] | None = None) -> Path:
    """Copies `archive` to `target` (atomically) and returns it. Raises archive.ArchiveError where there is none."""
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(target.name + ".partial")
    source = open_reading(archive)
    for left in (partial, Path(f"{partial}-wal"), Path(f"{partial}-shm")):
        left.unlink(missing_ok=True)
    empty = sqlite3.connect(partial)
    source.conn.backup(empty)
    empty.close()
    source.close()
    copy = open_archive(partial)
    try:
        copy.conn.execute("pragma foreign_keys = off")
        for how in ("journal_mode = off", "synchronous = off", "cache_size = -200000"):
            copy.conn.execute(f"pragma {how}")  # a copy that is cut off is thrown away whole
        if derived_are_old(copy.conn):
            derive.build(copy)
        prepare(copy.conn, withheld)
        copy.conn.execute("pragma journal_mode = delete")
    finally:
        copy.close()
    partial.replace(target)
    return target


def derived_are_old(copy: sqlite3.Connection) -> bool:
    """Whether the tables made from cells are lacking, or are of fewer or more reports than there are."""
    if not copy.execute("select 1 from sqlite_master where name = 'balance'").fetchone():
        return True
    made, there = copy.execute(
        "select (select count(*) from indicators), (select count(*) from reports where form is not null)"
    ).fetchone()
    return bool(made != there)


def prepare(copy: sqlite3.Connection, withheld: Iterable[withholding.Rule] | None = None) -> None:
    """Makes a plain copy fit for readers: nothing withheld, names beside codes, counts ready."""
    for (name,) in copy.execute("select name from sqlite_master where type = 'trigger'").fetchall():
        copy.execute(f"drop trigger {name}")  # they mark what the checks are to look at again
    withholding.apply(copy, withheld)
    for table in PRIVATE:
        copy.execute(f"drop table if exists {table}")
    labels.build(copy)
    copy.executescript(SUMMARY.read_text(encoding="utf-8"))
    totals.build(copy)
    fulltext.build(copy)
    stamp(copy)
    copy.commit()
    copy.execute("analyze")
    copy.execute("vacuum")


def stamp(copy: sqlite3.Connection) -> None:
    """When this copy was taken, and the last moment that the archive itself knows of."""
    (last,) = copy.execute(
        "select max(at) from (select max(finished_at) as at from crawls union all select max(fetched_at) from captures)"
    ).fetchone()
    moment = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    rows = [("snapshot_at", moment), ("last_looked", last or "")]
    copy.executemany("insert or replace into meta (key, value) values (?, ?)", rows)


def is_stale(archive: Path, target: Path) -> bool:
    """Whether the archive was written to after the copy was taken."""
    if not target.exists():
        return True
    written = [p.stat().st_mtime for p in (archive, Path(f"{archive}-wal")) if p.exists()]
    return max(written, default=0) > target.stat().st_mtime
