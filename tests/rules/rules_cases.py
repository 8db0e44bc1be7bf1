"""Cases for the examples of the rules: one report, or one with the year before. All words are ours."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from parse.checks.facts import from_reading
from parse.checks.judge import Case
from reference import forms
from tests.rules.rules_kit import a_reading, requests

Make = Callable[[], Case]
LONG = "本段说明公开工作的做法与不足，文字较长，逐年更新，便于比较。" * 12
OTHER = "换一种写法，全部重写，另起一段，讲述别的事情，没有一句与前面相同，长度也足够用来比较。" * 8


def case(year: Any = 2024, *, level: Any = "county", **given: Any) -> Case:
    """A county's case with one report."""
    facts = from_reading(a_reading(year, **given))
    facts.level, facts.organ_kind = level, "government"
    return Case("990101", year, "990101", f"990101-{year}", facts)


def said(text: str, **cells: Any) -> Case:
    """A case whose section on requests says `text`."""
    return case(said={"overview_requests": text}, **cells)


def pair(now: dict[str, Any], then: dict[str, Any] | None, year: int = 2024, **more: Any) -> Case:
    """A case with the report of the year before."""
    made = case(year, **{**now, **more})
    if then is not None:
        made.facts.previous = from_reading(a_reading(**{"year": year - 1, **then}))
    return made


def three_years(**given: Any) -> Case:
    """A case with two years before it in which nothing was asked."""
    made = pair(given, {})
    made.facts.before = from_reading(a_reading(2022))
    return made


def cells_of(prefix: str, form: str = "2021") -> tuple[str, ...]:
    """Cells of a table or row as keyword arguments."""
    return tuple(c.replace(".", "__") for c in forms.load(form).cell_ids if c.startswith(prefix + "."))


TEN: dict[str, Any] = requests(new_requests=10, granted=10, outcome_total=10)
BLANK_NEW = {"t3__new_requests__total": None}
OLD_FORM: Make = lambda: case(2016, form="2014")  # noqa: E731
NEW_FORM: Make = case
ALONE: Make = lambda: pair({}, None)  # noqa: E731
BROKEN = "broken"
"""fail or uncertain."""
