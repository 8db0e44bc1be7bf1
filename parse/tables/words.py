"""The texts of a line cut into words of the forms: joined over breaks, or taken apart where they are fused."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from parse.tables.labels import HEAD_WORDS, everything, is_relation, vocabulary
from reference.text import norm_label

_JOIN = 5  # the most pieces that one label was seen broken into on one line
_GLOSS = 6  # characters of the shortest explanation in brackets
_NUMERAL = re.compile(r"[一二三四五六七八九十]|\d")


@dataclass(frozen=True, slots=True)
class Word:
    """`norm` is the word of a form, "" where it is none; `first` and `last` are the items it stands on."""

    norm: str
    text: str
    first: int
    last: int

    @property
    def known(self) -> bool:
        return self.norm != ""


def words(texts: list[str]) -> list[Word]:
    """Each text is a word, part of one, several, or none."""
    found: list[Word] = []
    n = 0
    while n < len(texts):
        size, names = _longest(tuple(texts[n : n + _JOIN]))
        last = n + size - 1
        text = "".join(texts[n : last + 1])
        found.extend(Word(name, text, n, last) for name in names)
        n += size
    return found


@lru_cache(maxsize=8192)
def _longest(texts: tuple[str, ...]) -> tuple[int, tuple[str, ...]]:
    """How many of the texts make words together, and which; the longest join that is a word counts."""
    if is_relation(texts[0]):
        return 1, ("*",)
    for size in range(len(texts), 0, -1):
        text = "".join(texts[:size])
        if len(text) > 700:
            continue
        norm = norm_label(text)
        if norm in everything() and not _adds_a_scrap(texts[:size], norm):
            return size, (norm,)
    return 1, _apart(texts[0])


def _adds_a_scrap(texts: tuple[str, ...], norm: str) -> bool:
    """True where the word is whole before the last texts, and these are no gloss in brackets but a scrap (（七计)."""
    for size in range(1, len(texts)):
        if norm_label("".join(texts[:size])) == norm:
            rest = "".join(texts[size:]).strip()
            return len(rest) < _GLOSS or rest[0] not in "（("
    return False


def _apart(text: str) -> tuple[str, ...]:
    """The words of a text that is several words and nothing else; ("",) where it is not."""
    norm = norm_label(text)
    return (_cut(norm) if 4 <= len(norm) <= 80 else None) or ("",)


@lru_cache(maxsize=4096)
def _cut(norm: str) -> tuple[str, ...] | None:
    """The one way to cut a normalised text into words (numerals of enumerators between them); None if none or two."""
    ways = _ways(norm, everything(), 0)
    longest = [w for w in ways if len(w) == min(map(len, ways))]
    return longest[0] if len(longest) == 1 else None


def _ways(text: str, known: frozenset[str], depth: int) -> list[tuple[str, ...]]:
    if not text:
        return [()]
    if depth > 12:
        return []
    found = []
    skip = (0, 1) if depth and _NUMERAL.match(text) else (0,)
    for begin in skip:
        for end in range(len(text), begin + 1, -1):
            if text[begin:end] in known:
                found += [(text[begin:end], *rest) for rest in _ways(text[end:], known, depth + 1)]
                break
    return found


@lru_cache(maxsize=1)
def _owners() -> dict[str, frozenset[str]]:
    owners: dict[str, set[str]] = {}
    for key, w in vocabulary().items():
        for norm in w.all:
            owners.setdefault(norm, set()).add(key)
    return {n: frozenset(k) for n, k in owners.items()}


def owners(norm: str) -> frozenset[str]:
    """The tables that have a word; one only where the word alone tells the table."""
    return _owners().get(norm, frozenset())


def is_head_word(norm: str) -> bool:
    return norm in HEAD_WORDS or norm == "*"
