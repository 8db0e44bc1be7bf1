"""Text with no separators: words of the forms found inside it, one after the other, with the figures between them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from parse.model import Grid, Paragraph, Slot
from reference import forms
from reference.text import norm_label

_CHAIN = 6  # so many words in a row, with nothing but figures between them, are a table
UNITS = "人次|件次|条次|万元|条|件|次|个|人|元|份|篇|项|期|起|宗"
_FIGURES = re.compile(r"[\s\d.,+\-—/*?_]*")
_GAP = re.compile(
    rf"(?:[\s\d.,+\-—/*?_]|[（(][^（）()]{{0,70}}[）)]|(?:{UNITS})(?=[\s\d—/\-(（]|$)|其中\s*[:：])*"
)
_PARTS = re.compile(
    rf"[（(][^（）()]*[）)]|其中\s*[:：]|(?P<unit>{UNITS})|(?P<figure>[^\s{UNITS.replace('|', '')}]+)"
)
_RELATION = r"[（(]?本列数据的勾稽关系为[:：].{5,40}?之和[）)]?"
_ENUMERATOR = (
    r"(?:[(（]\s*[一二三四五六七八九十]{1,2}\s*[)）]|[一二三四五六七八九十]{1,2}\s*[、.．]|\d[.、．])?\s*"
)


_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class _Found:
    text: str
    start: int
    stop: int
    title: bool


def scan(paragraph: Paragraph) -> Iterator[Paragraph | Grid]:
    """The paragraph itself, or its prose and its tables in order."""
    text = paragraph.text
    if len(text) < 60 or "\n" in text or not _DIGIT.search(text):
        yield paragraph
        return
    chains = list(_chains(text))
    if not chains:
        yield paragraph
        return
    at = 0
    for chain in chains:
        before = text[at : chain[0].start].strip()
        if before:
            yield Paragraph(before, paragraph.page, paragraph.heading)
        at = _tail(text, chain[-1].stop)
        yield from _blocks(text[:at], chain, paragraph)
    if text[at:].strip():
        yield Paragraph(text[at:].strip(), paragraph.page, paragraph.heading)


def _tail(text: str, at: int) -> int:
    m = _FIGURES.match(text, at)
    return m.end() if m else at


def _chains(text: str) -> Iterator[list[_Found]]:
    chain: list[_Found] = []
    for m in _pattern().finditer(unicodedata.normalize("NFC", text)):
        found = _Found(m[0], m.start(), m.end(), norm_label(m[0]) in _titles())
        if chain and not _GAP.fullmatch(text, chain[-1].stop, found.start):
            if len(chain) >= _CHAIN:
                yield chain
            chain = []
        chain.append(found)
    if len(chain) >= _CHAIN:
        yield chain


def _blocks(text: str, chain: list[_Found], of: Paragraph) -> Iterator[Paragraph | Grid]:
    """A title ends a grid; figures belong to the words before them."""
    rows: list[tuple[Slot, ...]] = []
    row: list[Slot] = []
    glued = _is_glued(text, chain)
    for n, found in enumerate(chain):
        if found.title:
            yield from _grid([*rows, tuple(row)], glued, of)
            rows, row = [], []
            yield Paragraph(found.text, of.page)
            continue
        row.append(Slot(found.text, page=of.page))
        stop = chain[n + 1].start if n + 1 < len(chain) else len(text)
        parts = [m for m in _PARTS.finditer(text[found.stop : stop]) if m["unit"] or m["figure"]]
        row.extend(Slot(m[0], page=of.page) for m in parts)
        if any(m["figure"] for m in parts):
            rows.append(tuple(row))
            row = []
    yield from _grid([*rows, tuple(row)], glued, of)


def _grid(rows: list[tuple[Slot, ...]], glued: bool, of: Paragraph) -> Iterator[Grid]:
    full = tuple(r for r in rows if r)
    if full:
        yield Grid(full, 0, of.page, ruled=False, loose=True, glued=glued)


def _is_glued(text: str, chain: list[_Found]) -> bool:
    """True where figures follow their labels without a blank, in most places."""
    after = [text[f.stop : f.stop + 1] for f in chain]
    return sum(c.isdigit() for c in after) > sum(c.isspace() for c in after)


@lru_cache(maxsize=1)
def _titles() -> frozenset[str]:
    return frozenset(
        s
        for f in forms.FORM_IDS
        for line in forms.load(f).sections
        if line.kind == "table" or line.parent is None
        for s in line.spellings
        if len(s) >= 6
    )


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    """Every printed spelling, blanks allowed between characters, the longest first."""
    spellings = set()
    for f in forms.FORM_IDS:
        form = forms.load(f)
        for table in form.tables:
            for line in (*table.rows, *table.columns, *table.blocks):
                spellings |= {_bare(line.label_zh), *map(_bare, line.variants)}
                spellings.add(re.sub(r"[（(][^（）()]{6,}[）)]$", "", _bare(line.label_zh)))
        spellings |= {_bare(s.label_zh) for s in form.sections if s.kind == "table"}
        spellings |= {
            v for s in form.sections if s.kind == "table" for v in map(_bare, s.variants) if len(v) >= 6
        }
    spellings |= {"信息内容", "申请人情况"}
    ordered = sorted((s for s in spellings if len(s) >= 2 and not s[0].isdigit()), key=len, reverse=True)
    return re.compile(_ENUMERATOR + "(?:" + "|".join([_RELATION, *map(_spaced, ordered)]) + ")")


def _bare(label: str) -> str:
    return re.sub(rf"^{_ENUMERATOR}|\s", "", label)


def _spaced(label: str) -> str:
    return r"\s*".join(
        {
            "（": "[（(]",
            "）": "[）)]",
            "“": '[“"「]',
            "”": '[”"」]',
            "：": "[：:]",
            "，": "[，,]",
            "、": "[、,，]?",
        }.get(c, re.escape(c))
        for c in label
    )
