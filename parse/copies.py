"""Copies among all reports of a year: narrative sections with names and figures masked, the common words struck out,
compared through MinHash and LSH; every pair that is told was counted exactly. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

import rensa

from parse.alike import masked, shingles, similarity
from parse.sentences import sentences

SECTIONS = (
    "overview_proactive",
    "overview_requests",
    "overview_management",
    "overview_platform",
    "overview_supervision",
    "problems",
)
PERMUTATIONS, SEED, BANDS = 64, 42, 16
LEAST = 80
"""Masked characters below which a section says too little to be called a copy."""
COMMON, COMMON_TEXTS = 0.3, 5
"""A sentence in more than this share of a year's sections, and in more than so many, is the form's or a notice's own."""
MOST = 3
"""Likest others that are kept for each section."""


@dataclass(frozen=True, slots=True)
class Signature:
    """`digest` names the prepared text, "" where it is too short; `state` is its MinHash."""

    digest: str
    state: bytes


@dataclass(frozen=True, slots=True)
class Likeness:
    report: str
    other: str
    similarity: float


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
    return "".join(s for s in text if s not in template)


def minhash(text: str) -> bytes:
    """The MinHash of a prepared text, b"" where it is too short."""
    if len(text) < LEAST:
        return b""
    made = rensa.RMinHash(num_perm=PERMUTATIONS, seed=SEED)
    made.update(sorted(shingles(text)))
    return bytes(made.__getstate__())


def likest(
    signatures: Mapping[str, Signature],
    fresh: Iterable[str],
    text_of: Callable[[str], str],
    threshold: float,
) -> Iterator[Likeness]:
    """For each fresh report the likest others, both ways. Equal texts are one node, so that a notice copied a
    thousand times does not make a million pairs."""
    alike: dict[str, list[str]] = defaultdict(list)
    for report, signature in sorted(signatures.items()):
        if signature.state:
            alike[signature.digest].append(report)
    nodes = sorted(alike)
    index = rensa.RMinHashLSH(threshold=threshold, num_perm=PERMUTATIONS, num_bands=BANDS)
    hashes = [_restored(signatures[alike[node][0]].state) for node in nodes]
    index.insert_many(hashes)
    number = {node: n for n, node in enumerate(nodes)}
    for report in sorted(set(fresh)):
        signature = signatures.get(report)
        if signature is None or not signature.state:
            continue
        near = index.query(hashes[number[signature.digest]])
        candidates = [alike[nodes[n]][0] for n in near if nodes[n] != signature.digest]
        yield from _others(report, alike[signature.digest], candidates, text_of, threshold)


def _restored(state: bytes) -> rensa.RMinHash:
    made = rensa.RMinHash(num_perm=PERMUTATIONS, seed=SEED)
    made.__setstate__(state)
    return made


def _others(
    report: str, equal: list[str], near: list[str], text_of: Callable[[str], str], threshold: float
) -> Iterator[Likeness]:
    same = [r for r in equal if r != report][:MOST]
    own = text_of(report) if near and len(same) < MOST else ""
    ranked = [(similarity(own, text_of(other)), other) for other in near] if own else []
    close = sorted((r for r in ranked if r[0] >= threshold), key=lambda r: (-r[0], r[1]))
    for share, other in [*((1.0, r) for r in same), *close[: MOST - len(same)]]:
        yield Likeness(report, other, share)
        yield Likeness(other, report, share)
