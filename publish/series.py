"""Indicators over the years: what is summed, where a series breaks, which shares may be shown."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from reference import forms

PATH = Path(__file__).parent / "series.toml"
Figure = float | int | None


@dataclass(frozen=True)
class Break:
    """The first year that does not continue the series, and why."""

    year: int
    zh: str
    en: str


@dataclass(frozen=True)
class Indicator:
    """A figure that exists in several forms; `cells` are per form the cells that are added up."""

    key: str
    zh: str
    en: str
    chart: bool
    breaks: tuple[Break, ...]
    cells: Mapping[str, tuple[str, ...]]

    def spot(self, form: str | None) -> str:
        """Where the page of a report shows it: its cell, or the table of the cells that it adds up."""
        cells = self.cells.get(form or "", ())
        return cells[0] if len(cells) == 1 else cells[0].partition(".")[0] if cells else ""


@dataclass(frozen=True)
class Rate:
    """A share of two indicators, shown where the denominator is at least `least`."""

    key: str
    zh: str
    en: str
    of: tuple[str, ...]
    over: str
    least: int
    formula: str

    def value(self, row: Mapping[str, Any]) -> float | None:
        """The share of a row; None where a part is not known or the denominator is too small to mean anything."""
        parts, whole = [row.get(key) for key in self.of], row.get(self.over)
        if whole is None or whole < self.least or any(part is None for part in parts):
            return None
        return float(sum(part or 0 for part in parts)) / float(whole)


@cache
def indicators() -> tuple[Indicator, ...]:
    """The indicators of series.toml with their cells; KeyError where a form knows no such indicator at all."""
    found = []
    for entry in _data()["indicator"]:
        cells = {f: tuple(c) for f, c in entry["of"].items()} if "of" in entry else _cells(entry["key"])
        breaks = tuple(Break(**b) for b in entry.get("breaks", ()))
        found.append(
            Indicator(entry["key"], entry["zh"], entry["en"], entry.get("chart", False), breaks, cells)
        )
    return tuple(found)


@cache
def rates() -> tuple[Rate, ...]:
    return tuple(Rate(**{**entry, "of": tuple(entry["of"])}) for entry in _data()["rate"])


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(PATH.read_text(encoding="utf-8"))


def _cells(key: str) -> dict[str, tuple[str, ...]]:
    """Per form the printed cells below a harmonised indicator, subtotals taken apart."""
    found = {}
    for form_id in forms.FORM_IDS:
        form = forms.load(form_id)
        for harmonised in form.harmonised:
            if harmonised.key == key:
                found[form_id] = tuple(cell for part in harmonised.of for cell in _expand(form, part))
    if not found:
        raise KeyError(f"{PATH}: no form has the indicator {key}")
    return found


def _expand(form: forms.Form, part: str) -> list[str]:
    """`t3.denied_sum.total` as the cells it adds up; a printed cell as itself."""
    table, _, rest = part.partition(".")
    name, _, column = rest.partition(".")
    for derived in form.derived:
        if (derived.table, derived.key) == (table, name):
            return [f"{table}.{row}.{column}" if column else f"{table}.{row}" for row in derived.sum_of]
    return [part]


def of_cells(form: str, values: Mapping[str, Figure]) -> dict[str, Figure]:
    """The indicators of one report from its cells: null where one of the cells has no figure."""
    found: dict[str, Figure] = {}
    for indicator in indicators():
        parts = [values.get(cell) for cell in indicator.cells.get(form, ())]
        known = [part for part in parts if part is not None]
        found[indicator.key] = sum(known) if parts and len(known) == len(parts) else None
    return found


def cells_needed() -> list[str]:
    """Every cell that some indicator adds up."""
    return sorted({c for i in indicators() for cells in i.cells.values() for c in cells})


def by_report(rows: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, Figure]]:
    """Rows of (report, form, cell, value) as `{report: {indicator: figure}}`."""
    grouped: dict[tuple[str, str], dict[str, Figure]] = {}
    for row in rows:
        grouped.setdefault((row["report"], row["form"] or ""), {})[row["cell"]] = row["value"]
    return {report: of_cells(form, values) for (report, form), values in grouped.items()}


def touched(form: str, cells: set[str]) -> set[str]:
    """The indicators that add up at least one of these cells."""
    return {i.key for i in indicators() if cells & set(i.cells.get(form, ()))}
