"""Invented reports, written in every layout with every defect and read back: equal, or null and explained."""

from __future__ import annotations

import pytest

from parse.report import read_bytes
from tests.parse.roundtrip_defects import DEFECTS
from tests.parse.roundtrip_defects_more import MORE_DEFECTS
from tests.parse.roundtrip_layouts import LAYOUTS
from tests.parse.roundtrip_layouts_more import MORE
from tests.parse.roundtrip_run import compare, example

WHOLE = [layout for layout in LAYOUTS if layout != "fused"]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("defect", DEFECTS)
def test_no_figure_differs_and_every_null_is_explained(layout: str, defect: str) -> None:
    for seed in range(800, 802):
        told, text = example(seed, layout, defect)
        wrong, unnamed, _ = compare(told, read_bytes(text.encode()))
        assert (seed, wrong, unnamed) == (seed, [], [])


@pytest.mark.parametrize("layout", WHOLE)
def test_without_a_defect_every_figure_is_read(layout: str) -> None:
    told, text = example(7, layout, "none")
    reading = read_bytes(text.encode())
    assert compare(told, reading) == ([], [], 0)
    assert (reading.form, reading.report) == (told.form, True)


@pytest.mark.parametrize("layout", MORE)
@pytest.mark.parametrize("defect", ["none", "blank", "drop_label", "page_break", "merged"])
def test_further_layouts(layout: str, defect: str) -> None:
    told, text = example(803, layout, defect)
    wrong, unnamed, nulls = compare(told, read_bytes(text.encode()))
    assert (wrong, unnamed) == ([], [])
    if defect == "none" and layout != "layout":
        assert nulls == 0


@pytest.mark.parametrize("layout", ["html", "tabs", "cell_a_line", "markdown"])
@pytest.mark.parametrize("defect", MORE_DEFECTS)
def test_further_defects(layout: str, defect: str) -> None:
    told, text = example(804, layout, defect)
    wrong, unnamed, _ = compare(told, read_bytes(text.encode()))
    assert (wrong, unnamed) == ([], [])
