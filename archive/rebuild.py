"""From the WARC files to rows: what a killed run left, or everything from the beginning."""

from __future__ import annotations

from pathlib import Path

from archive import bodies, events
from archive.db import kind_of
from archive.light import Database
from archive.model import ArchiveError
from archive.store import recover

APPLIED = """insert into warc_files (name, crawl, applied) values (?, ?, ?)
  on conflict (name) do update set applied = max(applied, excluded.applied)"""


def mark_applied(db: Database, name: str, crawl: str | None, offset: int) -> None:
    """Note that the rows of a file are written up to a byte."""
    db.conn.execute(APPLIED, [name, crawl, offset])


def catch_up(db: Database, captures: Path) -> int:
    """Mend files of dead processes, then write the rows of every record that has none yet; returns how many.

    Safe at any time: events are applied from the byte up to which a file's rows are known to be written.
    """
    recover(captures)
    held = dict(db.execute("select name, applied from warc_files").fetchall())
    done = 0
    for path in sorted(Path(captures).glob("*.warc*")):
        if path.suffix in (".open", ".torn") or _is_open(path):
            continue
        start, size = held.get(path.name, 0), path.stat().st_size
        if start < size:
            done += _apply_file(db, path, start, size)
    return done


def index(db: Database, captures: Path) -> int:
    """The rows of every event of every file, from the beginning; returns how many events there were.

    On an archive that has them already nothing changes.
    """
    db.execute("update warc_files set applied = 0")
    return catch_up(db, captures)


def _is_open(path: Path) -> bool:
    """Whether a living process writes the file (recover took the marks of dead ones away)."""
    return path.with_name(path.name + ".open").exists()


def _apply_file(db: Database, path: Path, start: int, size: int) -> int:
    """The rows of one file from a byte on, in one transaction."""
    done, crawl = 0, None
    with db.atomic():
        for event in bodies.events(path, start=start):
            if event["event"] == "crawl" and kind_of(db) not in (None, event["kind"]):
                raise ArchiveError(
                    f"{path}: of a {event['kind']} crawl, in a {kind_of(db)} archive. Keep them apart."
                )
            if event["crawl"] != crawl:
                crawl = event["crawl"]
                events.name_crawl(db, event)
            events.apply(db, event)
            done += 1
        mark_applied(db, path.name, crawl, size)
    return done
