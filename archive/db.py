"""Opening archive.db: which file, whether it can be used, and what to do where it cannot."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from archive.light import Database
from archive.model import ArchiveError
from archive.schema import migrations

BUSY_MS = 30_000
"""Long enough for another process to end its transaction (the crawl commits every second)."""


def open_archive(path: str | Path, *, create: bool = False) -> Database:
    """Open an archive for writing, with foreign keys, WAL and every migration applied.

    Raises ArchiveError for a file that is missing (unless `create`), locked, not a database, not an archive
    or of a newer version; such a file is left as it was.
    """
    path = Path(path)
    if not create and not path.exists():
        raise ArchiveError(
            f"{path}: no archive here. Crawl into one (python -m crawler --archive {path}), or rebuild it "
            f"from its WARC files (python -m archive index --archive {path} --captures DIR)."
        )
    with explained(path):
        db = _connect(path)
        _check(db, path)
        db.execute("pragma journal_mode = wal")
        db.execute("pragma synchronous = normal")
        if migrations.pending(db):
            migrations.apply(db)
    return db


def open_reading(path: str | Path) -> Database:
    """Open an archive that is only read, so that a slip cannot change it. Raises ArchiveError as above."""
    path = Path(path)
    if not path.exists():
        raise ArchiveError(f"{path}: no archive here.")
    with explained(path):
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
        connection.execute(f"pragma busy_timeout = {BUSY_MS}")
        db = Database(connection)
        _check(db, path)
    return db


def _connect(path: Path) -> Database:
    connection = sqlite3.connect(path, timeout=BUSY_MS / 1000)
    connection.execute(
        "pragma schema_version"
    )  # fails here, before anything is written, where it is no database
    db = Database(connection)
    db.execute("pragma foreign_keys = on")
    return db


def _check(db: Database, path: Path) -> None:
    """Refuse another program's database and an archive that a newer version wrote."""
    names = db.table_names()
    if not names:
        return
    if "_sqlite_migrations" not in names or "captures" not in names:
        raise ArchiveError(f"{path}: a database, but not an archive. Name another file with --archive.")
    ours = {migration.name for migration in migrations.pending(db)} | {
        migration.name for migration in migrations.applied(db)
    }
    known = {migration.name for migration in migrations._migrations}
    if ours - known:
        raise ArchiveError(
            f"{path}: written by a newer version ({', '.join(sorted(ours - known))}). "
            "Update the program; nothing was changed."
        )


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn SQLite's words into what happened and what to do."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if "locked" in str(error) or "busy" in str(error):
            what = "another process is writing it. Wait for it to end, then run again."
        else:
            what = f"cannot be opened ({error}). Check the path and the rights to it."
        raise ArchiveError(f"{path}: {what}") from error
    except sqlite3.DatabaseError as error:
        raise ArchiveError(
            f"{path}: not a database, or a damaged one ({error}). Nothing was changed: move it away, then "
            "rebuild it from the WARC files (python -m archive index)."
        ) from error


def kind_of(db: Database) -> str | None:
    """`demo` or `real`; None for an archive that no crawl has written yet."""
    row = db.execute("select value from meta where key = 'kind'").fetchone()
    return row[0] if row else None


def claim(db: Database, kind: str, path: str | Path = "archive.db") -> None:
    """Make the archive demo or real; a crawl of the other kind is refused with ArchiveError."""
    held = kind_of(db)
    if held is None:
        db.execute("insert into meta (key, value) values ('kind', ?)", [kind])
    elif held != kind:
        raise ArchiveError(
            f"{path}: a {held} archive, and this crawl is {kind}. "
            "Move it away, or name another with --archive and --captures."
        )
