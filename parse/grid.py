"""Merged cells undone: rows of cells with spans → a Grid in which every place is filled."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from parse.model import Box, Grid, Slot

MAX_COLUMNS = 60
MAX_ROWS = 3000
_DIGITS = re.compile(r"\d{1,9}")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A cell as it is drawn: its text and how many columns and rows it covers."""

    text: str
    columns: int = 1
    rows: int = 1
    page: int | None = None
    box: Box | None = None
    confidence: float | None = None


def span(value: str | None) -> int:
    """A colspan or rowspan as written by people: "100%", "0", "" and 10⁹ too; 1..60."""
    m = _DIGITS.search(value or "")
    return min(max(int(m[0]), 1), MAX_COLUMNS) if m and "%" not in (value or "") else 1


def undo(
    rows: Iterable[Sequence[Drawn]], number: int, page: int | None = None, *, ruled: bool = True
) -> Grid:
    """The grid. A span past the last column or row is clipped; places that no cell covers are empty."""
    drawn = [list(r) for _, r in zip(range(MAX_ROWS), rows, strict=False)]
    grid: list[list[Slot | None]] = [[] for _ in drawn]
    for y, row in enumerate(drawn):
        x = 0
        for cell in row:
            while x < len(grid[y]) and grid[y][x] is not None:
                x += 1
            if x >= MAX_COLUMNS:
                break
            _lay(grid, x, y, cell)
    empty = Slot("", origin=False)
    return Grid(tuple(tuple(s or empty for s in row) for row in grid), number, page, ruled)


def _lay(grid: list[list[Slot | None]], x: int, y: int, cell: Drawn) -> None:
    origin = Slot(cell.text, True, cell.page, cell.box, cell.confidence)
    if cell.columns == cell.rows == 1:
        grid[y].extend([None] * (x + 1 - len(grid[y])))
        grid[y][x] = origin
        return
    covered = Slot(cell.text, False, cell.page, cell.box, cell.confidence)
    for b in range(y, min(y + cell.rows, len(grid))):
        row = grid[b]
        stop = min(x + cell.columns, MAX_COLUMNS)
        row.extend([None] * (stop - len(row)))
        for a in range(x, stop):
            if row[a] is None:
                row[a] = origin if (a, b) == (x, y) else covered
