"""Paragraphs → narrative sections, by their headings; unknown chapters keep their title."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from parse.model import Document, Grid, Section
from parse.prose.headings import ENUMERATOR, Seen, candidates, heading, split
from parse.tables.labels import is_word
from parse.tables.lines import PAGE_NUMBER
from reference.text import norm_label

PROSE = 45  # characters of a sentence that no cell of a form holds
_OPEN_END = re.compile(rf"{ENUMERATOR}[^。：:；，,]{{2,30}}")


_TABLE_NUMBER = re.compile(r"^\s*\**[（(]?(?:附?表)\s*[一二三四\d]{1,2}\s*[)）:：、.\s]*")


@dataclass(slots=True)
class _Open:
    key: str
    title: str
    parts: list[str] = field(default_factory=list)


def sections(document: Document, form_id: str | None) -> list[Section]:
    """The narrative sections in order of print; text before the first heading is left out."""
    seen = Seen(form_id)
    found: list[_Open] = []
    lines = list(_lines(document, form_id))
    n = 0
    while n < len(lines):
        used, title = _heading(lines, n, seen)
        n += used
        if title is None:
            _add(found, lines[n - 1], form_id)
        elif not (found and found[-1].key == title[0] != "" and not found[-1].parts):
            seen.opened.append(title[0])
            found.append(_Open(title[0], title[1], [title[2]] if title[2] else []))
    return list(_closed(found))


def _lines(document: Document, form_id: str | None) -> Iterator[str]:
    for block in document.blocks:
        texts = _spanning(block, form_id) if isinstance(block, Grid) else [block.text]
        for text in texts:
            yield from (t for t in split(text, form_id) if t and not PAGE_NUMBER.fullmatch(t))


def _spanning(grid: Grid, form_id: str | None) -> Iterator[str]:
    """Headings and prose that stand in a row of a table by themselves, where a report is one table."""
    for row in grid.rows:
        texts = [s.text for s in row if s.origin and s.text.strip()]
        if len(texts) != 1 or is_word(texts[0]):
            continue
        known = candidates(norm_label(texts[0]), form_id)
        if known or (len(texts[0]) > PROSE and "。" in texts[0]):
            yield texts[0]


def _heading(lines: list[str], n: int, seen: Seen) -> tuple[int, tuple[str, str, str] | None]:
    """How many lines it takes, and the heading; two lines where a break cuts it."""
    found = heading(lines[n], seen)
    if (found is None or not found[0]) and n + 1 < len(lines) and _OPEN_END.fullmatch(lines[n]):
        joined = lines[n] + lines[n + 1]
        if len(lines[n + 1]) <= 20 and (key := seen.key_of(joined)):
            return 2, (key, joined.strip(), "")
    return 1, found


def _add(found: list[_Open], text: str, form_id: str | None) -> None:
    """Text of the section that is open; words of a table that was taken apart are none."""
    if found and not is_word(text) and not _caption(text, found[-1].key, form_id):
        found[-1].parts.append(text)


def _caption(text: str, key: str, form_id: str | None) -> bool:
    """True for the name of the section's table above or below it: 表二：主动公开政府信息情况."""
    bare = _TABLE_NUMBER.sub("", text, count=1)
    return bare != text and any(k == key for k, _ in candidates(norm_label(bare), form_id))


def _closed(found: list[_Open]) -> Iterator[Section]:
    """What was found, without headings of a table of contents: nothing below them, and printed again further down."""
    for n, section in enumerate(found):
        text = "\n".join(section.parts).strip()
        again = any(later.key == section.key for later in found[n + 1 :])
        if text or (section.key and not again):
            yield Section(section.key, section.title, text)
