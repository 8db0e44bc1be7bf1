"""Paragraphs → narrative sections, by their headings as the forms spell them; unknown chapters keep their title."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from parse.labels import is_word
from parse.lines import PAGE_NUMBER
from parse.model import Document, Grid, Paragraph, Section
from reference import forms
from reference.text import norm_label

_ENUMERATOR = (
    r"(?:[（(]\s*[一二三四五六七八九十]{1,3}\s*[）)]|[一二三四五六七八九十]{1,3}\s*[、.．:：]|[㈠-㈩])"
)
_CHAPTER = re.compile(r"\s*\**\s*([一二三四五六七八九十]{1,3})\s*[、.．:：]\s*([^。；，,;\n]{2,40}?)\**\s*")
_WORDS = r"(?:的|工作|情况|方面|有关|相关)*"
_END = re.compile(r"\s*\**\s*[。.：:、\s]?\s*\**")
_LONGEST = 46


@dataclass(slots=True)
class _Open:
    key: str
    title: str
    parts: list[str]


def sections(document: Document, form_id: str | None) -> list[Section]:
    """The narrative sections in order of print; text before the first heading is left out."""
    found: list[Section] = []
    now: _Open | None = None
    for key, title, text in _pieces(document, form_id or "2014"):
        if title is not None:
            if now:
                found.append(_close(now))
            now = _Open(key, title, [])
        if now and text:
            now.parts.append(text)
    if now:
        found.append(_close(now))
    return [s for s in found if s.text or s.section]


def _close(now: _Open) -> Section:
    return Section(now.key, now.title, "\n".join(now.parts).strip())


def _pieces(document: Document, form_id: str) -> Iterator[tuple[str, str | None, str]]:
    """(section key, title or None where the section goes on, text)."""
    for block in document.blocks:
        if isinstance(block, Grid):
            continue
        for paragraph in _split(block.text, form_id):
            if PAGE_NUMBER.fullmatch(paragraph) or is_word(paragraph):
                continue
            yield _heading(paragraph, form_id) or ("", None, paragraph)


def _split(text: str, form_id: str) -> Iterator[str]:
    """Lines; a long line cut before each heading of the form that stands inside it."""
    for line in text.split("\n"):
        if len(line) < 150:
            yield line
            continue
        at = 0
        for m in _inside(form_id).finditer(line):
            if m.start() > at:
                yield line[at : m.start()].strip()
                at = m.start()
        yield line[at:].strip()


def _heading(text: str, form_id: str) -> tuple[str, str, str] | None:
    """A known heading that begins the text (and what follows it), or an unknown chapter that is the whole text."""
    known = spellings(form_id)
    if len(text) <= _LONGEST and norm_label(text) in known:
        return known[norm_label(text)], text.strip("# *"), ""
    m = _inside(form_id).match(text.lstrip("# *　"))
    bare = text.lstrip("# *　")
    if m:
        rest = _END.sub("", bare[m.end() :], count=1)
        return known[norm_label(m["title"])], m[0].strip("* "), rest
    chapter = _CHAPTER.fullmatch(text) if len(text) <= _LONGEST else None
    return ("", text.strip("# *"), "") if chapter else None


@lru_cache
def spellings(form_id: str) -> dict[str, str]:
    """Normalised heading → section key."""
    return {s: line.key for line in forms.load(form_id).sections for s in line.spellings}


@lru_cache
def _inside(form_id: str) -> re.Pattern[str]:
    """A numbered heading of the form inside a text, followed by a full stop, a blank, a digit or text."""
    names = set()
    for line in forms.load(form_id).sections:
        names |= {re.sub(rf"^{_ENUMERATOR}", "", s) for s in (line.label_zh, *line.variants)}
    ordered = sorted(names, key=len, reverse=True)
    titles = "|".join(r"\s*".join(map(re.escape, n)) for n in ordered)
    return re.compile(
        rf"\**\s*{_ENUMERATOR}\s*(?P<title>{titles})(?:方面|情况)?(?=[。：:\s\*]|20\d\d|[一-鿿（(]|$)"
    )


__all__ = ["Paragraph", "sections", "spellings"]
