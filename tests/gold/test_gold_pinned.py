"""Hand-read documents: the score of each kind is pinned, and may rise but not fall.

`GOLD=pin python -m pytest tests/gold` writes the score of today, also where it is lower: who lowers it says so in the commit.
"""

from __future__ import annotations

import csv
import json
import os
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from parse.model import Reading
from parse.report import read_bytes

PINNED = Path(__file__).with_name("pinned.csv")
SHARED = Path(__file__).parents[3] / "shared" / "reports"
KEYS = ("documents", "right", "silent", "missed", "years", "forms")
Score = dict[str, Counter[str]]


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
    return score


def scored() -> Score:
    """Kind of document → its score over all hand-read documents of that kind."""
    scores: Score = {}
    for path in sorted((SHARED / "truth").glob("*.json")):
        truth = json.loads(path.read_text(encoding="utf-8"))
        for file in sorted((SHARED / "docs").glob(f"{path.stem}.*")):
            reading = read_bytes(file.read_bytes(), name=file.name)
            mine = scores.setdefault(reading.kind, Counter())
            mine += cells_scored(reading, truth)
            mine["documents"] += 1
            mine["years"] += reading.year == truth["year"]
            mine["forms"] += (reading.form or "pre2019") == truth["form"] or truth["form"] == "pre2019"
            scores[reading.kind] = mine
    return scores


def pinned() -> Score:
    with PINNED.open(encoding="utf-8", newline="") as f:
        return {row["kind"]: Counter({key: int(row[key]) for key in KEYS}) for row in csv.DictReader(f)}


def pin(scores: Score) -> None:
    with PINNED.open("w", encoding="utf-8", newline="") as f:
        writer = csv.writer(f, lineterminator="\n")
        writer.writerow(["kind", *KEYS])
        writer.writerows([kind, *(score[key] for key in KEYS)] for kind, score in sorted(scores.items()))


def test_no_kind_reads_worse_than_it_did() -> None:
    if not SHARED.exists():
        pytest.skip("the hand-read documents are not beside the project")
    scores = scored()
    if os.environ.get("GOLD") == "pin":
        pin(scores)
    for kind, before in pinned().items():
        now = scores[kind]
        assert now["documents"] == before["documents"], kind
        assert all(now[key] >= before[key] for key in ("right", "years", "forms")), (kind, now, before)
        assert all(now[key] <= before[key] for key in ("silent", "missed")), (kind, now, before)
