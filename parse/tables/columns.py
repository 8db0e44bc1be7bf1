"""Which figure of a line stands in which column: by the heads where they are drawn, else by all ways that fit.

A column gets a figure only where every way to lay the figures under the columns gives it the same one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations

from parse.numbers import Figure
from parse.tables.lines import Item

Check = Callable[[Sequence[Item]], bool | None]
Places = dict[str, tuple[int, int]]
_SPARE = (
    4  # empty cells beside a row's figures that wide labels and closing bars account for; more are a lost row
)
_ALIKE = 0.5  # of a table's rows (more than that) must begin or end blank alike: then they are blanks, not cells that were lost


@dataclass(frozen=True, slots=True)
class Pads:
    """What the other rows of a kind show: `whole`, the empty cells before and after the figures of whole rows;
    `alike`, the share of rows that begin and end blank in the same way; `short`, whether rows lost figures;
    `uneven`, whether any has fewer or, put together by us, more; `usual`, the numbers of
    cells that several rows have; `cut`, whether a column is lost."""

    whole: frozenset[tuple[int, int]] = frozenset()
    alike: Mapping[tuple[bool, bool], float] = field(default_factory=dict)
    short: bool = False
    uneven: bool = False
    usual: frozenset[int] = frozenset()
    cut: bool = False


@dataclass(slots=True)
class Laid:
    """`cells`: the figure of each column that is sure (None in `doubt`). `settled` is True where sums chose.
    `shifted` where the figures stand beside their heads. `why` names what is wrong, "" where nothing is."""

    cells: dict[str, Item] = field(default_factory=dict)
    doubt: dict[str, list[Item]] = field(default_factory=dict)
    settled: bool = False
    shifted: bool = False
    why: str = ""


def lay(
    items: list[Item],
    columns: Sequence[str],
    places: Places | None = None,
    check: Check = lambda _: None,
    pads: Pads | None = None,
) -> Laid:
    """Lay a line's figures under `columns`.

    `places` are the grid columns of each head where lines are drawn and every head is known. `check` says whether
    the form's sum holds over figures in the columns' order (None: there is no sum, or not all are numbers). `pads` is what
    the other rows of this kind show.
    """
    if places:
        drawn = _drawn(items, columns, places, check)
        if drawn:
            return drawn
    return _counted(items, columns, check, pads)


def doubt_neighbours(laid: Laid, columns: Sequence[str], check: Check) -> None:
    """A number beside a blank may be two that a conversion has joined (6445 | blank for 644 | 5): where the sum fails
    as printed and holds with the number cut in two, both cells are in doubt."""
    if len(laid.cells) != len(columns) or check([zero(laid.cells[c]) for c in columns]) is not False:
        return
    for n, c in enumerate(columns[:-1]):
        left, right = laid.cells.get(c), laid.cells.get(columns[n + 1])
        if left is None or right is None or not right.is_blank or not isinstance(left.figure.value, int):
            continue
        digits = str(left.figure.value)
        for cut in range(1, len(digits)):
            row = [zero(laid.cells[x]) if x in laid.cells else left for x in columns]
            row[n] = replace(left, figure=Figure("number", int(digits[:cut])))
            row[n + 1] = replace(right, figure=Figure("number", int(digits[cut:])))
            if check(row):
                laid.doubt |= {c: [left], columns[n + 1]: [left]}
                laid.why = "two_readings"
    for c in laid.doubt:
        laid.cells.pop(c, None)


def pad_of(items: Sequence[Item], size: int) -> tuple[int, int] | None:
    """Empty cells before and after the figures of a whole row; None where the row is not whole."""
    full = [n for n, i in enumerate(items) if not i.is_blank]
    if not full or len(full) != size or full[-1] - full[0] != size - 1:
        return None
    return full[0], len(items) - 1 - full[-1]


def _drawn(items: list[Item], columns: Sequence[str], places: Places, check: Check) -> Laid | None:
    """By position: each figure under the one head that it touches; a row that ends early gives nothing."""
    if len(items) == len(columns) and all(_meets(i, places[c]) for i, c in zip(items, columns, strict=True)):
        return Laid(dict(zip(columns, items, strict=True)))
    under = {c: [i for i in items if _meets(i, places[c])] for c in columns}
    if any(not i.is_blank and not any(_meets(i, p) for p in places.values()) for i in items):
        return _shifted(items, columns, check)
    if not all(under.values()) and _full(items):
        return Laid(doubt={c: [i for i in items if not i.is_blank] for c in columns}, why="too_few_figures")
    laid = Laid()
    for c, found in under.items():
        full = [i for i in found if not i.is_blank]
        wide = [i for i in full if sum(_meets(i, p) for p in places.values()) > 1]
        if len(full) > 1 or wide:
            laid.doubt[c], laid.why = full, "two_readings"
        elif found:
            laid.cells[c] = (full or found)[0]
    return laid


def _full(items: list[Item]) -> int:
    return sum(not i.is_blank for i in items)


def _meets(item: Item, place: tuple[int, int]) -> bool:
    return item.start < place[1] and place[0] < item.stop


def _shifted(items: list[Item], columns: Sequence[str], check: Check) -> Laid:
    """Figures that begin left of the first head: as many as columns, in their order, and the sum does not object."""
    laid = _counted(items, columns, check)
    laid.shifted = True
    if check(items) is False and not laid.settled:
        laid.doubt |= {c: [i] for c, i in laid.cells.items()}
        laid.cells, laid.why = {}, "shifted"
    return laid


def _counted(items: list[Item], columns: Sequence[str], check: Check, pads: Pads | None = None) -> Laid:
    """By all ways that fit: as many cells as columns; more, with blanks or figures left out; fewer give nothing."""
    size = len(columns)
    if len(items) < size:
        return Laid(doubt={c: list(items) for c in columns}, why="too_few_figures")
    open_ends = items[0].is_blank or items[-1].is_blank
    if open_ends and pads and pads.whole and 0 < _full(items) < size:
        return _padded(items, columns, check, pads)
    if len(items) == size:
        return Laid(dict(zip(columns, items, strict=True)))
    if len(items) > size + _SPARE and _full(items) != size:
        return Laid(doubt={c: list(items) for c in columns}, why="surplus_figures")
    odd = pads is not None and len(items) not in pads.usual and 0 < _full(items) < size
    ways = _windows(items, size)
    if odd:
        ways = [w for w in _thinned(items, size) if _borne_out(w, check)]
        if not ways:
            return Laid(doubt={c: [i for i in items if not i.is_blank] for c in columns}, why="two_readings")
    if len(ways) == 1 and (_full(items) in (0, size) or _borne_out(ways[0], check)):
        return Laid(dict(zip(columns, ways[0], strict=True)))
    if len(ways) == 1 and _full(items):
        return Laid(doubt={c: [i for i in items if not i.is_blank] for c in columns}, why="two_readings")
    return _agreed(ways, columns, "two_readings") if ways else _chosen(items, columns, check)


def _padded(items: list[Item], columns: Sequence[str], check: Check, pads: Pads) -> Laid:
    """Blanks at an end may be a cell, or a wide label's rest and then a cell was lost: as the whole rows of this kind
    have it, and only where the row's sum or rows alike bear it out."""
    size = len(columns)
    ways = [
        items[lead : lead + size]
        for lead, trail in pads.whole
        if len(items) == lead + size + trail
        and all(i.is_blank for i in (*items[:lead], *items[lead + size :]))
    ]
    if len(ways) < len(pads.whole):
        return Laid(doubt={c: [i for i in items if not i.is_blank] for c in columns}, why="too_few_figures")
    if pads.alike.get(ends_of(ways[0]), 0) <= _ALIKE and not _borne_out(ways[0], check):
        return Laid(doubt={c: [i for i in items if not i.is_blank] for c in columns}, why="too_few_figures")
    return _agreed(ways, columns, "two_readings")


