"""What the checks look at: reports, what is expected, what stands in them; read for one place at a time.

Triggers (schema.py) mark each organ and year whose rows change; `areas` tells the places that have such marks, so
that a night's run looks at what changed and at nothing else.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from archive.light import Database
from reference import cells as numbers

Archive = Database
"""What the checks hold in their hands, without knowing the library behind it."""


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


class Other(NamedTuple):
    """A report elsewhere that is named beside one of ours."""

    id: str
    name: str
    division: str


# --- which places have changed


def areas(db: Database) -> list[str]:
    """The codes of the places (counties, prefectures, provinces) with organ-years that are marked as changed."""
    return [code for (code,) in db.execute("select distinct substr(organ, 1, 6) from touched order by 1")]


def touch_all(db: Database, mark: str) -> bool:
    """Mark everything where the code or the rules are others than at the last run; returns whether they are.

    What was counted is forgotten then: every organ-year will be counted anew.
    """
    held = db.execute("select value from meta where key = 'checked_by'").fetchone()
    if held and held[0] == mark:
        return False
    everything = "select organ, year from reports union select organ, year from coverage union select organ, year from checked"
    db.execute(f"insert or ignore into touched {everything}")
    db.execute("update checked set outcomes = '', inputs = ''")
    db.execute("delete from rule_counts")
    db.execute("insert or replace into meta (key, value) values ('checked_by', ?)", [mark])
    return True


def untouch(db: Database, codes: Iterable[str]) -> None:
    """Take the marks of some places away: they have been judged."""
    db.conn.executemany("delete from touched where organ >= ? and organ < ?", [(c, f"{c}~") for c in codes])


def _places(codes: Iterable[str]) -> str:
    """Codes as an SQL list; they are digits and letters only."""
    return ", ".join(f"'{code}'" for code in codes if code.isalnum())


REPORTS = """select r.key, r.id, r.organ, o.kind, o.name, r.division, r.year, r.form, coalesce(r.scope, 'unclear'),
  coalesce(r.scope_evidence, ''), coalesce(r.title, ''), coalesce(r.organ_printed, ''), r.published_on, r.signed_on,
  r.first_seen, coalesce(r.kind, ''), coalesce(c.sha256, ''), r.parser_version, ''
  from reports r join organs o on o.id = r.organ left join captures c on c.id = r.capture
  where r.division in ({}) order by r.organ, r.year"""
HELD = """select h.report, h.role, h.counts, coalesce(h.change, ''), r.digest from reports t
  join report_captures h on h.report = t.id left join readings r on r.capture = h.capture
  where t.division in ({}) order by h.report, h.capture"""


def reports(db: Database, codes: Iterable[str]) -> list[Report]:
    """The reports of some places by organ and year, each with the digest of its inputs."""
    wanted = _places(codes)
    held: dict[str, list[str]] = defaultdict(list)
    for report, *facts in db.execute(HELD.format(wanted)):
        held[report].append("|".join(map(str, facts)))
    found = (Report(*row) for row in db.execute(REPORTS.format(wanted)).fetchall())
    return [r._replace(inputs=digest(*r[2:-1], *held[r.id])) for r in found]


def due(db: Database, codes: Iterable[str]) -> list[Due]:
    """The rows of coverage of some places."""
    sql = f"""select organ, year, division, state, deadline, published_on, first_seen, coalesce(why_zh, ''),
      coalesce(why_en, ''), report from coverage where division in ({_places(codes)}) order by organ, year"""
    return [Due(*row) for row in db.execute(sql)]


def likes(db: Database, codes: Iterable[str]) -> dict[str, list[tuple[str, str, float]]]:
    """Report → (section, other report, similarity), the likest first, of some places."""
    found: dict[str, list[tuple[str, str, float]]] = {}
    sql = f"""select s.report, s.section, s.other, s.similarity from reports r join similar s on s.report = r.id
      where r.division in ({_places(codes)}) order by s.report, s.similarity desc, s.section, s.other"""
    for report, section, other, share in db.execute(sql):
        found.setdefault(report, []).append((section, other, share))
    return found


def others(db: Database, ids: Iterable[str]) -> dict[str, Other]:
    """Some reports of any place, by id."""
    listed = sorted(set(ids))
    sql = f"""select r.id, o.name, r.division from reports r join organs o on o.id = r.organ
      where r.id in ({", ".join("?" * len(listed))})"""
    return {row[0]: Other(*row) for row in db.execute(sql, listed)} if listed else {}


def checked(db: Database, codes: Iterable[str]) -> dict[tuple[str, int], str]:
    """(organ, year) → the digest of the inputs that its findings were made from, for some places."""
    found: dict[tuple[str, int], str] = {}
    for code in codes:
        rows = db.execute(
            "select organ, year, inputs from checked where organ >= ? and organ < ?", [code, f"{code}~"]
        )
        found |= {(organ, year): inputs for organ, year, inputs in rows}
    return found


def digest(*facts: object) -> str:
    return hashlib.blake2b("\n".join(map(str, facts)).encode(), digest_size=16).hexdigest()


# --- what stands in reports


@dataclass(slots=True)
class Content:
    """What one report prints: (cell, value, state), (section, text), (kind, cell, zh, en) of its problems, the cells
    that another official version prints differently as {cell: (value, role)}, and (change, moment) of the captures
    that differ from the one before at the same address."""

    cells: list[tuple[str, int | float | None, str]] = field(default_factory=list)
    sections: list[tuple[str, str]] = field(default_factory=list)
    problems: list[tuple[str, str | None, str, str]] = field(default_factory=list)
    differing: dict[str, tuple[Any, str]] = field(default_factory=dict)
    changes: list[tuple[str, str]] = field(default_factory=list)


SECTIONS = "select report, section, text from sections where report in ({}) order by report, position"
PROBLEMS = "select report, kind, cell, says_zh, says_en from problems where report in ({}) order by id"
DIFFERING = """select v.report, v.cell, v.value, h.role from revision_cells v join report_captures h
  on h.report = v.report and h.capture = v.capture where v.report in ({}) order by v.cell, h.role, h.capture"""
CHANGES = """select report, change, at from report_captures where report in ({}) and change in ('text', 'figures')
  order by at, capture"""


def contents(db: Database, wanted: Iterable[Report]) -> dict[str, Content]:
    """What some reports print, by id; a handful of queries for all of them."""
    listed = list(wanted)
    by_key = {r.key: Content() for r in listed}
    names, states = _names(), dict(db.execute("select state, name from cell_states").fetchall())
    keys = ", ".join(map(str, by_key))
    sql = f"select report, cell, value, state from cells where report in ({keys}) order by report, cell"
    for key, cell, value, state in db.execute(sql):
        by_key[key].cells.append((names[cell], value, states[state]))
    found = {r.id: by_key[r.key] for r in listed}
    for report, section, text in _of(db, SECTIONS, found):
        found[report].sections.append((section, text))
    for report, *problem in _of(db, PROBLEMS, found):
        found[report].problems.append((problem[0], problem[1], problem[2], problem[3]))
    for report, cell, value, role in _of(db, DIFFERING, found):
        found[report].differing[cell] = (value, role)
    for report, change, at in _of(db, CHANGES, found):
        found[report].changes.append((change, at))
    return found


def _of(db: Database, sql: str, ids: Iterable[str]) -> Iterator[tuple[Any, ...]]:
    listed = list(ids)
    yield from db.execute(sql.format(", ".join("?" * len(listed))), listed)


def _names() -> list[str]:
    """The cells' ids by number."""
    return ["", *(d.cell for d in numbers.definitions())]


def totals(db: Database, keys: Iterable[int], cells: Iterable[int]) -> dict[int, dict[str, int | float]]:
    """Some figures of some reports, by the reports' keys and the cells' ids; blanks and unread cells are left out."""
    found: dict[int, dict[str, int | float]] = {key: {} for key in keys}
    names = _names()
    sql = f"""select report, cell, value from cells where report in ({", ".join(map(str, found))})
      and cell in ({", ".join(map(str, cells))}) and value is not null"""
    for key, cell, value in db.execute(sql):
        found[key][names[cell]] = value
    return found
