"""Tables that lost their drawing: a cell a line, label and figures on one line, all on one line. Paragraphs → grids.

Columns of such grids are guessed (`ruled` False): an empty cell may have been lost on the way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from parse.model import Block, Document, Grid, Paragraph, Slot
from parse.numbers import read
from parse.tables.labels import is_piece, is_title, is_word
from parse.tables.lines import PAGE_NUMBER, loose_line
from parse.tables.mended import mended
from parse.tables.scan import scan
from parse.tables.wrapped import unwrap

_LOOSE = 4  # texts that are no word may stand between words and figures: broken or unknown labels


def regrid(document: Document) -> Document:
    """The document with every stretch of loose cells as a grid; numbers count anew in reading order."""
    blocks: list[Block] = []
    for part in _scanned(document.blocks):
        if isinstance(part, list):
            blocks.extend(_put_together(part))
        else:
            blocks.append(part)
    numbered = 0
    for n, b in enumerate(blocks):
        if isinstance(b, Grid):
            numbered += 1
            if b.number != numbered:
                blocks[n] = replace(b, number=numbered)
    return replace(document, blocks=blocks)


def _scanned(blocks: Iterable[Block]) -> Iterator[list[Paragraph] | Grid]:
    """Stretches of paragraphs, long ones taken apart where words of the forms stand in them one after the other."""
    run: list[Paragraph] = []
    for b in blocks:
        if isinstance(b, Grid):
            if run:
                yield run
            run = []
            yield b
            continue
        for piece in scan(b):
            if isinstance(piece, Grid):
                if run:
                    yield run
                run = []
                yield piece
            else:
                run.append(piece)
    if run:
        yield run


def _put_together(run: list[Paragraph]) -> Iterator[Block]:
    """Wrapped labels first, then what stands loose between them."""
    rest: list[Paragraph] = []
    for b in unwrap(mended(list(_single(run)))):
        if isinstance(b, Paragraph):
            rest.append(b)
            continue
        yield from _loose(rest)
        rest = []
        yield b
    yield from _loose(rest)


def _loose(run: list[Paragraph]) -> Iterator[Block]:
    """Paragraphs, with stretches of words and figures as grids."""
    run = [p for p in run if not PAGE_NUMBER.fullmatch(p.text)]
    kinds = [_kind(p.text) for p in run]
    n = 0
    while n < len(run):
        end = _stretch(kinds, n)
        if end - n >= 2 and "F" in kinds[n:end]:
            yield Grid(tuple(_rows(run[n:end])), 0, run[n].page, ruled=False, loose=True)
            n = end
        else:
            yield run[n]
            n += 1


def _single(run: list[Paragraph]) -> Iterator[Paragraph]:
    """A paragraph of several lines is one cell where it is a word as a whole, else a paragraph a line."""
    for p in run:
        if "\n" not in p.text or is_word(p.text):
            yield p
        else:
            yield from (Paragraph(t.strip(), p.page, p.heading) for t in p.text.split("\n") if t.strip())


def _kind(text: str) -> str:
    """W word, F figures (with a label or without), B part of a word, T other short text, P prose or a heading."""
    if is_title(text):
        return "P"
    line = loose_line(text)
    if line.has_figures:
        return "F"
    if is_word(text):
        return "W"
    if line.prose or len(text) > 45:
        return "P"
    return "B" if is_piece(text) else "T"


def _stretch(kinds: list[str], start: int) -> int:
    """Where the stretch of cells that begins at `start` ends (excluded); `start` where none begins."""
    if kinds[start] not in "WF":
        return start
    end, n, loose = start + 1, start + 1, 0
    while n < len(kinds) and kinds[n] != "P" and loose < _LOOSE:
        loose += kinds[n] == "T"
        if kinds[n] in "WF":
            end, loose = n + 1, 0
        n += 1
    return end


def _rows(run: list[Paragraph]) -> Iterator[tuple[Slot, ...]]:
    cells: list[Slot] = []
    for p in run:
        line = loose_line(p.text, p.page)
        cells.extend(i.slot for i in (*line.texts, *line.figures))
    yield from grouped(cells)


def grouped(cells: Iterable[Slot]) -> Iterator[tuple[Slot, ...]]:
    """Cells one after the other → rows: texts, then the figures and blanks that follow them."""
    row: list[Slot] = []
    figures = False
    for cell in cells:
        is_text = read(cell.text).kind == "text"
        if is_text and figures and row:
            yield tuple(row)
            row, figures = [], False
        if not is_text and not row:
            figures = True
        row.append(cell)
        figures = figures or not is_text
    if row:
        yield tuple(row)
