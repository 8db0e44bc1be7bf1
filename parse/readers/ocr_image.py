"""A picture of a page: made level, its drawn lines, and where lines of text stand. Pixels throughout."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import cv2
import numpy as np

from parse.readers.pdf_marks import Rule

Grey = Any  # a uint8 array, dark ink on light paper
STROKE_ACROSS, STROKE_DOWN = (
    60,
    56,
)  # the least unbroken stroke of a drawn line; strokes of letters are shorter
RULE = 80  # the least length of a drawn line, small gaps bridged
LONG = 200  # a line that is one for sure
THICK = 12  # what is thicker is no line
MOST_TILT = 5.0  # degrees


class Spot(NamedTuple):
    """A box of pixels, right and bottom excluded."""

    x0: int
    top: int
    x1: int
    bottom: int

    @property
    def high(self) -> int:
        return self.bottom - self.top


def ink(grey: Grey) -> Grey:
    """255 where there is ink: darker than its surroundings."""
    soft = cv2.GaussianBlur(grey, (3, 3), 0)
    return cv2.adaptiveThreshold(soft, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 51, 18)


def level(grey: Grey) -> tuple[Grey, float]:
    """The page turned so that its lines are level, and by how many degrees (clockwise tilts are positive)."""
    mask = cv2.resize(ink(grey), None, fx=1 / 3, fy=1 / 3, interpolation=cv2.INTER_AREA)
    tilt = 0.0
    for reach, step in ((MOST_TILT, 0.5), (0.4, 0.1), (0.08, 0.02)):
        tilt = max(
            np.arange(tilt - reach, tilt + reach + step / 2, step), key=lambda angle: _stripes(mask, angle)
        )
    return (turned(grey, float(tilt)), float(tilt)) if abs(tilt) > 0.03 else (grey, 0.0)


def _stripes(mask: Grey, degrees: float) -> float:
    """How sharply lines and gaps alternate when the page is turned by so much."""
    sums = turned(mask, degrees, 0).sum(axis=1, dtype=np.float64)
    return float(np.square(np.diff(sums)).sum())


def turned(grey: Grey, degrees: float, beyond: int = 255) -> Grey:
    """The picture turned about its middle; `beyond` is the grey of what comes in at the corners."""
    high, wide = grey.shape
    matrix = cv2.getRotationMatrix2D((wide / 2, high / 2), degrees, 1)
    way = cv2.INTER_CUBIC if beyond else cv2.INTER_LINEAR
    return cv2.warpAffine(
        grey, matrix, (wide, high), flags=way, borderMode=cv2.BORDER_CONSTANT, borderValue=beyond
    )


def rules(grey: Grey) -> tuple[list[Rule], list[Rule], Grey]:
    """Drawn lines across and down, and a mask of their ink."""
    mask = ink(grey)
    across = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((1, STROKE_ACROSS), np.uint8))
    down = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((STROKE_DOWN, 1), np.uint8))
    flat = [
        s
        for s in _boxes(cv2.dilate(across, np.ones((3, 15), np.uint8)))
        if s.high <= THICK < RULE <= s.x1 - s.x0
    ]
    tall = [
        s
        for s in _boxes(cv2.dilate(down, np.ones((15, 3), np.uint8)))
        if s.x1 - s.x0 <= THICK < RULE <= s.high
    ]
    flat, tall = _anchored(flat, tall), _anchored(tall, flat)
    level_rules = [Rule((s.top + s.bottom) / 2, s.x0 + 7, s.x1 - 7) for s in flat]
    upright = [Rule((s.x0 + s.x1) / 2, s.top + 7, s.bottom - 7) for s in tall]
    drawn = np.zeros_like(mask)
    for source, spots in ((across, flat), (down, tall)):
        for s in spots:
            drawn[s.top : s.bottom, s.x0 : s.x1] |= source[s.top : s.bottom, s.x0 : s.x1]
    return level_rules, upright, cv2.dilate(drawn, np.ones((5, 5), np.uint8))


def _anchored(spots: list[Spot], others: list[Spot]) -> list[Spot]:
    """Without the strokes of large letters: a short line is one only where it touches a long one."""
    long = [s for s in (*spots, *others) if max(s.x1 - s.x0, s.high) >= LONG]

    def touches(s: Spot) -> bool:
        return any(
            s.x0 <= o.x1 + 8 and o.x0 <= s.x1 + 8 and s.top <= o.bottom + 8 and o.top <= s.bottom + 8
            for o in long
        )

    return [s for s in spots if touches(s)]


def _boxes(mask: Grey) -> list[Spot]:
    count, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    return [Spot(int(x), int(y), int(x + w), int(y + h)) for x, y, w, h, _ in stats[1:count]]


def specks_removed(mask: Grey) -> Grey:
    """The mask without dots of noise. It only tells where text stands; what is read are the untouched pixels."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    kept = np.zeros(count, np.uint8)
    kept[1:] = np.where((stats[1:, 4] >= 12) & (np.maximum(stats[1:, 2], stats[1:, 3]) >= 5), 255, 0)
    return kept[labels]


