"""One page's marks → its tables and paragraphs, from the top."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from parse.model import Box, Slot
from parse.readers.lattice import Lattice, lattices
from parse.readers.pdf_cells import is_faint, sifted, unwrapped
from parse.readers.pdf_marks import Char, Marks
from parse.readers.pdf_text import Block, Line, lines_of, paragraphs

LARGE = 1.7  # of the usual size in tables: larger letters there are a watermark
TOLERANCE = 3.0  # points; lines closer than this are one line
DOUBTFUL = 0.5  # the confidence of a cell whose figure runs into the next cell or under other letters
_FIGURE = frozenset("0123456789.,-+%")
Place = tuple[int, int]  # lattice, region


@dataclass(frozen=True, slots=True)
class PageTable:
    """A table of one page. `xs` are its column edges; `rows` as Grid has them."""

    page: int
    xs: tuple[float, ...]
    top: float
    bottom: float
    rows: tuple[tuple[Slot, ...], ...]


@dataclass(frozen=True, slots=True)
class Page:
    """What stands on a page, from the top. `lines` is all text outside tables, for the running heads."""

    number: int
    height: float
    items: tuple[PageTable | Block, ...]


def page_of(marks: Marks, number: int, most: float = 1.0, skip: Iterable[str] = ()) -> Page:
    """Tables and paragraphs of a page; `skip` are running heads and feet, no cell has more confidence than `most`."""
    found = [lattice for lattice in lattices(marks.across, marks.down, TOLERANCE) if not _frame(lattice)]
    inside, loose, doubts = assigned(of_usual_size(marks.chars, found), found)
    doubts |= sift(inside)
    tables: list[PageTable] = []
    for index, lattice in enumerate(found):
        texts = {region: lines_of(inside[index, region]) for region in range(len(lattice.regions))}
        cells = [
            _cell(
                lattice.box_of(region),
                inside[index, i],
                texts[i],
                number,
                min(most, DOUBTFUL) if (index, i) in doubts else most,
            )
            for i, region in enumerate(lattice.regions)
        ]
        for part, rows in _parts(lattice, texts):
            if rows is None:
                loose += [char for region in part for char in inside[index, region]]
            elif any(texts[region] for region in part):
                tables.append(_table(lattice, rows, cells, number))
    skipped = set(skip)
    lines = [line for line in lines_of(loose) if furniture_key(line) not in skipped]
    blocks = paragraphs(lines, [table.top for table in tables])
    items: list[PageTable | Block] = [*tables, *blocks]
    items.sort(key=lambda item: item.top if isinstance(item, PageTable) else item.first.top)
    return Page(number, marks.height, tuple(items))


def of_usual_size(chars: Sequence[Char], found: Sequence[Lattice]) -> list[Char]:
    """Without the large letters over a table: a watermark."""
    order = list(range(len(found)))
    inside = {n for n, char in enumerate(chars) if _place(char, found, order) is not None}
    sizes = sorted(chars[n].size for n in inside if chars[n].sure is None)
    most = LARGE * sizes[len(sizes) // 2] if sizes else 0.0
    return [
        c for n, c in enumerate(chars) if n not in inside or c.sure is not None or c.size <= max(most, 12.0)
    ]


def sift(inside: dict[Place, list[Char]]) -> set[Place]:
    """Take stray ink out of the cells; the cells that are doubtful all the same."""
    doubts = set()
    for place, chars in inside.items():
        inside[place], doubt = sifted(chars)
        if doubt:
            doubts.add(place)
    figures = [place for place, chars in inside.items() if any(char.text.isdigit() for char in chars)]
    faint = {place for place in figures if is_faint(inside[place])}
    return doubts | (faint if len(faint) < 0.8 * len(figures) else set())


def furniture_key(line: Line) -> str:
    """What makes a running head the same on every page: its words and its height on the page."""
    words = "".join(letter for letter in line.text if not letter.isdigit() and not letter.isspace())
    return f"{words}@{round(line.top / 8)}"


def _frame(lattice: Lattice) -> bool:
    """A box around prose, or a box a line of it: every row is one cell."""
    columns = len(lattice.xs) - 1
    return all(region.left == 0 and region.right == columns for region in lattice.regions)


def assigned(
    chars: Sequence[Char], found: Sequence[Lattice]
) -> tuple[dict[Place, list[Char]], list[Char], set[Place]]:
    """Each character to the innermost table and its cell; the rest; and the cells of figures that cross a border.

    A figure wider than its cell is kept whole, in the cell of its middle.
    """
    order = sorted(range(len(found)), key=lambda i: _area(found[i]))
    inside: dict[Place, list[Char]] = defaultdict(list)
    loose: list[Char] = []
    doubts: set[Place] = set()
    for run in runs(chars):
        places = [_place(char, found, order) for char in run]
        if len(set(places)) > 1:
            middle = _place(Char("", run[0].x0, run[0].top, run[-1].x1, run[0].bottom), found, order)
            strays = [place for place in places if place != middle]
            if len(strays) > 1 or sum(char.text.isdigit() for char in run) < 3:
                doubts.update(place for place in places if place is not None)
            places = [middle] * len(run)
        for char, place in zip(run, places, strict=True):
            if place is None:
                loose.append(char)
            else:
                inside[place].append(char)
    return inside, loose, doubts


def runs(chars: Sequence[Char]) -> list[list[Char]]:
    """Characters one by one, but those of a figure together."""
    out: list[list[Char]] = []
    for char in chars:
        last = out[-1][-1] if out else None
        joins = (
            last is not None
            and char.text in _FIGURE
            and last.text in _FIGURE
            and abs(char.top - last.top) < 1
            and abs(char.x0 - last.x1) < 0.3 * char.size
            and abs(char.ink - last.ink) < 0.2
            and abs(char.size - last.size) < 0.2 * char.size
        )
        if joins:
            out[-1].append(char)
        else:
            out.append([char])
    return out


def _place(char: Char, found: Sequence[Lattice], order: Sequence[int]) -> Place | None:
    x, y = (char.x0 + char.x1) / 2, (char.top + char.bottom) / 2
    for index in order:
        region = found[index].holds(x, y)
        if region is not None:
            return index, region
    return None


def _area(lattice: Lattice) -> float:
    left, top, right, bottom = lattice.box
    return (right - left) * (bottom - top)


def _parts(lattice: Lattice, texts: dict[int, list[Line]]) -> list[tuple[list[int], tuple[int, int] | None]]:
    """The lattice cut at rows that hold prose: regions, and the first and last row (None for prose)."""
    columns = len(lattice.xs) - 1
    prose = {
        number
        for number, region in enumerate(lattice.regions)
        if region.left == 0 and region.right == columns and _is_prose(texts[number])
    }
    parts: list[tuple[list[int], tuple[int, int] | None]] = []
    for number, region in enumerate(lattice.regions):
        if number in prose:
            parts.append(([number], None))
        elif parts and parts[-1][1] is not None:
            first, last = parts[-1][1]
            parts[-1] = ([*parts[-1][0], number], (first, max(last, region.bottom)))
        else:
            parts.append(([number], (region.top, region.bottom)))
    return parts


def _is_prose(lines: list[Line]) -> bool:
    text = "".join(line.text for line in lines)
    return len(text) > 120 or (len(lines) > 2 and len(text) > 60)


def _table(lattice: Lattice, rows: tuple[int, int], cells: Sequence[Slot], page: int) -> PageTable:
    first, last = rows
    grid = [
        tuple(_slot(lattice, r, c, cells) for c in range(len(lattice.xs) - 1)) for r in range(first, last)
    ]
    return PageTable(page, lattice.xs, lattice.ys[first], lattice.ys[last], tuple(grid))


def _slot(lattice: Lattice, row: int, column: int, cells: Sequence[Slot]) -> Slot:
    number = lattice.owner[row, column]
    region = lattice.regions[number]
    cell = cells[number]
    return cell if (row, column) == (region.top, region.left) else replace(cell, origin=False)


def _cell(box: Box, chars: Sequence[Char], lines: Sequence[Line], page: int, most: float) -> Slot:
    left, top, right, bottom = (round(edge, 1) for edge in box)
    sure = min((char.sure for char in chars if char.sure is not None), default=None)
    return Slot(
        unwrapped(lines, box),
        page=page,
        box=(left, top, right, bottom),
        confidence=sure if most >= 1 else min(most, sure if sure is not None else most),
    )
