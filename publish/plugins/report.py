"""/report/<id>: one report as its form prints it, with what is wrong in it, where it comes from and how it changed."""

from __future__ import annotations

from typing import Any

from publish import layout, named
from publish.figures import cell_list
from publish.hooks import hook
from publish.narrative import linked
from publish.page import NotHereError, Page, Row, Visit, route
from publish.typeset import anchor, told

REPORT = """select r.*, o.name as organ_name, o.kind as organ_kind, o.place_zh, o.place_en, o.county, p.full_zh, p.full_en,
    c.sha256, c.url as capture_url, c.fetched_at, c.content_type, c.length, c.warc_file, c.warc_offset, c.found_on, c.link_text
  from reports r join organ_labels o on o.organ = r.organ left join place_names p on p.code = r.division
    left join captures c on c.id = r.capture where r.id = ?"""
CELLS = """select d.cell, d.label_zh, d.label_en, c.value, s.name as state, coalesce(c.unit, nullif(d.unit, '')) as unit,
    coalesce(c.raw, cast(c.value as text), '') as raw, c.at, s.says_zh, s.says_en
  from cells c join cell_defs d on d.number = c.cell join cell_states s on s.state = c.state where c.report = ? order by c.cell"""
FINDINGS = """select rule, severity, result, reader_doubt, lenient, cells, expected, found, says_zh, says_en, review,
    fingerprint, first_seen from findings where report = ? order by
    case severity when 'error' then 0 when 'warning' then 1 else 2 end, rule"""
PROBLEMS = "select kind, cell, at, says_zh, says_en from problems where report = ? order by id"
SECTIONS = "select section, title, text from sections where report = ? order by position"
FREE = 'select table_no, label, unit, "column", value, raw, at from free_figures where report = ? order by id'
REVISIONS = """select rc.capture, rc.role, rc.counts, rc.at, rc.change, c.sha256, c.url, c.fetched_at, c.content_type
  from report_captures rc left join captures c on c.id = rc.capture where rc.report = ? order by rc.at"""
CHANGED = """select rc.capture, rc.cell, rc.value, rc.raw, d.label_zh, d.label_en from revision_cells rc
  left join cell_defs d on d.cell = rc.cell where rc.report = ? order by d.number"""
YEARS = "select id, year from reports where organ = ? order by year"
WITHHELD = "select what, reason_zh, reason_en, date from withheld where target in (?, ?)"


async def report(visit: Visit) -> Page:
    found = await visit.one(REPORT, visit.part("id"))
    if found is None:
        raise NotHereError("error.no_report")
    cells = await visit.rows(CELLS, found["key"])
    findings = [_finding(row, n) for n, row in enumerate(await visit.rows(FINDINGS, found["id"]), 1)]
    context = await _around(visit, found)
    context |= {"report": found, "findings": findings, "tables": _tables(visit, found, cells, findings)}
    values = {cell["cell"]: cell["value"] for cell in cells}
    context["sections"] = [
        row | {"html": linked(row["text"], findings, values)}
        for row in await visit.rows(SECTIONS, found["id"])
    ]
    by_id = {cell["cell"]: cell for cell in cells}
    context["pointed"] = {
        finding["n"]: named.pointed(finding["cells"], by_id, found["form"], visit.lang)
        for finding in findings
    }
    names = ("id", "organ", "organ_name", "division", "year", "form", "scope", "title", "published_on", "signed_on",
             "first_seen", "sha256", "capture_url", "fetched_at", "parser_version", "generated")  # fmt: skip
    data = {
        "report": {name: found[name] for name in names},
        "findings": findings,
        "problems": context["problems"],
    }
    data |= {"sections": [{k: s[k] for k in ("section", "title", "text")} for s in context["sections"]]}
    rows = [{"report": found["id"], "year": found["year"], **_plain(cell)} for cell in cells]
    return Page("report.html", _title(visit, found), rows, context, data, name=found["id"])


async def _around(visit: Visit, found: Row) -> dict[str, Any]:
    changed: dict[str, list[Row]] = {}
    for row in await visit.rows(CHANGED, found["id"]):
        changed.setdefault(row["capture"], []).append(row)
    return {
        "problems": await visit.rows(PROBLEMS, found["id"]),
        "free": await visit.rows(FREE, found["id"]),
        "revisions": [
            row | {"cells": changed.get(row["capture"], [])}
            for row in await visit.rows(REVISIONS, found["id"])
        ],
        "years": await visit.rows(YEARS, found["organ"]),
        "withheld": await visit.rows(WITHHELD, found["id"], found["sha256"]),
        "feed": visit.link("/feeds/county.atom", code=found["county"]),
    }


def _title(visit: Visit, found: Row) -> str:
    return f"{found['place_zh']} {found['organ_name']} {found['year']}".strip()


def _plain(cell: Row) -> Row:
    names = ("cell", "label_zh", "label_en", "value", "state", "unit", "raw")
    return {name: cell[name] for name in names} | {"at": told(cell["at"])}


def _finding(row: Row, n: int) -> Row:
    """A finding with its cells as a list, and the name that figures point to."""
    return row | {"cells": cell_list(row["cells"]), "n": n}


def _tables(visit: Visit, found: Row, cells: list[Row], findings: list[Row]) -> list[Row]:
    """The printed tables of the report's form; what another form's heads brought is listed after them."""
    by_id = {cell["cell"]: _shown(visit, cell, found) for cell in cells}
    for finding in findings:
        for cell in finding["cells"]:
            if cell in by_id:
                by_id[cell].setdefault("faults", []).append(finding)
    if not found["form"]:
        return []
    tables = layout.printed(found["form"])
    drawn = {box.cell for table in tables for row in table.body for box in row if box.cell}
    rest = [cell for name, cell in by_id.items() if name not in drawn]
    return [
        {"table": table, "cells": by_id, "rest": [c for c in rest if c["cell"].startswith(table.key + ".")]}
        for table in tables
    ]


def _shown(visit: Visit, cell: Row, found: Row) -> Row:
    """A cell with its place in the original as an address."""
    place = anchor(cell["at"])
    base = visit.link(f"/original/{found['sha256']}/page") if found["sha256"] else ""
    return cell | {"href": f"{base}#{place}" if place and base else base}


@hook
def register_routes() -> list[Any]:
    return [route(r"/report/(?P<id>[0-9a-z-]+)", report)]
