"""Fused figures (21710000218) taken apart as far as the form's sums prove it, and no further.

Every way to cut a row's digits into its columns is a candidate (no number begins with 0 but 0 itself). The sum of
the row, then the sums of the columns over all rows, leave out candidates. A figure is given only where every
candidate that is left has the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from parse.numbers import Figure
from parse.tables.labels import tables_of
from parse.tables.lines import Item, Line
from parse.tables.match import Hit
from reference import forms

Cut = tuple[int, ...]
_DIGITS = re.compile(r"\d{2,60}")
_MOST_CUTS = 4000  # candidates of one row; beyond that the row is left fused
_FEW = 60  # ways to cut a row's digits among which its own sum decides
_MOST_SUMS = 60_000  # sums held at a time while columns are added up


def fused_digits(line: Line, size: int) -> str | None:
    """The digits of a line whose figures stand without a separator; None for any other line."""
    items = [i for i in line.figures if not i.is_blank]
    if size < 2 or len(items) != 1 or len(line.figures) > 1 or line.grid is None or not line.grid.glued:
        return None
    text = items[0].text.strip().rstrip("?")
    return text if _DIGITS.fullmatch(text) and len(text) >= size else None


@lru_cache(maxsize=1024)
def cuts(digits: str, size: int, total: int | None) -> tuple[Cut, ...]:
    """Every way to cut digits into `size` numbers; with `total`, the column that the others must add up to."""
    found: list[Cut] = []
    for cut in _cuts(digits, size):
        if total is None or sum(cut) - cut[total] == cut[total]:
            found.append(cut)
        if len(found) > _MOST_CUTS:
            return ()
    return tuple(found)


def _cuts(digits: str, size: int) -> Iterator[Cut]:
    if size == 1:
        if digits and (digits == "0" or digits[0] != "0"):
            yield (int(digits),)
        return
    longest = 1 if digits[:1] == "0" else min(len(digits) - size + 1, 9)
    for n in range(1, longest + 1):
        for rest in _cuts(digits[n:], size - 1):
            yield (int(digits[:n]), *rest)


# --- tables with sums


@dataclass(frozen=True, slots=True)
class Sums:
    """What must add up in every column: `parts` to `total`; `before` to `total` and `after` together."""

    parts: tuple[str, ...]
    total: str
    before: tuple[str, ...]
    after: tuple[str, ...]


def sums_of(table: forms.Table) -> Sums | None:
    total = next((r for r in table.rows if r.kind == "total"), None)
    if total is None:
        return None
    rows = {r.key: r for r in table.rows}

    def inside(row: forms.Row) -> bool:
        return row.parent is not None and (row.parent == total.parent or inside(rows[row.parent]))

    parts = tuple(r.key for r in table.rows if r.cells and r is not total and inside(r))
    outer = [r.key for r in table.rows if r.cells and r.parent is None]
    first = next(n for n, r in enumerate(table.rows) if r.key == total.parent)
    before = tuple(k for k in outer if list(rows).index(k) < first)
    return Sums(parts, total.key, before, tuple(k for k in outer if k not in before))


def solve(candidates: Mapping[str, Sequence[Cut]], table: forms.Table) -> dict[str, list[Cut]]:
    """The candidates of the rows that are part of a solution of the whole table.

    Where the table's own sums fail or rows are lacking, the weaker relation that still holds decides, over its rows;
    none is given where none holds.
    """
    sums = sums_of(table)
    rows = {k: list(c) for k, c in candidates.items()}
    if sums is None or sums.total not in rows:
        return {}
    for use_parts, use_outer in ((True, True), (True, False), (False, True)):
        if use_parts and not set(sums.parts) <= set(rows):
            continue
        if use_outer and not {*sums.before, *sums.after} <= set(rows):
            continue
        left = _viable(rows, sums, use_parts, use_outer)
        if left:
            return left
    return {}


def _viable(rows: dict[str, list[Cut]], sums: Sums, use_parts: bool, use_outer: bool) -> dict[str, list[Cut]]:
    found: dict[str, set[Cut]] = {}
    for total in rows[sums.total]:
        alive: dict[str, set[Cut]] = {sums.total: {total}}
        if use_parts:
            part = _adding(sums.parts, rows, total)
            if part is None:
                continue
            alive |= part
        if use_outer:
            outer = _balanced(rows, sums, total)
            if outer is None:
                continue
            alive |= outer
        for key, cutset in alive.items():
            found.setdefault(key, set()).update(cutset)
    return {k: sorted(v) for k, v in found.items()}


def _adding(keys: Sequence[str], rows: dict[str, list[Cut]], total: Cut) -> dict[str, set[Cut]] | None:
    """The candidates of `keys` that add up to `total`; None where none do or there are too many sums."""
    zero = tuple(0 for _ in total)
    forward: list[set[Cut]] = [{zero}]
    for key in keys:
        sums = {s for s in (_plus(f, c) for f in forward[-1] for c in rows[key]) if _within(s, total)}
        if not sums or len(sums) > _MOST_SUMS:
            return None
        forward.append(sums)
    if total not in forward[-1]:
        return None
    found: dict[str, set[Cut]] = {}
    need = {total}
    for n in range(len(keys) - 1, -1, -1):
        alive: set[Cut] = set()
        before: set[Cut] = set()
        for c in rows[keys[n]]:
            for target in need:
                rest = tuple(t - a for t, a in zip(target, c, strict=True))
                if rest in forward[n]:
                    alive.add(c)
                    before.add(rest)
        found[keys[n]], need = alive, before
    return found


def _plus(a: Cut, b: Cut) -> Cut:
    return tuple(x + y for x, y in zip(a, b, strict=True))


def _within(a: Cut, b: Cut) -> bool:
    return all(x <= y for x, y in zip(a, b, strict=True))


def _balanced(rows: dict[str, list[Cut]], sums: Sums, total: Cut) -> dict[str, set[Cut]] | None:
    """Candidates with before = total + after in every column."""
    found: dict[str, set[Cut]] = {}
    for after in _combined(sums.after, rows):
        target = _plus(total, tuple(map(sum, zip(*after.values(), strict=True))))
        part = _adding(sums.before, rows, target)
        if part is not None:
            for key, cutset in part.items():
                found.setdefault(key, set()).update(cutset)
            for key, cut in after.items():
                found.setdefault(key, set()).add(cut)
    return found or None


def _combined(keys: Sequence[str], rows: dict[str, list[Cut]]) -> Iterable[dict[str, Cut]]:
    if not keys:
        return [{}]
    return [{keys[0]: c, **rest} for c in rows[keys[0]] for rest in _combined(keys[1:], rows)][:_MOST_CUTS]


def cut_tracks(digits: str, tracks: int, size: int) -> list[Cut]:
    """Every way to cut digits into `tracks` groups of `size` numbers, the last of each the sum of the others."""
    if tracks == 0:
        return [()] if not digits else []
    found: list[Cut] = []
    for n in range(size, len(digits) - size * (tracks - 1) + 1):
        for head in cuts(digits[:n], size, size - 1):
            found += [(*head, *rest) for rest in cut_tracks(digits[n:], tracks - 1, size)]
            if len(found) > _MOST_CUTS:
                return []
    return found


# --- lines


def unfuse(hits: Sequence[Hit], sizes: Mapping[int, int]) -> list[Hit]:
    """The hits with fused figures cut apart as far as is proven; `sizes` is the number of columns by hit number.

    Where a row of the document has fewer digits than columns, cells were left blank and a count proves nothing.
    """
    fused = {n: d for n, h in enumerate(hits) if (d := fused_digits(h.line, sizes[n]))}
    if not fused:
        return list(hits)
    short = any(_is_short(h.line, sizes[n]) for n, h in enumerate(hits))
    solved = _solved(hits, fused, sizes)
    out = []
    for n, h in enumerate(hits):
        if n not in fused:
            out.append(h)
            continue
        left = solved.get(n) or []
        sure = _only_way(fused[n], sizes[n]) or (_summed(h) and not (short and len(left) > 1))
        proven = left if sure else []
        out.append(replace(h, line=apart(h.line, fused[n], proven, sizes[n]), fused=fused[n]))
    return out


def _only_way(digits: str, size: int) -> bool:
    """Noughts up to the last figure (00473): no other cut is possible, not even with cells left blank."""
    return set(digits[: size - 1]) == {"0"} and len(digits) <= size + 4


def _is_short(line: Line, size: int) -> bool:
    items = [i for i in line.figures if not i.is_blank]
    return (
        line.grid is not None
        and line.grid.glued
        and len(items) == 1
        and size > 1
        and bool(_DIGITS.fullmatch(items[0].text))
        and len(items[0].text) < size
    )


def _summed(hit: Hit) -> bool:
    return tables_of(hit.table)[0].total_column is not None


def _solved(
    hits: Sequence[Hit], fused: Mapping[int, str], sizes: Mapping[int, int]
) -> dict[int, Sequence[Cut]]:
    found: dict[int, Sequence[Cut]] = {}
    for key in {h.table for h in hits}:
        table = tables_of(key)[0]
        total = table.value_columns.index(table.total_column) if table.total_column else None
        rows: dict[str, Sequence[Cut]] = {}
        number: dict[str, int] = {}
        for n, h in enumerate(hits):
            if h.table != key:
                continue
            ways = cuts(fused[n], sizes[n], total) if n in fused else _whole(h, sizes[n])
            if ways and h.row not in rows:
                rows[h.row], number[h.row] = ways, n
            if n in fused:
                found[n] = ways
        if total is not None:
            proven = {number[k]: c for k, c in solve(rows, table).items()}
            mine = [n for n in found if hits[n].table == key]
            found |= {n: proven.get(n, found[n] if _few(fused[n], sizes[n]) else ()) for n in mine}
    return found


def _few(digits: str, size: int) -> bool:
    """True where there are so few ways to cut the digits that the row's own sum does not hold by chance."""
    return 0 < len(cuts(digits, size, None)) <= _FEW


def _whole(hit: Hit, size: int) -> tuple[Cut, ...]:
    values = [i.figure.value for i in hit.line.figures if not i.is_blank]
    if len(values) != size or any(not isinstance(v, int) for v in values):
        return ()
    return (tuple(v for v in values if isinstance(v, int)),)


def apart(line: Line, digits: str, left: Sequence[Cut], size: int) -> Line:
    """The line with a figure a column; a column on which the candidates differ shows them and has no value."""
    slot = line.figures[0].slot
    start = line.figures[0].start
    items = []
    for n in range(size):
        seen = sorted({c[n] for c in left})
        if len(seen) == 1:
            items.append(Item(str(seen[0]), Figure("number", seen[0]), start + n, start + n + 1, slot))
        else:
            text = " / ".join(map(str, seen[:4])) if seen else digits
            items.append(Item(text, Figure("run"), start + n, start + n + 1, slot))
    return replace(line, figures=items)
