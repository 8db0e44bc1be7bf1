"""What a PDF page draws: characters and straight lines, in points from the top left corner, text upright.

pdfminer.six interprets the page; its layout analysis is not used, it guesses where lines tell.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any, NamedTuple

from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdffont import PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.utils import apply_matrix_pt

from parse.model import Box
from parse.radicals import ordinary

UNKNOWN = "\ufffd"
THIN = 3.0  # a filled box no wider than this (points) is a drawn line
INVISIBLE = (3, 7)  # text rendering modes that leave no ink: a scan's hidden text layer
STRAIGHT = 0.05  # radians by which a glyph may lean and still count as upright


class Char(NamedTuple):
    """One glyph, or a line that OCR read (then `sure` is its confidence).

    `turn` is its direction in quarter turns clockwise, None where it leans (a watermark).
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    turn: int | None = 0
    sure: float | None = None

    @property
    def size(self) -> float:
        return self.bottom - self.top


class Rule(NamedTuple):
    """A drawn line: `at` is its y (horizontal) or x (vertical), `lo` and `hi` its ends."""

    at: float
    lo: float
    hi: float


@dataclass(slots=True)
class Marks:
    """A page's marks. `pictures` are boxes of images, `hidden` counts characters drawn without ink."""

    width: float
    height: float
    chars: list[Char] = field(default_factory=list)
    across: list[Rule] = field(default_factory=list)
    down: list[Rule] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)
    hidden: int = 0


def white(colour: Any) -> bool:
    """Whether a pdfminer colour leaves no visible line on paper (grey, RGB or CMYK)."""
    parts = colour if isinstance(colour, Sequence) and not isinstance(colour, str) else (colour,)
    if not all(isinstance(part, int | float) for part in parts) or not parts:
        return False
    return all(part <= 0.01 for part in parts) if len(parts) == 4 else all(part >= 0.99 for part in parts)


class Pen(PDFTextDevice):
    """Receives what the interpreter draws on one page."""

    def __init__(self, manager: PDFResourceManager, marks: Marks) -> None:
        super().__init__(manager)
        self.marks = marks
        self.inkless = False

    def render_string(self, textstate: Any, seq: Any, ncs: Any, graphicstate: Any) -> None:
        self.inkless = textstate.render in INVISIBLE
        if textstate.font is not None:
            super().render_string(textstate, seq, ncs, graphicstate)

    def render_char(self, matrix: Any, font: Any, fontsize: float, *more: Any) -> float:
        scaling, rise, cid, *_ = more
        try:
            text = font.to_unichr(cid)
        except PDFUnicodeNotDefined:
            text = UNKNOWN
        advance: float = font.char_width(cid) * fontsize * scaling
        if font.is_vertical():
            vx, vy = font.char_disp(cid)
            left = -(fontsize * 0.5 if vx is None else vx * fontsize * 0.001)
            low = (1000 - vy) * fontsize * 0.001 + rise
            corners = ((left, low + advance), (left + fontsize, low))
        else:
            low = font.get_descent() * fontsize + rise
            corners = ((0.0, low), (advance, low + fontsize))
        self._char(text, matrix, corners)
        return advance

    def _char(self, text: str, matrix: Any, corners: Any) -> None:
        (xa, ya), (xb, yb) = (apply_matrix_pt(matrix, corner) for corner in corners)
        quarter = math.atan2(matrix[1], matrix[0]) / (math.pi / 2)
        turn = round(quarter) % 4 if abs(quarter - round(quarter)) < STRAIGHT else None
        self.marks.hidden += self.inkless
        box = (min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb))
        if all(map(math.isfinite, box)):
            self.marks.chars.append(Char(ordinary(text), *box, turn))

    def paint_path(self, graphicstate: Any, stroke: bool, fill: bool, evenodd: bool, path: Any) -> None:
        if stroke and not white(graphicstate.scolor):
            for points in subpaths(path, self.ctm):
                for start, end in pairwise(points):
                    self._line(start, end)
        elif fill and not white(graphicstate.ncolor):
            for points in subpaths(path, self.ctm):
                self._filled(points)

    def _line(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        (xa, ya), (xb, yb) = start, end
        if abs(ya - yb) < 1 and abs(xa - xb) >= 1:
            self.marks.across.append(Rule((ya + yb) / 2, min(xa, xb), max(xa, xb)))
        elif abs(xa - xb) < 1 and abs(ya - yb) >= 1:
            self.marks.down.append(Rule((xa + xb) / 2, min(ya, yb), max(ya, yb)))

    def _filled(self, points: list[tuple[float, float]]) -> None:
        xs, ys = [x for x, _ in points], [y for _, y in points]
        wide, high = max(xs) - min(xs), max(ys) - min(ys)
        if high <= THIN < wide or high <= wide <= THIN:
            self.marks.across.append(Rule((min(ys) + max(ys)) / 2, min(xs), max(xs)))
        if wide <= THIN < high or wide <= high <= THIN:
            self.marks.down.append(Rule((min(xs) + max(xs)) / 2, min(ys), max(ys)))

    def render_image(self, name: str, stream: Any) -> None:
        assert self.ctm is not None
        (xa, ya), (xb, yb) = (apply_matrix_pt(self.ctm, corner) for corner in ((0, 0), (1, 1)))
        self.marks.pictures.append((min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb)))


