"""Errors to plant at random in generated reports; each says which rules it breaks, and breaks no others.

Values only ever go down in a part, so that the county's sum stays above it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from random import Random

from replica.invent import APPLICANTS, Figures, outcome_rows

Before = Mapping[str, int | float] | None


@dataclass(frozen=True)
class Plant:
    """A change: printed cells, what the narrative says otherwise, a date, and the rules that must speak."""

    rules: tuple[str, ...]
    cells: Figures = field(default_factory=dict)
    said: Mapping[str, int] = field(default_factory=dict)
    days_late: int | None = None
    copied: str | None = None


Maker = Callable[[Figures, Before, Random], Plant | None]


def _down(cells: Figures, *names: str, by: int = 1) -> Figures:
    return {name: cells[name] - by for name in names}


def _row_total(cells: Figures, before: Before, rng: Random) -> Plant | None:
    """A row's total too small: its row sum and the balance of the column 总计."""
    name = "t3.new_requests.total"
    return Plant(("A304", "A301"), _down(cells, name)) if cells[name] > 1 else None


def _outcome(cells: Figures, before: Before, rng: Random) -> Plant | None:
    """An outcome one short in a column and in its total: the outcome sums of both columns."""
    rows, _ = outcome_rows("2021")
    found = [(r, c) for r in rows for c in APPLICANTS if cells.get(f"t3.{r}.{c}", 0) > 0]
    if not found:
        return None
    row, column = rng.choice(found)
    return Plant(("A302",), _down(cells, f"t3.{row}.{column}", f"t3.{row}.total"))


def _balance(cells: Figures, before: Before, rng: Random) -> Plant | None:
    """New requests one short in a column and in the total: the balance of both columns."""
    found = [c for c in APPLICANTS if cells[f"t3.new_requests.{c}"] > 1]
    if not found:
        return None
    column = rng.choice(found)
    return Plant(("A301",), _down(cells, f"t3.new_requests.{column}", "t3.new_requests.total"))


def _suits(cells: Figures, before: Before, rng: Random) -> Plant | None:
    """A track's total one short."""
    name = "t4.litigation_direct.total"
    waiting = (before or {}).get("t4.litigation_direct.pending", 0)
    return Plant(("A401",), _down(cells, name)) if cells[name] - 1 >= waiting and cells[name] else None


def _carried(cells: Figures, before: Before, rng: Random) -> Plant | None:
    """One request less carried in than last year carried out; all sums of the year itself hold."""
    found = [c for c in APPLICANTS if min(cells[f"t3.carried_in.{c}"], cells[f"t3.granted.{c}"]) > 0]
    if not before or not found:
        return None
    column = rng.choice(found)
    names = (f"t3.{row}.{c}" for row in ("carried_in", "granted", "outcome_total") for c in (column, "total"))
    return Plant(("X301", "X302"), _down(cells, *names))


def _repealed(cells: Figures, before: Before, rng: Random) -> Plant | None:
    """More documents repealed than there were."""
    if not before or "t2.normative_documents.in_force" not in before:
        return None
    stock = before["t2.normative_documents.in_force"] + cells["t2.normative_documents.issued"]
    return Plant(("X202", "X201"), {"t2.normative_documents.repealed": stock + rng.randint(1, 4)})


def _fraction(cells: Figures, before: Before, rng: Random) -> Plant | None:
    """A count that is no whole number."""
    name = "t2.penalties.decisions"
    return Plant(("S005",), {name: cells[name] - 0.5}) if cells[name] > 2 else None


def _rules_made(cells: Figures, before: Before, rng: Random) -> Plant | None:
    """Government rules issued by an organ that cannot make any, and repealed in the same year."""
    return Plant(("A202",), {"t2.government_rules.issued": 1, "t2.government_rules.repealed": 1})


def _said_requests(cells: Figures, before: Before, rng: Random) -> Plant | None:
    """The text names more requests than any reading of the table gives."""
    every = cells["t3.new_requests.total"] + cells["t3.carried_in.total"]
    return Plant(("N301",), said={"t3.new_requests.total": int(every) + rng.randint(1, 5)}) if every else None


def _said_granted(cells: Figures, before: Before, rng: Random) -> Plant | None:
    granted = int(cells["t3.granted.total"])
    return Plant(("N302",), said={"t3.granted.total": granted + 1}) if granted else None


def _said_none(cells: Figures, before: Before, rng: Random) -> Plant | None:
    """ "Received none" beside a table with a request."""
    if cells["t3.new_requests.total"] != 1 or cells["t3.carried_in.total"]:
        return None
    return Plant(("N303",), said={"t3.new_requests.total": 0})


def _said_reviews(cells: Figures, before: Before, rng: Random) -> Plant | None:
    reviews = int(cells["t4.reconsideration.total"])
    suits = cells["t4.litigation_direct.total"] + cells["t4.litigation_after_reconsideration.total"]
    return Plant(("N401",), said={"t4.reconsideration.total": int(reviews + suits) + 2}) if reviews else None


def _said_documents(cells: Figures, before: Before, rng: Random) -> Plant | None:
    issued = int(cells["t2.normative_documents.issued"])
    return Plant(("N201",), said={"t2.normative_documents.issued": issued + 2}) if issued else None


def _late(cells: Figures, before: Before, rng: Random) -> Plant | None:
    return Plant(("late",), days_late=rng.randint(5, 40))


def _copied(cells: Figures, before: Before, rng: Random) -> Plant | None:
    """Last year's text with this year's figures."""
    return Plant(("X502",), copied="year") if before else None


MAKERS: tuple[Maker, ...] = (
    _row_total, _outcome, _balance, _suits, _carried, _repealed, _fraction, _rules_made, _said_requests,
    _said_granted, _said_none, _said_reviews, _said_documents, _late, _copied,
)  # fmt: skip
LATE = {"government": "D002", "office": "D001", "department": "D001", "township": "D003"}


def plant(cells: Figures, before: Before, kind: str, rng: Random) -> Plant | None:
    """One error that fits these figures, None where the chosen one does not."""
    found = rng.choice(MAKERS)(cells, before, rng)
    if found and found.days_late:
        return Plant((LATE[kind],), days_late=found.days_late)
    return found


def county_short(cells: Figures, parts: list[Figures]) -> Plant | None:
    """A county-wide report below the sum of its parts, sound in itself; L303 too where one part is above it."""
    five = 5
    if cells["t3.granted.natural_person"] <= five:
        return None
    names = [
        f"t3.{row}.{c}"
        for row in ("new_requests", "granted", "outcome_total")
        for c in ("natural_person", "total")
    ]
    lower = _down(cells, *names, by=five)
    above = any(part[name] > value for part in parts for name, value in lower.items())
    return Plant(("L301", "L302", *(["L303"] if above else [])), lower)
