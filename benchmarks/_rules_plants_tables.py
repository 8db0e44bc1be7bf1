"""Errors to plant in the structure of the tables, as the reader tells it."""

from __future__ import annotations

from random import Random

from benchmarks._rules_planting import Figure, breaking, modern
from benchmarks._rules_world import Case, World
from replica.invent import APPLICANTS

FIGURES: dict[str, Figure] = {}
figures = breaking(FIGURES)


@figures("S002")
def _table_lost(case: Case, _: World, rng: Random) -> bool:
    table = rng.choice(("t2", "t3", "t4"))
    case.states |= {c: "missing" for c in case.cells if c.startswith(f"{table}.")}
    case.cells |= {c: None for c in case.cells if c.startswith(f"{table}.")}
    case.must.add("S002")
    return modern(case)


@figures("S003")
def _column(case: Case, _: World, rng: Random) -> bool:
    if rng.random() < 0.5:
        case.problems.append(("surplus_column", "t3", "表头多出一列：其他。", "a column more: 其他."))
    else:
        lost = [c for c in case.cells if c.startswith("t3.") and c.endswith(".research")]
        case.states |= dict.fromkeys(lost, "missing")
        case.cells |= dict.fromkeys(lost)
    case.must.add("S003")
    return modern(case)


@figures("S004")
def _row_lost(case: Case, _: World, rng: Random) -> bool:
    if not modern(case):
        return False
    if case.form == "2021" and rng.random() < 0.5:
        rows = ("other_no_correction", "other_fee_unpaid", "other_other")
        for column in (*APPLICANTS, "total"):
            case.cells[f"t3.other.{column}"] = sum(case.cells.pop(f"t3.{row}.{column}") or 0 for row in rows)
    else:
        lost = [c for c in case.cells if c.startswith("t3.denied_third_party.")]
        case.states |= dict.fromkeys(lost, "missing")
        case.cells |= dict.fromkeys(lost)
    case.must.add("S004")
    return True


@figures("S008")
def _old_form(case: Case, _: World, rng: Random) -> bool:
    from replica.invent import invent  # noqa: PLC0415

    if case.form != "2021":
        return False
    kept = {c: v for c, v in case.cells.items() if not c.startswith("t3.other_") and c[:2] != "t2"}
    rows = ("other_no_correction", "other_fee_unpaid", "other_other")
    for column in (*APPLICANTS, "total"):
        kept[f"t3.other.{column}"] = sum(case.cells[f"t3.{row}.{column}"] for row in rows)
    case.form, case.cells = "2019", {**invent("2019", case.body.kind, rng), **kept}
    case.must.add("S008")
    return True
