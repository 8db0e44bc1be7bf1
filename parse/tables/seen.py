"""Hits → figures seen in cells: the columns of each hit, table by table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from parse.tables.columns import Check, Laid, Pads, doubt_neighbours, lay, zero
from parse.tables.fused import unfuse
from parse.tables.heads import crooked, in_order, places_of
from parse.tables.labels import BLOCKS, MATRIX, tables_of, vocabulary
from parse.tables.lines import Item, Line
from parse.tables.match import Head, Hit
from parse.tables.pads import pads_of, row_kind, size_of
from reference import forms


@dataclass(frozen=True, slots=True)
class Seen:
    """A figure in a cell. `inferred` where sums chose it; `item` None where it is in doubt, then `doubt` is what it may be."""

    cell: str
    item: Item | None
    line: Line
    inferred: bool = False
    why: str = ""
    doubt: tuple[Item, ...] = ()
    head: str = ""


@dataclass(slots=True)
class Remark:
    """A problem found on the way that concerns a row or a cell."""

    kind: str
    cell: str | None
    line: Line
    detail: str = ""


@dataclass(slots=True)
class Sight:
    """All figures seen, and what to say of them."""

    seen: list[Seen] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)


def see(hits: Sequence[Hit]) -> Sight:
    """The figures of all hits, each in its cell."""
    hits = unfuse(hits, {n: size_of(h) for n, h in enumerate(hits)})
    pads = pads_of(hits)
    rows = {(h.table, h.row) for h in hits}
    whole = Sight()
    fused = any(h.fused for h in hits)
    for hit in hits:
        layout = vocabulary()[hit.table].layout
        if layout not in (BLOCKS, MATRIX):
            continue
        if _unsafe(hit, fused) or _may_hold_more(hit, rows):
            sight = _all_in_doubt(hit)
        else:
            sight = (_see_block if layout == BLOCKS else _see_matrix)(hit, pads[row_kind(hit)])
        whole.seen.extend(sight.seen)
        whole.remarks.extend(sight.remarks)
    return whole


def _unsafe(hit: Hit, fused: bool) -> bool:
    """True for loose figures with words among them, or some set apart and some fused: counting them proves nothing."""
    line = hit.line
    if line.grid is None or not line.grid.loose or hit.fused or size_of(hit) < 2:
        return False
    if any(i.is_text for i in line.figures):
        return True
    if not fused or all(i.figure.value == 0 for i in line.figures):
        return False
    table = tables_of(hit.table)[0]
    return not sum_check(table)(line.figures)


def _may_hold_more(hit: Hit, rows: set[tuple[str, str]]) -> bool:
    """True for a lone loose figure of a block another row of which is lost: it may be two that run together."""
    line = hit.line
    if line.grid is None or not line.grid.loose or size_of(hit) != 1:
        return False
    v = vocabulary()[hit.table]
    table = next(
        (t for t in tables_of(hit.table) if any(r.key == hit.row and len(r.cells) == 1 for r in t.rows)), None
    )
    block = v.parents.get(hit.row)
    return table is not None and any(r.parent == block and (hit.table, r.key) not in rows for r in table.rows)


def _all_in_doubt(hit: Hit) -> Sight:
    table = tables_of(hit.table)[0]
    layout = vocabulary()[hit.table].layout
    columns = [h.key for h in _heads_of(hit) if h.key] if layout == BLOCKS else list(table.value_columns)
    doubt = tuple(i for i in hit.line.figures if not i.is_blank)
    return Sight(
        [Seen(f"{hit.table}.{hit.row}.{c}", None, hit.line, why="fused_digits", doubt=doubt) for c in columns]
    )


# --- tables of blocks, each block with heads of its own


def _see_block(hit: Hit, pads: Pads) -> Sight:
    heads = _heads_of(hit)
    sight = Sight()
    name = f"{hit.table}.{hit.row}"
    if not heads:
        sight.remarks.append(Remark("column_missing", name, hit.line))
        return sight
    names = [str(n) for n in range(len(heads))]
    bent = crooked(heads, hit.line)
    places = None if bent else places_of(dict(zip(names, heads, strict=True)), hit.line)
    laid = lay(hit.line.figures, names, places, pads=pads)
    if bent and len(hit.line.figures) != len(heads):
        _doubt_all(laid, "shifted")
    laid.settled = laid.settled or bool(hit.fused)
    for n, head in zip(names, heads, strict=True):
        if head.key is None:
            continue
        _put(sight, f"{name}.{head.key}", laid, n, hit.line, head=head.text)
    if any(h.key is None for h in heads):
        sight.remarks.append(
            Remark("two_heads", name, hit.line, " | ".join(h.text for h in heads if h.key is None))
        )
    _remark(sight, laid, name, hit)
    return sight


def _heads_of(hit: Hit) -> list[Head]:
    """The block's heads, where they can stand over this row and, in tables whose lines are not drawn, are as many
    as a form has there; [] where heads were lost."""
    allowed = {c for t in tables_of(hit.table) for r in t.rows if r.key == hit.row for c in r.cells}
    heads = list(hit.heads)
    if (
        not heads
        or not all(h.key in allowed or h.key is None for h in heads)
        or not any(h.key for h in heads)
    ):
        return []
    usual = [list(r.cells) for t in tables_of(hit.table) for r in t.rows if r.key == hit.row]
    return heads if hit.line.ruled or _as_printed(heads, usual) else []


def _as_printed(heads: Sequence[Head], usual: Sequence[Sequence[str]]) -> bool:
    """Heads without drawn lines stand in the order of a form, and are as many."""
    return any(
        len(heads) == len(cells) and all(h.key in (None, c) for h, c in zip(heads, cells, strict=True))
        for cells in usual
    )


# --- tables of one row of heads


def _see_matrix(hit: Hit, pads: Pads) -> Sight:
    table = tables_of(hit.table)[0]
    columns = table.value_columns
    heads = {h.key: h for h in hit.heads if h.key}
    whole = len(hit.heads) == len(heads) and set(heads) == set(columns)
    check = sum_check(table)
    places = places_of({c: heads[c] for c in columns}, hit.line) if whole else None
    laid = lay(hit.line.figures, columns, places, check, pads)
    laid.settled = laid.settled or bool(hit.fused)
    doubt_neighbours(laid, columns, check)
    ordered = not places or sorted(places, key=places.__getitem__) == list(columns)
    if whole and not in_order(hit.heads, columns, table.total_column, hit.line):
        _demand_sum(laid, columns, _alike, "column_missing")
    elif not whole or not ordered or _lossy(hit, pads):
        _demand_sum(laid, columns, check, "column_missing")
    elif crooked(hit.heads, hit.line) or _may_be_short(hit, pads):
        _demand_sum(laid, columns, lambda items: check(list(map(zero, items))), "shifted")
    last = laid.cells.get(columns[-1])
    if last is not None and last.is_text and not hit.line.ruled:
        _doubt_all(laid, "too_few_figures")
    if pads.cut and all(i.is_blank or c != columns[-1] for c, i in laid.cells.items()):
        _doubt_all(laid, "column_missing")
    sight, name = Sight(), f"{hit.table}.{hit.row}"
    for c in columns:
        _put(sight, f"{name}.{c}", laid, c, hit.line)
    _remark(sight, laid, name, hit)
    return sight


def _lossy(hit: Hit, pads: Pads) -> bool:
    """True for loose figures of a table whose rows have fewer or more: then as many figures as columns prove little."""
    return hit.line.grid is not None and hit.line.grid.loose and pads.uneven


def _may_be_short(hit: Hit, pads: Pads) -> bool:
    """True for a row with blanks in a table that has lost cells: a blank may stand for the cell that was lost."""
    return pads.short and not hit.line.ruled and any(i.is_blank for i in hit.line.figures)


def _demand_sum(laid: Laid, columns: Sequence[str], check: Check, why: str) -> None:
    """Where the heads are torn or odd, figures in the form's order count only if the row's sum holds over them."""
    if all(i.is_blank for i in laid.cells.values()):
        return
    if len(laid.cells) == len(columns) and not check([laid.cells[c] for c in columns]):
        _doubt_all(laid, laid.why or why)


def _alike(items: Sequence[Item]) -> bool:
    return len({i.figure.value for i in items}) == 1


def _doubt_all(laid: Laid, why: str) -> None:
    laid.doubt |= {c: [i] for c, i in laid.cells.items() if not i.is_blank}
    laid.cells, laid.why = {c: i for c, i in laid.cells.items() if i.is_blank}, why


def sum_check(table: forms.Table) -> Check:
    """Does leaf + leaf + … = total hold? None where one of them is no number."""
    order = table.value_columns
    total = order.index(table.total_column) if table.total_column else -1

    def check(items: Sequence[Item]) -> bool | None:
        values = [i.figure.value for i in items]
        if total < 0 or len(values) != len(order) or any(v is None for v in values):
            return None
        numbers = [v for v in values if v is not None]
        return sum(numbers) - numbers[total] == numbers[total]

    return check


# --- both


def _put(sight: Sight, cell: str, laid: Laid, column: str, line: Line, *, head: str = "") -> None:
    """Add what stands in a column."""
    item = laid.cells.get(column)
    if item is not None:
        sight.seen.append(Seen(cell, item, line, laid.settled, head=head))
    elif column in laid.doubt:
        sight.seen.append(Seen(cell, None, line, why=laid.why, doubt=tuple(laid.doubt[column]), head=head))


def _remark(sight: Sight, laid: Laid, name: str, hit: Hit) -> None:
    if laid.why and laid.cells:
        sight.remarks.append(Remark(laid.why, name, hit.line))
    if laid.shifted and not laid.why:
        sight.remarks.append(Remark("shifted", name, hit.line))
    if laid.settled and any(i.figure.value is not None for i in laid.cells.values()):
        figures = " | ".join(i.text for i in laid.cells.values())
        sight.remarks.append(
            Remark("settled_by_sums", name, hit.line, f"{hit.fused or ''} → {figures}".strip(" →"))
        )
