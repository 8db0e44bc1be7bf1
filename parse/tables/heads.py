"""What the heads over a row prove: where each column stands, whether the rows stand straight under them, their order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from parse.tables.columns import Places
from parse.tables.lines import Line
from parse.tables.match import Head


def places_of(heads: Mapping[str, Head], line: Line) -> Places | None:
    """Where heads stand, if lines are drawn, and heads and figures are of one table and of rows of one width."""
    if not line.ruled or line.grid is None or not heads:
        return None
    if any(h.grid != line.grid.number for h in heads.values()):
        return None
    places = {k: (h.start, h.stop) for k, h in heads.items()}
    spans = sorted(places.values())
    return places if all(a[1] <= b[0] for a, b in pairwise(spans)) else None


def crooked(heads: Sequence[Head], line: Line) -> bool:
    """True for a drawn row that is wider or narrower than the row of its heads: a cell more or a span gone wrong may
    have moved its figures."""
    if not line.ruled or line.grid is None:
        return False
    rows = line.grid.rows
    return any(
        len(rows[h.row]) != line.width for h in heads if h.grid == line.grid.number and h.row < len(rows)
    )


def in_order(heads: Sequence[Head], columns: Sequence[str], total: str | None, line: Line) -> bool:
    """False where the heads of a table without drawn lines stand otherwise than the form has them. The head over
    the total may come before others, but not beside them: heads of two storeys are told row by row."""
    if line.ruled and all(line.grid is not None and h.grid == line.grid.number for h in heads):
        return True
    if line.ruled:
        heads = sorted(heads, key=lambda h: h.start)
    keys = [h.key for h in heads if h.key]
    known = [k for k in columns if k in keys]
    if keys == known or total not in keys:
        return keys == known
    if line.ruled or [k for k in keys if k != total] != [k for k in known if k != total]:
        return False
    return _told_by_storeys([h for h in heads if h.key], total, line)


def _told_by_storeys(heads: Sequence[Head], total: str | None, line: Line) -> bool:
    """True where the head over the total stands above the others, or after the first with the word for all
    organisations between."""
    at = next(n for n, h in enumerate(heads) if h.key == total)
    over, after = heads[at], heads[at + 1]
    apart = over.row != after.row or over.grid != after.grid
    if at == 0:
        return apart and bool(over.grid)
    beside = bool(over.grid) and not apart and heads[at - 1].stop == over.start
    return at == 1 and not (beside and line.grid is not None and not line.grid.loose)
