"""Copies among all reports of a year: narrative sections with names and figures masked, the common words struck out. Pure.

Which pairs may be alike is proposed by MinHash (archive/similar.py); what is told was counted exactly here.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import Any, NamedTuple, Protocol

from parse.alike import masked, shingles, similarity
from parse.quality import stems
from parse.sentences import sentences

SECTIONS = (
    "overview_proactive",
    "overview_requests",
    "overview_management",
    "overview_platform",
    "overview_supervision",
    "problems",
)
LEAST = 80
"""Masked characters below which a section says too little to be called a copy."""
COMMON, COMMON_TEXTS = 0.3, 5
"""A sentence in more than this share of a year's sections, and in more than so many, is the form's or a notice's own."""
MOST = 3
"""Likest others that are kept for each section."""


class Likeness(NamedTuple):
    report: str
    other: str
    similarity: float


def masks(name: str, printed: str, above: list[str]) -> tuple[str, ...]:
    """What is masked in a report's text: its organ's names, its places, and the places' short names."""
    names = {name, printed, *above, *stems(" ".join((name, printed, *above)))}
    return tuple(sorted(names - {""}))


def cut(text: str, names: tuple[str, ...]) -> list[str]:
    """The masked sentences of a section."""
    return [m for m in (masked(s, names) for s in sentences(text)) if m]


def common(texts: Iterable[list[str]]) -> frozenset[str]:
    """Masked sentences that stand in so many texts that no two of them are copies for it."""
    counts: Counter[str] = Counter()
    total = 0
    for text in texts:
        counts.update(set(text))
        total += 1
    return frozenset(s for s, n in counts.items() if n > COMMON * total and n > COMMON_TEXTS)


def prepared(text: list[str], template: frozenset[str]) -> str:
    """The text that is compared; "" where too little is left."""
    left = "".join(s for s in text if s not in template)
    return left if len(left) >= LEAST else ""


def tokens(text: str) -> list[str]:
    return sorted(shingles(text))


def likest(
    report: str, equal: list[str], near: list[str], text_of: Callable[[str], str], threshold: float
) -> Iterator[Likeness]:
    """The likest others: `equal` have the same text, each names its own; `near` may be alike, told both ways."""
    same = [r for r in equal if r != report][:MOST]
    own = text_of(report) if near and len(same) < MOST else ""
    ranked = [(similarity(own, text_of(other)), other) for other in near] if own else []
    close = sorted((r for r in ranked if r[0] >= threshold), key=lambda r: (-r[0], r[1]))
    yield from (Likeness(report, other, 1.0) for other in same)
    for share, other in close[: MOST - len(same)]:
        yield Likeness(report, other, share)
        yield Likeness(other, report, share)


# --- one section of one year, from the archive and back


class Store(Protocol):
    """What archive/similar.py offers; passed in, since this module knows no archive."""

    def texts(self, db: Any, year: int, section: str, /) -> Iterator[tuple[str, str]]: ...
    def text(self, db: Any, report: str, section: str, /) -> str: ...
    def signatures(self, db: Any, year: int, section: str, /) -> dict[str, tuple[bytes, bytes]]: ...
    def put_signatures(
        self, db: Any, year: int, section: str, rows: Iterable[tuple[str, bytes, bytes]], /
    ) -> None: ...
    def template(self, db: Any, year: int, section: str, /) -> tuple[int, frozenset[str]]: ...
    def put_template(
        self, db: Any, year: int, section: str, texts: int, sentences: Iterable[str], /
    ) -> None: ...
    def drop(self, db: Any, year: int, section: str, reports: Iterable[str], /) -> None: ...
    def put(self, db: Any, section: str, pairs: Iterable[tuple[str, str, float]], /) -> None: ...
    def minhash(self, tokens: list[str], /) -> bytes: ...
    def near(
        self, nodes: list[bytes], asked: list[int], threshold: float, /
    ) -> Iterator[tuple[int, list[int]]]: ...


SMALL, GROWN = 5000, 1.2
"""Up to so many texts all is compared anew at every change; beyond, when the year has grown by so much."""
HALF = 16


@dataclass(slots=True)
class Search:
    """The search through one section of one year. `names` gives what is masked in a report's text."""

    store: Store
    db: Any
    year: int
    section: str
    names: Callable[[str], tuple[str, ...]]
    template: frozenset[str] = frozenset()

    def run(self, threshold: float) -> int:
        """Compare what changed; returns how many reports were looked at anew."""
        known = self.store.signatures(self.db, self.year, self.section)
        marks = {report: digest(text) for report, text in self._texts()}
        fresh = {r for r, mark in marks.items() if r not in known or known[r][0][:HALF] != mark}
        gone = known.keys() - marks.keys()
        if not fresh and not gone:
            return 0
        counted, self.template = self.store.template(self.db, self.year, self.section)
        if not counted or len(marks) <= SMALL or len(marks) > GROWN * counted:
            self.template = common(cut(text, self.names(report)) for report, text in self._texts())
            self.store.put_template(self.db, self.year, self.section, len(marks), self.template)
            fresh = set(marks)
        self.store.drop(self.db, self.year, self.section, fresh | gone)
        self.store.put_signatures(self.db, self.year, self.section, self._signed(fresh, marks))
        self.store.put(self.db, self.section, self._pairs(fresh, threshold))
        return len(fresh)

    def _texts(self) -> Iterator[tuple[str, str]]:
        return self.store.texts(self.db, self.year, self.section)

    def _prepared(self, report: str, text: str) -> str:
        return prepared(cut(text, self.names(report)), self.template)

    def _signed(self, fresh: set[str], marks: dict[str, bytes]) -> list[tuple[str, bytes, bytes]]:
        found = []
        for report, text in self._texts():
            if report in fresh:
                ready = self._prepared(report, text)
                found.append(
                    (
                        report,
                        marks[report] + digest(ready),
                        self.store.minhash(tokens(ready)) if ready else b"",
                    )
                )
        return found

    def _pairs(self, fresh: set[str], threshold: float) -> Iterator[Likeness]:
        equal: dict[bytes, list[str]] = defaultdict(list)
        states: dict[bytes, bytes] = {}
        for report, (mark, state) in sorted(self.store.signatures(self.db, self.year, self.section).items()):
            if state:
                equal[mark[HALF:]].append(report)
                states[mark[HALF:]] = state
        nodes = sorted(equal)
        asked = [n for n, node in enumerate(nodes) if not fresh.isdisjoint(equal[node])]
        ready = lru_cache(maxsize=4096)(
            lambda r: self._prepared(r, self.store.text(self.db, r, self.section))
        )
        for n, near in self.store.near([states[node] for node in nodes], asked, threshold):
            others = [equal[nodes[m]][0] for m in near]
            for report in fresh.intersection(equal[nodes[n]]):
                yield from likest(report, equal[nodes[n]], others, ready, threshold)


def digest(text: str) -> bytes:
    return blake2b(text.encode(), digest_size=HALF).digest()
