"""Rows of reports: written whole, from readings, as often as readings change."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from archive.assemble import (
    Holding,
    chosen,
    figures,
    first_published,
    groups_of,
    holdings,
    merged,
    mirrors_of,
)
from archive.light import Database
from archive.marks import FETCH
from archive.organs import Owed, by_id
from archive.places import STATE_NUMBER, Places
from archive.readings import Json, Read, Settled, of_report, owes, unpack
from reference import cells as numbers
from reference.problems import KINDS

PLACE = re.compile(r"table (\d{1,3}), row (\d{1,3}), column (\d{1,3})")
PARTS = ("report_captures", "revision_cells", "free_figures", "sections", "problems")
FACTS = ("form", "scope", "scope_evidence", "title", "published_on", "signed_on", "kind")
COUNTED = ("number", "annotated", "inferred", "blank", "mark", "missing", "unreadable")

REPORT = """insert into reports (id, organ, division, year, form, scope, scope_evidence, title, organ_printed,
    published_on, signed_on, first_seen, parser_version, capture, kind, url, generated, n_number, n_annotated,
    n_inferred, n_blank, n_mark, n_missing, n_unreadable, n_problems)
  values (:id, :organ, :division, :year, :form, :scope, :scope_evidence, :title, :organ_printed, :published_on,
    :signed_on, :first_seen, :parser_version, :capture, :kind, :url, :generated, :n_number, :n_annotated,
    :n_inferred, :n_blank, :n_mark, :n_missing, :n_unreadable, :n_problems)
  on conflict (id) do update set """


def write(db: Database, settled: Settled, places: Places, version: str) -> dict[str, str]:
    """Write the rows of reports again; returns {report: new, figures, text, gone or same}.

    A report that no capture holds any more is removed. Each report is whole or as it was: one savepoint each.
    """
    done: dict[str, str] = {}
    for report in sorted(settled.reports):
        with db.atomic():
            before = _fingerprint(db, report)
            reads = of_report(db, report)
            if reads:
                _write(db, places, report, reads, version)
            else:
                _remove(db, report)
            done[report] = _told(before, _fingerprint(db, report))
    for organ in {report[:-5] for report in done}:
        _name_organ(db, organ)
    _put_orphans(db, settled.captures)
    return done


def _told(before: tuple[Any, Any], after: tuple[Any, Any]) -> str:
    if not after[0]:
        return "gone"
    if not before[0]:
        return "new"
    if before[0] != after[0]:
        return "figures"
    return "text" if before[1] != after[1] else "same"


def _fingerprint(db: Database, report: str) -> tuple[Any, Any]:
    """Figures and the rest of a report, to tell what a new reading changed."""
    cells = db.execute(
        "select cell, c.value, state from cells c join reports r on r.key = c.report where r.id = ? order by cell",
        [report],
    ).fetchall()
    rest = db.execute(
        "select title, form, year, scope, published_on from reports where id = ?", [report]
    ).fetchall()
    rest += db.execute(
        "select section, title, text from sections where report = ? order by id", [report]
    ).fetchall()
    return cells or rest, rest


def _remove(db: Database, report: str) -> None:
    db.execute("delete from cells where report in (select key from reports where id = ?)", [report])
    db.execute("delete from places where report in (select key from reports where id = ?)", [report])
    for table in PARTS:
        db.execute(f"delete from {table} where report = ?", [report])
    db.execute("delete from reports where id = ?", [report])


def _name_organ(db: Database, organ: str) -> None:
    """The names under which an organ signed, and from which year to which; an organ of no report is none."""
    db.execute("delete from organ_names where organ = ?", [organ])
    db.execute(
        "insert into organ_names (organ, name, valid_from, valid_to) select organ, organ_printed, min(year), "
        "max(year) from reports where organ = ? and organ_printed <> '' group by organ_printed",
        [organ],
    )
    db.execute(
        "delete from organs where id = ? and not exists (select 1 from reports where organ = organs.id)",
        [organ],
    )


def _put_organ(db: Database, places: Places, report: str, reads: list[Read]) -> Owed:
    """The organ that a report's id names, as the first capture that names it tells."""
    organ = report[:-5]
    owed = next((o for o in (owes(places, read) for read in reads) if o.organ == organ), by_id(places, organ))
    parent = owed.division if organ != owed.division else None
    db.conn.execute(
        "insert into organs (id, kind, name, division, parent, generated) values (?, ?, ?, ?, ?, ?) on conflict (id) "
        "do update set kind = excluded.kind, name = excluded.name, generated = excluded.generated",
        [organ, owed.kind, owed.name, owed.division, parent, _generated(owed)],
    )
    return owed


