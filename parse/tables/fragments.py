"""Labels that a page break, a cell or a misprint has broken: joined with their neighbours, or told by what is left."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from parse.tables.labels import Words, enumerator, nearest
from parse.tables.lines import Line
from parse.tables.words import words
from reference.text import norm_label

_REACH = 3  # lines above and below that may hold the rest of a label


@dataclass(frozen=True, slots=True)
class Broken:
    """The row that a broken label names. `how`: joined or near."""

    row: str
    how: str
    label: str


def broken_label(lines: list[Line], n: int, v: Words, used: set[int]) -> Broken | None:
    """The one row that line n's label can be, with what stands unused above and below; None for none or two."""
    own = _own(lines[n])
    above, below = list(_pieces(lines, n, -1, used)), list(_pieces(lines, n, 1, used))
    found: dict[str, tuple[int, str, set[int]]] = {}
    for (a, used_a), (b, used_b) in product([("", set()), *above], [("", set()), *below]):
        text = a + own + b
        if not (a or b) or not text:
            continue
        row = _exact(text, v)
        if row and (own or used_a == _waiting(lines, n)):
            best = found.get(row)
            if best is None or len(used_a | used_b) < best[0]:
                found[row] = (len(used_a | used_b), text, used_a | used_b)
    if len(found) == 1:
        row, (_, text, taken) = next(iter(found.items()))
        used |= taken
        return Broken(row, "joined", text)
    if found or not own:
        return None
    row = _left_over(own, v)
    return Broken(row, "near", own) if row else None


def _own(line: Line) -> str:
    """The line's label text: what follows its last known word."""
    ws = words([i.text for i in line.texts])
    return ws[-1].text if ws and not ws[-1].known else ""


def _exact(text: str, v: Words) -> str | None:
    rows = v.rows.get(norm_label(text), [])
    return rows[0] if len(rows) == 1 else None


def _waiting(lines: list[Line], n: int) -> set[int]:
    """The lines without figures that stand between line n and the figures or prose before it."""
    found = set()
    for m in range(n - 1, -1, -1):
        if lines[m].has_figures or lines[m].prose:
            break
        found.add(m)
    return found


def _pieces(lines: list[Line], n: int, step: int, used: set[int]) -> Iterator[tuple[str, set[int]]]:
    """Texts of the lines next to n that have no figures and no words of their own, joined outward, with their numbers."""
    joined: list[tuple[str, set[int]]] = [("", set())]
    for m in range(n + step, n + step * (_REACH + 1), step):
        if not 0 <= m < len(lines) or m in used:
            return
        line = lines[m]
        if line.has_figures or line.prose:
            return
        texts = [w.text for w in words([i.text for i in line.texts]) if not w.known]
        if not texts:
            return
        joined = [(t + j if step < 0 else j + t, taken | {m}) for j, taken in joined for t in texts][:12]
        yield from joined


def _left_over(own: str, v: Words) -> str | None:
    """A label cut short, cut at its beginning, or misprinted, where only one row is left to be it."""
    norm = norm_label(own)
    rows = _by_end(norm, v) or nearest(norm, v.rows)
    mark = enumerator(own)
    return None if rows and mark and v.enumerators.get(rows) not in ("", mark) else rows


def _by_end(norm: str, v: Words) -> str | None:
    if len(norm) < 5:
        return None
    rows = {
        k
        for s, ks in v.rows.items()
        for k in ks
        if s.startswith(norm) or (len(norm) >= 7 and s.endswith(norm))
    }
    return next(iter(rows)) if len(rows) == 1 else None
