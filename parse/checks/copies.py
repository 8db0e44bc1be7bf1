"""Copies among all reports of a year: narrative sections with names and figures masked, the common words struck out. Pure.

Which pairs may be alike is proposed by MinHash (archive/similar.py); what is told was counted exactly here.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from hashlib import blake2b
from typing import Any, Protocol

from parse.checks.alike import masked_sentences, shingles, similarity
from parse.checks.quality import stems

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
SAMPLE = 600
"""Sections of a year over which that is counted: those whose reports' ids have the least hashes, so that the same
archive has the same sample in whatever order it grew."""
MOST = 3
"""Likest others that are kept for each section."""


def masks(name: str, printed: str, above: list[str]) -> tuple[str, ...]:
    """What is masked in a report's text: its organ's names, its places, and the places' short names."""
    names = {name, printed, *above, *stems(" ".join((name, printed, *above)))}
    return tuple(sorted(names - {""}))


def cut(text: str, names: tuple[str, ...]) -> list[str]:
    """The masked sentences of a section."""
    return masked_sentences(text, names)


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


class Store(Protocol):
    """What archive/similar.py offers; passed in, since this module knows no archive."""

    def texts(
        self, db: Any, year: int, section: str, reports: Iterable[str] | None = None, /
    ) -> Iterator[tuple[str, str]]: ...
    def reports_of(self, db: Any, year: int, /) -> list[str]: ...
    def template(self, db: Any, year: int, section: str, /) -> tuple[list[str], frozenset[str]]: ...
    def put_template(
        self, db: Any, year: int, section: str, sample: list[str], found: Iterable[str], /
    ) -> None: ...
    def node_of(self, year: int, section: str, text: str, /) -> int: ...
    def put_node(self, db: Any, report: str, section: str, year: int, node: int | None, /) -> None: ...
    def held(self, db: Any, report: str, section: str, /) -> tuple[bool, int | None]: ...
    def drop_node(self, db: Any, report: str, section: str, /) -> None: ...
    def is_known(self, db: Any, node: int, /) -> bool: ...
    def reports_at(self, db: Any, node: int, most: int | None = None, /) -> list[str]: ...
    def bands(self, year: int, section: str, tokens: list[str], /) -> list[int]: ...
    def put_bands(self, db: Any, rows: Iterable[tuple[int, int]], /) -> None: ...
    def meeting(self, db: Any, hashes: Iterable[int], /) -> set[int]: ...
    def sweep(self, db: Any, /) -> None: ...
    def naming(self, db: Any, other: str, section: str, /) -> list[str]: ...
    def put_pairs(
        self, db: Any, report: str, section: str, found: Iterable[tuple[str, float]], /
    ) -> None: ...


def search(
    store: Store, db: Any, changed: Iterable[str], names: Callable[[str], tuple[str, ...]], threshold: float
) -> None:
    """Bring the table of similar texts up to date after some reports changed. `names` gives what is masked in a
    report's text, () for a report that is gone."""
    by_year: dict[int, list[str]] = defaultdict(list)
    for report in changed:
        by_year[int(report[-4:])].append(report)
    for year, reports in sorted(by_year.items()):
        for section in SECTIONS:
            Search(store, db, year, section, names, threshold).run(reports)


