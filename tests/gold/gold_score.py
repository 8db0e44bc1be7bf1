"""The score of recorded documents: figures, and what a document says of itself, by set, kind and form."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from parse.model import Reading
from parse.report import read_bytes

OWN = Path(__file__).parents[1] / "reports"
SHARED = Path(__file__).parents[3] / "shared" / "reports"
KEYS = ("documents", "right", "silent", "missed", "said", "unsaid", "wrong")
SAID = ("form", "year", "title", "organ", "published_on", "signed_on", "sections")
SCORED = ("form", "year", "cells", "null_is_fair", "free", "free_is_fair")
Score = dict[tuple[str, str, str], Counter[str]]


@dataclass(frozen=True)
class Document:
    """A document with its truth; `set` is own (beside the tests) or shared (beside the project)."""

    set: str
    file: Path
    truth: dict[str, Any]


def documents(own: Path = OWN) -> Iterator[Document]:
    """Every hand-read or made document, those beside the project where they are there."""
    for path in sorted(own.glob("*/truth.json")):
        truth = json.loads(path.read_text(encoding="utf-8"))
        yield Document("own", next(path.parent.glob("source.*")), truth)
    for path in sorted((SHARED / "truth").glob("*.json")):
        truth = json.loads(path.read_text(encoding="utf-8"))
        for file in sorted((SHARED / "docs").glob(f"{path.stem}.*")):
            yield Document("shared", file, {k: truth[k] for k in SCORED})


def same(have: Any, want: Any) -> bool:
    return have is not None and want is not None and abs(float(have) - float(want)) < 1e-6


def cells_scored(reading: Reading, truth: Mapping[str, Any]) -> Counter[str]:
    """A figure given for nothing or another figure is silent; a printed figure not given is missed, unless null is fair."""
    got = {cell.cell: cell.value for cell in reading.cells}
    score: Counter[str] = Counter()
    for cell, want in truth["cells"].items():
        have = got.get(cell)
        if want is None or have is not None:
            score["right" if same(have, want) or (have is None and want is None) else "silent"] += 1
        else:
            score["right" if cell in truth["null_is_fair"] else "missed"] += 1
    # what the hand-read truth leaves out on purpose: purchases of the form of 2019, chapters' own figures
    extra = [cell for cell, value in got.items() if value is not None and cell not in truth["cells"]]
    score["silent"] += sum(
        not cell.endswith("procurement_amount") and not cell.startswith("i.") for cell in extra
    )
    return score + free_scored(reading, truth)


def free_scored(reading: Reading, truth: Mapping[str, Any]) -> Counter[str]:
    """Figures of tables of no form, the first of each label."""
    got: dict[str, Any] = {}
    for figure in reading.free:
        got.setdefault(figure.label, figure.value)
    score: Counter[str] = Counter()
    for figure in truth.get("free", ()):
        have = got.get(figure["label"].removeprefix("其中："))
        lost = "right" if truth.get("free_is_fair") else "missed"
        score[lost if have is None else "right" if same(have, figure["value"]) else "silent"] += 1
    return score


def said_scored(reading: Reading, truth: Mapping[str, Any]) -> Counter[str]:
    """Year, form, title, organ, dates and sections: right (`said`), not told (`unsaid`) or something else (`wrong`)."""
    score: Counter[str] = Counter()
    for key in SAID:
        if key not in truth:
            continue
        want = truth[key] if truth[key] not in ("free", "pre2019") else None
        have = [s.section for s in reading.sections] if key == "sections" else getattr(reading, key)
        score["said" if (have or None) == (want or None) else "wrong" if have else "unsaid"] += 1
    return score


def scored(found: Iterator[Document]) -> Score:
    """(set, kind, form) → the score over all its documents."""
    scores: Score = {}
    for document in found:
        reading = read_bytes(document.file.read_bytes(), name=document.file.name)
        key = (document.set, reading.kind, document.truth["form"])
        mine = scores.setdefault(key, Counter())
        mine.update(cells_scored(reading, document.truth))
        mine.update(said_scored(reading, document.truth))
        mine["documents"] += 1
    return scores
