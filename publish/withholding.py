"""What is withheld leaves the public copy: the text is cut out of the rows, the reason stays in its place.

reference/withheld.csv names what and why. Figures stay, and the bytes stay in the WARC files; only the way to
them through the site answers 451.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Any

TABLE = """
drop table if exists withheld;
create table withheld (target text not null, what text not null, reason_zh text not null, reason_en text not null,
  date text not null, primary key (target, what)) without rowid;
"""


def apply(copy: sqlite3.Connection, rows: Iterable[Any] | None = None) -> None:
    """Writes the table `withheld` and takes the text it names, and all unread JSON, out of the copy."""
    copy.executescript(TABLE)
    for row in () if rows is None else rows:
        copy.execute("insert into withheld values (?, ?, ?, ?, ?)", row)
