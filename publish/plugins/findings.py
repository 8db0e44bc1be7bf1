"""/findings: what does not add up, narrowed by place, year, rule, severity; the newest first."""

from __future__ import annotations

from typing import Any

from publish import filters
from publish.hooks import hook
from publish.page import Page, Row, Visit, route
from reference import rules

PAGE = 50
LIST = """select f.id, f.rule, f.severity, f.result, f.reader_doubt, f.review, f.year, f.report, f.organ, f.division, f.cells,
    f.expected, f.found, f.says_zh, f.says_en, f.first_seen, f.fingerprint, o.name, o.place_zh, o.place_en, o.county, o.generated
  from findings f join organ_labels o on o.organ = f.organ where {} and f.id < ? order by f.id desc limit {}"""
COUNTS = """select rule, severity, sum(n) as n, sum(reports) as reports from finding_counts where {} group by rule, severity
  order by case severity when 'error' then 0 when 'warning' then 1 else 2 end, n desc"""
WORDS = {"rule": "f.rule", "severity": "f.severity", "result": "f.result", "organ": "f.organ"}


async def findings(visit: Visit) -> Page:
    await filters.resolve(visit)
    chosen = _read(visit)
    before = visit.number("before", 2**53, 1, 2**53)
    size = 1000 if visit.part("format") else PAGE
    rows = await visit.rows(LIST.format(chosen.sql, size + 1), *chosen.params, before)
    known = {rule.id: rule for rule in rules.load()}
    context: dict[str, Any] = {"findings": rows[:size], "filters": chosen.query, "rules": known}
    context["next"] = rows[size - 1]["id"] if len(rows) > size else None
    context["counts"] = await _counts(visit, chosen.query)
    context["rule"] = known.get(chosen.query.get("rule", ""))
    context["feed"] = visit.link("/feeds/findings.atom", **chosen.query)
    return Page("findings.html", visit.say("nav.findings"), rows[:size], context, name="gongkai-findings")


def _read(visit: Visit) -> filters.Filter:
    """What was asked for. Mere notes are many: they are listed where a rule, an organ, or all is asked for."""
    everything = visit.arg("severity") == "all"
    words = {name: column for name, column in WORDS.items() if not (everything and name == "severity")}
    chosen = filters.read(visit, "f", words)
    if everything:
        chosen.query["severity"] = "all"
    elif not chosen.query.keys() & {"severity", "rule", "organ"}:
        chosen.where.append("f.severity <> 'info'")
    return chosen


async def _counts(visit: Visit, query: dict[str, str]) -> list[Row]:
    """How often each rule is broken, where the counts of the copy can tell it."""
    where, params = ["1"], []
    for name, column in (("year", "year"), ("severity", "severity"), ("result", "result"), ("rule", "rule")):
        if query.get(name, "all") != "all":
            where.append(f"{column} = ?")
            params.append(query[name])
    if "place" in query:
        where.append("province = ?")
        params.append(query["place"][:2] + "0000")
    return await visit.rows(COUNTS.format(" and ".join(where)), *params)


@hook
def register_routes() -> list[Any]:
    return [route("/findings", findings)]
