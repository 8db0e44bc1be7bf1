"""/: the search box, the country at a glance, and what is new, changed or strange."""

from __future__ import annotations

from typing import Any

from publish import charts, maps, series
from publish.hooks import hook
from publish.page import Page, Row, Visit, view

FOUND = ("on_time", "late", "published", "moved", "unreadable")
LATEST = """select max(year) as year from coverage_counts where state in ('on_time', 'late', 'published')"""
STATES = "select kind, state, sum(n) as n from coverage_counts where year = ? group by 1, 2"
PROVINCES = "select province, state, sum(n) as n from coverage_counts where year = ? group by 1, 2"
TOTALS = (
    "select year, indicator, total, reports, nulls from year_totals where kind = 'government' order by year"
)
NEW = """select r.id, r.year, r.first_seen, r.generated, r.n_findings, o.name, o.place_zh, o.place_en from reports r
  join organ_labels o on o.organ = r.organ order by r.first_seen desc, r.key desc limit 8"""
CHANGED = """select rc.report, rc.change, rc.at, o.name, o.place_zh, o.place_en, r.year, r.generated from report_captures rc
  join reports r on r.id = rc.report join organ_labels o on o.organ = r.organ where rc.change is not null
  order by rc.at desc limit 8"""
STRANGE = """select f.rule, f.severity, f.year, f.report, f.organ, f.says_zh, f.says_en, o.name, o.place_zh, o.place_en, o.generated,
    o.county from findings f join organ_labels o on o.organ = f.organ where f.severity = 'error' and f.result = 'fail'
  order by f.first_seen desc, f.id desc limit 8"""
SHOWN = ("requests_received", "granted", "denied", "reconsideration_corrected", "litigation_corrected")


async def home(visit: Visit) -> Page:
    latest = await visit.one(LATEST)
    year = latest["year"] if latest else None
    states = await visit.rows(STATES, year) if year else []
    context: dict[str, Any] = {"year": year, "glance": _glance(states)}
    context["map"] = maps.draw(await _shares(visit, year), visit.lang, visit.say("home.map"))
    totals = await visit.rows(TOTALS)
    context["trends"] = _trends(visit, totals)
    context["new"], context["changed"], context["strange"] = [
        await visit.rows(sql) for sql in (NEW, CHANGED, STRANGE)
    ]
    context["feed"] = visit.link("/feeds/new.atom")
    return Page("home.html", visit.say("home.title"), totals, context, name="gongkai-totals")


def _glance(states: list[Row]) -> Row:
    """Reports due, found, late, missing, removed, and those of whose state we are the reason."""

    def total(*names: str) -> int:
        return sum(row["n"] for row in states if not names or row["state"] in names)

    due = total() - total("not_due")
    known = total(*FOUND) + total("missing", "removed")
    return {"due": due, "found": total(*FOUND), "late": total("late"), "missing": total("missing"),
            "removed": total("removed"), "ours": due - known}  # fmt: skip


async def _shares(visit: Visit, year: int | None) -> dict[str, maps.Share]:
    counts: dict[str, list[int]] = {}
    for row in await visit.rows(PROVINCES, year) if year else []:
        if row["state"] != "not_due":
            pair = counts.setdefault(row["province"], [0, 0])
            pair[0] += row["n"] if row["state"] in FOUND else 0
            pair[1] += row["n"]
    return {
        code: maps.Share(part, whole, visit.link("/coverage", place=code, year=year))
        for code, (part, whole) in counts.items()
    }


def _trends(visit: Visit, totals: list[Row]) -> list[Row]:
    """A chart an indicator, with the number of reports under its last sum."""
    found = []
    for indicator in series.indicators():
        rows = [row for row in totals if row["indicator"] == indicator.key]
        if indicator.key in SHOWN and rows:
            label = indicator.zh if visit.lang == "zh" else indicator.en
            points = [(row["year"], row["total"]) for row in rows]
            svg = charts.line(points, label, [b.year for b in indicator.breaks])
            found.append({"label": label, "svg": svg, "last": rows[-1], "breaks": indicator.breaks})
    return found


@hook
def register_routes() -> list[Any]:
    answer = view(home)
    return [(r"^/$", answer), (r"^/home(?:\.(?P<format>json|csv|xlsx))?$", answer)]
