"""The search for copies: what it finds is what comparing all with all finds, in whatever order the reports came."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from pathlib import Path
from random import Random

import pytest
from sqlite_utils import Database

from archive import similar
from parse import check
from parse.checks import copies
from parse.checks.alike import similarity
from reference import rules
from replica import bulk
from replica.sentences import done
from tests.rules.rules_kit import an_archive, put

SECTION, YEAR = "problems", 2024
THRESHOLD = float(rules.by_id("Q003").params["threshold"])
BODIES = [body for number in range(3) for body in bulk.bodies(number)]


def a_text(rng: Random, size: int = 9) -> list[str]:
    return [done(rng) for _ in range(size)]


def texts(count: int, seed: int = 1) -> dict[str, str]:
    """Organ → text: most are their own, some copy another word for word, some with a sentence changed."""
    rng = Random(seed)
    made: list[list[str]] = []
    for _ in range(count):
        lot, text = rng.random(), a_text(rng)
        if made and lot < 0.5:
            text = list(rng.choice(made))
            if lot < 0.3:
                text[rng.randrange(len(text))] = done(rng)
        made.append(text)
    return {body.organ: "".join(text) for body, text in zip(BODIES, made, strict=False)}


def write(db: Database, said: dict[str, str], organs: Iterable[str]) -> None:
    by_id = {body.organ: body for body in BODIES}
    for organ in organs:
        body = by_id[organ]
        reading = bulk.as_reading(body, YEAR, {}, {SECTION: said[organ]}, "2025-01-20")
        put(
            db,
            {
                "organ": organ,
                "kind": body.kind,
                "name": body.name,
                "division": body.division,
                "reading": reading,
            },
        )


def found(db: Database) -> set[tuple[str, str, float]]:
    return {tuple(row) for row in db.execute("select report, other, round(similarity, 4) from similar")}


def expected(said: dict[str, str]) -> set[tuple[str, str, float]]:
    """All with all; of equal texts the first three, then the likest firsts of nearly equal ones."""
    cuts = {f"{organ}-{YEAR}": copies.cut(text, ()) for organ, text in said.items()}
    template = copies.common(cuts.values())
    ready = {report: copies.prepared(cut, template) for report, cut in cuts.items()}
    groups = {t: sorted(r for r, other in ready.items() if other == t) for t in set(ready.values()) if t}
    pairs: set[tuple[str, str, float]] = set()
    for report, text in ready.items():
        if not text:
            continue
        same = [r for r in groups[text] if r != report][: copies.MOST]
        near = sorted(
            (-s, g[0]) for t, g in groups.items() if t != text and (s := similarity(text, t)) >= THRESHOLD
        )
        pairs |= {(report, r, 1.0) for r in same}
        pairs |= {(report, r, round(-s, 4)) for s, r in near[: copies.MOST - len(same)]}
    return pairs


@pytest.fixture
def db(tmp_path: Path) -> Database:
    return an_archive(tmp_path)[0]


def test_all_pairs_are_found_and_no_others(db: Database) -> None:
    said = texts(110)
    write(db, said, said)
    check.find_copies(db)
    wanted = expected(said)
    assert {1.0} < {share for *_, share in wanted}
    assert found(db) == wanted


def test_the_order_in_which_reports_come_changes_nothing(db: Database) -> None:
    said = texts(70, seed=2)
    organs = list(said)
    Random(3).shuffle(organs)
    for batch in (
        itertools.batched(organs, 9)
        if hasattr(itertools, "batched")
        else [organs[n : n + 9] for n in range(0, 70, 9)]
    ):
        write(db, said, batch)
        check.find_copies(db)
    assert found(db) == expected(said)


def test_texts_that_change_or_go_take_their_pairs_along(db: Database) -> None:
    said = texts(60, seed=4)
    write(db, said, said)
    check.find_copies(db)
    rng = Random(5)
    for organ in rng.sample(list(said), 12):
        said[organ] = "".join(a_text(rng)) if rng.random() < 0.5 else said[rng.choice(list(said))]
        write(db, said, [organ])
    for organ in rng.sample(list(said), 8):
        del said[organ]
        db.execute("delete from sections where report = ?", [f"{organ}-{YEAR}"])
        db.execute("delete from cells where report in (select key from reports where organ = ?)", [organ])
        db.execute("delete from reports where organ = ?", [organ])
    check.find_copies(db)
    assert found(db) == expected(said)


def test_a_sentence_that_becomes_common_is_taken_out_of_all(db: Database) -> None:
    """A notice's words in half of the texts: those who share only them are no copies."""
    rng = Random(6)
    notice = "".join(a_text(rng, 12))
    said = {
        organ: text + (notice if n % 2 else "") for n, (organ, text) in enumerate(texts(40, seed=7).items())
    }
    organs = list(said)
    write(db, said, organs[:4])
    check.find_copies(db)
    write(db, said, organs[4:])
    check.find_copies(db)
    assert found(db) == expected(said)
    (nodes,) = db.execute("select count(distinct node) from signatures").fetchone()
    (bands,) = db.execute("select count(*) from bands").fetchone()
    assert bands == nodes * similar.BANDS


def test_nothing_is_written_where_nothing_changed(db: Database) -> None:
    said = texts(30, seed=8)
    write(db, said, said)
    check.find_copies(db)
    before = db.conn.total_changes
    write(db, said, list(said)[:5])
    db.execute("delete from touched")
    written = db.conn.total_changes
    check.find_copies(db)
    assert db.execute("select count(*) from touched").fetchone() == (0,)
    assert db.conn.total_changes - written <= 5 * 2
    assert written > before
