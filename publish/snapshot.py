"""The copy of archive.db that the public sees: taken at one moment, without what is withheld, put in place in one step.

The site never opens archive.db itself, so that no reader can hold up the writer, and a night that fails leaves
yesterday's copy standing.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from archive import open_reading
from publish import fulltext, labels, totals, withholding

SUMMARY = Path(__file__).parent / "summary.sql"


def take(archive: Path, target: Path, withheld: Iterable[withholding.Rule] | None = None) -> Path:
    """Copies `archive` to `target` (atomically) and returns it. Raises archive.ArchiveError where there is none."""
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(target.name + ".partial")
    partial.unlink(missing_ok=True)
    source = open_reading(archive)
    copy = sqlite3.connect(partial)
    try:
        source.conn.backup(copy)
        source.close()
        copy.execute("pragma journal_mode = delete")
        copy.execute("pragma synchronous = off")  # a copy that is cut off is thrown away whole
        prepare(copy, withheld)
    finally:
        copy.close()
    partial.replace(target)
    return target


def prepare(copy: sqlite3.Connection, withheld: Iterable[withholding.Rule] | None = None) -> None:
    """Makes a plain copy fit for readers: nothing withheld, names beside codes, counts ready."""
    withholding.apply(copy, withheld)
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