@dataclass(slots=True)
class Search:
    """The search through one section of one year."""

    store: Store
    db: Any
    year: int
    section: str
    names: Callable[[str], tuple[str, ...]]
    threshold: float
    template: frozenset[str] = frozenset()
    ready: Callable[[str], str] = field(init=False)
    hashes: dict[int, array[int]] = field(default_factory=dict)
    new: set[str] = field(default_factory=set)

    def run(self, changed: list[str]) -> None:
        anew = self._count_common(changed)
        reports = sorted({*self.store.reports_of(self.db, self.year), *changed}) if anew else changed
        self.ready = lru_cache(maxsize=4096)(self._ready)
        moved, gone = self._put_nodes(reports)
        near = cache(self._near)
        for report in sorted(self._concerned(moved, gone, near)):
            found = self._likest(report, near)
            if found or report not in self.new:
                self.store.put_pairs(self.db, report, self.section, found)
        if anew:
            self.store.sweep(self.db)

    # what is common

    def _count_common(self, changed: list[str]) -> bool:
        """Find the year's common sentences; returns whether they are others than before, so that all is compared anew."""
        sample, self.template = self.store.template(self.db, self.year, self.section)
        there = [r for r, _ in self.store.texts(self.db, self.year, self.section, changed)]
        lost = set(sample).intersection(changed).difference(there)
        pool = self.store.reports_of(self.db, self.year) if lost or not sample else [*{*sample, *there}]
        chosen = self._with_text(sorted(pool, key=mark))
        if chosen == sample and set(sample).isdisjoint(changed):
            return False
        texts = self.store.texts(self.db, self.year, self.section, chosen)
        found = common(cut(text, self.names(report)) for report, text in texts)
        self.store.put_template(self.db, self.year, self.section, chosen, found)
        before, self.template = self.template, found
        return bool(sample) and found != before

    def _with_text(self, ordered: list[str]) -> list[str]:
        """The first that have the section, as many as are counted."""
        found: list[str] = []
        for report, _ in self.store.texts(self.db, self.year, self.section, ordered):
            found.append(report)
            if len(found) == SAMPLE:
                break
        return found

    # nodes

    def _ready(self, report: str) -> str:
        """The text of a report that is compared; "" where it says too little."""
        for _, text in self.store.texts(self.db, self.year, self.section, [report]):
            return prepared(cut(text, self.names(report)), self.template)
        return ""

    def _put_nodes(self, reports: list[str]) -> tuple[dict[str, int | None], set[int]]:
        """Give each report the node of its text. Returns those whose node is another now, and the nodes they left."""
        moved: dict[str, int | None] = {}
        left: set[int] = set()
        rows: list[tuple[int, int]] = []
        for report in reports:
            known, before = self.store.held(self.db, report, self.section)
            text = self.ready(report)
            node = self.store.node_of(self.year, self.section, text) if text else None
            if known and node == before:
                continue
            if node is not None and not self.store.is_known(self.db, node):
                self.hashes[node] = array("Q", self._bands(text))
                rows += [(one, node) for one in self.hashes[node]]
            if text or self.names(report):
                self.store.put_node(self.db, report, self.section, self.year, node)
            else:
                self.store.drop_node(self.db, report, self.section)
            moved[report] = node
            self.new |= set() if known else {report}
            left |= {before} if before is not None else set()
        self.store.put_bands(self.db, rows)
        return moved, left

    def _bands(self, text: str) -> list[int]:
        return self.store.bands(self.year, self.section, list(shingles(text)))

    # pairs

    def _concerned(
        self, moved: dict[str, int | None], left: set[int], near: Callable[[int], list[tuple[float, int]]]
    ) -> set[str]:
        """The reports whose likest others may be others now: those that moved, those that say the same as one of them
        does or did, and those that say nearly the same."""
        found = set(moved)
        for report in moved.keys() - self.new:
            found.update(self.store.naming(self.db, report, self.section))
        for node in {n for n in moved.values() if n is not None} | left:
            group = self.store.reports_at(self.db, node)
            if node in left or not moved.keys().isdisjoint(group[: MOST + 1]):
                found.update(group)
                for _, other in near(node) if group else ():
                    found.update(self.store.reports_at(self.db, other))
        return found

    def _near(self, node: int) -> list[tuple[float, int]]:
        """(similarity, node) of the texts that are nearly the same as a node's, the likest first."""
        hashes = self.hashes.get(node) or self._bands(self._text_of(node))
        others = self.store.meeting(self.db, hashes) - {node}
        own = self._text_of(node) if others else ""
        texts = ((other, self._text_of(other)) for other in others)
        found = [(similarity(own, text), other) for other, text in texts if text]
        return sorted((one for one in found if one[0] >= self.threshold), key=lambda one: (-one[0], one[1]))

    def _text_of(self, node: int) -> str:
        return next((self.ready(report) for report in self.store.reports_at(self.db, node, 1)), "")

    def _likest(self, report: str, near: Callable[[int], list[tuple[float, int]]]) -> list[tuple[str, float]]:
        """At most three others: those that say the same, then the first of those that say nearly the same."""
        _, node = self.store.held(self.db, report, self.section)
        if node is None:
            return []
        same = [r for r in self.store.reports_at(self.db, node, MOST + 1) if r != report][:MOST]
        nodes = near(node) if len(same) < MOST else []
        close = [(-share, first) for share, n in nodes for first in self.store.reports_at(self.db, n, 1)]
        return [(r, 1.0) for r in same] + [(r, -share) for share, r in sorted(close)[: MOST - len(same)]]


def mark(report: str) -> bytes:
    """What the sample is drawn by."""
    return blake2b(report.encode(), digest_size=8).digest()
