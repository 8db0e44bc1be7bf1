"""Errors to plant between a report and that of the year before, and between a county and its offices."""

from __future__ import annotations

from random import Random

from benchmarks._rules_planting import Figure, breaking, modern, previous
from benchmarks._rules_world import Case, World

FIGURES: dict[str, Figure] = {}
figures = breaking(FIGURES)


@figures("X301", "X302")
def _carried(case: Case, world: World, rng: Random) -> bool:
    last = previous(case, world)
    if last is None or not modern(case) or not modern(last):
        return False
    for row in ("carried_in", "granted", "outcome_total"):
        for column in ("natural_person", "total"):
            case.add(row, column, 2)
    return True


@figures("X401")
def _vanished(case: Case, world: World, rng: Random) -> bool:
    last = previous(case, world)
    if last is None or not modern(case) or not last.here.get("t4.reconsideration.pending"):
        return False
    case.cells |= {c: 0 for c in case.cells if c.startswith("t4.reconsideration.")}
    return True


@figures("X501")
def _same_figures(case: Case, world: World, rng: Random) -> bool:
    last = previous(case, world)
    if last is None or last.form != case.form:
        return False
    case.cells, case.states = dict(last.cells), dict(last.states)
    return True


@figures("X503")
def _jump(case: Case, world: World, rng: Random) -> bool:
    last = previous(case, world)
    cell = "t2.licensing.decisions" if modern(case) else "i.requests_received.value"
    if last is None or (last.here.get(cell) or 0) < 20:
        return False
    case.cells[cell] = int(last.cells[cell]) * 12
    return True


@figures("N402")
def _suits_without_review(case: Case, world: World, rng: Random) -> bool:
    if not modern(case) or previous(case, world) is None:
        return False
    track = "t4.litigation_after_reconsideration"
    for column in ("upheld", "total"):
        case.cells[f"{track}.{column}"] += 25
    return True


def _quiet(case: Case, outcome: str | None = None, asked: int = 0) -> None:
    """Nothing asked, or `asked` requests by persons with one outcome."""
    case.cells |= {c: 0 for c in case.cells if c.startswith("t3.")}
    for row in ("new_requests", outcome, "outcome_total") if outcome else ():
        for column in ("natural_person", "total"):
            case.cells[f"t3.{row}.{column}"] = asked


@figures("N403")
def _only_refusals(case: Case, world: World, rng: Random) -> bool:
    last = previous(case, world)
    if case.year < 2024 or last is None:
        return False
    _quiet(last)
    _quiet(case, "denied_state_secret", 2)
    for column in ("upheld", "total"):
        case.cells[f"t4.litigation_direct.{column}"] += 1
    return True


@figures("N404")
def _disputes_of_nothing(case: Case, world: World, rng: Random) -> bool:
    last = previous(case, world)
    before = previous(last, world) if last else None
    if last is None or before is None or not modern(before):
        return False
    for one in (case, last, before):
        _quiet(one)
    for column in ("upheld", "total"):
        case.cells[f"t4.reconsideration.{column}"] += 1
    return True


@figures("N602")
def _unpaid(case: Case, _: World, rng: Random) -> bool:
    if case.form != "2021" or not case.cells["t3.granted.natural_person"]:
        return False
    for column in ("natural_person", "total"):
        case.add("granted", column, -1)
        case.add("other_fee_unpaid", column, 1)
    case.must.add("N602")
    return True


@figures("Q001", "Q002")
def _all_zero(case: Case, _: World, rng: Random) -> bool:
    case.cells = dict.fromkeys(case.cells, 0)
    return modern(case) and case.body.kind == "township"


@figures("Q007")
def _perfect(case: Case, _: World, rng: Random) -> bool:
    if not modern(case) or case.cells["t3.carried_in.total"]:
        return False
    _quiet(case, "granted", 60)
    return True


# --- levels


@figures("L301", "L302", "L303")
def _county_short(case: Case, _: World, rng: Random) -> bool:
    if case.body.kind != "government" or not modern(case) or case.cells["t3.granted.natural_person"] <= 40:
        return False
    by = case.cells["t3.granted.natural_person"] - rng.choice((0, 1, 20))
    for row in ("new_requests", "granted", "outcome_total"):
        for column in ("natural_person", "total"):
            case.add(row, column, -by)
    return True


@figures("L304")
def _county_is_office(case: Case, world: World, rng: Random) -> bool:
    office = next((c for c in world.values() if c.key == (f"{case.body.division}-office", case.year)), None)
    if case.body.kind != "government" or not modern(case) or office is None:
        return False
    case.cells |= {c: v for c, v in office.cells.items() if c[:2] in ("t3", "t4")}
    return any(v for c, v in case.here.items() if c.startswith("t3."))


@figures("L305")
def _county_decisions(case: Case, _: World, rng: Random) -> bool:
    if case.body.kind != "government" or case.form != "2021":
        return False
    case.cells["t2.licensing.decisions"] //= 2
    return True
