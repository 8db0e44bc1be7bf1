"""Is it a report at all: what looks like one and is not gets the reason."""

from __future__ import annotations

from collections.abc import Sequence

from parse.headings import spellings
from parse.meta import Meta
from parse.model import Cell, Document, Paragraph
from reference.text import norm_label

_EMPTY = 30  # cells that are printed and all blank: the form itself, not a report
_LEAST = 150  # characters of text that a report without tables has


def verdict(document: Document, meta: Meta, form: str | None, cells: Sequence[Cell]) -> str | None:
    """None for a report (or a piece of one), else why it is none."""
    filled = sum(c.value is not None for c in cells)
    printed = sum(c.state != "missing" for c in cells)
    decoy = _decoy(meta)
    if printed >= _EMPTY and not filled and sum(c.state == "blank" for c in cells) > 0.8 * printed:
        return "empty_form"
    if decoy:
        return decoy
    if filled or printed:
        return None
    titled = any(t.is_report for _, t in meta.judged)
    text = sum(len(b.text) for b in document.blocks if isinstance(b, Paragraph))
    if titled and text >= _LEAST:
        return None
    if _chapters(document) >= 3 and text >= _LEAST:
        return None
    return "no_report"


def _decoy(meta: Meta) -> str | None:
    """What the first title that says anything names, if that is no report."""
    for _, title in meta.judged:
        if title.is_report:
            return None
        if title.is_decoy:
            return title.why_not
    return None


def _chapters(document: Document) -> int:
    """How many chapters of a yearly report stand in the text under their headings."""
    known = {s: keys[0][0] for s, keys in spellings(None).items()}
    found = set()
    for block in document.blocks:
        if isinstance(block, Paragraph):
            for line in block.text.split("\n"):
                if len(line) <= 40:
                    found.add(known.get(norm_label(line)))
    return len(found - {None})
