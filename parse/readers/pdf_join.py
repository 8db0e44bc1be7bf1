"""Pages → one run of paragraphs and grids: tables and paragraphs that a page break cut are put together again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from parse.model import Block as DocumentBlock
from parse.model import Grid, Paragraph, Slot
from parse.readers.lattice import straightened
from parse.readers.pdf_marks import Rule
from parse.readers.pdf_page import Page, PageTable, furniture_key
from parse.readers.pdf_text import PAGE_NUMBER, Block, Line, glued

NEAR = 4.0  # points by which the same column may differ between two pages
MARGIN = 0.12  # the part of a page's height where running heads and page numbers stand
_HAN = re.compile("[㐀-鿿]")
_FIGURE = re.compile(r"[+-]?[\d.,]+")
Row = tuple[Slot, ...]


def running_lines(pages: Sequence[tuple[float, Sequence[Line]]]) -> set[str]:
    """Keys of the lines that stand at the same height on three pages or more, in the upper or lower margin."""
    seen: Counter[str] = Counter()
    for height, lines in pages:
        seen.update({furniture_key(line) for line in lines if in_margin(line, height)})
    return {key for key, count in seen.items() if count >= 3 and not key.startswith("@")}


def in_margin(line: Line, height: float) -> bool:
    return line.bottom < MARGIN * height or line.top > (1 - MARGIN) * height


def blocks_of(pages: Sequence[Page]) -> list[DocumentBlock]:
    """All pages' paragraphs and grids in reading order."""
    binder = _Binder()
    for page in pages:
        items = [item for item in page.items if not _is_page_number(item, page.height)]
        for place, item in enumerate(items):
            if isinstance(item, PageTable):
                binder.table(item, first=place == 0)
            else:
                binder.paragraph(item, page.number, first=place == 0)
    binder.close()
    return binder.out


class _Binder:
    """Takes items page by page; a table stays open until something else follows it."""

    def __init__(self) -> None:
        self.out: list[DocumentBlock] = []
        self.open: list[PageTable] = []
        self.tail: Block | None = None
        self.grids = 0

    def table(self, table: PageTable, first: bool) -> None:
        if not (first and self.open and goes_on(self.open[-1], table)):
            self.close()
        self.open.append(table)
        self.tail = None

    def paragraph(self, block: Block, page: int, first: bool) -> None:
        self.close()
        before = self.out[-1] if self.out else None
        if first and self.tail and isinstance(before, Paragraph) and _same_paragraph(self.tail, block):
            self.out[-1] = replace(before, text=glued(before.text, block.text))
        else:
            self.out.append(Paragraph(block.text, page))
        self.tail = block

    def close(self) -> None:
        if self.open:
            self.grids += 1
            self.out.append(Grid(joined(self.open), self.grids, self.open[0].page))
            self.open = []


def _is_page_number(item: PageTable | Block, height: float) -> bool:
    return (
        isinstance(item, Block)
        and in_margin(item.first, height)
        and item.first.top == item.last.top
        and PAGE_NUMBER.fullmatch(item.text) is not None
    )


def _same_paragraph(before: Block, after: Block) -> bool:
    return (
        before.full
        and not after.indented
        and abs(before.last.size - after.first.size) <= 0.2 * max(before.last.size, 1.0)
        and "\t" not in before.text + after.text
    )


def goes_on(before: PageTable, after: PageTable) -> bool:
    """Whether a table at the top of a page continues the one at the end of the page before.

    Its column edges must be among the other's, from the right; the label columns on the left may be fewer.
    """
    narrow, wide = sorted((before.xs, after.xs), key=len)
    if (
        after.page != before.page + 1
        or abs(narrow[-1] - wide[-1]) > NEAR
        or abs(narrow[0] - wide[0]) > 3 * NEAR
    ):
        return False
    inner = narrow[1:] if len(narrow) > 2 else narrow
    return all(any(abs(x - y) <= NEAR for y in wide) for x in inner)


def joined(tables: Sequence[PageTable]) -> tuple[Row, ...]:
    """The rows of a table over several pages, all with the same columns."""
    if len(tables) == 1:
        return tables[0].rows
    edges = [rule.at for rule in straightened([Rule(x, 0, 1e4) for table in tables for x in table.xs], NEAR)]
    rows: list[Row] = []
    for table in tables:
        mine = widened(table, edges)
        if rows:
            mine = without_repeated_head(rows, mine)
            mine = continued_labels(rows, mine)
        rows += mine
    return tuple(rows)


def widened(table: PageTable, edges: Sequence[float]) -> list[Row]:
    """The table's rows with one slot for every column between the common edges."""
    middles = [(a + b) / 2 for a, b in pairwise(edges)]
    source = [max(0, min(len(table.xs) - 2, sum(x <= m for x in table.xs) - 1)) for m in middles]
    first = [j == 0 or source[j] != source[j - 1] for j in range(len(source))]
    return [
        tuple(row[s] if f else replace(row[s], origin=False) for s, f in zip(source, first, strict=True))
        for row in table.rows
    ]


def without_repeated_head(rows: Sequence[Row], more: list[Row]) -> list[Row]:
    """A continuation without the head rows that it repeats."""
    same = 0
    while same < min(len(rows), len(more) - 1) and _text(rows[same]) == _text(more[same]):
        same += 1
    head = [slot.text for row in more[:same] for slot in row]
    is_head = (
        same > 0
        and any(_HAN.search(text) for text in head)
        and not any(_FIGURE.fullmatch(text) for text in head)
    )
    return more[same:] if is_head else more


def _text(row: Iterable[Slot]) -> list[str]:
    return [re.sub(r"\s", "", slot.text) for slot in row]


def continued_labels(rows: Sequence[Row], more: list[Row]) -> list[Row]:
    """A label cell that spans rows on both sides of a page break is printed on one of them: it holds for both."""
    above, top = rows[-1], more[0]
    changes: dict[int, str] = {}
    for column, (up, down) in enumerate(zip(above, top, strict=True)):
        tall = _height(rows[::-1], column) > 1 or _height(more, column) > 1
        if not down.text and tall and len(_HAN.findall(up.text)) > 1:
            changes[column] = up.text
    if not changes:
        return more
    out = [list(row) for row in more]
    for column, text in changes.items():
        for r in range(_height(more, column)):
            out[r][column] = replace(out[r][column], text=text, origin=False)
    return [tuple(row) for row in out]


def _height(rows: Sequence[Row], column: int) -> int:
    """How many rows from the first one belong to the cell there."""
    box = rows[0][column].box
    count = 0
    while count < len(rows) and rows[count][column].box == box:
        count += 1
    return count
