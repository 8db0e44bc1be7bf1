"""The invented counties, what is planted in them, and how their reports read back."""

from __future__ import annotations

import csv
from collections import Counter
from typing import Any

import pytest

from parse.report import as_json, read_bytes
from replica import build, docx, world
from replica.body import blocks, report_html
from replica.http import Request
from replica.world import PLANTED, Plan

INVENTED = [plan for plan in world.plans() if plan.demo and not plan.examples and plan.level == "county"]


def cells(reading: dict[str, Any]) -> dict[str, Any]:
    return {cell["cell"]: cell["value"] for cell in reading["cells"]}


def test_planted_truths_are_the_worlds() -> None:
    """If this fails the generator changed: every `true` in planted.csv must be taken from it anew."""
    true = {(o.name, y): figures for plan in INVENTED for o, y, figures in world.true_figures(plan)}
    with PLANTED.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows
    for row in rows:
        figures = true[row["organ"], int(row["year"])]
        cell = row["cell"].removeprefix("said.").removeprefix("copy.")
        if cell in figures:
            assert str(figures[cell]) == row["true"], row
            assert row["printed"] != row["true"]


def test_every_error_rule_is_planted_somewhere() -> None:
    rules = {row.rule for rows in world.planted().values() for row in rows}
    assert rules >= {"A301", "A302", "A304", "A401", "S002", "S005", "X202", "X301"}
    assert rules >= {
        "N301",
        "N302",
        "N303",
        "N401",
        "N201",
        "L301",
        "D001",
        "D002",
        "D003",
        "D005",
        "D006",
        "D009",
    }


def test_organs_are_invented_and_codes_unused() -> None:
    for plan in world.plans():
        assert plan.examples or plan.code.startswith("99")


def test_missing_reports_are_missing() -> None:
    there = {(r.organ.name, r.year) for plan in INVENTED for r in world.reports(plan)}
    missing = [key for key, rows in world.planted().items() if any(r.rule == "D006" for r in rows)]
    assert missing
    assert there.isdisjoint(missing)


@pytest.mark.parametrize("plan", INVENTED[:4], ids=lambda plan: plan.family)
def test_pages_read_back_as_printed(plan: Plan) -> None:
    """Every printed figure of a sample of pages, through the real reader."""
    for report in world.reports(plan)[::6]:
        reading = as_json(
            read_bytes(
                f"<html><body>{report_html(report)}</body></html>".encode(),
                content_type="text/html; charset=utf-8",
            )
        )
        assert reading["report"]
        assert (reading["form"], reading["year"]) == (report.form_id, report.year)
        got = cells(reading)
        wrong = [
            cell
            for cell, value in report.cells.items()
            if got[cell] != value and cell[:2] not in report.lacks
        ]
        assert wrong == []


def test_word_files_read_back_as_printed() -> None:
    report = world.reports(INVENTED[0])[3]
    reading = as_json(read_bytes(docx.write(report.title, blocks(report)), name="x.docx"))
    assert cells(reading) == report.cells


def test_numbers_of_articles_never_meet() -> None:
    for plan in world.plans():
        site = build.site(plan, 8100)
        numbers = Counter(
            a.number for column in site.columns() for a in {id(a): a for a in column.articles}.values()
        )
        twice = [number for number, count in numbers.items() if count > 2]
        assert twice == []


def test_every_page_says_that_it_is_a_demo() -> None:
    site = build.site(INVENTED[0], 8100)
    for path, handler in list(site.routes.items())[:40]:
        assert "演示页面" in handler(Request("GET", path, {})).body.decode()
