"""/changes: reports that are new, were edited silently, moved, or taken down; the newest first."""

from __future__ import annotations

from typing import Any

from publish import filters
from publish.changed import listed, place_of
from publish.hooks import hook
from publish.page import BadInputError, Page, Row, Visit, route

PAGE = 50
KINDS = ("figures", "text", "removed", "moved", "republished", "new")
CELLS = """select x.report, x.cell, x.value, x.raw, d.label_zh, d.label_en from revision_cells x
  left join cell_defs d on d.cell = x.cell where x.report in ({}) order by d.number limit 500"""


async def changes(visit: Visit) -> Page:
    kind = visit.arg("kind")
    if kind and kind not in KINDS:
        raise BadInputError("error.bad_word")
    size = 1000 if visit.part("format") else PAGE
    await filters.resolve(visit)
    rows, query = await listed(visit, kind, size + 1)
    context: dict[str, Any] = {"changes": rows[:size], "filters": query, "kind": kind, "kinds": KINDS}
    last = rows[size - 1] if len(rows) > size else None
    context["next"] = f"{last['at']}~{place_of(last)}" if last else None
    context["cells"] = await _cells(
        visit, [row["report"] for row in rows[:size] if row["change"] == "figures"]
    )
    context["feed"] = visit.link("/feeds/changes.atom", **query)
    return Page("changes.html", visit.say("nav.changes"), rows[:size], context, name="gongkai-changes")


async def _cells(visit: Visit, reports: list[str]) -> dict[str, list[Row]]:
    """Which figures differed in an earlier version."""
    found: dict[str, list[Row]] = {}
    if reports:
        for row in await visit.rows(CELLS.format(",".join("?" * len(reports))), *reports):
            found.setdefault(row["report"], []).append(row)
    return found


@hook
def register_routes() -> list[Any]:
    return [route("/changes", changes)]
