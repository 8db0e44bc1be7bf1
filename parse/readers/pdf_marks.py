"""The marks of a page: characters and straight lines, in points from the top left corner, text upright.

pdfminer.six interprets PDF pages (parse/readers/pdf_pen.py); its layout analysis is not used, it guesses where lines tell.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from parse.model import Box

UNKNOWN = "\ufffd"


class Char(NamedTuple):
    """One glyph, or a line that OCR read (then `sure` is its confidence).

    `turn` is its direction in quarter turns clockwise, None where it leans (a watermark). `ink` is how dark it is on
    white paper, 1 for black.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    turn: int | None = 0
    sure: float | None = None
    ink: float = 1.0

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
    """A page's marks. `pictures` are boxes of images, `hidden` counts characters that cannot be seen (left out of
    `chars`), `shapes` are letter-sized curves, `digits` says where each font drew each digit: font → digit → boxes.
    """

    width: float
    height: float
    chars: list[Char] = field(default_factory=list)
    across: list[Rule] = field(default_factory=list)
    down: list[Rule] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)
    hidden: int = 0
    shapes: list[Box] = field(default_factory=list)
    digits: dict[str, dict[str, list[Box]]] = field(default_factory=dict)


def within(marks: Marks) -> Marks:
    """Without the characters that lie outside the page or lean, and without a letter's second stroke or shadow."""
    seen: dict[tuple[str, int, int], list[int]] = {}
    kept: list[Char] = []
    for char in marks.chars:
        inside = char.x1 > 0 and char.x0 < marks.width and char.bottom > 0 and char.top < marks.height
        if not inside or char.turn is None:
            continue
        twin = None if char.text.isspace() else _twin(char, kept, seen)
        if twin is None:
            kept.append(char)
        elif char.ink > kept[twin].ink:
            kept[twin] = char
    marks.chars = kept
    return marks


def _twin(char: Char, kept: list[Char], seen: dict[tuple[str, int, int], list[int]]) -> int | None:
    """Bold and shadows are sometimes the same letter drawn again a little apart: the index of that letter."""
    column, line = int(char.x0 // 8), int(char.top // 8)
    near, low = 0.4 * (char.x1 - char.x0), 0.25 * char.size
    for dx in (-1, 0, 1):
        for dy in (-1, 0, 1):
            for index in seen.get((char.text, column + dx, line + dy), ()):
                other = kept[index]
                if abs(other.x0 - char.x0) < near and abs(other.top - char.top) < low:
                    return index
    seen.setdefault((char.text, column, line), []).append(len(kept))
    return None


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
        Char(c.text, *box(c[1:5]), None if c.turn is None else (c.turn - 1) % 4, c.sure, c.ink)
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
        shapes=[box(s) for s in marks.shapes],
    )
