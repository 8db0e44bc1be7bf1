"""The harmonised indicators of organs over their years, as the county and compare pages show them."""

from __future__ import annotations

import json

from publish import series
from publish.page import Row, Visit

REPORTS = """select id, organ, year, form, published_on, n_findings, generated, n_unreadable, n_missing from reports
  where organ in ({}) order by year"""
CELLS = """select r.id as report, r.form, d.cell, c.value from reports r join cells c on c.report = r.key
    join cell_defs d on d.number = c.cell where r.organ in ({}) and d.cell in ({})"""
ERRORS = (
    """select report, cells from findings where report in ({}) and severity = 'error' and result = 'fail'"""
)


async def of_organs(visit: Visit, organs: list[str], year: int | None = None) -> list[Row]:
    """One row a report: its facts, indicators, shares, and `disputed`: the indicators that an error finding touches.

    A share is null where its denominator is too small or a figure in it is disputed.
    """
    if not organs:
        return []
    marks = ",".join("?" * len(organs))
    reports = await visit.rows(REPORTS.format(marks), *organs)
    reports = [row for row in reports if year in (None, row["year"])]
    figures = await _figures(visit, [row["id"] for row in reports], organs)
    disputed = await _disputed(visit, [row["id"] for row in reports])
    found = []
    for report in reports:
        row = report | figures.get(report["id"], {})
        row["disputed"] = series.touched(report["form"] or "", disputed.get(report["id"], set()))
        shares = {
            rate.key: rate.value(row)
            for rate in series.rates()
            if not row["disputed"] & {*rate.of, rate.over}
        }
        found.append(row | {rate.key: shares.get(rate.key) for rate in series.rates()})
    return found


async def _figures(
    visit: Visit, reports: list[str], organs: list[str]
) -> dict[str, dict[str, series.Figure]]:
    cells = series.cells_needed()
    marks = [",".join("?" * len(part)) for part in (organs, cells)]
    rows = await visit.rows(CELLS.format(*marks), *organs, *cells)
    wanted = set(reports)
    return series.by_report(row for row in rows if row["report"] in wanted)


async def _disputed(visit: Visit, reports: list[str]) -> dict[str, set[str]]:
    """{report: cells that an error finding names}."""
    found: dict[str, set[str]] = {}
    if reports:
        for row in await visit.rows(ERRORS.format(",".join("?" * len(reports))), *reports):
            found.setdefault(row["report"], set()).update(cell_list(row["cells"]))
    return found


def cell_list(text: str | None) -> list[str]:
    """The cells of a finding, kept as a JSON list or as words."""
    try:
        return [str(cell) for cell in json.loads(text or "[]")]
    except ValueError:
        return (text or "").replace(",", " ").split()


def flat(row: Row) -> Row:
    """A row for CSV: the disputed indicators as words."""
    return row | {"disputed": " ".join(sorted(row["disputed"]))}
