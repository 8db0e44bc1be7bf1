"""How alike two narratives are: shares of character 5-grams, figures and names masked. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from parse.checks.facts import Facts
from parse.checks.outcome import NOT_APPLICABLE, NOT_EVALUABLE, PASS, Outcome, Words, named
from parse.checks.sentences import plain
from reference.rules import Rule

SIZE = 5
LEAST = 200
"""Characters below which a text is too short to be called a copy."""
NARRATIVE = (
    "overview",
    "overview_proactive",
    "overview_management",
    "overview_platform",
    "overview_supervision",
    "problems",
)
"""Without overview_requests, which recounts table three and so changes with it."""
_DIGITS = re.compile(r"[\d零〇一二三四五六七八九十百千万亿]+(?:\.\d+)?")
_MARKS = re.compile(r"[^\w]|_")


_ENDS = re.compile(r"[。；;!?！？]")
_MARKS_IN_LINE = re.compile(r"[^\w\n]|_")


@lru_cache(maxsize=64)
def masked(text: str) -> str:
    """The text without marks, its figures as 0."""
    return _MARKS.sub("", _DIGITS.sub("0", plain(text)))


def masked_sentences(text: str, names: tuple[str, ...]) -> list[str]:
    """The sentences without marks, their figures as 0 and the given names as 〇."""
    text = plain(text)
    if names:
        text = _any_of(names).sub("〇", text)
    text = _ENDS.sub("\n", _DIGITS.sub("0", text))
    return [s for s in _MARKS_IN_LINE.sub("", text).split("\n") if s]


@lru_cache(maxsize=1024)
def _any_of(names: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(names, key=len, reverse=True))))


@lru_cache(maxsize=64)
def shingles(text: str) -> frozenset[str]:
    return frozenset({text[i : i + SIZE] for i in range(max(len(text) - SIZE + 1, 1))})


def similarity(a: str, b: str) -> float:
    """Jaccard index of the two texts' shingles, 0..1."""
    left, right = shingles(a), shingles(b)
    both = len(left & right)
    return both / (len(left) + len(right) - both)


def narrative(sections: Mapping[str, str]) -> str:
    return "\n".join(sections[k] for k in NARRATIVE if sections.get(k))


@named("X502")
def near_identical(facts: Facts, rule: Rule) -> Iterator[Outcome]:
    """The whole narrative against last year's; single sections stand in the table of similar texts."""
    if facts.previous is None:
        yield NOT_APPLICABLE
        return
    now, then = masked(narrative(facts.sections)), masked(narrative(facts.previous.sections))
    threshold = float(rule.params["threshold"])
    if min(len(now), len(then)) < LEAST:
        yield NOT_EVALUABLE
        return
    if not threshold <= len(now) / len(then) <= 1 / threshold:
        yield PASS
        return
    share = similarity(now, then)
    words: Words = {"section": ("文字全文", "the whole narrative"), "similarity": f"{share:.0%}"}
    yield (
        PASS
        if share < threshold
        else Outcome("fail", (), f"< {threshold}", f"{share:.2f}", words=words, key="narrative")
    )
