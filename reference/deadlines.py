"""Who must publish by when (deadlines.toml), judged in China's own time. Pure."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

TABLE = Path(__file__).with_name("deadlines.toml")
# Asia/Shanghai, which has had no summer time since 1991; a bare machine may lack the time zone files.
CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")
KINDS = ("government", "office", "department", "township", "zone", "other")


class DeadlineError(ValueError):
    """deadlines.toml holds an entry that cannot be used, or leaves two answers; the message names it."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """By when an organ of a kind publishes the report of a year; the day itself is in time.

    `statutory` is False where only practice names the date: a report after it is not late in law.
    """

    kind: str
    year: int
    day: date
    statutory: bool
    zh: str
    en: str
    source: str

    def days_late(self, published: date) -> int:
        """Days after the deadline; 0 or less where in time."""
        return (published - self.day).days


@dataclass(frozen=True, slots=True)
class Ahead:
    """A date to come: whose reports of which year, what happens on it."""

    day: date
    year: int
    kinds: tuple[str, ...]
    statutory: bool
    zh: str
    en: str


def deadline(kind: str, year: int) -> Deadline | None:
    """The deadline of an organ's kind (one of KINDS) for a reporting year; None before 2008, when none was due."""
    if kind not in KINDS:
        raise DeadlineError(f"organ kind {kind!r}; expected one of {', '.join(KINDS)}")
    for entry in _entries():
        if kind in entry["kinds"] and entry["from"] <= year and (year <= entry["to"] or not entry["to"]):
            words = {key: entry[key] for key in ("statutory", "zh", "en", "source")}
            return Deadline(kind, year, date.fromisoformat(f"{year + 1}-{entry['day']}"), **words)
    return None


def statutory(kind: str, year: int) -> date | None:
    """The date that national law names, None where it names none."""
    found = deadline(kind, year)
    return found.day if found and found.statutory else None


def earliest(year: int) -> date:
    """The first day on which a report of a year can be final."""
    return date(year + 1, 1, 1)


def day_in_china(moment: datetime) -> date:
    """The calendar day in China at a moment; ValueError for a moment without a time zone."""
    if moment.tzinfo is None:
        raise ValueError(
            f"{moment.isoformat()} has no time zone; expected UTC with Z, as the archive keeps it"
        )
    return moment.astimezone(CHINA).date()


def due_year(day: date) -> int:
    """The newest reporting year whose reports may be expected on a day."""
    return day.year - 1


def ahead(today: date, *, years: int = 1) -> list[Ahead]:
    """The dates to come for the reports of the running reporting year and `years - 1` more, soonest first."""
    found: dict[tuple[date, str], Ahead] = {}
    for year in range(today.year - 1, today.year + years):
        for kind in KINDS:
            item = deadline(kind, year)
            if item and item.day >= today:
                known = found.get((item.day, item.zh))
                kinds = (*known.kinds, kind) if known else (kind,)
                found[item.day, item.zh] = Ahead(item.day, year, kinds, item.statutory, item.zh, item.en)
    return sorted(found.values(), key=lambda item: (item.day, not item.statutory))


@cache
def _entries() -> tuple[dict[str, Any], ...]:
    entries = tuple(tomllib.loads(TABLE.read_text(encoding="utf-8"))["deadline"])
    for kind in KINDS:
        spans = sorted((e["from"], e["to"] or 9999) for e in entries if kind in e["kinds"])
        if any(earlier[1] >= later[0] for earlier, later in pairwise(spans)):
            raise DeadlineError(
                f"{TABLE.name}: {kind} has two deadlines for one year; expected spans that do not meet"
            )
    return entries
