"""The sentence in which a word stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from markupsafe import Markup

ENDS = "。！？；\n"
LONGEST = 180
"""Characters of a snippet; a longer sentence is cut around the word."""


def snippet(text: str, words: Sequence[str], before: str, after: str) -> str:
    """The sentence of the first word that is found, every word in it between `before` and `after`."""
    return _marked(sentence(text, words), words, before, after)


def html_snippet(text: str, words: Sequence[str]) -> Markup:
    """The same for a page."""
    found = escape(sentence(text, words))
    return Markup(_marked(found, [escape(word) for word in words], "<mark>", "</mark>"))


def sentence(text: str, words: Sequence[str]) -> str:
    lowered = text.lower()
    places = [place for place in (lowered.find(word) for word in words) if place >= 0]
    at = min(places, default=0)
    start = max((text.rfind(end, 0, at) for end in ENDS), default=-1) + 1
    stop = min((place for place in (text.find(end, at) for end in ENDS) if place >= 0), default=len(text)) + 1
    if stop - start > LONGEST:
        start = max(start, at - LONGEST // 3)
        stop = min(stop, start + LONGEST)
    return text[start:stop].strip()


def _marked(text: str, words: Sequence[str], before: str, after: str) -> str:
    if not words:
        return text
    pattern = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.sub(pattern, lambda hit: before + hit.group() + after, text, flags=re.IGNORECASE)
