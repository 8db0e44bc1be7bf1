"""Source or reader: what fails is read again by another way before it accuses."""

from __future__ import annotations

from dataclasses import replace

import pytest

from parse.model import Finding, Reading
from parse.report import document_of, read_bytes
from parse.tables.regrid import regrid
from parse.tables.statutory import read_tables
from parse.twice import SUMS, differing
from replica import world
from replica.body import report_html


def page(report: world.Report) -> bytes:
    return (
        f"<html><head><title>{report.title}</title></head><body>{report_html(report)}</body></html>".encode()
    )


def printed(**cells: int) -> world.Report:
    plan = next(plan for plan in world.plans() if plan.code == "990101")
    report = next(
        r for r in world.reports(plan) if r.form_id == "2021" and r.organ.kind == "government" and not r.lacks
    )
    return replace(report, cells=report.cells | {k.replace("__", "."): v for k, v in cells.items()})


def read(report: world.Report) -> Reading:
    return read_bytes(page(report), content_type="text/html; charset=utf-8")


@pytest.mark.parametrize(
    ("cell", "rule"),
    [
        ("t3__granted__total", "A304"),
        ("t3__outcome_total__natural_person", "A301"),
        ("t4__reconsideration__total", "A401"),
    ],
)
def test_a_sum_that_both_readings_see_fail_is_the_publishers(cell: str, rule: str) -> None:
    report = printed()
    wrong = report.cells[cell.replace("__", ".")] + 3
    reading = read(printed(**{cell: int(wrong)}))
    found = [f for f in reading.findings if f.rule == rule]
    assert [(f.result, f.reader_doubt) for f in found] == [("fail", False)]
    assert [p for p in reading.problems if p.kind == "two_readings"] == []


def test_a_figure_that_the_second_reading_puts_elsewhere_is_our_doubt() -> None:
    """The first reading is made to err: a figure of natural persons counted for business."""
    document = document_of(page(printed()), content_type="text/html; charset=utf-8")
    _, cells, _ = read_tables(regrid(document), [2024])
    natural, business = "t3.new_requests.natural_person", "t3.new_requests.business"
    values = {c.cell: c.value for c in cells}
    assert values[natural] != values[business]
    swapped = {natural: values[business], business: values[natural]}
    wrong = [replace(c, value=swapped.get(c.cell, c.value)) for c in cells]
    failing = Finding("A301", "error", "fail", (natural, business), "", "")
    doubts = differing(document, [2024], wrong, [failing])
    assert {p.cell for p in doubts} == {natural, business}
    assert {p.kind for p in doubts} == {"two_readings"}
    assert differing(document, [2024], cells, [failing]) == []
    assert differing(document, [2024], wrong, [replace(failing, result="uncertain")]) == []


def test_the_second_reading_never_contradicts_the_first_on_generated_pages() -> None:
    """Every layout that the portals print: what the two ways both read is the same."""
    compared = 0
    for plan in world.plans()[:6]:
        for report in world.reports(plan)[:4]:
            if report.form_id not in ("2019", "2021"):
                continue
            document = document_of(page(report), content_type="text/html; charset=utf-8")
            _, cells, _ = read_tables(regrid(document), [report.year])
            every = Finding("A302", "error", "fail", tuple(c.cell for c in cells), "", "")
            assert differing(document, [report.year], cells, [every]) == []
            compared += 1
    assert compared >= 8
    assert {"A301", "A302", "A304", "A401"} == SUMS
