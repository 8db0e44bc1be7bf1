"""Errors to plant in when, where and how often a report was published."""

from __future__ import annotations

from random import Random

from benchmarks._rules_planting import Figure, breaking, modern
from benchmarks._rules_world import Case, World, late

TEXTS: dict[str, Figure] = {}
texts = breaking(TEXTS)


@texts("D001", "D002", "D003", "D004")
def _late(case: Case, _: World, rng: Random) -> bool:
    case.published_on = case.signed_on = late(case, rng.randint(3, 70))
    kinds = {"government": "D002", "township": "D003"}
    case.must.add("D004" if case.year <= 2018 else kinds.get(case.body.kind, "D001"))
    return True


@texts("D005")
def _early(case: Case, _: World, rng: Random) -> bool:
    case.published_on = case.signed_on = f"{case.year}-12-{rng.randint(10, 30)}"
    return True


@texts("D006")
def _absent(case: Case, _: World, rng: Random) -> bool:
    case.missing = True
    case.must = {"D006"}
    return case.body.kind != "government"


@texts("D007")
def _revised(case: Case, _: World, rng: Random) -> bool:
    cell = "t3.granted.total" if modern(case) else "i.reply_granted.value"
    if cell not in case.here:
        return False
    case.versions.append(("earlier", {cell: case.cells[cell] + 3}, None))
    case.versions.append(("page", {}, "figures"))
    return True


@texts("D008")
def _order(case: Case, _: World, rng: Random) -> bool:
    if rng.random() < 0.5:
        case.signed_on, case.published_on = case.published_on, case.signed_on
        return bool(case.signed_on and case.signed_on > case.published_on)
    case.first_seen = f"{case.year + 1}-01-01T01:00:00.000Z"
    return True


@texts("D009")
def _differs(case: Case, _: World, rng: Random) -> bool:
    cell = "t2.compulsion.decisions" if modern(case) else "i.meetings.value"
    if cell not in case.here:
        return False
    role = rng.choice(("copy", "attachment", "continuation"))
    case.versions.append((role, {cell: case.cells[cell] + 1}, None))
    return True
