"""Scans damaged in the usual ways: a figure, or null with a problem; the long run is `python -m benchmarks.scans`."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks._scan import fonts_here
from benchmarks.scans import Job, attempt
from parse.model import Document, Free, Grid, Slot
from parse.readers import ocr, pdf
from parse.readers.pdf_marks import Marks
from parse.tables.ocr_doubt import free_doubted
from tests.lacking import lacking


@pytest.fixture(name="engine")
def _engine() -> None:
    if not ocr.available():
        lacking("text recognition", "install the extra ocr")
    if not fonts_here():
        lacking("Chinese fonts", "apt-get install fonts-noto-cjk")


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize(("way", "least"), [("on its side", 0.9), ("grey stamp", 0.7)])
def test_a_damaged_scan_gives_no_other_figure(way: str, least: float) -> None:
    scan = attempt(Job(way, 0))
    assert scan.verdict.silent == []
    assert scan.verdict.unnamed == []
    assert scan.verdict.right >= least * scan.printed


@pytest.mark.usefixtures("engine")
def test_ink_that_cannot_be_read_is_no_blank() -> None:
    from parse.readers.ocr_page import marks_of  # noqa: PLC0415 (needs the extra)

    grey = np.full((600, 900), 250, np.uint8)
    for at in range(50, 551, 100):
        grey[at : at + 3, 50:851] = 0
    for at in range(50, 851, 200):
        grey[50:553, at : at + 3] = 0
    noise = np.random.default_rng(4)
    for y in range(50, 550, 100):
        for x in range(50, 850, 200):
            grey[y + 35 : y + 65, x + 80 : x + 120] = noise.integers(0, 2, (30, 40), np.uint8) * 250
    chars = marks_of(grey, 0.36).chars
    assert len(chars) >= 15
    assert all(char.sure is not None and (char.sure < 0.8 or not char.text.isdigit()) for char in chars)


def test_a_free_figure_that_is_not_sure_is_null_and_told() -> None:
    row = (Slot("信件", page=1), Slot("12", page=1, confidence=0.4), Slot("7", page=1, confidence=0.99))
    document = Document("image", [Grid((row,), 1)])
    found = [
        Free("信件", "件", None, value, str(value), f"table 1, row 1, column {n}")
        for n, value in ((2, 12), (3, 7))
    ]
    kept, problems = free_doubted(document, found)
    assert [free.value for free in kept] == [None, 7]
    assert [(problem.kind, problem.at) for problem in problems] == [
        ("ocr_doubtful", "table 1, row 1, column 2")
    ]


def test_a_long_scan_is_read_as_far_as_time_allows(monkeypatch: pytest.MonkeyPatch) -> None:
    pages = [Marks(595, 842, pictures=[(0, 0, 595, 842)]) for _ in range(5)]
    monkeypatch.setattr(ocr, "available", lambda: True)
    monkeypatch.setattr(ocr, "scanned", lambda body, numbers: ((n, Marks(595, 842)) for n in numbers))
    monkeypatch.setattr(pdf, "LOOKING", -1.0)
    _, problems, doubtful = pdf.looked_at(b"", pages)
    assert [problem.kind for problem in problems] == ["pages_skipped"]
    assert doubtful == {2, 3, 4, 5}
