"""What the rows of a table show of each other: where whole rows begin, how many cells they have, whether some are short."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from parse.tables.columns import Pads, ends_of, pad_of
from parse.tables.labels import BLOCKS, tables_of, vocabulary
from parse.tables.lines import Item
from parse.tables.match import Hit

Kind = tuple[str, str | None, int]


def size_of(hit: Hit) -> int:
    """How many columns stand over a hit's figures."""
    layout = vocabulary()[hit.table].layout
    if layout == BLOCKS:
        return len(hit.heads)
    return len(tables_of(hit.table)[0].value_columns)


def row_kind(hit: Hit) -> Kind:
    """Rows of one kind begin in the same grid column where the table is whole: table, parent, number of columns."""
    return hit.table, vocabulary()[hit.table].parents.get(hit.row), size_of(hit)


def pads_of(hits: Sequence[Hit]) -> dict[Kind, Pads]:
    """What the rows of each kind show."""
    whole: dict[Kind, set[tuple[int, int]]] = {row_kind(h): set() for h in hits}
    for hit in hits:
        pad = pad_of(hit.line.figures, size_of(hit))
        if pad is not None:
            whole[row_kind(hit)].add(pad)
    ends: dict[tuple[str, int], Counter[tuple[bool, bool]]] = {(h.table, size_of(h)): Counter() for h in hits}
    for hit in hits:
        ends[hit.table, size_of(hit)][ends_of(_window(hit, whole[row_kind(hit)]))] += 1
    alike = {t: {e: n / c.total() for e, n in c.items()} for t, c in ends.items()}
    cut = _cut({(h.table, n): _window(h, whole[row_kind(h)]) for n, h in enumerate(hits) if not h.line.ruled})
    lengths = [(h.table, len(h.line.figures), size_of(h), h.line) for h in hits if h.line.figures]
    short = {table for table, n, size, _ in lengths if n < size}
    uneven = short | {table for table, n, size, line in lengths if n > size and line.grid and line.grid.loose}
    any_kind = {k: set().union(*(v for o, v in whole.items() if (o[0], o[2]) == (k[0], k[2]))) for k in whole}
    usual = _usual(hits)
    return {
        k: Pads(
            frozenset(v or any_kind[k]),
            alike[k[0], k[2]],
            k[0] in short,
            k[0] in uneven,
            usual[k],
            k[0] in cut,
        )
        for k, v in whole.items()
    }


def _usual(hits: Sequence[Hit]) -> dict[Kind, frozenset[int]]:
    """The numbers of cells that at least two rows of a kind have, or a quarter of the rows of the table."""
    kinds = Counter((row_kind(h), len(h.line.figures)) for h in hits)
    tables, lengths = Counter(h.table for h in hits), Counter((h.table, len(h.line.figures)) for h in hits)
    often = {(t, n) for (t, n), c in lengths.items() if c * 4 > tables[t]}
    found: dict[Kind, frozenset[int]] = {}
    for kind in {k for k, _ in kinds}:
        own = {n for (k, n), c in kinds.items() if k == kind and c > 1}
        found[kind] = frozenset(own | {n for t, n in often if t == kind[0]})
    return found


def _cut(rows: Mapping[tuple[str, int], Sequence[Item]]) -> set[str]:
    """Tables whose last column is blank while the figure before it is as large as a total would be, in most rows that
    are not all 0: a column is lost, and the figures after it stand under the wrong heads."""
    signs: Counter[tuple[str, bool]] = Counter()
    for (table, _), row in rows.items():
        values = [i.figure.value for i in row[:-1]]
        numbers = [v for v in values if v is not None]
        if row and row[-1].is_blank and len(numbers) == len(values) > 2 and any(numbers):
            signs[table, numbers[-1] == max(numbers)] += 1
    return {t for (t, large), n in signs.items() if large and n > signs[t, False]}


def _window(hit: Hit, pads: set[tuple[int, int]]) -> Sequence[Item]:
    """A row's figures without the empty cells that whole rows of its kind have at their ends."""
    items, size = hit.line.figures, size_of(hit)
    own = pad_of(items, size)
    for lead, trail in [own] if own else pads:
        if len(items) == lead + size + trail:
            return items[lead : lead + size]
    return items
