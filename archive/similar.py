"""Rows in and out of the search for copies: the sections whose text changed, their nodes, the pairs that were found.

A node is one masked text of one section and year, named by a hash of it: reports that say the same have the same
node. `bands` holds the hashes of each node's MinHash, so that what may be alike is found by looking up those hashes,
however many texts there are.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from itertools import groupby
from typing import Any

import rensa

from archive.light import Database

COPY = "copy"
"""Kind of a pair: two organs, one year. A later kind is a later word, not a new table."""
BANDS, ROWS, SEED = 12, 8, 42
"""Texts that share 0.85 of their tokens meet in a band in 98 cases of 100, at 0.9 in 99.9, at 0.5 in 5."""


def changed(db: Database) -> list[str]:
    """Reports whose text or organ may be another than at the last search."""
    return [report for (report,) in db.execute("select report from touched_texts order by report")]


def forget(db: Database) -> None:
    db.execute("delete from touched_texts")


def texts(
    db: Database, year: int, section: str, reports: Iterable[str] | None = None
) -> Iterator[tuple[str, str]]:
    """(report, text) of one section of a year, of some reports or of all; a section printed in pieces is one text."""
    if reports is None:
        sql = """select r.id, s.text from reports r join sections s on s.report = r.id and s.section = ?
          where r.year = ? order by r.id, s.position"""
        rows: Iterable[tuple[str, str]] = db.conn.execute(sql, [section, year])
        yield from (
            (report, "\n".join(text for _, text in of)) for report, of in groupby(rows, key=lambda r: r[0])
        )
        return
    sql = "select text from sections where report = ? and section = ? order by position"
    for report in reports:
        found = [text for (text,) in db.conn.execute(sql, [report, section])]
        if found:
            yield report, "\n".join(found)


def reports_of(db: Database, year: int) -> list[str]:
    return [report for (report,) in db.execute("select id from reports where year = ?", [year])]


def names(db: Database, report: str) -> tuple[str, str, str] | None:
    """(name of its organ, name as printed, code of its division): what is masked in a report's text; None: it is gone."""
    sql = """select o.name, coalesce(r.organ_printed, ''), r.division from reports r join organs o on o.id = r.organ
      where r.id = ?"""
    row: tuple[str, str, str] | None = db.conn.execute(sql, [report]).fetchone()
    return row


# --- the common sentences of a year


def template(db: Database, year: int, section: str) -> tuple[list[str], frozenset[str]]:
    """(reports whose sentences were counted, the common sentences); none of either before the first count."""
    sql = "select sample, sentences from templates where year = ? and section = ?"
    row = db.conn.execute(sql, [year, section]).fetchone()
    return (json.loads(row[0]), frozenset(json.loads(row[1]))) if row else ([], frozenset())


def put_template(db: Database, year: int, section: str, sample: list[str], sentences: Iterable[str]) -> None:
    packed = json.dumps(sorted(sentences), ensure_ascii=False)
    db.conn.execute(
        "insert or replace into templates values (?, ?, ?, ?)", [year, section, json.dumps(sample), packed]
    )


# --- nodes


def node_of(year: int, section: str, text: str) -> int:
    """The node of a text: 63 bits of a hash, so that an integer column holds it."""
    return int.from_bytes(blake2b(f"{year}/{section}/{text}".encode(), digest_size=8).digest(), "big") >> 1


def put_node(db: Database, report: str, section: str, year: int, node: int | None) -> None:
    sql = "insert or replace into signatures (report, section, year, node) values (?, ?, ?, ?)"
    db.conn.execute(sql, [report, section, year, node])


def held(db: Database, report: str, section: str) -> tuple[bool, int | None]:
    """Whether a report's section was looked at before, and its node (None: it says too little)."""
    sql = "select node from signatures where report = ? and section = ?"
    row = db.conn.execute(sql, [report, section]).fetchone()
    return row is not None, row[0] if row else None


def drop_node(db: Database, report: str, section: str) -> None:
    db.conn.execute("delete from signatures where report = ? and section = ?", [report, section])


def reports_at(db: Database, node: int, most: int | None = None) -> list[str]:
    """The reports that have a text, by id, the first `most` of them."""
    sql = "select report from signatures where node = ? order by report limit ?"
    return [report for (report,) in db.conn.execute(sql, [node, -1 if most is None else most])]


def bands(year: int, section: str, tokens: list[str]) -> list[int]:
    """The hashes of a text's MinHash by bands; equal texts of other years or sections have others."""
    made = rensa.RMinHash(num_perm=BANDS * ROWS, seed=SEED)
    made.update(tokens)
    packed, place = array("I", made.digest()).tobytes(), f"{year}/{section}".encode()
    size = len(packed) // BANDS
    return [
        int.from_bytes(
            blake2b(packed[n * size : (n + 1) * size], digest_size=6, key=b"%d/%b" % (n, place)).digest(),
            "big",
        )
        for n in range(BANDS)
    ]


def put_bands(db: Database, rows: Iterable[tuple[int, int]]) -> None:
    """(hash, node), sorted, so that the index grows at one end of each page."""
    db.conn.executemany("insert or ignore into bands values (?, ?)", sorted(rows))


def is_known(db: Database, node: int) -> bool:
    """Whether some report, whichever, has the node already."""
    return db.conn.execute("select 1 from signatures where node = ? limit 1", [node]).fetchone() is not None


def meeting(db: Database, hashes: Iterable[int]) -> set[int]:
    """The nodes that share a band with a text."""
    listed = list(hashes)
    sql = f"select node from bands where hash in ({', '.join('?' * len(listed))})"
    return {node for (node,) in db.conn.execute(sql, listed)}


def sweep(db: Database) -> None:
    """Take out the bands of texts that no report has any more."""
    db.execute("delete from bands where node not in (select node from signatures where node is not null)")


# --- pairs

Pair = tuple[str, float]


def naming(db: Database, other: str, section: str) -> list[str]:
    """The reports beside which another is named."""
    sql = "select report from similar where other = ? and section = ? and kind = ?"
    return [report for (report,) in db.conn.execute(sql, [other, section, COPY])]


def pairs(db: Database, report: str, section: str) -> dict[str, float]:
    sql = "select other, similarity from similar where report = ? and section = ? and kind = ?"
    return dict(db.conn.execute(sql, [report, section, COPY]).fetchall())


def put_pairs(db: Database, report: str, section: str, found: Iterable[Pair]) -> None:
    """The likest others of a report; what stays as it was is not written."""
    now = {other: round(share, 4) for other, share in found}
    before = pairs(db, report, section)
    if now == before:
        return
    where = "delete from similar where report = ? and section = ? and other = ?"
    db.conn.executemany(where, [(report, section, other) for other in before.keys() - now.keys()])
    rows: list[Any] = [
        (report, other, section, share, COPY) for other, share in now.items() if before.get(other) != share
    ]
    db.conn.executemany(
        "insert or replace into similar (report, other, section, similarity, kind) values (?, ?, ?, ?, ?)",
        rows,
    )
