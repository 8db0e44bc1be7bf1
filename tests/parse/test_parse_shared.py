"""The real documents beside the project, with their hand-read truth: no silent error, nothing missed that can be read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from parse.report import read_bytes
from reference.text import simplified

SHARED = Path(__file__).parents[3] / "shared" / "reports"
NAMES = sorted(p.stem for p in (SHARED / "truth").glob("*.json"))
# Figures that only the meaning of a remark in a cell thrown out of the table could place.
OUT_OF_PLACE = {"004": 3}

pytestmark = pytest.mark.skipif(not NAMES, reason="the real documents are not beside this clone")


@pytest.mark.parametrize("name", NAMES)
def test_a_real_document_is_read_as_a_person_read_it(name: str) -> None:
    truth = json.loads((SHARED / "truth" / f"{name}.json").read_text(encoding="utf-8"))
    path = next((SHARED / "docs").glob(f"{name}.*"))
    reading = read_bytes(path.read_bytes(), name=path.name)
    values = {c.cell: c.value for c in reading.cells}
    known = truth["cells"]
    silent = {
        c: v for c, v in values.items() if v is not None and c in known and v != pytest.approx(known[c] or 0)
    }
    silent |= {c: v for c, v in values.items() if v is not None and c in known and known[c] is None}
    extra = [c for c, v in values.items() if v is not None and c not in known and not c.endswith("amount")]
    missed = [
        c
        for c, v in known.items()
        if v is not None and values.get(c) is None and c not in truth["null_is_fair"]
    ]
    assert (silent, extra) == ({}, [])
    assert len(missed) == OUT_OF_PLACE.get(name, 0)
    assert reading.year == truth["year"]


@pytest.mark.parametrize("name", [n for n in NAMES if n.startswith("s")])
def test_title_organ_date_and_scope(name: str) -> None:
    truth = json.loads((SHARED / "truth" / f"{name}.json").read_text(encoding="utf-8"))
    reading = read_bytes((SHARED / "docs" / f"{name}.txt").read_bytes())
    assert "".join(reading.title.split()) == "".join(simplified(truth["title"])[0].split())
    assert reading.organ.endswith(truth["organ"])
    assert (reading.published_on or reading.signed_on) == truth["published"]
    scopes = {"s0": "county_wide", "s1": "county_wide", "s2": "office", "s3": "township", "s4": "county_wide"}
    assert reading.scope == scopes[name]
