"""Labels wrapped over lines around their figures, as a PDF's text has them: put together by the words of the form.

    （三）不    2.其他法律行政法
    予公开                        0  0  0  0  0  0  0
               规禁止公开

The pieces of a region are cut into labels so that as many pieces as can be belong to one; a line of figures goes to
the label whose lines it stands on or right below. What is not exactly a label stays without one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from parse.model import Block, Grid, Paragraph, Slot
from parse.numbers import read
from parse.tables.labels import BLOCKS, MATRIX, enumerator, table_titles, tables_of, vocabulary
from parse.tables.lines import PAGE_NUMBER
from reference.text import norm_label, simplified_characters

_MOST_PIECES = 14
_REACH = 6  # lines that one label goes over
_MARKS = re.compile(r"[^\w]|_")


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of a region: the pieces of text on it and the figures at its end."""

    texts: tuple[str, ...]
    figures: tuple[str, ...]
    at: int


@dataclass(frozen=True, slots=True)
class _Label:
    row: str
    text: str
    first: int
    last: int
    stop: int
    weight: int


def unwrap(run: Sequence[Paragraph]) -> Iterator[Block]:
    """The paragraphs, those of a table's region with wrapped labels as grids of whole rows."""
    start = 0
    for at, key in _titles(run):
        yield from run[start : at + 1]
        end = next((n for n, _ in _titles(run) if n > at), len(run))
        region = _cut_end(run[at + 1 : end])
        rows = _unwrapped(region, key) if vocabulary()[key].layout in (MATRIX, BLOCKS) else None
        yield from rows if rows is not None else region
        start = at + 1 + len(region)
    yield from run[start:]


def _titles(run: Sequence[Paragraph]) -> list[tuple[int, str]]:
    found = []
    for n, p in enumerate(run):
        if len(p.text) < 60 and (key := table_titles().get(norm_label(p.text))):
            found.append((n, key))
    return found


def _cut_end(region: Sequence[Paragraph]) -> Sequence[Paragraph]:
    """The region up to its last line of figures."""
    last = max((n for n, p in enumerate(region) if _line(p.text, n).figures), default=-1)
    return region[: last + 4]


def _unwrapped(region: Sequence[Paragraph], key: str) -> list[Block] | None:
    """The region's blocks; None where no label is wrapped, so that the usual way reads it."""
    lines = [_line(p.text, n) for n, p in enumerate(region)]
    figures = [line for line in lines if line.figures]
    if len(figures) < 2 or _cell_a_line(figures):
        return None
    labels = _labels(lines, key)
    owners = _owners(labels, lines)
    if not any(label.first != label.last or label.last != at for at, label in owners.items()):
        return None
    return list(_blocks(region, lines, owners))


def _cell_a_line(figures: Sequence[_Row]) -> bool:
    """True where figures stand one on a line, one after the other: then a line is a cell, not a row."""
    lone = {f.at for f in figures if len(f.figures) == 1 and not f.texts}
    return any(at + 1 in lone for at in lone)


def _line(text: str, at: int) -> _Row:
    if PAGE_NUMBER.fullmatch(text):
        return _Row((), (), at)
    words = text.split()
    n = len(words)
    while n and read(words[n - 1]).kind in ("number", "mark", "annotated") and not enumerator(words[n - 1]):
        n -= 1
    return _Row(tuple(words[:n]), tuple(words[n:]), at)


def squeezed(text: str) -> str:
    """A label with its numeral, without marks and blanks: pieces of it are compared in this shape."""
    return _MARKS.sub("", simplified_characters(unicodedata.normalize("NFKC", text)))


