"""Plain text and Markdown → Document: tab rows, bar rows of every kind; what else there is stays a paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator

from parse.model import Document, Grid, Paragraph, Slot
from parse.numbers import is_figure
from parse.tables.regrid import grouped
from reference.text import decode

_RULE = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*")
_HEADING = re.compile(r"\s*(#{1,6})\s+(.*)")
_BREAK = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
Row = list[str]


def read(body: bytes, content_type: str | None = None, kind: str = "text") -> Document:
    """A Document of a text file; `kind` is text or markdown."""
    text, _ = decode(body, content_type)
    return document(text, kind)


def document(text: str, kind: str = "text") -> Document:
    """Lines of tabs and bars become grids (not ruled), all other lines paragraphs."""
    lines = _BREAK.sub("\n", text).split("\n")
    blocks: list[Paragraph | Grid] = []
    number = 0
    for is_table, part in _runs(lines):
        rows = table_rows(part) if is_table else []
        if not rows:
            blocks.extend(_paragraphs(part))
            continue
        number += 1
        blocks.append(Grid(tuple(tuple(map(Slot, row)) for row in rows), number, ruled=False))
    return Document(kind, blocks)


def _runs(lines: list[str]) -> Iterator[tuple[bool, list[str]]]:
    """Stretches of lines with and without separators. Blank lines belong to what goes before; a line between two
    lines of bars belongs to them where bars stand on lines of their own."""
    flags = [bool(line.strip()) and ("\t" in line.strip("\n") or "|" in line) for line in lines]
    _bridge(lines, flags)
    start = 0
    for n in range(1, len(lines) + 1):
        if n == len(lines) or flags[n] != flags[start]:
            yield flags[start], lines[start:n]
            start = n


def _bridge(lines: list[str], flags: list[bool]) -> None:
    """Mark lines without a separator that are cells all the same: cell, newline, bar, newline."""
    bare = [bool(re.fullmatch(r"[\s|]*\|[\s|]*", line)) for line in lines]
    for n, line in enumerate(lines):
        if flags[n] or len(line) > 120:
            continue
        near = [m for m in range(max(n - 2, 0), min(n + 3, len(lines))) if m != n]
        if any(bare[m] for m in near) or (not line.strip() and any(flags[m] for m in near)):
            flags[n] = True


def _paragraphs(part: list[str]) -> Iterator[Paragraph]:
    for line in part:
        if not line.strip():
            continue
        m = _HEADING.fullmatch(line)
        yield Paragraph(m[2].strip(), heading=len(m[1])) if m else Paragraph(line.strip())


def table_rows(part: list[str]) -> list[Row]:
    """Rows of cells of a stretch of lines with tabs or bars; [] where they are no table."""
    lines = [line for line in part if line.strip() and not _RULE.fullmatch(line)]
    if sum("\t" in line for line in lines) >= sum("|" in line for line in lines):
        return [[c.strip() for c in line.split("\t")] for line in lines]
    if _cell_a_line(lines):
        return [[s.text for s in row] for row in grouped(map(Slot, _pieces(part)))]
    return [_bar_row(line) for line in lines]


def _cell_a_line(lines: list[str]) -> bool:
    """True where a line with bars holds one cell, not a row."""
    cells = [sum(bool(c.strip()) for c in line.split("|")) for line in lines if "|" in line]
    return sum(n >= 2 for n in cells) * 5 < len(cells)


def _pieces(part: list[str]) -> Iterator[str]:
    """The cells between bars. A piece of several lines that hold figures is several cells."""
    pieces = "\n".join(part).split("|")
    for piece in pieces[: -1 if not pieces[-1].strip() else None]:
        lines = [line.strip() for line in piece.split("\n") if line.strip()]
        if len(lines) > 1 and any(is_figure(line) for line in lines):
            yield from lines
        else:
            yield "\n".join(lines)


def _bar_row(line: str) -> Row:
    """The cells of a line; a bar that only opens or closes the line makes none."""
    text = line.strip()
    if text.startswith("|") and text.endswith("|") and len(text) > 1:
        text = text[1:-1]
    elif text.endswith("|"):
        text = text[:-1]
    return [c.strip() for c in text.split("|")]
