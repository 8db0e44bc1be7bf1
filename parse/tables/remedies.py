"""Tables printed as one line of figures under heads of three storeys (table four)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from parse.numbers import Figure
from parse.tables.columns import Check, Laid, Places, lay, zero
from parse.tables.fused import apart, cut_tracks, fused_digits
from parse.tables.labels import tables_of
from parse.tables.lines import Item, Line
from parse.tables.seen import Remark, Seen, Sight, sum_check
from parse.tables.words import Word
from reference import forms

Collected = Sequence[tuple[str, Line, tuple[Word, ...]]]


def see_remedies(table: str, collected: Collected) -> Sight:
    """The figures of a table's lines: each line of figures under the heads that stand before it."""
    sight = Sight()
    heads: list[tuple[Word, Line]] = []
    form_table = tables_of(table)[0]
    for key, line, ws in collected:
        if key != table:
            continue
        if any(w.known for w in ws):
            heads.extend((w, line) for w in ws)
        if line.has_figures or _blank_row(line, form_table):
            _data(sight, form_table, line, heads, ws)
    return sight


def _blank_row(line: Line, table: forms.Table) -> bool:
    return not line.texts and len(line.figures) >= len(table.cell_ids)


def _data(
    sight: Sight, table: forms.Table, line: Line, heads: list[tuple[Word, Line]], ws: tuple[Word, ...]
) -> None:
    places = _places(table, line, heads)
    cells = list(table.cell_ids)
    size, digits = len(table.columns), fused_digits(line, len(cells))
    if digits:
        line = apart(line, digits, cut_tracks(digits, len(cells) // size, size), len(cells))
        sight.remarks.append(Remark("settled_by_sums", table.key, line, digits))
    laid = lay(line.figures, cells, places)
    laid.settled = laid.settled or bool(digits)
    if not places and len(laid.cells) == len(cells):
        _trust_tracks(laid, table, line)
    if laid.why and not laid.cells and not places:
        sight.remarks.append(Remark(laid.why, table.key, line))
    for cell in cells:
        if cell in laid.cells:
            sight.seen.append(Seen(cell, laid.cells[cell], line, inferred=laid.settled))
        elif cell in laid.doubt:
            sight.seen.append(Seen(cell, None, line, why=laid.why, doubt=tuple(laid.doubt[cell])))


def _trust_tracks(laid: Laid, table: forms.Table, line: Line) -> None:
    """Figures told by their number alone. Where a cell is blank another may have been lost, and where one lost and one
    stray figure would make all sums hold they may stand beside their places: then a track counts only if it is wholly
    blank or its sum holds; none does where the blank stands at an end, so that all figures may have moved."""
    cells, size, check = list(table.cell_ids), len(table.columns), sum_check(table)
    tracks = [cells[n : n + size] for n in range(0, len(cells), size)]
    items = [laid.cells[c] for c in cells]
    holds = _holds(items, size, check)
    if all(holds) or not (any(i.is_blank for i in items) or (not line.ruled and _moved(items, size, check))):
        return
    shifted = not line.ruled and (items[0].is_blank or items[-1].is_blank)
    for track, held in zip(tracks, holds, strict=True):
        if shifted or not held:
            laid.doubt |= {c: [laid.cells.pop(c)] for c in track}
            laid.why = "too_few_figures"


def _holds(items: Sequence[Item], size: int, check: Check) -> list[bool | None]:
    """Whether each track's sum holds, blanks as 0."""
    return [check([zero(i) for i in items[n : n + size]]) for n in range(0, len(items), size)]


def _moved(items: Sequence[Item], size: int, check: Check) -> bool:
    """True where the sums of all tracks hold with one doubled figure less and a 0 elsewhere."""
    nought = replace(items[0], figure=Figure("number", 0))
    for stray in range(1, len(items)):
        if items[stray].figure.value != items[stray - 1].figure.value:
            continue
        rest = [*items[:stray], *items[stray + 1 :]]
        for lost in range(len(items)):
            if lost != stray and all(_holds([*rest[:lost], nought, *rest[lost:]], size, check)):
                return True
    return False


def _places(table: forms.Table, line: Line, heads: list[tuple[Word, Line]]) -> Places | None:
    """The grid columns of every cell, by the track and the result that stand over them; None where one is not sure."""
    if not line.ruled or line.grid is None:
        return None
    if any(at.grid is line.grid and at.width != line.width for _, at in heads):
        return None
    tracks: list[tuple[str, Item]] = []
    results: list[tuple[str, Item]] = []
    rows = {s: r.key for r in table.rows if r.cells for s in r.spellings}
    columns = {s: c.key for c in table.columns for s in c.spellings}
    for w, at in heads:
        if at.grid is None or at.grid.number != line.grid.number:
            continue
        item = Item(
            w.text,
            at.texts[w.first].figure,
            at.texts[w.first].start,
            at.texts[w.last].stop,
            at.texts[w.first].slot,
        )
        if w.norm in rows:
            tracks.append((rows[w.norm], item))
        elif w.norm in columns:
            results.append((columns[w.norm], item))
    places: Places = {}
    for key, item in results:
        over = [t for t, head in tracks if head.start <= item.start and item.stop <= head.stop]
        cell = f"{table.key}.{over[0]}.{key}" if len(over) == 1 else ""
        if not cell or cell in places:
            return None
        places[cell] = (item.start, item.stop)
    return places if set(places) == set(table.cell_ids) else None
