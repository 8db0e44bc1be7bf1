"""Which codes a place has had: the way from any code, old or new, to today's and back."""

from __future__ import annotations

from dataclasses import dataclass, field

from publish.page import NotHereError, Row, Visit

SAME = ("rename", "recode")
"""Kinds of succession after which it is still the same place, by another code or name."""


@dataclass
class Lineage:
    """`now` is the row of place_names that stands for the place today; `codes` all it ever had; `asked` the code asked for."""

    now: Row
    asked: str
    codes: list[str]
    steps: list[Row] = field(default_factory=list)


async def lineage(visit: Visit, code: str) -> Lineage:
    """Follows successions both ways. Raises NotHereError for a code that never was."""
    steps: list[Row] = []
    codes, queue = [code], [code]
    while queue and len(codes) < 30:
        here = queue.pop()
        for step in await visit.rows(
            "select old, new, date, kind, source from successions where old = ? or new = ?", here, here
        ):
            if step not in steps:
                steps.append(step)
            other = step["new"] if step["old"] == here else step["old"]
            if step["kind"] in SAME and other not in codes:
                codes.append(other)
                queue.append(other)
    now = await _today(visit, code, codes, steps)
    return Lineage(now, code, codes, sorted(steps, key=lambda step: step["date"] or ""))


async def _today(visit: Visit, code: str, codes: list[str], steps: list[Row]) -> Row:
    """The newest code of the chain: the one that no step of the same place leaves."""
    left = {step["old"] for step in steps if step["kind"] in SAME}
    newest = next((c for c in codes if c not in left), code)
    for candidate in (newest, code):
        row = await visit.one("select * from place_names where code = ?", candidate)
        if row:
            return row
    raise NotHereError("error.no_place")
