"""A second look where sums fail: the same document read by the order of its texts alone, as if no line were drawn.

A sum that fails may be the publisher's or ours. What can go wrong on our side is mostly the column that a figure was
put into; read without columns, by labels and order, it would be put into another. Cells of which the two readings differ
are doubted, and what they break is no accusation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from parse.model import Block, Cell, Document, Finding, Grid, Paragraph, Problem
from parse.tables.regrid import regrid
from parse.tables.says import problem
from parse.tables.statutory import read_tables

SUMS = frozenset({"A301", "A302", "A304", "A401"})


def differing(
    document: Document, years: Sequence[int | None], cells: Iterable[Cell], findings: Iterable[Finding]
) -> list[Problem]:
    """A problem for each cell of a failing sum that the second reading gives another figure; [] where they agree, or
    where the second reading is not sure of it."""
    concerned = {c for f in findings if f.rule in SUMS and f.result == "fail" for c in f.cells}
    if not concerned or not any(isinstance(b, Grid) for b in document.blocks):
        return []
    _, again, _ = read_tables(regrid(replace(document, blocks=list(undrawn(document.blocks)))), years)
    second = {c.cell: c for c in again if c.value is not None}
    return [
        problem("two_readings", c.cell, c.at, f"{c.raw} / {second[c.cell].raw}")
        for c in cells
        if c.cell in concerned and c.cell in second and c.value not in (None, second[c.cell].value)
    ]


def undrawn(blocks: Iterable[Block]) -> Iterator[Block]:
    """Each row of a table as one line of text, its empty cells lost."""
    for block in blocks:
        if not isinstance(block, Grid):
            yield block
            continue
        for row in block.rows:
            texts = ["".join(slot.text.split()) for slot in row if slot.origin]
            if line := " ".join(t for t in texts if t):
                yield Paragraph(line)
