"""Sums over all reports of a year and kind, each with the number of reports under it and of those without the figure."""

from __future__ import annotations

import sqlite3

from publish import series

TABLE = """
drop table if exists year_totals;
create table year_totals (year integer not null, kind text not null, indicator text not null, total numeric,
  reports integer not null, nulls integer not null, primary key (year, kind, indicator)) without rowid;
"""


def build(copy: sqlite3.Connection) -> None:
    """Writes year_totals from report_years: a null is counted, never taken as 0."""
    copy.executescript(TABLE)
    for indicator in series.indicators():
        copy.execute(
            f"insert into year_totals select year, kind, ?, sum({indicator.key}), count(*), sum({indicator.key} is null) "
            "from report_years group by year, kind",
            [indicator.key],
        )