def _generated(owed: Owed) -> int:
    """Codes that begin with 99 are in use by no division: the replica's invented places have them."""
    return int(owed.division.startswith("99"))


def _write(db: Database, places: Places, report: str, reads: list[Read], version: str) -> None:
    organ, year = report[:-5], int(report[-4:])
    owed = _put_organ(db, places, report, reads)
    division, generated = owed.division, _generated(owed)
    groups, mirrors = groups_of(reads), mirrors_of(db, reads)
    group = chosen(groups, division, mirrors)
    whole = merged(group)
    reading = whole.reading
    row = _report_row(reading, group.page)
    row |= {"capture": whole.main.capture.id, "url": group.page.capture.url}
    row["published_on"] = first_published(groups, group, mirrors) or row["published_on"]
    row |= {"id": report, "organ": organ, "division": division, "year": year, "generated": generated}
    row |= {"parser_version": version, "first_seen": reads[0].capture.fetched_at}
    names = [name for name in row if name != "id"]
    sets = ", ".join(f"{name} = excluded.{name}" for name in names)
    for table in PARTS:
        db.execute(f"delete from {table} where report = ?", [report])
    db.conn.execute(REPORT + sets, row)
    key = db.execute("select key from reports where id = ?", [report]).fetchone()[0]
    _put_cells(db, key, reading)
    _put_holdings(db, report, holdings(reads, groups, group, whole.gave, mirrors), reading)
    _put_words(db, report, reading)
    _put_problems(db, report, reading, group.page)


def _report_row(reading: Json, page: Read) -> dict[str, Any]:
    """What the reading says of the report, and how much of it was read."""
    states = Counter(cell["state"] for cell in reading["cells"])
    row = {key: reading.get(key) for key in FACTS}
    row["organ_printed"] = reading.get("organ")
    row |= {"n_problems": len(reading["problems"]) + bool(_doubt(page, reading))}
    return row | {f"n_{state}": states[state] for state in COUNTED}


def _put_cells(db: Database, key: int, reading: Json) -> None:
    db.conn.execute("delete from cells where report = ?", [key])
    db.conn.execute("delete from places where report = ?", [key])
    rows = [
        (key, numbers.number_of(cell["cell"]), cell["value"], STATE_NUMBER[cell["state"]], cell["unit"],
         plain_or_none(cell), packed(cell["at"]))
        for cell in reading["cells"]
    ]  # fmt: skip
    db.conn.executemany(
        'insert into cells (report, cell, value, state, unit, raw, "at") values (?, ?, ?, ?, ?, ?, ?)', rows
    )
    boxes = [(key, numbers.number_of(cell), *place) for cell, *place in reading.get("places", ())]
    db.conn.executemany("insert or replace into places values (?, ?, ?, ?, ?, ?, ?)", boxes)


def plain_or_none(cell: Json) -> str | None:
    """What is printed, where it says more than the plain number does; a numeric column keeps 5.0 as 5."""
    raw, value = cell["raw"], cell["value"]
    if value is None:
        return raw or None
    return None if raw == str(int(value) if value == int(value) else value) else raw


@lru_cache(maxsize=65536)
def packed(at: str) -> int | str | None:
    """A place in a table as one integer: 2 · 10⁶ + 6 · 10³ + 9 for table 2, row 6, column 9; other places as told."""
    found = PLACE.fullmatch(at or "")
    if not found:
        return at or None
    table, row, column = map(int, found.groups())
    return table * 1_000_000 + row * 1_000 + column


