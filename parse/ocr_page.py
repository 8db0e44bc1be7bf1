"""One picture of a page → the marks on it: drawn lines, and lines of text read cell by cell."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from parse.lattice import lattices
from parse.ocr_engine import Said, said
from parse.ocr_image import (
    Grey,
    Spot,
    crop,
    ink,
    letter_height,
    level,
    pieces,
    rules,
    specks_removed,
    text_lines,
)
from parse.pdf_marks import Char, Marks, Rule
from parse.radicals import ordinary

GOOD = 0.5  # a page whose sampled lines are read less surely and at less length than this may lie on its side
LINE = 8  # characters of a line that is as good as any; a page on its side gives scraps
FAVOUR = 1.3  # how much better than the picture as it is another way up must be read
SAMPLE = 6


class Sheet(NamedTuple):
    """A level page. `mask` is its ink without rules; `marks` are the rules in points."""

    grey: Grey
    mask: Grey
    across: list[Rule]
    down: list[Rule]
    letter: float


def marks_of(grey: Grey, scale: float) -> Marks:
    """The marks of a picture; `scale` turns its pixels into the caller's unit (72 / dpi for points)."""
    sheet, texts = _best_way_up(grey)
    high, wide = sheet.grey.shape
    marks = Marks(wide * scale, high * scale)
    marks.across = [Rule(*(value * scale for value in rule)) for rule in sheet.across]
    marks.down = [Rule(*(value * scale for value in rule)) for rule in sheet.down]
    spots = list(texts)
    unread = [spot for spot in spots if texts[spot] is None]
    read = dict(zip(unread, said([_crop(sheet, spot) for spot in unread]), strict=True))
    for spot in spots:
        result = texts[spot] or read[spot]
        if result.text:
            box = (spot.x0 * scale, spot.top * scale, spot.x1 * scale, spot.bottom * scale)
            marks.chars.append(Char(ordinary(result.text), *box, 0, round(result.sure, 3)))
    return marks


def _best_way_up(grey: Grey) -> tuple[Sheet, dict[Spot, Said | None]]:
    """The page as it can be read: a sample of its longest lines tells whether it lies on its side or its head."""
    tried: list[tuple[float, Sheet, dict[Spot, Said | None]]] = []
    for turns in (0, 2, 3, 1):
        sheet = sheet_of(np.ascontiguousarray(np.rot90(grey, turns)))
        texts: dict[Spot, Said | None] = dict.fromkeys(spots_of(sheet))
        sample = sorted(texts, key=lambda s: s.x1 - s.x0)[-SAMPLE:]
        results = said([_crop(sheet, spot) for spot in sample])
        texts.update(zip(sample, results, strict=True))
        score = sum(r.sure * min(len(r.text), LINE) / LINE for r in results) / SAMPLE
        tried.append((score * (FAVOUR if turns == 0 else 1), sheet, texts))
        if not texts or score > GOOD:
            return sheet, texts
    _, sheet, texts = max(tried, key=lambda entry: entry[0])
    return sheet, texts


def sheet_of(grey: Grey) -> Sheet:
    grey, _ = level(grey)
    mask = ink(grey)
    across, down, drawn = rules(grey)
    mask[drawn > 0] = 0
    paper = grey.copy()
    paper[drawn > 0] = int(np.percentile(grey, 80))
    mask = specks_removed(mask)
    return Sheet(paper, mask, across, down, letter_height(mask))


def spots_of(sheet: Sheet) -> list[Spot]:
    """Where lines of text stand: cell by cell inside tables, then in what is left of the page."""
    high, wide = sheet.grey.shape
    rest = sheet.mask.copy()
    spots: list[Spot] = []
    for lattice in lattices(sheet.across, sheet.down, 8.0):
        if len(lattice.regions) < 2:
            continue
        for region in lattice.regions:
            left, top, right, bottom = (round(edge) for edge in lattice.box_of(region))
            cell = Spot(max(0, left + 3), max(0, top + 3), min(wide, right - 3), min(high, bottom - 3))
            if cell.x1 - cell.x0 > 6 and cell.high > 6:
                spots += text_lines(rest, cell, sheet.letter)
        left, top, right, bottom = (round(edge) for edge in lattice.box)
        rest[max(0, top - 3) : bottom + 3, max(0, left - 3) : right + 3] = 0
    for line in text_lines(rest, Spot(0, 0, wide, high), sheet.letter):
        if line.high >= 0.3 * sheet.letter:
            spots += pieces(rest, line, round(3 * sheet.letter))
    return spots


def _crop(sheet: Sheet, spot: Spot) -> Grey:
    high, wide = sheet.grey.shape
    return crop(sheet.grey, spot, Spot(0, 0, wide, high))