@lru_cache
def _spellings(key: str) -> tuple[dict[str, str], frozenset[str], tuple[str, ...]]:
    """Whole labels → row, every beginning of a label, and the group titles."""
    whole: dict[str, str] = {}
    groups = {"信息内容"}
    for table in tables_of(key):
        for row in table.rows:
            texts = {row.label_zh, *row.variants}
            texts |= {re.sub(r"[（(][^（）()]{5,}[）)]", "", t) for t in texts}
            texts |= {
                re.sub(r"^(?:[（(][一二三四五六七八九十]+[）)]|[一二三四五六七八九十]+、|\d[.、])", "", t)
                for t in texts
            }
            if row.cells:
                whole |= {squeezed(t): row.key for t in texts}
            else:
                groups |= set(map(squeezed, texts))
        groups |= {squeezed(c.label_zh) for c in table.columns}
    starts = {w[:n] for w in whole for n in range(1, len(w) + 1)}
    return {w: k for w, k in whole.items() if len(w) > 1}, frozenset(starts), tuple(groups)


def _labels(lines: Sequence[_Row], key: str) -> list[_Label]:
    """The labels that take up most of the pieces; no piece belongs to two."""
    pieces = [(squeezed(t), t, line.at) for line in lines for t in line.texts]
    pieces = [p for p in pieces if p[0]]
    best: list[tuple[int, list[_Label]]] = [(0, [])] * (len(pieces) + 1)
    for n in range(len(pieces) - 1, -1, -1):
        best[n] = best[n + 1]
        for label in _from(pieces, n, key):
            weight = label.weight + best[label.stop][0]
            if weight > best[n][0]:
                best[n] = (weight, [label, *best[label.stop][1]])
    return best[0][1] if best else []


def _from(pieces: Sequence[tuple[str, str, int]], n: int, key: str) -> Iterator[_Label]:
    """The whole labels that begin with piece n; pieces of group titles between may be left out."""
    whole, starts, groups = _spellings(key)
    first = pieces[n][2]
    states = [(pieces[n][0], pieces[n][1], first)] if pieces[n][0] in starts else []
    for m in range(n, min(n + _MOST_PIECES, len(pieces))):
        piece, raw, at = pieces[m]
        if at - first > _REACH or not states:
            return
        if m > n:
            longer = [(s + piece, t + raw, at) for s, t, _ in states if s + piece in starts]
            idle = states if any(piece in g for g in groups) else []
            states = [*longer, *idle]
        for s, t, last in states:
            if s in whole and last == at:
                yield _Label(whole[s], t, first, last, m + 1, len(s) ** 2)


def _owners(labels: Sequence[_Label], lines: Sequence[_Row]) -> dict[int, _Label]:
    """Line of figures → its label, where both have only each other."""
    wanted: dict[int, list[_Label]] = {}
    for line in lines:
        if not line.figures:
            continue
        on = [x for x in labels if x.first <= line.at <= x.last]
        below = [
            x for x in labels if x.last < line.at and not line.texts and _between(lines, x.last, line.at)
        ]
        wanted[line.at] = on or below[-1:]
    counts: dict[int, int] = {}
    for found in wanted.values():
        for x in found:
            counts[id(x)] = counts.get(id(x), 0) + 1
    return {at: x[0] for at, x in wanted.items() if len(x) == 1 and counts[id(x[0])] == 1}


def _between(lines: Sequence[_Row], a: int, b: int) -> bool:
    """True where nothing stands between two lines."""
    return all(not line.texts and not line.figures for line in lines if a < line.at < b)


def _blocks(region: Sequence[Paragraph], lines: Sequence[_Row], owners: dict[int, _Label]) -> Iterator[Block]:
    """Lines in order; each label's whole row in the place of its figures, its pieces left out elsewhere."""
    taken = {n for x in owners.values() for n in range(x.first, x.last + 1)}
    for line, p in zip(lines, region, strict=True):
        label = owners.get(line.at)
        if label:
            cells = (label.text, *line.figures)
            yield Grid((tuple(Slot(c, page=p.page) for c in cells),), 0, p.page, ruled=False, loose=True)
        elif line.at not in taken or line.figures:
            yield p
