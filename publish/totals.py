"""Sums over all reports of a year and kind, each with the number of reports under it and of those without the figure."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby

from publish import series

TABLE = """
drop table if exists year_totals;
create table year_totals (year integer not null, kind text not null, indicator text not null, total numeric,
  reports integer not null, nulls integer not null, primary key (year, kind, indicator)) without rowid;
"""
CELLS = """select r.key, r.year, o.kind, r.form, d.cell, c.value from reports r join organs o on o.id = r.organ
    join cells c on c.report = r.key join cell_defs d on d.number = c.cell
  where r.form is not null and d.cell in ({}) order by r.key"""


def build(copy: sqlite3.Connection) -> None:
    """Writes year_totals: a null is counted, never taken as 0."""
    copy.executescript(TABLE)
    sums: dict[tuple[int, str, str], list[float]] = defaultdict(lambda: [0, 0, 0])
    for year, kind, figures in _reports(copy):
        for key, value in figures.items():
            entry = sums[year, kind, key]
            entry[0] += value or 0
            entry[1] += 1
            entry[2] += value is None
    copy.executemany(
        "insert into year_totals values (?, ?, ?, ?, ?, ?)",
        ((*key, total if nulls < n else None, n, nulls) for key, (total, n, nulls) in sums.items()),
    )


def _reports(copy: sqlite3.Connection) -> Iterator[tuple[int, str, dict[str, series.Figure]]]:
    cells = series.cells_needed()
    rows = copy.execute(CELLS.format(",".join("?" * len(cells))), cells)
    for (_, year, kind, form), group in groupby(rows, key=lambda row: row[:4]):
        yield year, kind, series.of_cells(form, {row[4]: row[5] for row in group})
