"""What is withheld leaves the public copy: the text is cut out of the rows, the reason stays in its place.

reference/withheld.csv names what and why. Figures stay, and the bytes stay in the WARC files; only the way to
them through the site answers 451.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from reference import withheld as register

TABLE = """
drop table if exists withheld;
create table withheld (target text not null, what text not null, reason_zh text not null, reason_en text not null,
  date text not null, primary key (target, what)) without rowid;
"""
REPORTS = """select ? as report union select rc.report from report_captures rc join captures c on c.id = rc.capture
  where c.sha256 = ?"""
Rule = tuple[str, str, str, str, str]


def apply(copy: sqlite3.Connection, rows: Iterable[Rule] | None = None) -> None:
    """Writes the table `withheld` and takes the text it names, and every reading as JSON, out of the copy."""
    copy.executescript(TABLE)
    copy.execute("alter table readings drop column reading")
    for row in register.rows() if rows is None else rows:
        copy.execute("insert into withheld values (?, ?, ?, ?, ?)", row)
        for (report,) in copy.execute(REPORTS, [row[0], row[0]]).fetchall():
            _cut(copy, report, row[1])


def _cut(copy: sqlite3.Connection, report: str, what: str) -> None:
    """A withheld section, or all narrative of a report: gone from the rows, the title stays.

    Sentences that our own rules or problems quote from it go too; which rule and which cells they name stays.
    """
    section = what.partition(":")[2]
    where = "report = ? and (? = '' or section = ?)"
    copy.execute(f"update sections set text = '' where {where}", [report, section, section])
    copy.execute(
        "update findings set says_zh = rule, says_en = rule, found = null, expected = null "
        "where report = ? and rule glob '[NQ]*'", [report],
    )  # fmt: skip
    copy.execute("delete from lenient where report = ? and rule glob 'N*'", [report])
    copy.execute("delete from similar where report = ? or other = ?", [report, report])
