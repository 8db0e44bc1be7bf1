"""A document as lines: label texts, then figures. Grids give a line a row; short paragraphs give loose lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from parse.model import Document, Grid, Paragraph, Slot
from parse.numbers import Figure, read
from parse.tables.labels import is_word

PAGE_NUMBER = re.compile(
    r"\s*(?:[-—–―·•]\s*\d{1,4}\s*[-—–―·•]|第\s*\d{1,4}\s*页(?:\s*[/共]?.*)?|\d{1,3}\s*/\s*\d{1,3})\s*"
)


@dataclass(frozen=True, slots=True)
class Item:
    """One printed cell; `start` and `stop` are its grid columns (stop excluded). `above` is True where it is the
    rest of a cell drawn further up."""

    text: str
    figure: Figure
    start: int
    stop: int
    slot: Slot
    above: bool = False

    @property
    def is_text(self) -> bool:
        return self.figure.kind == "text"

    @property
    def is_blank(self) -> bool:
        return self.figure.kind == "blank"


@dataclass(slots=True)
class Line:
    """Texts first, figures after them. `prose` is a paragraph that no table holds: it ends what was pending."""

    texts: list[Item]
    figures: list[Item] = field(default_factory=list)
    grid: Grid | None = None
    row: int = 0
    prose: bool = False

    @property
    def ruled(self) -> bool:
        return self.grid is not None and self.grid.ruled

    @property
    def has_figures(self) -> bool:
        return any(not i.is_blank for i in self.figures)

    @property
    def width(self) -> int:
        return len(self.grid.rows[self.row]) if self.grid else 0

    @property
    def page(self) -> int | None:
        return next((i.slot.page for i in (*self.texts, *self.figures)), None)

    def at(self, item: Item | None = None) -> str:
        """Where it stands, for people: table, row and column count from 1; for PDF and scans page and box too."""
        if self.grid is None:
            return f"text line: {self.texts[0].text[:20]}" if self.texts else "text"
        where = f"table {self.grid.number}, row {self.row + 1}"
        if item is None:
            return where
        where += f", column {item.start + 1}"
        if item.slot.page is not None:
            where += f", page {item.slot.page}"
        if item.slot.box is not None:
            where += ", box " + " ".join(f"{x:.0f}" for x in item.slot.box)
        return where


def lines(document: Document) -> list[Line]:
    """All lines in reading order."""
    found: list[Line] = []
    for block in document.blocks:
        if isinstance(block, Grid):
            found.extend(_grid_lines(block))
        else:
            found.extend(_paragraph_lines(block))
    return found


def _grid_lines(grid: Grid) -> Iterator[Line]:
    for number in range(len(grid.rows)):
        items = _items(grid, number)
        if len(items) == 1 and PAGE_NUMBER.fullmatch(items[0].text):
            continue
        for part in _parts(items):
            texts, figures = _divide(part)
            if texts or any(not f.is_blank for f in figures):
                yield Line(texts, figures, grid, number)


def _items(grid: Grid, number: int) -> list[Item]:
    """The cells of a row, spans as one item each. What a cell from above covers is an item marked `above`."""
    row = grid.rows[number]
    above = grid.rows[number - 1] if number else ()
    found: list[Item] = []
    for column, slot in enumerate(row):
        last = found[-1] if found else None
        from_left = last is not None and not slot.origin and last.text == slot.text and last.stop == column
        if (
            from_left
            and last is not None
            and not (
                column < len(above)
                and not last.above
                and above[column].text == slot.text
                and above[column - 1].text != slot.text
            )
        ):
            found[-1] = Item(last.text, last.figure, last.start, column + 1, last.slot, last.above)
            continue
        found.append(Item(slot.text, read(slot.text), column, column + 1, slot, not slot.origin))
    return found


def _parts(items: list[Item]) -> Iterator[list[Item]]:
    """A row cut where a label of a form follows figures: two printed rows on one line."""
    start, seen = 0, False
    for n, item in enumerate(items):
        if seen and item.is_text and not item.above and is_word(item.text):
            yield items[start:n]
            start, seen = n, False
        elif not item.is_text and not item.is_blank:
            seen = True
    yield items[start:]


def _divide(items: list[Item]) -> tuple[list[Item], list[Item]]:
    """Texts and figures. A number before the first text is the row's own number and dropped."""
    first_text = next((n for n, i in enumerate(items) if i.is_text), None)
    begin = 0
    if first_text is not None and any(not i.is_text and not i.is_blank for i in items[first_text:]):
        begin = first_text
    figure = next(
        (n for n in range(begin, len(items)) if not items[n].is_text and not items[n].is_blank), len(items)
    )
    last = max((n for n in range(begin, figure) if items[n].is_text), default=-1)
    texts = [i for i in items[begin : last + 1] if i.is_text]
    return texts, items[max(last + 1, begin) :]


# --- paragraphs

_TRAIL = re.compile(r"(?P<label>.*?[^\d\s.,+\-—/])(?P<figures>(?:\s+(?:[+-]?\d[\d,.]*\??|[-—/]))+)\s*")
_CELLS = re.compile(r"(?:[ \u3000]{2,}|\t)")
_MANY = 6  # figures at the end of a line
_SENTENCE = re.compile(r"[。；！？]|[，,].*[，,]")


def _paragraph_lines(paragraph: Paragraph) -> Iterator[Line]:
    for text in paragraph.text.split("\n"):
        if not text.strip() or PAGE_NUMBER.fullmatch(text):
            continue
        yield loose_line(text, paragraph.page)


def loose_line(text: str, page: int | None = None) -> Line:
    """A line of text that no grid holds: a label, figures, both, or prose."""
    words = text.split()
    if words and all(read(w).kind in ("number", "mark", "annotated") for w in words):
        return Line([], items_of(words, page))
    if is_word(text):
        return Line(items_of([text.strip()], page))
    cells = _CELLS.split(text.strip())
    if len(cells) > 2 and all(map(is_word, cells[-2:])) and sum(map(is_word, cells)) * 2 > len(cells):
        return Line(items_of(cells, page))
    m = _TRAIL.fullmatch(text)
    if m and (is_word(m["label"]) or _is_row(m["label"], m["figures"].split())):
        return Line(items_of([m["label"]], page), items_of(m["figures"].split(), page))
    if len(text.strip()) <= 45 and not _SENTENCE.search(text):
        return Line(items_of([text.strip()], page))
    return Line(items_of([text.strip()], page), prose=True)


def _is_row(label: str, figures: list[str]) -> bool:
    """A label that no form knows (misprinted, cut) before so many figures is a row all the same."""
    return len(figures) >= _MANY and len(label) <= 45 and not _SENTENCE.search(label)


def items_of(texts: Iterable[str], page: int | None = None) -> list[Item]:
    """Texts as items of one line, a column each."""
    return [Item(t, read(t), n, n + 1, Slot(t, page=page)) for n, t in enumerate(texts)]
