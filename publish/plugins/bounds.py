"""Every connection is bounded: one long value or one greedy query must not take the machine (anchors: 6.4 GB by one address)."""

from __future__ import annotations

import sqlite3
from typing import Any

from publish.hooks import hook

LONGEST = 5_000_000
"""Bytes of one value or row."""

HEAP = 256 * 2**20
"""Bytes that SQLite may hold in this process."""


@hook
def prepare_connection(conn: Any) -> None:
    conn.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST)
    conn.setlimit(sqlite3.SQLITE_LIMIT_SQL_LENGTH, 100_000)
    conn.setlimit(sqlite3.SQLITE_LIMIT_EXPR_DEPTH, 200)
    conn.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    conn.execute(f"pragma hard_heap_limit = {HEAP}")
    conn.execute("pragma cache_size = -16000")
    conn.set_authorizer(_authorize)


def _authorize(action: int, what: str | None, *_: object) -> int:
    """Where the file lies on this machine is nobody's business; everything else is Datasette's to decide."""
    hidden = action == sqlite3.SQLITE_PRAGMA and what == "database_list"
    return sqlite3.SQLITE_IGNORE if hidden else sqlite3.SQLITE_OK
