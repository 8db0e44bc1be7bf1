"""Hand-read and made documents: the score of each kind and form is pinned, and may rise but not fall.

A document that is not pinned fails until it is: `GOLD=pin python -m pytest tests/gold` writes the score of today where it is
new or better. Where it is worse that does not write it; `GOLD=lower` does, and the commit says why.
"""

from __future__ import annotations

import csv
import os
from collections import Counter
from pathlib import Path

import pytest

from parse.readers import ocr
from parse.readers.office_convert import soffice
from tests.gold.gold_make import DOCUMENTS, HERE, write
from tests.gold.gold_score import KEYS, SHARED, Document, Score, documents, scored
from tests.lacking import lacking

PINNED = Path(__file__).with_name("pinned.csv")
HIGH, LOW = ("right", "said"), ("silent", "missed", "unsaid", "wrong")
READERS = {"html", "text", "markdown", "pdf", "docx", "doc", "wps", "xls", "xlsx", "image"}


def pinned(path: Path = PINNED) -> Score:
    with path.open(encoding="utf-8", newline="") as f:
        rows = list(csv.DictReader(f))
    return {(r["set"], r["kind"], r["form"]): Counter({key: int(r[key]) for key in KEYS}) for r in rows}


def worse(now: Counter[str], before: Counter[str]) -> bool:
    """More wrong or lost, less right; with more documents the score may grow, never their share of errors."""
    fewer = any(now[key] < before[key] for key in HIGH)
    return now["documents"] < before["documents"] or fewer or any(now[key] > before[key] for key in LOW)


def problems(now: Score, before: Score) -> list[str]:
    """What is worse than pinned, what is not pinned, what is pinned and gone; the sets that are there only."""
    sets = {key[0] for key in now}
    said = [
        f"{key}: {dict(now[key])}, not pinned: read it, then GOLD=pin" for key in now.keys() - before.keys()
    ]
    said += [f"{key}: pinned and not there" for key in before.keys() - now.keys() if key[0] in sets]
    for key in now.keys() & before.keys():
        if worse(now[key], before[key]):
            said.append(f"{key}: {dict(now[key])}, pinned {dict(before[key])}")
        elif now[key]["documents"] > before[key]["documents"]:
            said.append(f"{key}: a document more than pinned: read it, then GOLD=pin")
    return sorted(said)


def pin(now: Score, path: Path = PINNED, *, lower: bool = False) -> None:
    """Write the scores: new and better ones, worse ones only with `lower`; what is not there now stays."""
    before = pinned(path)
    kept = {key: s for key, s in now.items() if lower or key not in before or not worse(s, before[key])}
    with path.open("w", encoding="utf-8", newline="") as f:
        writer = csv.writer(f, lineterminator="\n")
        writer.writerow(["set", "kind", "form", *KEYS])
        rows = sorted((before | kept).items())
        writer.writerows([*key, *(score[k] for k in KEYS)] for key, score in rows)


@pytest.fixture(scope="module")
def now() -> Score:
    if soffice() is None:
        lacking("LibreOffice", "apt-get install libreoffice-writer-nogui")
    if not ocr.available():
        lacking("text recognition", "install the extra ocr")
    return scored(documents())


def test_no_kind_reads_worse_than_it_did(now: Score) -> None:
    if (how := os.environ.get("GOLD")) in ("pin", "lower"):
        pin(now, lower=how == "lower")
    assert problems(now, pinned()) == []


def test_no_figure_is_silently_wrong(now: Score) -> None:
    assert {key: score["silent"] for key, score in now.items() if score["silent"]} == {}


def test_each_reader_and_each_form_has_documents() -> None:
    own = {(kind, form) for where, kind, form in pinned() if where == "own"}
    assert {kind for kind, _ in own} >= READERS
    assert {form for _, form in own} >= {"2021", "2019", "2014", "free"}
    assert {row.name for row in DOCUMENTS} == {path.name for path in HERE.glob("made-*")}


def test_the_hand_read_documents_are_pinned_too() -> None:
    assert sum(score["documents"] for key, score in pinned().items() if key[0] == "shared") == 15
    if not SHARED.exists():
        pytest.skip("the hand-read documents are not beside the project; their pins were not compared")


# --- the pins themselves

KEY = ("own", "text", "2021")


def a_score(**given: int) -> Counter[str]:
    return Counter({"documents": 1, "right": 200, "said": 7} | given)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({}, 0),
        ({"right": 201}, 0),
        ({"right": 199}, 1),
        ({"right": 199, "missed": 1}, 1),
        ({"silent": 1}, 1),
        ({"said": 6, "unsaid": 1}, 1),
        ({"wrong": 1}, 1),
        ({"documents": 2, "right": 400, "said": 14}, 1),
    ],
)
def test_what_fails_against_a_pin(change: dict[str, int], told: int) -> None:
    assert len(problems({KEY: a_score(**change)}, {KEY: a_score()})) == told


def test_a_kind_that_is_not_pinned_fails_and_one_that_is_gone() -> None:
    other = ("own", "pdf", "2021")
    assert len(problems({KEY: a_score(), other: a_score()}, {KEY: a_score()})) == 1
    assert len(problems({KEY: a_score()}, {KEY: a_score(), other: a_score()})) == 1
    assert problems({KEY: a_score()}, {KEY: a_score(), ("shared", "pdf", "2021"): a_score()}) == []


def test_a_lower_score_is_pinned_with_the_flag_only(tmp_path: Path) -> None:
    path = tmp_path / "pinned.csv"
    path.write_text(",".join(["set", "kind", "form", *KEYS]) + "\n", encoding="utf-8")
    pin({KEY: a_score()}, path)
    pin({KEY: a_score(right=190, missed=10)}, path)
    assert pinned(path)[KEY]["right"] == 200
    pin({KEY: a_score(right=190, missed=10)}, path, lower=True)
    assert pinned(path)[KEY]["right"] == 190


def test_a_new_document_fails_until_it_is_pinned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A document laid beside the others is a document more than the pins know."""
    monkeypatch.setattr("tests.gold.gold_make.HERE", tmp_path)
    first = next(made for made in DOCUMENTS if made.name == "made-html-2014")
    write(first)
    found = [d for d in documents(tmp_path) if d.set == "own"]
    assert [type(d) for d in found] == [Document]
    assert problems(scored(iter(found)), {})[0].endswith("not pinned: read it, then GOLD=pin")
