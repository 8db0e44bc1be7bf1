"""Reports as data, written in every format with defects and read back: equal, or null and explained, never different."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks._layout import Style
from benchmarks._office import docx_of, xlsx_of
from benchmarks._papers import DEFECTS, Verdict, judged, paper, spoiled
from benchmarks._print import pdf_of
from benchmarks._scan import Scanner, fonts_here, scan_pdf
from parse.readers import ocr
from parse.report import read_bytes
from tests.lacking import lacking

NAMES = st.lists(st.sampled_from(sorted(DEFECTS)), max_size=2, unique=True)
SEEDS = st.integers(0, 10**9)
FORMS = st.sampled_from(("2021", "2021", "2019"))


def agree(verdict: Verdict) -> None:
    assert verdict.silent == []
    assert verdict.unnamed == []


@settings(max_examples=10)
@given(SEEDS, FORMS, NAMES, st.booleans(), st.booleans())
def test_docx(seed: int, form: str, names: list[str], layout: bool, split: bool) -> None:
    rng = Random(seed)
    made = spoiled(paper(rng, form, rng.random() < 0.4), rng, names)
    agree(judged(read_bytes(docx_of(made, rng, layout, split)), made.truth))


@settings(max_examples=10)
@given(SEEDS, FORMS, NAMES, st.booleans(), st.booleans())
def test_xlsx(seed: int, form: str, names: list[str], one_sheet: bool, typed: bool) -> None:
    rng = Random(seed)
    made = spoiled(paper(rng, form, rng.random() < 0.4), rng, names)
    agree(judged(read_bytes(xlsx_of(made, one_sheet, typed)), made.truth))


@settings(max_examples=15)
@given(SEEDS, FORMS, NAMES)
def test_pdf(seed: int, form: str, names: list[str]) -> None:
    rng = Random(seed)
    made = spoiled(paper(rng, form, rng.random() < 0.4), rng, names)
    agree(judged(read_bytes(pdf_of(made, Style.of(rng), rng)), made.truth))


@settings(max_examples=1)
@given(st.integers(0, 1000))
def test_scan(seed: int) -> None:
    if not ocr.available():
        lacking("text recognition", "install the extra ocr")
    if not fonts_here():
        lacking("Chinese fonts", "apt-get install fonts-noto-cjk")
    rng = Random(seed)
    made = paper(rng)
    agree(judged(read_bytes(scan_pdf(made, Scanner.of(rng), rng)), made.truth))


@pytest.mark.parametrize(
    "style", [name for name in Style.__dataclass_fields__ if name not in {"size", "wobble", "rotate"}]
)
def test_each_way_of_drawing_loses_nothing(style: str) -> None:
    made = paper(Random(7), busy=True)
    verdict = judged(read_bytes(pdf_of(made, Style(**{style: True}), Random(7))), made.truth)
    agree(verdict)
    assert verdict.null == 0


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_rotated_page_loses_nothing(degrees: int) -> None:
    made = paper(Random(8))
    verdict = judged(read_bytes(pdf_of(made, Style(rotate=degrees), Random(8))), made.truth)
    agree(verdict)
    assert verdict.null == 0
