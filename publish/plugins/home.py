"""/: the search box, what the last night brought, the country at a glance, and what is new, changed or strange."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from publish import charts, maps, series
from publish.hooks import hook
from publish.page import Page, Row, Visit, view
from publish.typeset import day
from reference import deadlines

FOUND = ("on_time", "late", "published", "moved", "unreadable")
STATES = "select year, province, state, n from coverage_years order by year"
TOTALS = (
    "select year, indicator, total, reports, nulls from year_totals where kind = 'government' order by year"
)
RUN = "select id, started_at, finished_at, depth from crawls where depth <> 'discover' order by started_at desc limit 1"
PORTALS = "select state, count(*) as n from crawl_portals where crawl = ? group by state"
WEEK = "select what, sum(n) as n from daily_counts where day > ? group by what"
NEW = """select r.id, r.year, r.first_seen as at, r.generated, r.n_findings, o.name, o.kind, o.organ, o.place_zh, o.place_en
  from reports r join organ_labels o on o.organ = r.organ order by r.first_seen desc limit 120"""
CHANGED = """select rc.report as id, rc.change, rc.at, o.name, o.kind, o.organ, o.place_zh, o.place_en, r.year, r.generated
  from report_captures rc join reports r on r.id = rc.report join organ_labels o on o.organ = r.organ
  where rc.change is not null order by rc.at desc limit 120"""
STRANGE = """select f.rule, f.severity, f.year, f.report as id, f.organ, f.says_zh, f.says_en, f.first_seen as at, o.name, o.kind,
    o.place_zh, o.place_en, o.generated, o.county
  from findings f indexed by findings_first_seen join organ_labels o on o.organ = f.organ
  where f.severity = 'error' and f.result = 'fail' order by f.first_seen desc limit 120"""
SHOWN = ("requests_received", "granted", "denied", "reconsideration_corrected", "litigation_corrected")
TELLING = ("removed", "figures", "text", "moved", "republished")
"""Kinds of change, those first that a reader should not miss."""

LISTED = 8


async def home(visit: Visit) -> Page:
    states = await visit.rows(STATES)
    totals = await visit.rows(TOTALS)
    years = _years(states)
    latest = max((row for row in years if row["published"]), key=lambda row: row["year"], default=None)
    year = latest["year"] if latest else None
    context: dict[str, Any] = {"year": year, "glance": latest, "years": years[::-1][:8]}
    context["map"] = maps.draw(_shares(visit, states, year), visit.lang, visit.say("home.map"))
    context |= {"legend": maps.legend(), "trends": _trends(visit, totals), "night": await _night(visit)}
    context["new"] = _chosen(await visit.rows(NEW), lambda row: (row["kind"] != "government", -row["year"]))
    context["changed"] = _chosen(
        await visit.rows(CHANGED), lambda row: (TELLING.index(row["change"]), -row["year"])
    )
    context["strange"] = _chosen(await visit.rows(STRANGE), lambda row: (-row["year"],))
    context["feed"] = visit.link("/feeds/new.atom")
    return Page("home.html", visit.say("home.title"), totals, context, name="gongkai-totals")


def _chosen(rows: list[Row], key: Callable[[Row], tuple[Any, ...]]) -> list[Row]:
    """A few of the newest: the last day first, within a day by `key`, no organ twice."""
    rows = sorted(rows, key=key)
    rows.sort(key=lambda row: day(row["at"]), reverse=True)
    first = {row["organ"]: row for row in reversed(rows)}
    return [row for row in rows if first[row["organ"]] is row][:LISTED]


async def _night(visit: Visit) -> Row:
    """The last run and whether portals answered, what the seven days before it brought, and the dates ahead."""
    run = await visit.one(RUN)
    states = {row["state"]: row["n"] for row in await visit.rows(PORTALS, run["id"])} if run else {}
    last = day(visit.site.facts.get("last_looked", ""))
    since = (date.fromisoformat(last) - timedelta(days=7)).isoformat() if len(last) == 10 else "9999"
    week = {row["what"]: row["n"] for row in await visit.rows(WEEK, since)}
    edited = sum(n for what, n in week.items() if what not in ("new", "findings"))
    today = deadlines.day_in_china(datetime.now(UTC))
    return {"run": run, "portals": sum(states.values()), "done": states.get("done", 0), "new": week.get("new", 0),
            "edited": edited, "findings": week.get("findings", 0), "today": today,
            "ahead": [a for a in deadlines.ahead(today) if a.statutory][:2]}  # fmt: skip


def _years(states: list[Row]) -> list[Row]:
    """Per year: reports due, found, late, missing, removed, and those of whose state we are the reason."""
    by_year: dict[int, dict[str, int]] = {}
    for row in states:
        counts = by_year.setdefault(row["year"], {})
        counts[row["state"]] = counts.get(row["state"], 0) + row["n"]
    return [{"year": year, **_glance(counts)} for year, counts in sorted(by_year.items())]


def _glance(counts: dict[str, int]) -> Row:
    due = sum(counts.values()) - counts.get("not_due", 0)
    found = sum(counts.get(state, 0) for state in FOUND)
    told = {state: counts.get(state, 0) for state in ("late", "missing", "removed")}
    ours = due - found - told["missing"] - told["removed"]
    published = sum(counts.get(state, 0) for state in ("on_time", "late", "published"))
    return {"due": due, "found": found, **told, "ours": ours, "published": published}


def _shares(visit: Visit, states: list[Row], year: int | None) -> dict[str, maps.Share]:
    counts: dict[str, list[int]] = {}
    for row in states:
        if row["year"] == year and row["state"] != "not_due":
            pair = counts.setdefault(row["province"], [0, 0])
            pair[0] += row["n"] if row["state"] in FOUND else 0
            pair[1] += row["n"]
    return {
        code: maps.Share(part, whole, visit.link("/coverage", place=code, year=year))
        for code, (part, whole) in counts.items()
    }


def _trends(visit: Visit, totals: list[Row]) -> list[Row]:
    """A chart an indicator; below its first and last year stands how many reports each sum is made of."""
    found = []
    for indicator in series.indicators():
        rows = [row for row in totals if row["indicator"] == indicator.key]
        if indicator.key in SHOWN and rows:
            label = indicator.zh if visit.lang == "zh" else indicator.en
            points = [(row["year"], row["total"]) for row in rows]
            under = {row["year"]: f"n={row['reports'] - row['nulls']:,}" for row in rows}
            svg = charts.line(points, label, [b.year for b in indicator.breaks], under=under)
            found.append({"label": label, "svg": svg, "last": rows[-1], "breaks": indicator.breaks})
    return found


@hook
def register_routes() -> list[Any]:
    answer = view(home)
    return [(r"^/$", answer), (r"^/home(?:\.(?P<format>json|csv|xlsx))?$", answer)]
