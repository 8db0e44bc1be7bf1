"""/compare?a=盐边县,510491&year=2024: organs and years side by side, without a rank.

A name or an organ id stands for its report of the chosen year; a report id (510422-2022) for that very report.
"""

from __future__ import annotations

import re
from typing import Any

from publish import charts, figures, series
from publish.hooks import hook
from publish.page import Page, Row, Visit, route

MOST = 8
ORGAN = "select organ, name, kind, place_zh, place_en, county, generated from organ_labels where organ = ?"
NAMED = """select o.organ, o.name, o.kind, o.place_zh, o.place_en, o.county, o.generated from organ_labels o
    left join place_names p on p.code = o.organ where o.name = ? or p.name = ? or p.english = ? collate nocase limit 9"""
YEARS = "select distinct year from reports where organ in ({}) order by year desc"
REPORT = re.compile(r"(?P<organ>[0-9x][0-9a-z-]+)-(?P<year>(?:19|20)\d\d)")


async def compare(visit: Visit) -> Page:
    asked = [name for name in re.split(r"[,，、]+|(?<=\d)\s+", visit.arg("a")[:400]) if name.strip()][:MOST]
    asked = [name.strip() for name in asked]
    wanted, doubtful, unknown = await _wanted(visit, asked)
    ids = list(dict.fromkeys(organ["organ"] for organ, _ in wanted))
    years = (
        [row["year"] for row in await visit.rows(YEARS.format(",".join("?" * len(ids))), *ids)] if ids else []
    )
    year = visit.number("year", years[0] if years else 0, 0, 2100)
    rows = await figures.of_organs(visit, ids)
    by_year = {(row["organ"], row["year"]): row for row in rows}
    columns: list[Row] = [
        {"organ": organ, "year": own or year, "row": by_year.get((organ["organ"], own or year))}
        for organ, own in wanted
    ]
    context: dict[str, Any] = {"columns": columns, "doubtful": doubtful, "unknown": unknown, "years": years}
    context |= {
        "year": year,
        "indicators": series.indicators(),
        "rates": series.rates(),
        "asked": ", ".join(asked),
    }
    found = [column["row"] for column in columns if column["row"]]
    context |= {"shown": found, "forms": sorted({row["form"] for row in found if row["form"]})}
    context["broken"] = _broken(context["forms"], [row["year"] for row in found])
    context["charts"] = _charts(visit, {organ["organ"]: organ for organ, _ in wanted}, rows)
    flat = [
        {"name": c["organ"]["name"], "place": c["organ"]["place_zh"], **figures.flat(c["row"])}
        for c in columns
        if c["row"]
    ]
    return Page("compare.html", visit.say("nav.compare"), flat, context, name=f"gongkai-compare-{year}")


async def _wanted(
    visit: Visit, asked: list[str]
) -> tuple[list[tuple[Row, int | None]], list[Row], list[str]]:
    """(organ, its own year if one was named) of each, the names that could be several, the names that are none."""
    wanted: list[tuple[Row, int | None]] = []
    doubtful: list[Row] = []
    unknown: list[str] = []
    for name in asked:
        report = REPORT.fullmatch(name)
        year = int(report["year"]) if report else None
        one = await visit.one(ORGAN, report["organ"] if report else name)
        found = [one] if one else await visit.rows(NAMED, name, name, name)
        if len(found) == 1:
            wanted += [(found[0], year)] if (found[0], year) not in wanted else []
        elif found:
            doubtful.append({"name": name, "choices": found})
        else:
            unknown.append(name)
    return wanted, doubtful, unknown


def _broken(forms: list[str], years: list[int]) -> set[str]:
    """The indicators whose series breaks between the forms, or between the years, of the compared reports."""
    ends = [*map(int, forms), *years] if len(forms) > 1 else years
    if len(set(ends)) < 2:
        return set()
    return {i.key for i in series.indicators() if any(min(ends) < b.year <= max(ends) for b in i.breaks)}


def _charts(visit: Visit, organs: dict[str, Row], rows: list[Row]) -> list[Row]:
    """The requests of each organ over its years, all on the same axes, so that heights can be compared."""
    indicator = series.indicators()[0]
    lines = {
        organ: [(row["year"], row[indicator.key]) for row in rows if row["organ"] == organ]
        for organ in organs
    }
    shared = charts.frame(list(lines.values()))
    found = []
    for organ, points in lines.items():
        label = f"{organs[organ]['name']} · {indicator.zh if visit.lang == 'zh' else indicator.en}"
        found.append({"label": label, "svg": charts.line(points, label, shared=shared) if points else ""})
    return found


@hook
def register_routes() -> list[Any]:
    return [route("/compare", compare)]
