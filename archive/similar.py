"""Rows in and out of the search for copies: the sections of a year, their signatures, the pairs that were found."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

import rensa

from archive.light import Database

COPY = "copy"
"""Kind of a pair: two organs, one year. A later kind is a later word, not a new table."""


def years(db: Database) -> list[int]:
    return [year for (year,) in db.execute("select distinct year from reports order by year")]


def texts(db: Database, year: int, section: str) -> Iterator[tuple[str, str]]:
    """(report, text) of one section of a year; a section printed in pieces is one text."""
    sql = """select r.id, group_concat(s.text, char(10)) from reports r join
      (select report, text from sections where section = ? order by report, position) s on s.report = r.id
      where r.year = ? group by r.id order by r.id"""
    yield from db.conn.execute(sql, [section, year])


def text(db: Database, report: str, section: str) -> str:
    rows = db.conn.execute(
        "select text from sections where report = ? and section = ? order by position", [report, section]
    )
    return "\n".join(row[0] for row in rows)


def names(db: Database) -> dict[str, tuple[str, str, str]]:
    """Report → (name of its organ, name as printed, code of its division): what is masked in its text."""
    sql = "select r.id, o.name, coalesce(r.organ_printed, ''), r.division from reports r join organs o on o.id = r.organ"
    return {report: tuple(rest) for report, *rest in db.conn.execute(sql)}


def signatures(db: Database, year: int, section: str) -> dict[str, tuple[bytes, bytes]]:
    """Report → (digest of the text as printed and digest as prepared, MinHash)."""
    sql = "select report, digest, minhash from signatures where year = ? and section = ?"
    return {report: (mark, minhash) for report, mark, minhash in db.conn.execute(sql, [year, section])}


def put_signatures(db: Database, year: int, section: str, rows: Iterable[tuple[str, bytes, bytes]]) -> None:
    sql = "insert or replace into signatures (report, section, year, digest, minhash) values (?, ?, ?, ?, ?)"
    db.conn.executemany(sql, [(report, section, year, mark, minhash) for report, mark, minhash in rows])


def template(db: Database, year: int, section: str) -> tuple[int, frozenset[str]]:
    """How many texts the common sentences were counted over, and those sentences; (0, none) before the first count."""
    sql = "select texts, sentences from templates where year = ? and section = ?"
    row = db.conn.execute(sql, [year, section]).fetchone()
    return (row[0], frozenset(json.loads(row[1]))) if row else (0, frozenset())


def put_template(db: Database, year: int, section: str, texts: int, sentences: Iterable[str]) -> None:
    packed = json.dumps(sorted(sentences), ensure_ascii=False)
    db.conn.execute("insert or replace into templates values (?, ?, ?, ?)", [year, section, texts, packed])


def drop(db: Database, year: int, section: str, reports: Iterable[str]) -> None:
    """Forget what is known of a section of some reports: signature and pairs."""
    listed = list(reports)
    db.conn.executemany(
        "delete from signatures where report = ? and section = ?", [(r, section) for r in listed]
    )
    db.conn.executemany(
        "delete from similar where report = ? and section = ?", [(r, section) for r in listed]
    )
    if listed:
        db.conn.execute("create temp table if not exists gone (report text primary key)")
        db.conn.execute("delete from gone")
        db.conn.executemany("insert or ignore into gone values (?)", [(r,) for r in listed])
        db.conn.execute(
            "delete from similar where section = ? and other in (select report from gone)", [section]
        )


def put(db: Database, section: str, pairs: Iterable[tuple[str, str, float]]) -> None:
    sql = "insert or replace into similar (report, other, section, similarity, kind) values (?, ?, ?, ?, ?)"
    db.conn.executemany(sql, [(a, b, section, round(share, 4), COPY) for a, b, share in pairs])


def pairs(db: Database) -> dict[str, list[tuple[str, str, float]]]:
    """Report → (section, other report, similarity), the likest first."""
    found: dict[str, list[tuple[str, str, float]]] = {}
    sql = "select report, section, other, similarity from similar where kind = ? order by report, similarity desc, section, other"
    for report, section, other, share in db.conn.execute(sql, [COPY]):
        found.setdefault(report, []).append((section, other, share))
    return found


# --- MinHash: which texts of many may be alike


PERMUTATIONS, SEED, BANDS = 64, 42, 16


def minhash(tokens: list[str]) -> bytes:
    """The MinHash of a set of tokens, in the library's own bytes."""
    made = rensa.RMinHash(num_perm=PERMUTATIONS, seed=SEED)
    made.update(tokens)
    return bytes(made.__getstate__())


def near(nodes: list[bytes], asked: list[int], threshold: float) -> Iterator[tuple[int, list[int]]]:
    """(asked, others that may be at least `threshold` alike): positions in `nodes`, a list of MinHashes."""
    hashes = [_restored(state) for state in nodes]
    index = rensa.RMinHashLSH(threshold=threshold, num_perm=PERMUTATIONS, num_bands=BANDS)
    index.insert_many(hashes)
    for n in asked:
        likely = (m for m in index.query(hashes[n]) if m != n)
        yield n, sorted(m for m in likely if hashes[n].jaccard(hashes[m]) >= threshold - SLACK)


SLACK = 0.15
"""How far the estimate from 64 permutations may lie below the true share (three standard errors)."""


def _restored(state: bytes) -> rensa.RMinHash:
    made = rensa.RMinHash(num_perm=PERMUTATIONS, seed=SEED)
    made.__setstate__(state)
    return made
