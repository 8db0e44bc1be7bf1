"""One picture of a page → the marks on it: drawn lines, and lines of text read cell by cell."""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np

from parse.readers.lattice import lattices
from parse.readers.ocr_engine import Said, said
from parse.readers.ocr_image import (
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
from parse.readers.pdf_marks import UNKNOWN, Char, Marks, Rule
from parse.readers.radicals import ordinary

GOOD = 0.8  # a sample of lines that is read as surely as this stands upright
LEAST = 2  # characters of a line that tells anything about its direction; a page on its side gives scraps
FAVOUR = 1.1  # how much better than the picture as it is another way up must be read
SAMPLE = 8
SMALL = (
    17  # pixels: smaller letters stand so close to the lines that these would cut them; the page is enlarged
)
MOST_ENLARGED = 12_000_000  # pixels


class Sheet(NamedTuple):
    """A level page. `mask` is its ink without rules; `marks` are the rules in points."""

    grey: Grey
    mask: Grey
    across: list[Rule]
    down: list[Rule]
    letter: float


def marks_of(grey: Grey, scale: float) -> Marks:
    """The marks of a picture; `scale` turns its pixels into the caller's unit (72 / dpi for points)."""
    small = letter_height(ink(grey))
    if small < SMALL and grey.size < MOST_ENLARGED:
        grey = cv2.resize(grey, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
        scale /= 2
    sheet, spots, texts = _best_way_up(grey)
    high, wide = sheet.grey.shape
    marks = Marks(wide * scale, high * scale)
    marks.across = [Rule(*(value * scale for value in rule)) for rule in sheet.across]
    marks.down = [Rule(*(value * scale for value in rule)) for rule in sheet.down]
    unread = [spot for spot in spots if spot not in texts]
    texts |= dict(zip(unread, said([_crop(sheet, spot) for spot in unread]), strict=True))
    for spot, in_table in spots.items():
        result = texts[spot]
        text = ordinary(result.text if in_table else result.guarded)
        if in_table and not text and is_dark(sheet, spot):
            text = UNKNOWN
        if text:
            box = (spot.x0 * scale, spot.top * scale, spot.x1 * scale, spot.bottom * scale)
            marks.chars.append(Char(text, *box, 0, round(result.sure, 3)))
    return marks


def is_dark(sheet: Sheet, spot: Spot) -> bool:
    """Whether what could not be read is as high as letters are, not dirt."""
    return spot.high > 0.4 * sheet.letter and spot.x1 - spot.x0 > 0.2 * sheet.letter


def _best_way_up(grey: Grey) -> tuple[Sheet, dict[Spot, bool], dict[Spot, Said]]:
    """The page as it can be read: a sample of its lines tells whether it lies on its side or its head."""
    tried: list[tuple[float, Sheet, dict[Spot, bool], dict[Spot, Said]]] = []
    for turns in (0, 2, 3, 1):
        sheet = sheet_of(np.ascontiguousarray(np.rot90(grey, turns)))
        spots = spots_of(sheet)
        sample = sorted(spots, key=lambda s: s.x1 - s.x0)[-SAMPLE:]
        texts = dict(zip(sample, said([_crop(sheet, spot) for spot in sample]), strict=True))
        score = sum(r.sure for r in texts.values() if len(r.text) >= LEAST and not r.text.isascii())
        score /= max(1, len(sample))
        tried.append((score * (FAVOUR if turns == 0 else 1), sheet, spots, texts))
        if not sample or score > GOOD:
            return sheet, spots, texts
    _, sheet, spots, texts = max(tried, key=lambda entry: entry[0])
    return sheet, spots, texts


def sheet_of(grey: Grey) -> Sheet:
    grey, _ = level(grey)
    mask = ink(grey)
    across, down, drawn = rules(grey)
    mask[drawn > 0] = 0
    paper = grey.copy()
    paper[drawn > 0] = int(np.percentile(grey, 80))
    mask = specks_removed(mask)
    return Sheet(paper, mask, across, down, letter_height(mask))


def spots_of(sheet: Sheet) -> dict[Spot, bool]:
    """Where lines of text stand: cell by cell inside tables (True), then in what is left of the page."""
    high, wide = sheet.grey.shape
    rest = sheet.mask.copy()
    spots: dict[Spot, bool] = {}
    for lattice in lattices(sheet.across, sheet.down, 8.0):
        if len(lattice.regions) < 2:
            continue
        for region in lattice.regions:
            left, top, right, bottom = (round(edge) for edge in lattice.box_of(region))
            cell = Spot(max(0, left + 3), max(0, top + 3), min(wide, right - 3), min(high, bottom - 3))
            if cell.x1 - cell.x0 > 6 and cell.high > 6:
                spots |= dict.fromkeys(text_lines(rest, cell, sheet.letter), True)
        left, top, right, bottom = (round(edge) for edge in lattice.box)
        rest[max(0, top - 3) : bottom + 3, max(0, left - 3) : right + 3] = 0
    for line in text_lines(rest, Spot(0, 0, wide, high), sheet.letter):
        if line.high >= 0.3 * sheet.letter:
            spots |= dict.fromkeys(pieces(rest, line, round(3 * sheet.letter)), False)
    return spots


def _crop(sheet: Sheet, spot: Spot) -> Grey:
    high, wide = sheet.grey.shape
    return crop(sheet.grey, spot, Spot(0, 0, wide, high))
