"""/county/<code>: a place over the years, its organs, what is missing or strange there, and places like it."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from publish import charts, figures, series
from publish.hooks import hook
from publish.page import NotHereError, Page, Row, Visit, route
from publish.places import Lineage, lineage

ORGANS = """select organ, name, kind, division, place_zh, place_en, generated from organ_labels where county in ({}) or
  division in ({}) order by case kind when 'government' then 0 when 'office' then 1 when 'department' then 2 else 3 end, organ"""
COVERAGE = """select organ, year, state, report, why_zh, why_en, last_checked from coverage where organ in ({}) order by year"""
FINDINGS = """select rule, severity, result, reader_doubt, review, says_zh, says_en, year, report, organ, cells from findings
  where division in ({}) or substr(division, 1, 6) in ({}) order by year desc,
  case severity when 'error' then 0 when 'warning' then 1 else 2 end limit 25"""
CHILDREN = """select code, name, full_zh, full_en, english from place_names where parent = ? and valid_to is null order by code"""
NEAR = """select p.code, p.name, p.english, p.full_zh, p.full_en from place_names p where p.prefecture = ? and p.level = 'county'
  and p.code <> ? and p.valid_to is null order by p.code limit 60"""


async def county(visit: Visit) -> Page:
    code = visit.part("code")
    place = await lineage(visit, code)
    marks = ",".join("?" * len(place.codes))
    organs = await visit.rows(ORGANS.format(marks, marks), *place.codes, *place.codes)
    chosen = _chosen(visit, place, organs)
    rows = await figures.of_organs(visit, [o["organ"] for o in chosen])
    context: dict[str, Any] = {"place": place, "organs": organs, "chosen": chosen, "rows": rows}
    context |= {"indicators": series.indicators(), "rates": series.rates(), "charts": _charts(visit, rows)}
    context |= {"matrix": await _matrix(visit, organs), "findings": await _findings(visit, place)}
    context["children"] = (
        await visit.rows(CHILDREN, place.now["code"]) if place.now["level"] != "county" else []
    )
    context["near"] = await _near(visit, place, rows)
    context["feed"] = visit.link("/feeds/county.atom", code=place.now["code"])
    title = place.now["full_zh"] if visit.lang == "zh" else f"{place.now['full_zh']} · {place.now['full_en']}"
    flat = [{"code": place.now["code"], "place": place.now["full_zh"], **figures.flat(row)} for row in rows]
    return Page("county.html", title, flat, context, name=f"county-{place.now['code']}")


def _chosen(visit: Visit, place: Lineage, organs: list[Row]) -> list[Row]:
    """The organs whose series is shown: those asked for, else the government under all its codes."""
    wanted = visit.arg("organ")
    if wanted:
        found = [o for o in organs if o["organ"] == wanted]
        if not found:
            raise NotHereError("error.no_organ")
        return found
    return [o for o in organs if o["kind"] == "government" and o["division"] in place.codes]


def _charts(visit: Visit, rows: list[Row]) -> list[Row]:
    """A line for every indicator that has one, over all years between the first and the last."""
    if len(rows) < 2:
        return []
    by_year = {row["year"]: row for row in rows}
    years = range(rows[0]["year"], rows[-1]["year"] + 1)
    found = []
    for indicator in series.indicators():
        points = [(year, by_year.get(year, {}).get(indicator.key)) for year in years]
        if indicator.chart and any(value for _, value in points):
            label = indicator.zh if visit.lang == "zh" else indicator.en
            svg = charts.line(points, label, [b.year for b in indicator.breaks])
            found.append({"label": label, "svg": svg, "breaks": indicator.breaks})
    return found


async def _matrix(visit: Visit, organs: list[Row]) -> dict[str, Any]:
    """organ × year: the state of what was due."""
    ids = [o["organ"] for o in organs]
    rows: list[Row] = []
    for start in range(0, len(ids), 500):
        part = ids[start : start + 500]
        rows += await visit.rows(COVERAGE.format(",".join("?" * len(part))), *part)
    cells = {(row["organ"], row["year"]): row for row in rows}
    kinds = [(kind, list(group)) for kind, group in groupby(organs, key=lambda o: o["kind"])]
    return {"years": sorted({row["year"] for row in rows}), "cells": cells, "kinds": kinds}


async def _findings(visit: Visit, place: Lineage) -> list[Row]:
    marks = ",".join("?" * len(place.codes))
    return await visit.rows(FINDINGS.format(marks, marks), *place.codes, *place.codes)


async def _near(visit: Visit, place: Lineage, rows: list[Row]) -> list[Row]:
    """Counties of the same prefecture with last year's figures, by code, never by rank."""
    if place.now["level"] != "county" or not rows:
        return []
    found = await visit.rows(NEAR, place.now["prefecture"], place.now["code"])
    own = {"own": True, "row": rows[-1]}
    its = {
        row["organ"]: row
        for row in await figures.of_organs(visit, [o["code"] for o in found], rows[-1]["year"])
    }
    listed = [own | {name: place.now[name] for name in ("code", "name", "english", "full_zh", "full_en")}]
    listed += [other | {"own": False, "row": its.get(other["code"])} for other in found]
    return sorted(listed, key=lambda row: row["code"])


@hook
def register_routes() -> list[Any]:
    return [route(r"/county/(?P<code>\d{6}|\d{9}|x\d{5})", county)]
