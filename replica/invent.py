"""The figures of a report, consistent by construction: every sum of the statutory forms holds.

Nothing here is a figure of a real organ. What is wrong in a generated report is planted afterwards
(replica/planted.csv, replica/bulk.py), so that tests know each error by its place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from random import Random

from reference import forms
from replica.invent_2014 import statistics

Figures = dict[str, int | float]

APPLICANTS = ("natural_person", "business", "research", "public_interest", "legal_services", "other_org")
APPLICANT_WEIGHTS = (76, 13, 1, 2, 5, 3)
OUTCOME_WEIGHTS = {
    "granted": 52,
    "partially_granted": 8,
    "unavailable_not_held": 14,
    "unavailable_needs_creation": 4,
}
TRACKS = ("reconsideration", "litigation_direct", "litigation_after_reconsideration")
RESULTS = ("upheld", "corrected", "other")
NOT_OUTCOMES = {"new_requests", "carried_in", "carried_out", "outcome_total"}

# Requests a year, then decisions a year of licensing, penalties and compulsion, fees in 万元, documents in force.
PROFILES: dict[str, tuple[int, tuple[int, int, int], float, int]] = {
    "government": (60, (6000, 900, 60), 3000.0, 24),
    "office": (12, (0, 0, 0), 0.0, 9),
    "department": (6, (700, 120, 12), 180.0, 4),
    "township": (2, (140, 6, 1), 0.0, 1),
}


def invent(
    form_id: str,
    kind: str,
    rng: Random,
    previous: Mapping[str, int | float] | None = None,
    volume: float | None = None,
) -> Figures:
    """One organ's cells for one year: `{cell id: figure}` for every cell of the form.

    `kind` is government, office, department or township; `volume` the requests expected in a year (the
    kind's own where None); `previous` the cells of the year before, whose carry-over, stock and pending
    cases then continue. Raises KeyError for an unknown kind.
    """
    requests, *_ = PROFILES[kind]
    volume = requests if volume is None else volume
    if form_id == "2014":
        return statistics(rng, volume)
    cells: Figures = dict.fromkeys(forms.load(form_id).cell_ids, 0)
    before = previous or {}
    _requests(cells, form_id, rng, before, volume)
    _remedies(cells, rng, before)
    (_proactive_2021 if form_id == "2021" else _proactive_2019)(cells, kind, rng, before)
    return cells


def together(parts: Iterable[Mapping[str, int | float]]) -> Figures:
    """The county-wide report over its parts: each cell the sum of theirs, so that the levels agree."""
    whole: Figures = {}
    for part in parts:
        for cell, value in part.items():
            whole[cell] = round(whole.get(cell, 0) + value, 2)
    return whole


@cache
def outcome_rows(form_id: str) -> tuple[tuple[str, ...], tuple[float, ...]]:
    """The value rows of 三、本年度办理结果 and how often each is met."""
    rows = forms.load(form_id).table("t3").rows
    keys = tuple(row.key for row in rows if row.kind == "leaf" and row.key not in NOT_OUTCOMES)
    return keys, tuple(OUTCOME_WEIGHTS.get(key, 1.0) for key in keys)


def about(rng: Random, mean: float) -> int:
    """A count around `mean`, spread as counts of independent events are."""
    return max(0, round(rng.gauss(mean, mean**0.5)))


def _requests(
    cells: Figures, form_id: str, rng: Random, before: Mapping[str, int | float], volume: float
) -> None:
    rows, weights = outcome_rows(form_id)
    new = Counter(rng.choices(APPLICANTS, APPLICANT_WEIGHTS, k=about(rng, volume)))
    for column in APPLICANTS:
        carried = int(before.get(f"t3.carried_out.{column}", 0))
        if not new[column] + carried:
            continue
        out = sum(rng.random() < 0.05 for _ in range(new[column]))
        done = new[column] + carried - out
        counts = Counter(rng.choices(rows, weights, k=done))
        counts.update(new_requests=new[column], carried_in=carried, carried_out=out, outcome_total=done)
        for row, count in counts.items():
            cells[f"t3.{row}.{column}"] = count
            cells[f"t3.{row}.total"] += count


def _remedies(cells: Figures, rng: Random, before: Mapping[str, int | float]) -> None:
    """Disputes follow requests; a suit after reconsideration needs one that was concluded."""
    answered = int(cells["t3.outcome_total.total"])
    concluded = int(before.get("t4.reconsideration.total", 0) - before.get("t4.reconsideration.pending", 0))
    for track, share in zip(TRACKS, (0.06, 0.015, 0.01), strict=True):
        waiting = int(before.get(f"t4.{track}.pending", 0))
        fresh = sum(rng.random() < share for _ in range(answered))
        total = waiting + (min(fresh, max(concluded - waiting, 0)) if track == TRACKS[2] else fresh)
        if not total:
            continue
        pending = sum(rng.random() < 0.15 for _ in range(total - waiting))
        counts = Counter(rng.choices(RESULTS, (6, 2, 2), k=total - pending))
        counts.update(pending=pending, total=total)
        for result, count in counts.items():
            cells[f"t4.{track}.{result}"] = count


def _continued(rng: Random, before: float | None, usual: float) -> float:
    """Near last year's figure, else near what is usual for the kind."""
    if before is None:
        return usual * rng.uniform(0.4, 1.9)
    return before * rng.uniform(0.75, 1.35)


def _proactive_2021(cells: Figures, kind: str, rng: Random, before: Mapping[str, int | float]) -> None:
    _, decisions, fees, stock = PROFILES[kind]
    held = int(before.get("t2.normative_documents.in_force", rng.randint(0, 2 * stock)))
    issued = about(rng, stock / 8)
    repealed = min(about(rng, stock / 9), held + issued)
    cells["t2.normative_documents.issued"] = issued
    cells["t2.normative_documents.repealed"] = repealed
    cells["t2.normative_documents.in_force"] = held + issued - repealed
    for row, usual in zip(("licensing", "penalties", "compulsion"), decisions, strict=True):
        cell = f"t2.{row}.decisions"
        cells[cell] = round(_continued(rng, before.get(cell), usual))
    charged = _continued(rng, before.get("t2.fees_charged.fees"), fees)
    cells["t2.fees_charged.fees"] = round(charged, 2)


def _proactive_2019(cells: Figures, kind: str, rng: Random, before: Mapping[str, int | float]) -> None:
    """Items chain from year to year; the rules of counties are none, as in every form."""
    _, decisions, _, stock = PROFILES[kind]
    made = about(rng, stock / 8)
    known = int(before.get("t2.normative_documents.total_public", rng.randint(0, 2 * stock)))
    cells["t2.normative_documents.made"] = cells["t2.normative_documents.newly_public"] = made
    cells["t2.normative_documents.total_public"] = known + made
    usual = dict(zip(("licensing", "penalties", "compulsion"), decisions, strict=True))
    for row in ("licensing", "other_services", "penalties", "compulsion", "fees_charged"):
        items = before.get(f"t2.{row}.items_previous_year", rng.randint(2, 60))
        held = int(items + before.get(f"t2.{row}.items_change", 0))
        cells[f"t2.{row}.items_previous_year"] = held
        cells[f"t2.{row}.items_change"] = max(-held, rng.choice((-3, -1, 0, 0, 0, 1, 2)))
        if row != "fees_charged":
            cells[f"t2.{row}.decisions"] = round(
                _continued(rng, before.get(f"t2.{row}.decisions"), usual.get(row, 30))
            )
    bought = about(rng, 12)
    cells["t2.procurement.procurement_items"] = bought
    cells["t2.procurement.procurement_amount"] = round(bought * rng.uniform(8, 90), 4) if bought else 0
