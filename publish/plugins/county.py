"""/county/<code>: a place over the years, its organs, what is missing or strange there, and places like it."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from publish import charts, figures, filters, series
from publish.hooks import hook
from publish.page import NotHereError, Page, Row, Visit, route
from publish.places import Lineage, lineage
from reference import rules

ORGANS = """select organ, name, kind, division, place_zh, place_en, generated from organ_labels where county in ({}) or
  division in ({}) order by case kind when 'government' then 0 when 'office' then 1 when 'department' then 2 else 3 end, organ"""
COVERAGE = """select organ, year, state, report, why_zh, why_en, last_checked from coverage where organ in ({}) order by year"""
FINDINGS = """select rule, severity, result, reader_doubt, review, says_zh, says_en, year, report, organ, cells from findings
  where ({}) and severity <> 'info' order by year desc, severity = 'error' desc limit 16"""
NOTES = (
    "select rule, count(*) as n from findings where ({}) and severity = 'info' group by rule order by n desc"
)
CHILDREN = """select code, name, full_zh, full_en, english from place_names where parent = ? and valid_to is null order by code"""
NEAR = """select p.code, p.name, p.english, p.full_zh, p.full_en from place_names p where p.prefecture = ? and p.level = 'county'
  and p.code <> ? and p.valid_to is null order by p.code limit 60"""
ALIKE = """select y.organ, p.code, p.name, p.english, p.full_zh, p.full_en from report_years y join place_names p on p.code = y.organ
  where y.year = ? and y.kind = 'government' and p.level = 'county' and y.organ not in ({}) and y.requests_received {} ?
  order by y.requests_received {} limit 4"""


async def county(visit: Visit) -> Page:
    code = visit.part("code")
    place = await lineage(visit, code)
    marks = ",".join("?" * len(place.codes))
    organs = await visit.rows(ORGANS.format(marks, marks), *place.codes, *place.codes)
    chosen = _chosen(visit, place, organs)
    rows = await figures.of_organs(visit, [o["organ"] for o in chosen])
    context: dict[str, Any] = {"place": place, "organs": organs, "chosen": chosen, "rows": rows}
    context |= {"indicators": series.indicators(), "rates": series.rates(), "charts": _charts(visit, rows)}
    context |= {"matrix": await _matrix(visit, organs), **await _findings(visit, place)}
    context["children"] = (
        await visit.rows(CHILDREN, place.now["code"]) if place.now["level"] != "county" else []
    )
    context["near"] = await _near(visit, place, rows)
    context["alike"] = await _alike(visit, place, rows)
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


async def _findings(visit: Visit, place: Lineage) -> dict[str, Any]:
    """What contradicts itself or is doubtful, one by one; mere notes counted by rule."""
    inside = " or ".join(["division >= ? and division < ?"] * len(place.codes))
    ends = [end for code in place.codes for end in filters.within(code)]
    notes = await visit.rows(NOTES.format(inside), *ends)
    names = {rule.id: rule.name for rule in rules.load()}
    return {
        "findings": await visit.rows(FINDINGS.format(inside), *ends),
        "notes": [note | {"name": names.get(note["rule"])} for note in notes],
    }


async def _near(visit: Visit, place: Lineage, rows: list[Row]) -> list[Row]:
    """Counties of the same prefecture with last year's figures, by code, never by rank."""
    if place.now["level"] != "county" or not rows:
        return []
    found = await visit.rows(NEAR, place.now["prefecture"], place.now["code"])
    return await _beside(visit, place, rows[-1], found)


async def _alike(visit: Visit, place: Lineage, rows: list[Row]) -> list[Row]:
    """The counties anywhere that received about as many requests in that year, by code, never by rank."""
    volume = rows[-1].get("requests_received") if rows else None
    if place.now["level"] != "county" or volume is None:
        return []
    marks = ",".join("?" * len(place.codes))
    found: list[Row] = []
    for sign, order in (("<=", "desc"), (">", "asc")):
        sql = ALIKE.format(marks, sign, order)
        found += await visit.rows(sql, rows[-1]["year"], *place.codes, volume)
    return await _beside(visit, place, rows[-1], found) if found else []


async def _beside(visit: Visit, place: Lineage, row: Row, others: list[Row]) -> list[Row]:
    """A place and others with their figures of one year, in the order of their codes."""
    its = await figures.of_organs(visit, [other["code"] for other in others], row["year"])
    by_organ = {each["organ"]: each for each in its}
    names = ("code", "name", "english", "full_zh", "full_en")
    listed = [{"own": True, "row": row, **{name: place.now[name] for name in names}}]
    listed += [other | {"own": False, "row": by_organ.get(other["code"])} for other in others]
    return sorted(listed, key=lambda each: each["code"])


@hook
def register_routes() -> list[Any]:
    return [route(r"/county/(?P<code>\d{6}|\d{9}|x\d{5})", county)]
