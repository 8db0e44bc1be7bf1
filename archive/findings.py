"""Rows in and out of the checks: what the rules need to see of a report, and the findings, counts and inputs they leave."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from archive.light import Database
from archive.model import now
from reference import cells as numbers
from reference import reviews

Archive = Database
"""What the checks hold in their hands, without knowing the library behind it."""

LETTERS = {"fail": "f", "uncertain": "u", "pass": "p", "not_evaluable": "e", "not_applicable": "n"}
LENIENT = {"pass": "y", "fail": "z"}
"""not_evaluable, where the second reading passes or fails."""


class Report(NamedTuple):
    """A row of reports as the checks see it. `inputs` is a digest of its readings and of what was made of them."""

    key: int
    id: str
    organ: str
    kind: str
    name: str
    division: str
    year: int
    form: str | None
    scope: str
    evidence: str
    title: str
    printed: str
    published_on: str | None
    signed_on: str | None
    first_seen: str | None
    document: str
    sha256: str
    parser: str
    inputs: str


REPORTS = """select r.key, r.id, r.organ, o.kind, o.name, r.division, r.year, r.form, coalesce(r.scope, 'unclear'),
  coalesce(r.scope_evidence, ''), coalesce(r.title, ''), coalesce(r.organ_printed, ''), r.published_on, r.signed_on,
  r.first_seen, coalesce(r.kind, ''), coalesce(c.sha256, ''), r.parser_version, ''
  from reports r join organs o on o.id = r.organ left join captures c on c.id = r.capture order by r.organ, r.year"""


def reports(db: Database) -> list[Report]:
    """All reports by organ and year, each with the digest of its inputs."""
    held: dict[str, list[str]] = defaultdict(list)
    sql = """select h.report, h.role, h.counts, coalesce(h.change, ''), r.digest from report_captures h
      left join readings r on r.capture = h.capture order by h.report, h.capture"""
    for report, *facts in db.execute(sql):
        held[report].append("|".join(map(str, facts)))
    found = (Report(*row) for row in db.execute(REPORTS).fetchall())
    return [r._replace(inputs=digest(*r[2:-1], *held[r.id])) for r in found]


def digest(*facts: object) -> str:
    return hashlib.blake2b("\n".join(map(str, facts)).encode(), digest_size=16).hexdigest()


@dataclass(frozen=True, slots=True)
class Content:
    """What one report prints: (cell, value, state), (section, text), (kind, cell, zh, en) of its problems, and the
    cells that another official version prints differently, as {cell: (value, role)}."""

    cells: list[tuple[str, int | float | None, str]]
    sections: list[tuple[str, str]]
    problems: list[tuple[str, str | None, str, str]]
    differing: dict[str, tuple[Any, str]]


def content(db: Database, report: Report) -> Content:
    states = _states(db)
    cells = db.execute("select cell, value, state from cells where report = ? order by cell", [report.key])
    sections = db.execute(
        "select section, text from sections where report = ? order by position", [report.id]
    )
    problems = db.execute(
        "select kind, cell, says_zh, says_en from problems where report = ? order by id", [report.id]
    )
    differing = db.execute(
        "select v.cell, v.value, h.role from revision_cells v join report_captures h on h.report = v.report "
        "and h.capture = v.capture where v.report = ? order by v.cell, h.role, h.capture",
        [report.id],
    )
    return Content(
        [(numbers.cell_of(cell), value, states[state]) for cell, value, state in cells],
        sections.fetchall(),
        problems.fetchall(),
        {cell: (value, role) for cell, value, role in differing},
    )


def _states(db: Database) -> dict[int, str]:
    return dict(db.execute("select state, name from cell_states").fetchall())


def totals(db: Database, key: int, cells: Iterable[int]) -> dict[str, int | float]:
    """Some figures of a report, by id; blanks and unread cells are left out."""
    marks = ",".join(map(str, cells))
    rows = db.execute(
        f"select cell, value from cells where report = ? and value is not null and cell in ({marks})", [key]
    )
    return {numbers.cell_of(cell): value for cell, value in rows}


def changes(db: Database, report: str) -> list[tuple[str, str]]:
    """(change, moment) of the captures that differ from the one before at the same address."""
    sql = "select change, at from report_captures where report = ? and change in ('text', 'figures') order by at, capture"
    rows: list[tuple[str, str]] = db.execute(sql, [report]).fetchall()
    return rows


class Due(NamedTuple):
    """A row of coverage: an organ and year for which a report is expected, and what came of it."""

    organ: str
    year: int
    division: str
    state: str
    deadline: str | None
    published_on: str | None
    first_seen: str | None
    why_zh: str
    why_en: str
    report: str | None


def due(db: Database) -> list[Due]:
    sql = """select organ, year, division, state, deadline, published_on, first_seen, coalesce(why_zh, ''),
      coalesce(why_en, ''), report from coverage order by organ, year"""
    return [Due(*row) for row in db.execute(sql)]


def checked(db: Database) -> dict[tuple[str, int], str]:
    """(organ, year) → the digest of the inputs that its findings were made from."""
    return {
        (organ, year): inputs for organ, year, inputs in db.execute("select organ, year, inputs from checked")
    }


FIELDS = [
    "organ",
    "division",
    "year",
    "report",
    "rule",
    "severity",
    "result",
    "reader_doubt",
    "lenient",
    "cells",
    "expected",
    "found",
    "says_zh",
    "says_en",
    "fingerprint",
    "review",
    "parser_version",
    "first_seen",
]


def put(
    db: Database, organ: str, year: int, *, inputs: str, outcomes: str, rows: Iterable[Mapping[str, Any]]
) -> None:
    """The findings of one organ and year in the place of those before; one that stays keeps its first_seen."""
    sql = "select fingerprint, first_seen from findings where organ = ? and year = ?"
    seen = dict(db.conn.execute(sql, [organ, year]).fetchall())
    db.conn.execute("delete from findings where organ = ? and year = ?", [organ, year])
    found = {row["fingerprint"]: row for row in rows}
    db.conn.executemany(
        f"insert into findings ({', '.join(FIELDS)}) values (:{', :'.join(FIELDS)})",
        [{**row, "first_seen": seen.get(mark) or now()} for mark, row in found.items()],
    )
    db.conn.execute("insert or replace into checked values (?, ?, ?, ?)", [organ, year, inputs, outcomes])


def drop(db: Database, gone: Iterable[tuple[str, int]]) -> None:
    """Organ-years that are no longer expected and have no report any more."""
    for table in ("findings", "checked"):
        db.conn.executemany(f"delete from {table} where organ = ? and year = ?", list(gone))


def letter(result: str, lenient: str | None) -> str:
    return LENIENT.get(lenient or "", LETTERS[result]) if result == "not_evaluable" else LETTERS[result]


def count(db: Database, rules: list[str]) -> None:
    """rule_counts and reports.n_findings, from what is in `checked` and `findings`."""
    tallies: dict[tuple[int, str], Counter[str]] = defaultdict(Counter)
    for year, outcomes in db.execute("select year, outcomes from checked"):
        for rule, one in zip(rules, outcomes, strict=True):
            tallies[year, rule][one] += 1
    db.conn.execute("delete from rule_counts")
    db.conn.executemany(
        "insert into rule_counts (year, rule, pass, fail, uncertain, not_evaluable, not_applicable, lenient_pass, "
        "lenient_fail) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        list(_tallied(tallies)),
    )
    db.conn.execute(
        "update reports set n_findings = (select count(*) from findings where report = reports.id) where n_findings is not "
        "(select count(*) from findings where report = reports.id)"
    )


def _tallied(tallies: Mapping[tuple[int, str], Counter[str]]) -> Iterator[tuple[int | str, ...]]:
    for (year, rule), n in sorted(tallies.items()):
        open_ = n["e"] + n["y"] + n["z"]
        yield year, rule, n["p"], n["f"], n["u"], open_, n["n"], n["y"], n["z"]


def counting(db: Database, report: str) -> str:
    """sha256 of the bytes that count for a report."""
    row = db.conn.execute(
        "select c.sha256 from reports r join captures c on c.id = r.capture where r.id = ?", [report]
    ).fetchone()
    return row[0] if row else ""


def review(db: Database) -> None:
    """What a person has judged, written beside the findings; a judgement of other bytes no longer speaks."""
    reviewed = db.conn.execute("select fingerprint, report, review from findings").fetchall()
    changed = []
    for mark, report, before in reviewed:
        if before is None and not reviews.outdated(mark, None):
            continue
        found = reviews.finding(mark, counting(db, report) if report else None)
        if (verdict := found.verdict if found else None) != before:
            changed.append((verdict, mark))
    db.conn.executemany("update findings set review = ? where fingerprint = ?", changed)
