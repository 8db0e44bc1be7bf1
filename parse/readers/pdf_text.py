"""Characters with places → lines → paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from parse.model import Box
from parse.readers.pdf_marks import Char

PAGE_NUMBER = re.compile(r"[-—–－_·.\s]*第?\s*\d{1,4}\s*页?\s*([/，,共of\s]+\d{1,4}\s*页?)?[-—–－_·.\s]*")
WIDE = 1.5  # a gap of this many letter heights is a tab: what stands apart may be two cells
_OPENS = re.compile(
    r"[（(]?[一二三四五六七八九十]{1,3}[)）、.．]|第[一二三四五六七八九十]+[章条部]|[（(]\d{1,2}[)）]|\d{1,2}[、.．](?!\d)"
)


class Line(NamedTuple):
    """A line of text in its box."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float

    @property
    def box(self) -> Box:
        return (self.x0, self.top, self.x1, self.bottom)


def lines_of(chars: Iterable[Char]) -> list[Line]:
    """Lines from the top, each from the left. Characters that stand on their side are read along their own line."""
    upright: list[Char] = []
    others: list[Char] = []
    for char in chars:
        (upright if char.turn == 0 else others).append(char)
    lines = _lines(upright)
    if any(not char.text.isspace() for char in others):
        lines = sorted([*lines, *_turned(others)], key=lambda line: line.top)
    return lines


def _turned(chars: list[Char]) -> list[Line]:
    """Lines that run down (a quarter turn) or up: the text in that order, in the box it takes on the page."""
    out = []
    for turn in (1, 2, 3):
        mine = [char for char in chars if char.turn == turn]
        text = "\n".join(line.text for line in _lines([_along(char, turn) for char in mine]))
        if text:
            lefts, tops, rights, lows = zip(*((c.x0, c.top, c.x1, c.bottom) for c in mine), strict=True)
            out.append(Line(text, min(lefts), min(tops), max(rights), max(lows), 0.0))
    return out


def _along(c: Char, turn: int) -> Char:
    """The character as it stands when its line is laid flat."""
    if turn == 1:
        return Char(c.text, c.top, -c.x1, c.bottom, -c.x0)
    if turn == 2:
        return Char(c.text, -c.x1, -c.bottom, -c.x0, -c.top)
    return Char(c.text, -c.bottom, c.x0, -c.top, c.x1)


def _lines(chars: list[Char]) -> list[Line]:
    rows: list[list[Char]] = []
    middle = 0.0
    for char in sorted(chars, key=lambda c: c.top + c.bottom):
        centre = (char.top + char.bottom) / 2
        if rows and centre - middle < 0.4 * max(char.size, rows[-1][0].size):
            rows[-1].append(char)
        else:
            rows.append([char])
            middle = centre
    made = [_line(sorted(row, key=lambda c: c.x0)) for row in rows]
    return [line for line in made if line is not None]


def _line(row: list[Char]) -> Line | None:
    inked = [char for char in row if not char.text.isspace()]
    if not inked:
        return None
    parts: list[str] = []
    end = inked[0].x0
    for char in row:
        gap = char.x0 - end
        if parts and gap > WIDE * char.size and not char.text.isspace():
            parts.append("\t")
        elif parts and gap > 0.3 * char.size:
            parts.append(" ")
        parts.append(" " if char.text.isspace() else char.text)
        end = max(end, char.x1) if not char.text.isspace() else end
    text = re.sub(r"[ \t]*\t[ \t]*", "\t", "".join(parts)).strip()
    text = re.sub(r" {2,}", " ", text)
    sizes = sorted(char.size for char in inked)
    return Line(
        text,
        inked[0].x0,
        min(c.top for c in inked),
        max(c.x1 for c in inked),
        max(c.bottom for c in inked),
        sizes[len(sizes) // 2],
    )


class Block(NamedTuple):
    """A paragraph on its way: the text, its first and last line, and whether the last line ran to the margin."""

    text: str
    first: Line
    last: Line
    full: bool
    indented: bool


def paragraphs(lines: Sequence[Line], barriers: Sequence[float] = ()) -> list[Block]:
    """Lines joined into paragraphs; nothing is joined across a barrier (the top of a table)."""
    if not lines:
        return []
    left, right, pitch = _measure(lines)
    blocks: list[Block] = []
    for line in lines:
        full, indented = line.x1 >= right - 2.2 * line.size, line.x0 > left + 1.2 * line.size
        cut = any(blocks and blocks[-1].last.top < barrier <= line.top + line.size for barrier in barriers)
        if blocks and not cut and _goes_on(blocks[-1], line, indented, pitch):
            last = blocks[-1]
            blocks[-1] = Block(glued(last.text, line.text), last.first, line, full, last.indented)
        else:
            blocks.append(Block(line.text, line, line, full, indented))
    return blocks


def _measure(lines: Sequence[Line]) -> tuple[float, float, float]:
    """Left margin, right margin and the usual distance of lines."""
    lefts = Counter(round(line.x0 / 3) * 3 for line in lines if len(line.text) > 3)
    left = lefts.most_common(1)[0][0] if lefts else min(line.x0 for line in lines)
    right = max(line.x1 for line in lines)
    steps = sorted(b.top - a.top for a, b in pairwise(lines) if b.top - a.top > 2)
    return left, right, steps[len(steps) // 2] if steps else 30.0


def _goes_on(block: Block, line: Line, indented: bool, pitch: float) -> bool:
    if "\t" in line.text or "\t" in block.text or not block.full or indented:
        return False
    if line.top - block.last.top > 1.7 * pitch or _OPENS.match(line.text):
        return False
    return abs(line.size - block.last.size) <= 0.2 * max(line.size, block.last.size)


def glued(before: str, after: str) -> str:
    """Two lines as one text: a blank only between Latin letters or digits of two words."""
    blank = before[-1:].isascii() and after[:1].isascii() and before[-1:].isalpha() and after[:1].isalnum()
    return f"{before}{' ' if blank else ''}{after}"
