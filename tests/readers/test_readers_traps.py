"""What a PDF hides, covers, overlays or misnames: the figure that a person sees, or none, never another one."""

from __future__ import annotations

from random import Random

import pytest

from benchmarks import _zoo_ink as ink
from benchmarks._papers import Verdict, judged, paper
from benchmarks.zoo import TRAPS, tried
from parse.readers import ocr, pdf_glyphs
from parse.report import read_bytes
from tests.lacking import lacking

LOOKED_AT = {"digits' map shifted", "digits' map swapped", "figures as pictures"}
WHOLE = {
    *("digits' own font", "digits without a map", "figures corrected", "figures highlighted", "form fields"),
    *("watermark upright", "watermark small", "watermark below", "watermark of glass", "pale lines"),
}


@pytest.fixture(autouse=True)
def fonts() -> None:
    if not ink.DIGITS_FILE.exists():
        lacking("a font with digits", "apt-get install fonts-dejavu-core")


def verdict(name: str) -> Verdict:
    made = paper(Random(name), busy=True)
    return judged(read_bytes(ink.trap_pdf(made, TRAPS[name], Random(name))), made.truth)


@pytest.mark.parametrize("name", sorted(set(TRAPS) - LOOKED_AT))
def test_no_trap_gives_another_figure(name: str) -> None:
    found = verdict(name)
    assert found.silent == []
    assert found.unnamed == []
    assert found.null == 0 or name not in WHOLE


@pytest.mark.parametrize("name", sorted(LOOKED_AT))
def test_digits_that_mean_others_are_null_where_nothing_can_look_at_them(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ocr, "available", lambda: False)
    made = paper(Random(name), busy=True)
    reading = read_bytes(ink.trap_pdf(made, TRAPS[name], Random(name)))
    assert {"font_garbled", "ocr_missing"} & {problem.kind for problem in reading.problems}
    assert judged(reading, made.truth).silent == []


def test_the_digits_of_the_standard_fonts_are_told_apart() -> None:
    for digit, glyphs in pdf_glyphs.standard().items():
        for glyph in glyphs:
            assert max(pdf_glyphs.DIGITS, key=lambda other: pdf_glyphs.likeness(glyph, other)) == digit


@pytest.mark.parametrize(
    "kind", ["file: packed objects", "file: linear", "file: junk before", "drawn: wobble"]
)
def test_kinds_that_need_no_other_program(kind: str) -> None:
    found, printed, _ = tried(kind, 1)
    assert (found.silent, found.null) == ([], 0)
    assert printed
