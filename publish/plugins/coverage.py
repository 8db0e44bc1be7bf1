"""/coverage: what was due and what of it is there, by place and year down to the organ and the reason."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import Any

from publish import filters
from publish.hooks import hook
from publish.page import Page, Row, Visit, route
from reference import deadlines

FOUND = ("on_time", "late", "published", "moved", "unreadable")
PAGE = 200
COUNTS = """select {column} as code, year, state, sum(n) as n, max(last_checked) as checked from coverage_counts
  where {where} group by 1, 2, 3"""
COUNTRY = "select province as code, year, state, n, last_checked as checked from coverage_years"
NAMES = "select code, name, full_zh, full_en, english from place_names where code in ({})"
ORGANS = """select v.organ, v.year, v.state, v.report, v.deadline, v.published_on, v.first_seen, v.last_checked, v.why_zh, v.why_en,
    v.division, o.name, o.kind, o.place_zh, o.place_en, o.county, o.generated
  from coverage v join organ_labels o on o.organ = v.organ where {} and {} order by v.year {}, v.organ limit {}"""
FORWARD = "(v.year, v.organ) > (?, ?)"
BACK = "(v.year < ? or (v.year = ? and v.organ > ?))"


async def coverage(visit: Visit) -> Page:
    await filters.resolve(visit)
    chosen = filters.read(visit, "v", {"state": "v.state", "kind": "o.kind"})
    place = chosen.query.get("place", "")
    stem, _ = filters.within(place) if place else ("", "")
    context: dict[str, Any] = {"filters": chosen.query, "place": None, "next": None, "organs": []}
    if place:
        context["place"] = await visit.one(
            "select * from place_names where code = ?", (stem + "0000")[:6] if len(stem) < 6 else place
        )
    matrix = await _matrix(visit, stem, chosen.query) if len(stem) < 6 else None
    rows = matrix["rows"] if matrix else []
    if len(stem) >= 6 or "state" in chosen.query:
        rows = await _organs(visit, chosen, context)
    today = deadlines.day_in_china(datetime.now(UTC))
    context |= {"matrix": matrix, "ahead": deadlines.ahead(today)[:4]}
    return Page("coverage.html", visit.say("nav.coverage"), rows, context, name="gongkai-coverage")


async def _matrix(visit: Visit, stem: str, query: dict[str, str]) -> dict[str, Any]:
    """One line a province, prefecture or county, one column a year: how many were due, how many of them found."""
    level = {0: "province", 2: "prefecture", 4: "county"}[len(stem)]
    where, params = ["1"], []
    if stem:
        where.append({2: "province", 4: "prefecture"}[len(stem)] + " = ?")
        params.append((stem + "0000")[:6])
    if "kind" in query:
        where.append("kind = ?")
        params.append(query["kind"])
    sql = COUNTRY if not params else COUNTS.format(column=level, where=" and ".join(where))
    counted = await visit.rows(sql, *params)
    cells: dict[tuple[str, int], Row] = {}
    for row in counted:
        cell = cells.setdefault(
            (row["code"], row["year"]), {"due": 0, "found": 0, "states": {}, "checked": ""}
        )
        cell["states"][row["state"]] = row["n"]
        cell["due"] += row["n"] if row["state"] != "not_due" else 0
        cell["found"] += row["n"] if row["state"] in FOUND else 0
        cell["checked"] = max(cell["checked"], row["checked"] or "")
    codes = sorted({code for code, _ in cells})
    names = {row["code"]: row for row in await visit.rows(NAMES.format(",".join("?" * len(codes))), *codes)}
    rows = [{"code": code, "place": names[code]["full_zh"] if code in names else code, "year": year, **_flat(cell)}
            for (code, year), cell in sorted(cells.items())]  # fmt: skip
    years = sorted({year for _, year in cells})
    total = {year: _sum([cell for (_, y), cell in cells.items() if y == year]) for year in years}
    return {"codes": codes, "years": years, "cells": cells, "names": names, "rows": rows, "total": total}


def _sum(cells: list[Row]) -> Row:
    """All places of a year in one cell."""
    states: Counter[str] = Counter()
    for cell in cells:
        states.update(cell["states"])
    checked = max((cell["checked"] for cell in cells), default="")
    found, due = sum(cell["found"] for cell in cells), sum(cell["due"] for cell in cells)
    return {"due": due, "found": found, "states": states, "checked": checked}


def _flat(cell: Row) -> Row:
    return {"due": cell["due"], "found": cell["found"], "last_checked": cell["checked"], **cell["states"]}


async def _organs(visit: Visit, chosen: filters.Filter, context: dict[str, Any]) -> list[Row]:
    """The organ-years behind a number, a page at a time: of one place the newest first; of more as the index has them."""
    size = 5000 if visit.part("format") else PAGE
    back = len(chosen.query.get("place", "")) >= 6
    year = visit.number("after_year", 9999 if back else 0, 0, 9999)
    after = (year, year, visit.arg("after")) if back else (year, visit.arg("after"))
    sql = ORGANS.format(chosen.sql, BACK if back else FORWARD, "desc" if back else "", size + 1)
    rows = await visit.rows(sql, *chosen.params, *after)
    if len(rows) > size:
        last = rows[size - 1]
        context["next"] = visit.here(after_year=last["year"], after=last["organ"])
    context["organs"] = rows[:size]
    return rows[:size]


@hook
def register_routes() -> list[Any]:
    return [route("/coverage", coverage)]
