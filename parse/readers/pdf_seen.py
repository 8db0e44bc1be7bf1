"""Which characters of a page can be seen: not those under white paint or a picture, nor those without ink."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdfpage import PDFPage

from parse.model import Box
from parse.readers.pdf_marks import Char, Marks, Rule, upright, within
from parse.readers.pdf_pen import FAINT, Cover, Drawn, Hand, Pen

BAND = 12.0  # points of height by which characters are found again
WHOLE = 0.5  # paint that would hide more of a page's characters than this is not understood
DARK = 0.3  # the least ink under which white letters are seen
SCAN = 0.6  # of the page's area: a picture as large is the page itself, and white letters on it are a hidden layer


def marks_of(page: PDFPage, manager: PDFResourceManager) -> Marks:
    """The marks of one page that can be seen, its text upright whatever /Rotate says: the glyphs know their direction."""
    left, low, right, high = page.mediabox
    pen = Pen(manager, Marks(abs(right - left), abs(high - low)))
    hand = Hand(manager, pen)
    hand.render_contents(page.resources, page.contents, ctm=(1, 0, 0, -1, -min(left, right), max(low, high)))
    return upright(within(seen(pen.drawn)))


def seen(drawn: Drawn) -> Marks:
    """The marks without what cannot be seen; `hidden` counts what lies without ink or under a picture."""
    marks = drawn.marks
    under = covered(marks.chars, drawn.covers)
    by_picture = {index for index, paint in under.items() if paint.picture}
    painted = set(under) - by_picture
    least = SCAN * marks.width * marks.height
    grounds = [p for p in drawn.covers if p.ink > DARK and not (p.picture and area(p.box) > least)]
    inkless = {n for n, char in enumerate(marks.chars) if char.ink < FAINT and not lit(n, char, grounds)}
    if len(painted) > WHOLE * len(marks.chars):
        painted = set()
    marks.hidden = sum(not marks.chars[n].text.isspace() for n in by_picture | inkless)
    gone = painted | by_picture | inkless
    marks.across = without_underlines(marks.across, marks.chars)
    if gone:
        marks.chars = [char for n, char in enumerate(marks.chars) if n not in gone]
    return marks


def without_underlines(rules: Sequence[Rule], chars: Sequence[Char]) -> list[Rule]:
    """The lines that are not drawn under a piece of text from its first letter to its last."""
    starts: set[tuple[int, int]] = set()
    ends: set[tuple[int, int]] = set()
    for char in chars:
        if char.turn == 0 and not char.text.isspace():
            low = round(char.bottom)
            starts.add((round(char.x0), low))
            ends.add((round(char.x1), low))

    def beside(x: float, y: float, places: set[tuple[int, int]]) -> bool:
        return any((round(x) + dx, round(y) + dy) in places for dx in (-1, 0, 1) for dy in (-1, 0, 1, 2))

    return [
        rule for rule in rules if not (beside(rule.lo, rule.at, starts) and beside(rule.hi, rule.at, ends))
    ]


def covered(chars: Sequence[Char], paints: Sequence[Cover]) -> dict[int, Cover]:
    """The characters whose middle lies under later paint."""
    late = [paint for paint in paints if paint.since]
    if not late:
        return {}
    bands: dict[int, list[int]] = defaultdict(list)
    for n, char in enumerate(chars):
        bands[int((char.top + char.bottom) / 2 // BAND)].append(n)
    under: dict[int, Cover] = {}
    for paint in late:
        first, last = (int(y // BAND) for y in (max(paint.box[1], -BAND), min(paint.box[3], 1e5)))
        for band in range(first, last + 1) if last - first < len(bands) else list(bands):
            for n in bands.get(band, ()):
                if n < paint.since and holds(paint.box, chars[n]):
                    under[n] = paint
    return under


def lit(index: int, char: Char, paints: Sequence[Cover]) -> bool:
    """Whether a white letter, not one drawn without any ink, stands on something dark."""
    return char.ink >= 0 and any(paint.since <= index and holds(paint.box, char) for paint in paints)


def area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def holds(box: Box, char: Char) -> bool:
    x, y = (char.x0 + char.x1) / 2, (char.top + char.bottom) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]