def _borne_out(items: Sequence[Item], check: Check) -> bool:
    """True where the sum holds with the blanks as 0, and proves something."""
    return any(i.figure.value for i in items) and check([zero(i) for i in items]) is True


def zero(item: Item) -> Item:
    """The item, a blank as 0."""
    return replace(item, figure=Figure("number", 0)) if item.is_blank else item


def ends_of(items: Sequence[Item]) -> tuple[bool, bool]:
    """Whether a row begins and ends blank."""
    return (items[0].is_blank, items[-1].is_blank) if items else (True, True)


def _windows(items: list[Item], size: int) -> list[list[Item]]:
    """Every stretch of `size` cells that leaves out none but blanks."""
    return [
        items[n : n + size]
        for n in range(len(items) - size + 1)
        if all(i.is_blank for i in (*items[:n], *items[n + size :]))
    ]


def _thinned(items: list[Item], size: int) -> list[list[Item]]:
    """Every way to leave out blanks, wherever they stand: in a row that is longer than the others any may be one more."""
    blanks = [n for n, i in enumerate(items) if i.is_blank]
    ways = combinations(blanks, len(items) - size) if len(items) <= size + _SPARE else ()
    return [[i for n, i in enumerate(items) if n not in gone] for gone in ways]


def _chosen(items: list[Item], columns: Sequence[str], check: Check) -> Laid:
    """Too many figures: all ways to leave some out; those whose sum holds decide, if there are any."""
    size = len(columns)
    full = items if len(items) <= size + 3 else [i for i in items if not i.is_blank]
    if not size < len(full) <= size + 3:
        return Laid(doubt={c: list(items) for c in columns}, why="surplus_figures")
    ways = [list(w) for w in combinations(full, size)]
    right = [w for w in ways if check(w)]
    if any(not _idle(full, w) for w in right):
        right = []
    laid = _agreed(right or ways, columns, "surplus_figures")
    if not right and laid.doubt:  # two rows may have run together
        return Laid(doubt={c: list(items) for c in columns}, why="surplus_figures")
    laid.settled = bool(right) and len(laid.cells) == size
    laid.why = "surplus_figures"
    return laid


def _idle(full: Sequence[Item], way: Sequence[Item]) -> bool:
    """True where the figures left out are 0 or stand twice; any other may be the one that belongs there."""
    values = [i.figure.value for i in way]
    return all(i in way or not i.figure.value or i.figure.value in values for i in full)


def _agreed(ways: list[list[Item]], columns: Sequence[str], why: str) -> Laid:
    laid = Laid()
    for n, c in enumerate(columns):
        seen = {(w[n].figure.kind, w[n].figure.value, w[n].figure.unit): w[n] for w in ways}
        if len(seen) == 1:
            laid.cells[c] = next(iter(seen.values()))
        else:
            laid.doubt[c], laid.why = list(seen.values()), why
    return laid
