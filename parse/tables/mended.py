"""Words of the forms broken over lines, as narrow heads are (结果维 / 持): joined again where the whole is a word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from parse.model import Paragraph
from parse.tables.labels import LIST, is_piece, is_word, vocabulary
from parse.tables.words import owners
from reference.text import norm_label

_SHORT = 45  # characters of a line that may hold a piece of a word
_MOST = 3  # lines that one word goes over
_GAP = re.compile(r"[ \u3000]{2,}")


def mended(run: Sequence[Paragraph]) -> list[Paragraph]:
    """The paragraphs, those that are pieces of one word as one; a word alone is never joined to another line."""
    found: list[Paragraph] = []
    n = 0
    while n < len(run):
        text, size = _whole(run, n)
        found.append(run[n] if size == 1 else replace(run[n], text=text))
        n += size
    return found


def _whole(run: Sequence[Paragraph], n: int) -> tuple[str, int]:
    """The text of line n with the lines after it that complete its words, and how many lines these are."""
    text = run[n].text
    if not _is_open(text):
        return text, 1
    for size in range(2, _MOST + 1):
        lines = [p.text for p in run[n : n + size]]
        if len(lines) < size or not all(map(_is_open, lines[1:])):
            break
        joined = _joined(lines)
        if joined:
            return joined, size
    return text, 1


def _is_open(text: str) -> bool:
    """True for a short line without figures that is no word by itself (数量 is one of the list of indicators only)."""
    if len(text) > _SHORT or text[-1:].isdigit():
        return False
    tables = owners(norm_label(text))
    return not is_word(text) or (bool(tables) and all(vocabulary()[t].layout == LIST for t in tables))


def _joined(lines: Sequence[str]) -> str | None:
    """The words that the lines make: one over all lines, one in each column, or a line's last with the next line."""
    whole = "".join(lines)
    if all(map(is_piece, lines)) and is_word(whole):
        return whole
    columns = [line.split() for line in lines]
    if len(columns[0]) > 1 and len({len(c) for c in columns}) == 1:
        words = ["".join(c) for c in zip(*columns, strict=True)]
        return "  ".join(words) if all(map(is_word, words)) else None
    return _one_completed(lines) if len(lines) == 2 else None


def _one_completed(lines: Sequence[str]) -> str | None:
    """The first line with the one of its cells, no word by itself, that the second line makes a word."""
    cells = _GAP.split(lines[0].strip())
    cells = cells if len(cells) > 1 else lines[0].split()
    ways = [n for n, c in enumerate(cells) if len(cells) > 1 and not is_word(c) and is_word(c + lines[1])]
    if len(ways) != 1 or sum(map(is_word, cells)) != len(cells) - 1:
        return None
    cells[ways[0]] += lines[1]
    return "  ".join(cells)
