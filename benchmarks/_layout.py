"""A paper laid out over pages, so that every way a page can be broken is at hand: what stands where, not yet drawn."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from reportlab.lib.pagesizes import A4

from benchmarks._office import placed
from benchmarks._papers import Paper
from replica.tables import Box, Drawn

WIDE, HIGH = A4
LEFT, RIGHT, TOP, LOW = 72.0, 523.0, 780.0, 70.0
LABELS = {
    4: (130, 107, 107, 107),
    10: (40, 52, 100, 37, 37, 37, 37, 37, 37, 37),
    15: (30,) * 15,
    3: (250, 80, 121),
}


@dataclass(slots=True)
class Style:
    """How a page is drawn.

    `open_break` leaves a table open at a page break, `repeat` prints its head again there, `cut` lets a
    break go through a row, `wobble` moves each cell's sides by up to so many points.
    """

    open_break: bool = False
    repeat: bool = False
    cut: bool = False
    thin_boxes: bool = False
    double_strike: bool = False
    frame: bool = False
    shades: bool = False
    spread: bool = False
    rotate: int = 0
    watermark: bool = False
    numbered: bool = True
    size: float = 9.0
    wobble: float = 0.0

    @staticmethod
    def of(rng: Random) -> Style:
        odds = {
            name: rng.random() < 0.25
            for name in Style.__dataclass_fields__
            if name not in {"rotate", "size", "wobble"}
        }
        return Style(
            **odds,
            rotate=rng.choice((0, 0, 0, 90, 180, 270)),
            size=rng.choice((8.0, 9.0, 10.5)),
            wobble=rng.choice((0.0, 0.0, 0.8)),
        )


@dataclass(slots=True)
class Spot:
    """A box at its rows (end excluded) and first column."""

    row: int
    end: int
    column: int
    box: Box


@dataclass(slots=True)
class Ink:
    """What one page carries: texts (x, baseline, size, text) and lines (x0, y0, x1, y1), y upwards in points."""

    texts: list[tuple[float, float, float, str]] = field(default_factory=list)
    lines: list[tuple[float, float, float, float]] = field(default_factory=list)
    shades: list[tuple[float, float, float, float]] = field(default_factory=list)


def wide(text: str, size: float) -> float:
    return sum(size if ord(letter) > 0x2E7F else size * 0.5 for letter in text)


def wrapped(text: str, size: float, room: float) -> list[str]:
    """Text in lines of at most `room` points; figures are not cut."""
    out: list[str] = []
    for line in text.split("\n"):
        current = ""
        for letter in line:
            if (
                current
                and wide(current + letter, size) > room
                and not (letter.isascii() and current[-1].isascii())
            ):
                out.append(current)
                current = ""
            current += letter
        out.append(current)
    return out or [""]


class Layout:
    """Lays a paper out over pages."""

    def __init__(self, made: Paper, style: Style, rng: Random) -> None:
        self.style, self.rng = style, rng
        self.pages: list[Ink] = [Ink()]
        self.y = TOP
        self.left: dict[int, list[str]] = {}
        self.text(made.title, 16, centred=True)
        for part in made.parts:
            if isinstance(part, str):
                self.text(part, 12)
            else:
                self.table(part)
                self.y -= 12

    @property
    def page(self) -> Ink:
        return self.pages[-1]

    def new_page(self) -> None:
        self.pages.append(Ink())
        self.y = TOP

    def text(self, text: str, size: float, centred: bool = False) -> None:
        for number, line in enumerate(wrapped(("　　" if len(text) > 30 else "") + text, size, RIGHT - LEFT)):
            if self.y - size * 1.7 < LOW:
                self.new_page()
            self.y -= size * 1.7
            x = (WIDE - wide(line, size)) / 2 if centred and not number else LEFT
            self.page.texts.append((x, self.y, size, line))

    def table(self, drawn: Drawn) -> None:
        found, columns = placed(drawn)
        spots = [Spot(r, r + box.rows, c, box) for r, c, box in found]
        shares = LABELS[columns]
        edges = [LEFT + (RIGHT - LEFT) * sum(shares[:n]) / sum(shares) for n in range(columns + 1)]
        heights = self.heights(len(drawn), spots, edges)
        head = next(r for r in range(len(drawn)) if any(box.cell for box in drawn[r]))
        start = 0
        while start < len(heights):
            end = start
            while end < len(heights) and sum(heights[start : end + 1]) <= self.y - LOW:
                end += 1
            if end < len(heights) and self.y < TOP and (end - start < 2 or end <= head):
                self.new_page()
                continue
            if self.style.cut and head < end < len(heights):
                end += self.cut(end, heights, spots, self.y - LOW - sum(heights[start:end]))
            if self.style.repeat and start:
                self.left = {key: lines for key, lines in self.left.items() if any(lines)}
                self.rows(spots, edges, heights, range(head), (True, True))
            ends = (not (self.style.open_break and start), not (self.style.open_break and end < len(heights)))
            self.rows(spots, edges, heights, range(start, max(end, start + 1)), ends)
            start = max(end, start + 1)
            if start < len(heights):
                self.new_page()

    def heights(self, rows: int, spots: list[Spot], edges: list[float]) -> list[float]:
        size = self.style.size
        heights = [size * 1.9] * rows
        for spot in spots:
            lines = len(
                wrapped(spot.box.text, size, edges[spot.column + spot.box.cols] - edges[spot.column] - 5)
            )
            heights[spot.end - 1] += max(0.0, lines * size * 1.25 + 5 - sum(heights[spot.row : spot.end]))
        return heights

    def cut(self, row: int, heights: list[float], spots: list[Spot], room: float) -> bool:
        """Let the page break go through a row, where there is room for a line of it on both sides."""
        least = self.style.size * 1.9
        if room < least or heights[row] - room < least:
            return False
        heights[row : row + 1] = [room, heights[row] - room]
        for spot in spots:
            spot.end += spot.end > row
            spot.row += spot.row > row
        return True

    def rows(
        self,
        spots: list[Spot],
        edges: list[float],
        heights: list[float],
        which: range,
        ends: tuple[bool, bool],
    ) -> None:
        """Those rows below the last thing on the page; `ends` tells whether top and bottom are drawn."""
        start, end = which.start, which.stop
        ys = {r: self.y - sum(heights[start:r]) for r in range(start, end + 1)}
        for spot in spots:
            first, last = max(spot.row, start), min(spot.end, end)
            if first < last:
                box = (edges[spot.column], ys[last], edges[spot.column + spot.box.cols], ys[first])
                self._outline(box, ends[0] or first > start, ends[1] or last < end)
                self._fill(spot.box, box)
        self.y = ys[end]

    def _outline(self, box: tuple[float, float, float, float], top: bool, bottom: bool) -> None:
        x0, y0, x1, y1 = box
        w = self.rng.uniform(-1, 1) * self.style.wobble
        sides = [(x0 + w, y0, x0 + w, y1), (x1 + w, y0, x1 + w, y1)]
        sides += [(x0, y1, x1, y1)] if top else []
        sides += [(x0, y0, x1, y0)] if bottom else []
        self.page.lines += sides

    def _fill(self, box: Box, place: tuple[float, float, float, float]) -> None:
        """As many lines as fit; the rest stands in the cell's next part, over the page break."""
        x0, y0, x1, y1 = place
        size = self.style.size
        if self.style.shades:
            self.page.shades.append((x0 + 0.5, y0 + 0.5, x1 - x0 - 1, y1 - y0 - 1))
        lines = self.left.pop(id(box), None) or wrapped(box.text, size, x1 - x0 - 5)
        fits = max(1, int((y1 - y0 - 2) / (size * 1.25)))
        if lines[fits:] or id(box) not in self.left:
            self.left[id(box)] = lines[fits:] or [""]
        lines = lines[:fits]
        top = min(y1 - 2, (y0 + y1 + len(lines) * size * 1.25) / 2)
        for number, line in enumerate(lines):
            x = (x0 + x1 - wide(line, size)) / 2 if box.cell else x0 + 3
            self.page.texts.append((x, top - size * (0.95 + 1.25 * number), size, line))


def pages_of(made: Paper, style: Style, rng: Random) -> list[Ink]:
    return Layout(made, style, rng).pages
