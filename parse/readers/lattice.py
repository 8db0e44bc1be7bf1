"""Drawn lines → the cells of a table. Lengths are in whatever unit the caller's lines have (points or pixels).

Every pair of neighbouring column edges and row edges makes a smallest field; fields that no line parts are one cell.
The outline is closed even where it is not drawn: browsers and Word leave a table open at a page break.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from parse.model import Box
from parse.readers.pdf_marks import Rule

MOST_CROSSINGS = 4_000_000  # lines across × lines down; beyond this a page is a drawing, not a table
MOST_FIELDS = 100_000
Field = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Region:
    """A cell: rows top..bottom and columns left..right, ends excluded."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Lattice:
    """A table's edges and cells. `xs` and `ys` are the edges of columns and rows; `regions` cover all fields."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    regions: tuple[Region, ...]
    owner: dict[Field, int]

    @property
    def box(self) -> Box:
        return (self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])

    def box_of(self, region: Region) -> Box:
        return (self.xs[region.left], self.ys[region.top], self.xs[region.right], self.ys[region.bottom])

    def holds(self, x: float, y: float) -> int | None:
        """The index of the region around a point, None outside the table."""
        column, row = bisect_right(self.xs, x) - 1, bisect_right(self.ys, y) - 1
        return self.owner.get((row, column))


def lattices(across: Sequence[Rule], down: Sequence[Rule], tolerance: float) -> list[Lattice]:
    """The tables that lines form, from the top; within a table, lines closer than `tolerance` are one line.

    A single box is given too (a frame); what is not connected to another line is not.
    """
    across, down = straightened(across, tolerance / 6), straightened(down, tolerance / 6)
    if len(across) * len(down) > MOST_CROSSINGS:
        return []
    found = []
    for group in connected(across, down, tolerance):
        hs, vs = (straightened(lines, tolerance) for lines in group)
        if not hs or not vs:
            continue
        xs = edges([v.at for v in vs], [end for h in hs for end in (h.lo, h.hi)], tolerance)
        ys = edges([h.at for h in hs], [end for v in vs for end in (v.lo, v.hi)], tolerance)
        if len(xs) > 1 and len(ys) > 1 and (len(xs) - 1) * (len(ys) - 1) < MOST_FIELDS:
            found.append(without_slivers(_lattice(xs, ys, hs, vs, tolerance), 2.5 * tolerance))
    return sorted(found, key=lambda lattice: lattice.ys[0])


def straightened(rules: Sequence[Rule], tolerance: float) -> list[Rule]:
    """Lines of nearly the same position brought to one position, overlapping pieces joined."""
    out: list[Rule] = []
    for group in _near(sorted(rules), tolerance):
        at = sum(rule.at * (rule.hi - rule.lo) for rule in group) / (
            sum(rule.hi - rule.lo for rule in group) or 1
        )
        pieces = sorted((rule.lo, rule.hi) for rule in group)
        lo, hi = pieces[0]
        for a, b in pieces[1:]:
            if a > hi + tolerance:
                out.append(Rule(at, lo, hi))
                lo, hi = a, b
            hi = max(hi, b)
        out.append(Rule(at, lo, hi))
    return [rule for rule in out if rule.hi - rule.lo > tolerance]


def _near(rules: list[Rule], tolerance: float) -> list[list[Rule]]:
    groups: list[list[Rule]] = []
    for rule in rules:
        if groups and rule.at - groups[-1][0].at <= tolerance:
            groups[-1].append(rule)
        else:
            groups.append([rule])
    return groups


def connected(across: list[Rule], down: list[Rule], tolerance: float) -> list[tuple[list[Rule], list[Rule]]]:
    """Groups of lines that touch each other."""
    group = list(range(len(across) + len(down)))

    def find(i: int) -> int:
        while group[i] != i:
            group[i] = group[group[i]]
            i = group[i]
        return i

    for i, h in enumerate(across):
        for j, v in enumerate(down, len(across)):
            meets = (
                h.lo - tolerance <= v.at <= h.hi + tolerance and v.lo - tolerance <= h.at <= v.hi + tolerance
            )
            if meets:
                group[find(i)] = find(j)
    members: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for i in range(len(group)):
        hs, vs = members.setdefault(find(i), ([], []))
        if i < len(across):
            hs.append(across[i])
        else:
            vs.append(down[i - len(across)])
    return [(hs, vs) for hs, vs in members.values() if hs and vs]


def edges(lines: list[float], ends: list[float], tolerance: float) -> list[float]:
    """Positions of the lines, and the outermost ends of the lines that cross them where these stick out."""
    found = sorted(set(lines))
    if not found or min(ends) < found[0] - 2.5 * tolerance:
        found.insert(0, min(ends))
    if max(ends) > found[-1] + 2.5 * tolerance:
        found.append(max(ends))
    return found


def _lattice(xs: list[float], ys: list[float], hs: list[Rule], vs: list[Rule], tolerance: float) -> Lattice:
    rows, columns = len(ys) - 1, len(xs) - 1
    wall = {(row, x) for x in range(1, columns) for row in _covered(vs, xs[x], ys, tolerance)}
    floor = {(y, column) for y in range(1, rows) for column in _covered(hs, ys[y], xs, tolerance)}
    root = {(r, c): (r, c) for r in range(rows) for c in range(columns)}

    def find(f: Field) -> Field:
        while root[f] != f:
            root[f] = root[root[f]]
            f = root[f]
        return f

    for r, c in root:
        if c + 1 < columns and (r, c + 1) not in wall:
            root[find((r, c + 1))] = find((r, c))
        if r + 1 < rows and (r + 1, c) not in floor:
            root[find((r + 1, c))] = find((r, c))
    members: dict[Field, list[Field]] = {}
    for f in root:
        members.setdefault(find(f), []).append(f)
    return made(xs, ys, [region for fields in members.values() for region in rectangles(fields)])


def made(xs: Sequence[float], ys: Sequence[float], regions: list[Region]) -> Lattice:
    regions.sort(key=lambda region: (region.top, region.left))
    owner = {
        (r, c): number
        for number, region in enumerate(regions)
        for r in range(region.top, region.bottom)
        for c in range(region.left, region.right)
    }
    return Lattice(tuple(xs), tuple(ys), tuple(regions), owner)


def _covered(rules: list[Rule], at: float, marks: Sequence[float], tolerance: float) -> list[int]:
    """The spans between neighbouring marks that a line at this position covers for the most part."""
    spans = []
    for number, (lo, hi) in enumerate(pairwise(marks)):
        drawn = sum(
            max(0.0, min(hi, rule.hi) - max(lo, rule.lo))
            for rule in rules
            if abs(rule.at - at) <= tolerance / 2
        )
        if drawn >= 0.6 * (hi - lo):
            spans.append(number)
    return spans


def rectangles(fields: list[Field]) -> list[Region]:
    """One region where the fields fill their box, else a region a row: an outline was not wholly drawn."""
    rows, columns = [r for r, _ in fields], [c for _, c in fields]
    whole = Region(min(rows), min(columns), max(rows) + 1, max(columns) + 1)
    if (whole.bottom - whole.top) * (whole.right - whole.left) == len(fields):
        return [whole]
    out: list[Region] = []
    for r, c in sorted(fields):
        if out and out[-1].top == r and out[-1].right == c:
            out[-1] = Region(r, out[-1].left, r + 1, c + 1)
        else:
            out.append(Region(r, c, r + 1, c + 1))
    return out


def without_slivers(lattice: Lattice, narrow: float) -> Lattice:
    """Column edges that differ a little from row to row leave narrow columns with no cell of their own: drop these."""
    own = {region.left for region in lattice.regions if region.right == region.left + 1}
    widths = [b - a for a, b in pairwise(lattice.xs)]
    dropped = [c for c, width in enumerate(widths) if width < narrow and c not in own and c + 1 < len(widths)]
    if not dropped:
        return lattice

    def moved(edge: int) -> int:
        return edge - sum(c < edge for c in dropped)

    xs = [x for number, x in enumerate(lattice.xs) if number not in dropped]
    regions = [Region(g.top, moved(g.left), g.bottom, moved(g.right)) for g in lattice.regions]
    return made(xs, lattice.ys, regions)
