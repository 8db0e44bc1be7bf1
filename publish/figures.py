"""The harmonised indicators of organs over their years, as the county and compare pages show them."""

from __future__ import annotations

import json

from publish import series
from publish.page import Row, Visit
from reference import cells

REPORTS = """select key, id, organ, year, form, published_on, n_findings, generated, n_unreadable, n_missing from reports
  where organ in ({}) and (?1 is null or year = ?1) order by year"""
CELLS = "select report, cell, value from cells where report in ({}) and cell in ({})"
ERRORS = (
    """select report, cells from findings where report in ({}) and severity = 'error' and result = 'fail'"""
)


async def of_organs(visit: Visit, organs: list[str], year: int | None = None) -> list[Row]:
    """One row a report: its facts, indicators, shares, and `disputed`: the indicators that an error finding touches.

    A share is null where its denominator is too small or a figure in it is disputed.
    """
    if not organs:
        return []
    marks = ",".join(f"?{n}" for n in range(2, len(organs) + 2))
    reports = await visit.rows(REPORTS.format(marks), year, *organs)
    figures = await _figures(visit, reports)
    disputed = await _disputed(visit, [row["id"] for row in reports])
    found = []
    for report in reports:
        row = {name: value for name, value in report.items() if name != "key"} | figures.get(report["id"], {})
        row["disputed"] = series.touched(report["form"] or "", disputed.get(report["id"], set()))
        shares = {
            rate.key: rate.value(row)
            for rate in series.rates()
            if not row["disputed"] & {*rate.of, rate.over}
        }
        found.append(row | {rate.key: shares.get(rate.key) for rate in series.rates()})
    return found


async def _figures(visit: Visit, reports: list[Row]) -> dict[str, dict[str, series.Figure]]:
    """{report: {indicator: figure}}, asked for by the integer keys of reports and cells."""
    numbers = {cells.number_of(cell): cell for cell in series.cells_needed()}
    known = {row["key"]: row for row in reports}
    if not known:
        return {}
    marks = [",".join(map(str, part)) for part in (known, numbers)]
    rows = await visit.rows(CELLS.format(*marks))
    return series.by_report(
        {
            "report": known[row["report"]]["id"],
            "form": known[row["report"]]["form"],
            "cell": numbers[row["cell"]],
            "value": row["value"],
        }
        for row in rows
    )


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