def _put_holdings(db: Database, report: str, held: list[Holding], reading: Json) -> None:
    db.conn.executemany(
        'insert into report_captures (report, capture, role, counts, "at", change) values (?, ?, ?, ?, ?, ?)',
        [
            (report, h.read.capture.id, h.role, int(h.counts), h.read.capture.fetched_at, h.change)
            for h in held
        ],
    )
    ours = {
        cell["cell"]: (cell["value"], cell["raw"] if cell["value"] is None else "")
        for cell in reading["cells"]
    }
    for holding in held:
        if (holding.counts and holding.role == "page") or not holding.read.reading["cells"]:
            continue
        raws = {cell["cell"]: cell["raw"] for cell in holding.read.reading["cells"]}
        differ = [
            (report, holding.read.capture.id, cell, value, raws[cell])
            for cell, (value, mark) in figures(holding.read).items()
            if ours.get(cell) != (value, mark)
        ]
        db.conn.executemany(
            "insert into revision_cells (report, capture, cell, value, raw) values (?, ?, ?, ?, ?)", differ
        )


def _put_words(db: Database, report: str, reading: Json) -> None:
    db.conn.executemany(
        "insert into sections (report, section, title, text, position) values (?, ?, ?, ?, ?)",
        [(report, s["section"], s["title"], s["text"], n) for n, s in enumerate(reading["sections"], 1)],
    )
    db.conn.executemany(
        'insert into free_figures (report, table_no, label, unit, "column", value, raw, "at") values (?, ?, ?, ?, ?, ?, ?, ?)',
        [
            (report, f.get("table_no"), f["label"], f["unit"], f["column"], f["value"], f["raw"], f["at"])
            for f in reading["free"]
        ],
    )


def _doubt(page: Read, reading: Json) -> str | None:
    """The organ was assumed, and the reader has not said so itself."""
    doubt = page.doubt
    return doubt if doubt and all(problem["kind"] != doubt for problem in reading["problems"]) else None


def _put_problems(db: Database, report: str, reading: Json, page: Read) -> None:
    portal = page.capture.portal
    rows = [
        (p["capture"], report, portal, p["kind"], p["cell"], p["at"], p["says"]["zh"], p["says"]["en"])
        for p in reading["problems"]
    ]
    if doubt := _doubt(page, reading):
        kind = KINDS[doubt]
        rows.append((page.capture.id, report, portal, doubt, None, None, kind.zh, kind.en))
    put_problems(db, rows)


def put_problems(db: Database, rows: list[tuple[Any, ...]]) -> None:
    """Rows of problems: capture, report, portal, kind, cell, at, says_zh, says_en."""
    db.conn.executemany(
        'insert into problems (capture, report, portal, kind, cell, "at", says_zh, says_en) values (?, ?, ?, ?, ?, ?, ?, ?)',
        rows,
    )


def _put_orphans(db: Database, captures: Iterable[str]) -> None:
    """Problems of captures that became no report: waiting for a review, without a year, impossible to open."""
    for capture in captures:
        db.conn.execute(
            'delete from problems where capture = ? and report is null and "at" is not ?', [capture, FETCH]
        )
        row = db.conn.execute(
            "select r.is_report, r.why_not, r.report, r.doubt, c.portal, r.reading from readings r "
            "join captures c on c.id = r.capture where r.capture = ?",
            [capture],
        ).fetchone()
        if row is None or row[2] is not None:
            continue
        known = {
            kind for (kind,) in db.conn.execute("select kind from problems where capture = ?", [capture])
        }
        put_problems(db, [problem for problem in _orphan_rows(capture, row) if problem[3] not in known])


def _orphan_rows(capture: str, row: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    is_report, why_not, _, doubt, portal, data = row
    if is_report and doubt:
        kind = KINDS[doubt]
        return [(capture, None, portal, doubt, None, None, kind.zh, kind.en)]
    if why_not != "unreadable":
        return []
    return [
        (capture, None, portal, p["kind"], p["cell"], p["at"], p["says"]["zh"], p["says"]["en"])
        for p in unpack(data)["problems"]
    ]