def text_lines(mask: Grey, box: Spot, usual: float) -> list[Spot]:
    """The lines of text in a box, from the top; `usual` is the height of a letter on this page.

    A character of level strokes (三) falls into bands: thin bands near each other are one line.
    """
    part = mask[box.top : box.bottom, box.x0 : box.x1]
    bands = _bands(part.any(axis=1))
    lines: list[list[int]] = []
    for top, bottom in bands:
        last = lines[-1] if lines else None
        thin = last is not None and min(last[1] - last[0], bottom - top) < 0.62 * usual
        near = last is not None and top - last[1] < 0.45 * usual and bottom - last[0] <= 1.3 * usual
        if last is not None and thin and near:
            last[1] = bottom
        else:
            lines.append([top, bottom])
    out = []
    for top, bottom in lines:
        columns = np.flatnonzero(part[top:bottom].any(axis=0))
        if bottom - top >= 4:
            out.append(
                Spot(box.x0 + int(columns[0]), box.top + top, box.x0 + int(columns[-1]) + 1, box.top + bottom)
            )
    return out


def _bands(filled: Any) -> list[tuple[int, int]]:
    """Runs of True: first and last index, the last excluded."""
    steps = np.flatnonzero(np.diff(np.concatenate(([0], filled.astype(np.int8), [0]))))
    return [(int(a), int(b)) for a, b in steps.reshape(-1, 2)]


def pieces(mask: Grey, line: Spot, gap: int) -> list[Spot]:
    """A line cut where it is blank over more than `gap` pixels."""
    bands = _bands(mask[line.top : line.bottom, line.x0 : line.x1].any(axis=0))
    joined: list[list[int]] = []
    for a, b in bands:
        if joined and a - joined[-1][1] <= gap:
            joined[-1][1] = b
        else:
            joined.append([a, b])
    return [Spot(line.x0 + a, line.top, line.x0 + b, line.bottom) for a, b in joined]


def letter_height(mask: Grey) -> float:
    """The usual height of a character: that of connected pieces of ink about as wide as high."""
    high = [s.high for s in _boxes(mask) if 12 <= s.high <= 90 and 0.4 < (s.x1 - s.x0) / s.high < 2.5]
    return float(np.percentile(high, 70)) if len(high) >= 10 else 28.0


def crop(grey: Grey, spot: Spot, within: Spot, pad: int = 5) -> Grey:
    """The pixels of a spot with a little paper around it, never beyond `within`."""
    return grey[
        max(within.top, spot.top - pad) : min(within.bottom, spot.bottom + pad),
        max(within.x0, spot.x0 - pad) : min(within.x1, spot.x1 + pad),
    ]


def bounds(spots: Sequence[Spot]) -> Spot:
    return Spot(
        min(s.x0 for s in spots),
        min(s.top for s in spots),
        max(s.x1 for s in spots),
        max(s.bottom for s in spots),
    )
