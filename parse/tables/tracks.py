"""Table four printed as rows: a track (行政复议 …) a row, a result (结果维持 …) a column. Read only where labels prove it."""

from __future__ import annotations

from collections.abc import Sequence

from parse.tables.columns import Laid, lay, zero
from parse.tables.labels import tables_of
from parse.tables.lines import Line
from parse.tables.match import Hit
from parse.tables.seen import Seen, Sight, sum_check
from parse.tables.words import Word, words
from reference import forms

Collected = Sequence[tuple[str, Line, tuple[Word, ...]]]
Results = tuple[tuple[str, int, int], ...]  # column, and the grid columns that its head covers


def see_tracks(key: str, collected: Collected, hits: Sequence[Hit]) -> Sight:
    """The figures of the rows that begin with a track's label, under the one line of heads that has each result once."""
    sight = Sight()
    own = [h for h in hits if h.table == key and h.line.has_figures]
    if not own:
        return sight
    table = tables_of(key)[0]
    lines = [(line, ws) for k, line, ws in collected if k == key]
    lines += [(h.line, tuple(words([i.text for i in h.line.texts])[:-1])) for h in own]
    heads = [(line, found) for line, ws in lines if (found := _results(line, ws, table))]
    for hit in own:
        laid = _laid(hit, heads, table)
        for c in (c.key for c in table.columns):
            cell = f"{key}.{hit.row}.{c}"
            if c in laid.cells:
                sight.seen.append(Seen(cell, laid.cells[c], hit.line))
            elif c in laid.doubt:
                sight.seen.append(Seen(cell, None, hit.line, why=laid.why, doubt=tuple(laid.doubt[c])))
    return sight


def _results(line: Line, ws: Sequence[Word], table: forms.Table) -> Results:
    """The results that a line's words head, if they are all results of the form, each once; () for any other line."""
    columns = {s: c.key for c in table.columns for s in c.spellings}
    tracks = {s for r in table.rows if r.cells for s in r.spellings}
    if any(w.norm in tracks for w in ws):
        return ()
    found = tuple(
        (columns[w.norm], line.texts[w.first].start, line.texts[w.last].stop) for w in ws if w.norm in columns
    )
    keys = [key for key, _, _ in found]
    return found if len(keys) == len(set(keys)) == len(table.columns) else ()


def _laid(hit: Hit, heads: Sequence[tuple[Line, Results]], table: forms.Table) -> Laid:
    """A row's figures under the heads: by place where lines are drawn, else in the form's order and by their number."""
    columns, check, line = [c.key for c in table.columns], sum_check(table), hit.line
    items = [i for i in line.figures if not i.is_blank]
    torn = Laid(doubt={c: list(items) for c in columns}, why="column_missing")
    if len({tuple(k for k, _, _ in found) for _, found in heads}) != 1:
        return torn
    at, found = heads[0]
    if line.ruled and at.grid is line.grid and at.width == line.width:
        return lay(line.figures, columns, {k: (a, b) for k, a, b in found}, check)
    if [k for k, _, _ in found] != columns:
        return torn
    laid = lay(line.figures, columns, None, check)
    whole = len(laid.cells) == len(columns)
    odd = whole and (len(items) < len(columns) or len(line.figures) != len(columns))
    return torn if odd and not check([zero(laid.cells[c]) for c in columns]) else laid
