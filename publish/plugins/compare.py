"""/compare?a=盐边县,510491&year=2024: several organs in one table, without a rank."""

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


async def compare(visit: Visit) -> Page:
    asked = [name for name in re.split(r"[,，、\s]+", visit.arg("a")[:400]) if name][:MOST]
    organs, doubtful, unknown = await _organs(visit, asked)
    ids = [organ["organ"] for organ in organs]
    years = (
        [row["year"] for row in await visit.rows(YEARS.format(",".join("?" * len(ids))), *ids)] if ids else []
    )
    year = visit.number("year", years[0] if years else 0, 0, 2100)
    rows = await figures.of_organs(visit, ids)
    shown = {row["organ"]: row for row in rows if row["year"] == year}
    context: dict[str, Any] = {
        "organs": organs,
        "doubtful": doubtful,
        "unknown": unknown,
        "years": years,
        "year": year,
    }
    context |= {
        "shown": shown,
        "indicators": series.indicators(),
        "rates": series.rates(),
        "asked": ", ".join(asked),
    }
    context["forms"] = sorted({row["form"] for row in shown.values() if row["form"]})
    context["broken"] = _broken(context["forms"])
    context["charts"] = [_chart(visit, organ, rows) for organ in organs]
    flat = [
        {"name": o["name"], "place": o["place_zh"], **figures.flat(shown[o["organ"]])}
        for o in organs
        if o["organ"] in shown
    ]
    return Page("compare.html", visit.say("nav.compare"), flat, context, name=f"gongkai-compare-{year}")


async def _organs(visit: Visit, asked: list[str]) -> tuple[list[Row], list[Row], list[str]]:
    """The organs meant, the names that could be several, the names that are none."""
    organs: list[Row] = []
    doubtful: list[Row] = []
    unknown: list[str] = []
    for name in asked:
        one = await visit.one(ORGAN, name)
        found = [one] if one else await visit.rows(NAMED, name, name, name)
        if len(found) == 1:
            organs += [found[0]] if found[0] not in organs else []
        elif found:
            doubtful.append({"name": name, "choices": found})
        else:
            unknown.append(name)
    return organs, doubtful, unknown


def _broken(forms: list[str]) -> set[str]:
    """The indicators whose series breaks between the forms of the compared reports."""
    if len(forms) < 2:
        return set()
    return {
        i.key for i in series.indicators() if any(int(forms[0]) < b.year <= int(forms[-1]) for b in i.breaks)
    }


def _chart(visit: Visit, organ: Row, rows: list[Row]) -> Row:
    indicator = series.indicators()[0]
    points = [(row["year"], row[indicator.key]) for row in rows if row["organ"] == organ["organ"]]
    label = f"{organ['name']} · {indicator.zh if visit.lang == 'zh' else indicator.en}"
    return {"label": label, "svg": charts.line(points, label) if points else ""}


@hook
def register_routes() -> list[Any]:
    return [route("/compare", compare)]
