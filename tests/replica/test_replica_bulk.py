"""Readings in bulk: shaped as the reader's, consistent but for what the list of errors says."""

from __future__ import annotations

from collections import Counter
from typing import Any

from parse.report import as_json, read_bytes
from replica import bulk, world
from replica.body import report_html
from tests.replica.replica_rules import broken

COUNT = 46 * 5 * 3


def test_shape_is_that_of_read() -> None:
    report = world.reports(next(plan for plan in world.plans() if plan.code == "990101"))[0]
    real = as_json(
        read_bytes(f"<html><body>{report_html(report)}</body></html>".encode(), content_type="text/html")
    )
    record = next(iter(bulk.reports(1)))
    assert record["reading"].keys() == real.keys()
    assert record["reading"]["cells"][0].keys() == real["cells"][0].keys()
    assert record["reading"]["sections"][0].keys() == real["sections"][0].keys()


def test_three_counties_of_five_years() -> None:
    errors: list[bulk.Error] = []
    records = list(bulk.reports(COUNT, rate=0.2, errors=errors))
    assert len(records) == COUNT
    assert len({(r["organ"], r["reading"]["year"]) for r in records}) == COUNT
    assert Counter(r["kind"] for r in records) == {
        "government": 15,
        "office": 15,
        "department": 450,
        "township": 210,
    }
    known = {(r["organ"], r["reading"]["year"]) for r in records}
    assert errors
    assert all((e.organ, e.year) in known for e in errors)


def test_printed_values_are_the_planted_ones() -> None:
    errors: list[bulk.Error] = []
    records = {(r["organ"], r["reading"]["year"]): r for r in bulk.reports(COUNT, rate=0.2, errors=errors)}
    checked = 0
    for error in errors:
        cells = {c["cell"]: c["value"] for c in records[error.organ, error.year]["reading"]["cells"]}
        if error.cell in cells:
            assert cells[error.cell] == error.printed != error.true
            checked += 1
    assert checked > 20


def test_the_same_seed_gives_the_same_readings() -> None:
    assert list(bulk.reports(60)) == list(bulk.reports(60))
    assert list(bulk.reports(60)) != list(bulk.reports(60, seed=1))


def test_executable_rules_break_where_planted_and_nowhere_else() -> None:
    errors: list[bulk.Error] = []
    records = list(bulk.reports(COUNT, rate=0.2, errors=errors))
    executable = {"A301", "A302", "A304", "A401", "A201", "X301", "X302", "X201", "X202"}
    told = {(e.organ, e.year, e.rule) for e in errors if e.rule in executable}
    figures: dict[tuple[str, int], dict[str, Any]] = {
        (r["organ"], r["reading"]["year"]): {c["cell"]: c["value"] for c in r["reading"]["cells"]}
        for r in records
    }
    found = {
        (organ, year, rule)
        for (organ, year), cells in figures.items()
        for rule, _ in broken(cells, figures.get((organ, year - 1)))
    }
    assert found == told
