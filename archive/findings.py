"""Rows that the checks leave: findings, the second reading of what could not be evaluated, counts, reviews."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from archive.light import Database
from archive.model import now
from reference import reviews

LETTERS = {"fail": "f", "uncertain": "u", "pass": "p", "not_evaluable": "e", "not_applicable": "n"}
LENIENT = {"pass": "y", "fail": "z"}
"""not_evaluable, where the second reading passes or fails."""
FIELDS = [
    "organ", "division", "year", "report", "rule", "severity", "result", "reader_doubt", "lenient", "cells", "expected",
    "found", "says_zh", "says_en", "fingerprint", "review", "parser_version", "first_seen",
]  # fmt: skip
OPEN = ["organ", "year", "report", "rule", "result", "cells", "expected", "found"]


@dataclass(frozen=True, slots=True)
class Judged:
    """What came of one organ's year. `outcomes` has a letter for each rule; `opened` are the second readings."""

    organ: str
    year: int
    division: str
    report: str | None
    inputs: str
    outcomes: str
    findings: list[dict[str, Any]] = field(default_factory=list)
    opened: list[dict[str, Any]] = field(default_factory=list)


def put(db: Database, one: Judged) -> None:
    """The findings of one organ and year in the place of those before; one that stays keeps its first_seen."""
    execute, who = db.conn.execute, [one.organ, one.year]
    # By the division first: the index that findings have.
    here = "division = ? and year = ? and organ = ?"
    key = [one.division, one.year, one.organ]
    seen = dict(execute(f"select fingerprint, first_seen from findings where {here}", key).fetchall())
    if seen:
        execute(f"delete from findings where {here}", key)
    found = {row["fingerprint"]: row for row in one.findings}
    db.conn.executemany(
        f"insert into findings ({', '.join(FIELDS)}) values (:{', :'.join(FIELDS)})",
        [{**row, "first_seen": seen.get(mark) or now()} for mark, row in found.items()],
    )
    execute("delete from lenient where organ = ? and year = ?", who)
    db.conn.executemany(
        f"insert or replace into lenient ({', '.join(OPEN)}) values (:{', :'.join(OPEN)})", one.opened
    )
    execute("insert or replace into checked values (?, ?, ?, ?)", [*who, one.inputs, one.outcomes])
    if one.report:
        n = len(found)
        execute("update reports set n_findings = ? where id = ? and n_findings is not ?", [n, one.report, n])


def drop(db: Database, gone: Iterable[tuple[str, int]]) -> None:
    """Organ-years that are no longer expected and have no report any more."""
    for organ, year in gone:
        where, key = "division = ? and year = ? and organ = ?", [organ[:6], year, organ]
        db.conn.execute(f"delete from findings where {where}", key)
        for table in ("checked", "lenient"):
            db.conn.execute(f"delete from {table} where organ = ? and year = ?", [organ, year])


def letter(result: str, lenient: str | None) -> str:
    return LENIENT.get(lenient or "", LETTERS[result]) if result == "not_evaluable" else LETTERS[result]


# --- counts


class Tally:
    """Changes of rule_counts, gathered before they are written: what an organ-year said before, and says now."""

    def __init__(self, rules: list[str]) -> None:
        self.rules = rules
        self.changes: dict[tuple[int, str], Counter[str]] = defaultdict(Counter)

    def change(self, db: Database, organ: str, year: int, outcomes: str) -> None:
        """`outcomes` now, whatever `checked` holds before it is written."""
        sql = "select outcomes from checked where organ = ? and year = ?"
        before = db.conn.execute(sql, [organ, year]).fetchone()
        if before and before[0] == outcomes:
            return
        for letters, step in ((before[0] if before else "", -1), (outcomes, 1)):
            for rule, one in zip(self.rules, letters, strict=False):
                self.changes[year, rule][one] += step

    def write(self, db: Database) -> None:
        """Add the changes to rule_counts."""
        columns = "pass, fail, uncertain, not_evaluable, not_applicable, lenient_pass, lenient_fail"
        sums = ", ".join(f"{c} = {c} + excluded.{c}" for c in columns.split(", "))
        db.conn.executemany(
            f"insert into rule_counts (year, rule, {columns}) values (?, ?, ?, ?, ?, ?, ?, ?, ?) "
            f"on conflict (year, rule) do update set {sums}",
            list(_tallied(self.changes)),
        )
        empty = "pass = 0 and fail = 0 and uncertain = 0 and not_evaluable = 0 and not_applicable = 0"
        db.conn.execute(f"delete from rule_counts where {empty}")
        self.changes.clear()


def _tallied(tallies: Mapping[tuple[int, str], Counter[str]]) -> Iterator[tuple[int | str, ...]]:
    for (year, rule), n in sorted(tallies.items()):
        open_ = n["e"] + n["y"] + n["z"]
        yield year, rule, n["p"], n["f"], n["u"], open_, n["n"], n["y"], n["z"]


def known(db: Database) -> dict[str, int]:
    """How many organ-years are held, and how many findings of each result."""
    counts = dict(db.execute("select result, count(*) from findings group by result").fetchall())
    (held,) = db.execute("select count(*) from checked").fetchone()
    return {"known": held, "fail": counts.get("fail", 0), "uncertain": counts.get("uncertain", 0)}


# --- reviews


def counting(db: Database, report: str) -> str:
    """sha256 of the bytes that count for a report."""
    row = db.conn.execute(
        "select c.sha256 from reports r join captures c on c.id = r.capture where r.id = ?", [report]
    ).fetchone()
    return row[0] if row else ""


def review(db: Database) -> None:
    """What a person has judged, written beside the findings; a judgement of other bytes no longer speaks."""
    sql = "select fingerprint, report, review from findings where "
    held = db.conn.execute(f"{sql} review is not null").fetchall()
    for mark in reviews.judged():
        held += db.conn.execute(f"{sql} fingerprint = ? and review is null", [mark]).fetchall()
    for mark, report, before in held:
        found = reviews.finding(mark, counting(db, report) if report else None)
        if (verdict := found.verdict if found else None) != before:
            db.conn.execute("update findings set review = ? where fingerprint = ?", [verdict, mark])
