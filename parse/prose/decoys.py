"""Is it a report at all: what looks like one and is not gets the reason."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from parse.model import Cell, Document, Paragraph
from parse.prose.headings import spellings
from parse.prose.meta import Meta
from reference.text import norm_label
from reference.titles import Title, judge

_EMPTY = 30  # cells that are printed and all blank: the form itself, not a report
_FILLED = 10  # figures of statutory tables: more than any page about a report prints
_LEAST = 150  # characters of text that a report without tables has
_CHAPTERS = 3
_LISTED = 4  # reports named on lines of their own
_LINES = 400  # lines that are looked at
# A whole report may stand under a title that says so; menus, catalogues and calls never hold filled tables.
_WITH_FIGURES = frozenset(
    (
        "sample",
        "empty_form",
        "draft",
        "explainer",
        "translation",
        "website_report",
        "other_report",
        "statistics",
    )
)
_MENU = frozenset(("rules", "catalogue", "topic_page", "letter"))
_PLACEHOLDER = re.compile(
    r"(?i)(?<![a-z])x{2,}(?![a-z])|[×ΧＸ]{2,}|某{1,2}(?:省|市|县|区|镇|乡|街道|局|单位)|[〇○]{2,}(?:县|市|局)"
)
_ADDRESSED = re.compile(r"(?:[^。]{0,20})各[^。：:]{2,50}[：:]")
_HEAD_PIECE = re.compile(r"[_|｜–—\-]")


def verdict(document: Document, meta: Meta, form: str | None, cells: Sequence[Cell]) -> str | None:
    """None for a report (or a piece of one), else why it is none."""
    filled = sum(c.value is not None for c in cells)
    printed = sum(c.state != "missing" for c in cells)
    blank = sum(c.state in ("blank", "mark") for c in cells)
    if printed >= _EMPTY and not filled and blank > 0.8 * printed:
        return "empty_form"
    if why_not := _named(document, meta, filled):
        return why_not
    if filled or printed:
        return None
    return _of_text(document, meta)


# --- by its titles


def _named(document: Document, meta: Meta, filled: int) -> str | None:
    """What the page's own title names, or the first title that says anything, if that is no report."""
    own = [judge(t) for t in _page_titles(document) if t]
    if decoy := next((t.why_not for t in own if t.is_decoy and not (filled and t.why_not in _MENU)), None):
        return decoy
    printed = [title for _, title in meta.judged]
    reported = any(t.is_report for t in [*own, *printed])
    if filled >= _FILLED and any(t.is_report for t in own):
        return None  # 图解：… printed above such a page's text is a link
    for title in printed:
        if title.is_report:
            return None
        if title.is_decoy and not (reported and _passed_over(title, filled)):
            return title.why_not
    return None


def _page_titles(document: Document) -> Iterator[str]:
    """The article's title in the meta tags, and the first piece of the page's head where that is no column's name."""
    yield document.meta.get("title", "")
    head = _HEAD_PIECE.split(document.meta.get("page_title", ""))[0]
    if "报告" in head or "年报" in head or judge(head).is_report:
        yield head


def _passed_over(title: Title, filled: int) -> bool:
    """A title that is not the page's: of a menu, or one that no page with a report's figures has."""
    if filled >= _FILLED:
        return title.why_not not in _WITH_FIGURES
    return title.why_not in _MENU and title.year is None


# --- by its text


def _of_text(document: Document, meta: Meta) -> str | None:
    """The verdict on a page without any figure of a statutory table."""
    lines = list(islice(_lines(document), _LINES))
    text = sum(len(b.text) for b in document.blocks if isinstance(b, Paragraph))
    reports = [t for _, t in meta.judged if t.is_report]
    if not any(t.organ for t in reports) and _placeholders(lines) >= _LISTED:
        return "sample"
    if _chapters(lines) >= _CHAPTERS:
        return None if text >= _LEAST else "no_report"
    if _reports_named(lines) >= _LISTED and max(map(len, lines)) < _LEAST:
        return "list"
    if any(map(_ADDRESSED.fullmatch, lines[:12])):
        return "notice"
    return None if reports and meta.year is not None and text >= _LEAST else "no_report"


def _placeholders(lines: Sequence[str]) -> int:
    return sum(len(_PLACEHOLDER.findall(line)) for line in lines)


def _lines(document: Document) -> Iterator[str]:
    for block in document.blocks:
        if isinstance(block, Paragraph):
            yield from (line.strip() for line in block.text.split("\n") if line.strip())


def _reports_named(lines: Sequence[str]) -> int:
    """How many reports, by organ and year, stand on lines of their own."""
    titles = (
        judge(re.sub(r"[\[（(]?20\d\d-\d\d-\d\d[\]）)]?", "", line)) for line in lines if len(line) <= 60
    )
    return len({(t.organ, t.year) for t in titles if t.is_report and t.year})


def _chapters(lines: Sequence[str]) -> int:
    """How many chapters of a yearly report stand in the text under their headings."""
    known = {s: keys[0][0] for s, keys in spellings(None).items()}
    return len({known.get(norm_label(line)) for line in lines if len(line) <= 40} - {None})
