"""Errors to plant in the sums and single figures of a report, before the text states them."""

from __future__ import annotations

from random import Random

from benchmarks._rules_planting import Figure, breaking, modern, previous
from benchmarks._rules_world import Case, World
from replica.invent import APPLICANTS

FIGURES: dict[str, Figure] = {}
figures = breaking(FIGURES)


@figures("A301")
def _new_short(case: Case, _: World, rng: Random) -> bool:
    found = [c for c in APPLICANTS if case.cells.get(f"t3.new_requests.{c}", 0) > 1]
    for column in (rng.choice(found), "total") if found else ():
        case.add("new_requests", column, -1)
    return bool(found)


@figures("A302")
def _outcome_short(case: Case, _: World, rng: Random) -> bool:
    found = [c for c in APPLICANTS if case.cells.get(f"t3.granted.{c}", 0) > 0]
    for column in (rng.choice(found), "total") if found else ():
        case.add("granted", column, -1)
    return bool(found)


@figures("A304")
def _row_total(case: Case, _: World, rng: Random) -> bool:
    ok = bool(case.cells.get("t3.new_requests.total", 0) > 1)
    if ok:
        case.add("new_requests", "total", -1)
    return ok


@figures("A306")
def _total_blank(case: Case, _: World, rng: Random) -> bool:
    rows = [
        r for r in ("granted", "partially_granted", "unavailable_not_held") if case.cells.get(f"t3.{r}.total")
    ]
    for row in rows:
        case.cells[f"t3.{row}.total"] = None
    case.must |= {"S006"} if rows else set()
    return bool(rows)


@figures("A401")
def _track(case: Case, _: World, rng: Random) -> bool:
    cell = "t4.reconsideration.total"
    if not case.cells.get(cell):
        return False
    case.cells[cell] -= 1
    return True


def _documents(case: Case, column: str, value: int) -> bool:
    if case.form != "2021":
        return False
    case.cells[f"t2.normative_documents.{column}"] = value
    return True


@figures("A201")
def _below_floor(case: Case, _: World, rng: Random) -> bool:
    issued = case.cells.get("t2.normative_documents.issued", 0)
    floor = issued - case.cells.get("t2.normative_documents.repealed", 0)
    return bool(floor > 0) and _documents(case, "in_force", floor - 1)


@figures("X201")
def _stock(case: Case, _: World, rng: Random) -> bool:
    return _documents(
        case, "in_force", case.cells.get("t2.normative_documents.in_force", 0) + rng.randint(2, 9)
    )


@figures("X202")
def _repealed(case: Case, world: World, rng: Random) -> bool:
    last = previous(case, world)
    if last is None or last.form != "2021" or case.form != "2021":
        return False
    stock = last.cells["t2.normative_documents.in_force"] or 0
    return _documents(case, "repealed", stock + case.cells["t2.normative_documents.issued"] + 3)


@figures("A202")
def _rules_made(case: Case, _: World, rng: Random) -> bool:
    column = "issued" if case.form == "2021" else "made"
    case.cells[f"t2.government_rules.{column}"] = 1
    if column == "issued":
        case.cells["t2.government_rules.repealed"] = 1
    return modern(case)


@figures("A203")
def _more_public(case: Case, _: World, rng: Random) -> bool:
    total = case.cells.get("t2.normative_documents.total_public", 0)
    case.cells["t2.normative_documents.newly_public"] = total + 2
    return case.form == "2019"


@figures("A204")
def _negative_items(case: Case, _: World, rng: Random) -> bool:
    held = case.cells.get("t2.licensing.items_previous_year", 0)
    case.cells["t2.licensing.items_change"] = -held - 2
    return case.form == "2019"


@figures("X203")
def _items(case: Case, world: World, rng: Random) -> bool:
    if case.form != "2019" or case.year != 2020:
        return False
    case.cells["t2.penalties.items_previous_year"] += 3
    return True


@figures("A205")
def _fee_unit(case: Case, _: World, rng: Random) -> bool:
    case.cells["t2.fees_charged.fees"] = 2_500_000.0 + rng.randint(1, 9)
    return case.form == "2021"


@figures("S005")
def _fraction(case: Case, _: World, rng: Random) -> bool:
    cell = "t2.penalties.decisions" if modern(case) else "i.trainings.value"
    case.cells[cell] = case.cells.get(cell, 0) + 0.5
    case.must.add("S005")
    return True


@figures("S006")
def _blanks(case: Case, _: World, rng: Random) -> bool:
    names = [c for c in case.cells if not c.startswith("t3.") or c.endswith("research")]
    for cell in rng.sample(names, min(3, len(names))):
        case.cells[cell] = None
        case.states[cell] = rng.choice(("", "mark"))
    case.must.add("S006")
    return True


# --- the form of 2014

WHOLES = {"A141": "replies", "A142": "requests_received", "A143": "requests_closed", "A144": "reply_denied",
          "A145": "reconsideration", "A146": "litigation", "A147": "staff"}  # fmt: skip


def _whole(rule: str, row: str) -> None:
    @figures(rule)
    def plant(case: Case, _: World, rng: Random) -> bool:
        if case.form != "2014":
            return False
        case.cells[f"i.{row}.value"] += 2
        return True


for _rule, _row in WHOLES.items():
    _whole(_rule, _row)


@figures("A148")
def _too_many_documents(case: Case, _: World, rng: Random) -> bool:
    case.cells["i.proactive_normative.value"] = case.cells.get("i.proactive_total.value", 0) + 1
    return case.form == "2014"


@figures("A149")
def _too_many_heads(case: Case, _: World, rng: Random) -> bool:
    case.cells["i.press_conferences_heads.value"] = case.cells.get("i.press_conferences.value", 0) + 1
    return case.form == "2014"