def subpaths(path: Any, ctm: Any) -> list[list[tuple[float, float]]]:
    """The straight corner points of each subpath, moved to the page; curves count as their end points."""
    found: list[list[tuple[float, float]]] = []
    for operator, *numbers in path:
        if operator == "m" or (operator != "h" and not found):
            found.append([])
        if operator == "h":
            if found and found[-1]:
                found[-1].append(found[-1][0])
        elif len(numbers) >= 2:
            found[-1].append(apply_matrix_pt(ctm, (numbers[-2], numbers[-1])))
    return [points for points in found if len(points) > 1]


def marks_of(page: PDFPage, manager: PDFResourceManager) -> Marks:
    """The marks of one page, its text upright whatever /Rotate says: the glyphs know their direction."""
    left, low, right, high = page.mediabox
    marks = Marks(abs(right - left), abs(high - low))
    pen = Pen(manager, marks)
    interpreter = PDFPageInterpreter(manager, pen)
    interpreter.render_contents(
        page.resources, page.contents, ctm=(1, 0, 0, -1, -min(left, right), max(low, high))
    )
    return upright(within(marks))


def within(marks: Marks) -> Marks:
    """Without the characters that lie outside the page or lean, and without a bold letter's second stroke."""
    seen: dict[tuple[str, int, int], list[Char]] = {}
    kept = []
    for char in marks.chars:
        inside = char.x1 > 0 and char.x0 < marks.width and char.bottom > 0 and char.top < marks.height
        if not inside or char.turn is None:
            continue
        if not char.text.isspace() and _drawn_twice(char, seen):
            continue
        kept.append(char)
    marks.chars = kept
    return marks


def _drawn_twice(char: Char, seen: dict[tuple[str, int, int], list[Char]]) -> bool:
    """Bold is sometimes the same letter drawn again a hair's breadth away: that is one letter."""
    column, line = round(char.x0 / 4), round(char.top / 4)
    near = max(0.15 * (char.x1 - char.x0), 0.05 * char.size)
    for dx in (-1, 0, 1):
        for dy in (-1, 0, 1):
            for other in seen.get((char.text, column + dx, line + dy), ()):
                if abs(other.x0 - char.x0) < near and abs(other.top - char.top) < near:
                    return True
    seen.setdefault((char.text, column, line), []).append(char)
    return False


def upright(marks: Marks) -> Marks:
    """Turn the page so that most of its characters stand upright."""
    turns = Counter(char.turn for char in marks.chars if not char.text.isspace())
    turn = turns.most_common(1)[0][0] if turns else 0
    for _ in range(turn or 0):
        marks = quarter(marks)
    return marks


def quarter(marks: Marks) -> Marks:
    """The page turned by a quarter against the clock."""

    def box(b: Box) -> Box:
        return (b[1], marks.width - b[2], b[3], marks.width - b[0])

    chars = [
        Char(c.text, *box((c.x0, c.top, c.x1, c.bottom)), None if c.turn is None else (c.turn - 1) % 4)
        for c in marks.chars
    ]
    across = [Rule(marks.width - rule.at, rule.lo, rule.hi) for rule in marks.down]
    down = [Rule(rule.at, marks.width - rule.hi, marks.width - rule.lo) for rule in marks.across]
    return replace(
        marks,
        width=marks.height,
        height=marks.width,
        chars=chars,
        across=across,
        down=down,
        pictures=[box(p) for p in marks.pictures],
    )
