"""What happens to published reports later, switched on while the replica runs.

Each switch touches one report of every generated county (by the place of its organ and its year), so that a test
knows what must show: `EVENTS[switch]` is (number of the organ, year).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from replica.world import Organ, Report

EVENTS: dict[str, tuple[int, int]] = {
    "revision": (1, 2024),  # a figure corrected at the same address
    "text_edit": (2, 2023),  # a sentence changed at the same address
    "removed": (2, 2022),  # gone from the list, 404
    "moved": (1, 2022),  # same report, new address
    "republished": (1, 2021),  # same address, a later date
    "correction": (2, 2024),  # a second article with other figures
    "held_back": (2, 2021),  # not there while the switch is on; turned off, it appears with its old date
}
CORRECTED_CELL = "t2.licensing.decisions"


def apply(reports: list[Report], bodies: list[Organ], switches: frozenset[str]) -> list[Report]:
    """The reports as they stand while `switches` are on."""
    for name in sorted(switches & EVENTS.keys()):
        organ, year = EVENTS[name]
        if organ >= len(bodies):
            continue
        key = (bodies[organ].key, year)
        reports = [
            new
            for old in reports
            for new in (CHANGES[name](old) if (old.organ.key, old.year) == key else [old])
        ]
    return reports


def _figure(report: Report) -> Report:
    return replace(report, cells=report.cells | {CORRECTED_CELL: report.cells.get(CORRECTED_CELL, 0) + 7})


def _sentence(report: Report) -> Report:
    text = report.sections["overview_supervision"] + "全年另组织一次演练。"
    return replace(report, sections=report.sections | {"overview_supervision": text})


def _second(report: Report) -> list[Report]:
    later = report.published_at + timedelta(days=20)
    return [
        report,
        replace(_figure(report), title=f"{report.title}（更正）", published_at=later, salt="correction"),
    ]


CHANGES: dict[str, Callable[[Report], list[Report]]] = {
    "revision": lambda report: [_figure(report)],
    "text_edit": lambda report: [_sentence(report)],
    "removed": lambda report: [],
    "moved": lambda report: [replace(report, salt="moved")],
    "republished": lambda report: [replace(report, published_at=report.published_at + timedelta(days=900))],
    "correction": _second,
    "held_back": lambda report: [],
}
