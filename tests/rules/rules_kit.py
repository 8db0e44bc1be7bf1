"""What the tests and benchmarks of the rules share: readings of our own making, and an archive filled with them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from archive import open_archive, places
from archive.places import STATE_NUMBER
from parse.model import Cell, Finding, Problem, Reading, Section
from parse.rules import check_report
from reference import cells as numbers
from reference import deadlines, forms
from replica.bulk import Error

PLACE = "青溪县"
PROBLEMS = "公开的内容还不够细，表格更新偏慢，解读多为摘抄；下一年把表格与文件一并签发，解读稿增加算例，并请窗口人员先读一遍，再由两人核对后发布上网。"
SECTIONS = {
    "overview": f"{PLACE}按照条例写成这份报告。所列数据的统计期限为YEAR年1月1日至YEAR年12月31日。",
    "overview_proactive": "公开政府信息30条，其中文件类10条、动态类20条。",
    "overview_requests": "",
    "overview_management": "发文稿纸增加一栏，写明公开与否的理由。",
    "overview_platform": "检索框支持按文号查找。",
    "overview_supervision": "每季度抽查一次栏目。",
    "proactive": "",
    "requests": "",
    "remedies": "",
    "problems": PROBLEMS,
    "other_matters": "本年度没有收取信息处理费。",
}
FORM_OF = {2019: "2019", 2020: "2019"}


def a_reading(year: int = 2024, *, said: Mapping[str, str] | None = None, **values: Any) -> Reading:
    """A sound county-wide report in which every cell is 0 and nothing was asked, but for what is given.

    `t3__granted__total=5` sets a cell (None: blank; a state's name: that state); other names set fields of the
    reading; `said` overrides sections (None takes one away).
    """
    given = {k.replace("__", "."): values.pop(k) for k in list(values) if "__" in k}
    form = values.pop("form", FORM_OF.get(year, "2021"))
    sections = {
        k: v.replace("YEAR", str(year)) for k, v in {**SECTIONS, **(said or {})}.items() if v is not None
    }
    cells = [a_cell(c, given.pop(c, 0)) for c in (forms.load(form).cell_ids if form else ())]
    cells += [a_cell(c, v) for c, v in given.items()]
    fields = {
        "title": f"{PLACE}{year}年政府信息公开工作年度报告",
        "organ": f"{PLACE}人民政府",
        "scope": "county_wide",
    }
    reading = Reading(
        "html", True, form=form, year=year, **{**fields, **{k: v for k, v in values.items() if k in fields}}
    )
    reading.cells = cells
    reading.sections = [Section(k, k, v) for k, v in sections.items()]
    for name, value in values.items():
        setattr(reading, name, value)
    return reading


def a_cell(cell: str, value: Any) -> Cell:
    if value is None:
        return Cell(cell, "", None, "blank")
    if isinstance(value, str):
        return Cell(cell, "?", None, value)
    return Cell(cell, str(value), value, "number")


def a_problem(kind: str, cell: str | None = None) -> Problem:
    return Problem(kind, cell, "table 2", f"有问题：{cell or kind}。", f"a problem: {cell or kind}.")


def found(reading: Reading, rule: str) -> list[Finding]:
    """The findings of one rule on a reading."""
    return [f for f in check_report(reading) if f.rule == rule]


def requests(column: str = "natural_person", **rows: int) -> dict[str, Any]:
    """Cells of table three for one kind of applicant and the total: new_requests=9, granted=7 …"""
    return {f"t3__{row}__{c}": n for row, n in rows.items() for c in (column, "total")}


# --- an archive


def an_archive(folder: Path) -> tuple[Database, Path]:
    """A new archive that holds reference/ and no report."""
    path = folder / "archive.db"
    db = open_archive(path, create=True)
    places.fill(db)
    return db, path


def fill(db: Database, records: Iterable[Mapping[str, Any]], *, coverage: bool = True) -> int:
    """Write records of the replica's bulk generator as the reading run would; coverage by the deadline alone."""
    count = 0
    with db.atomic():
        for record in records:
            put(db, record, coverage=coverage)
            count += 1
    return count


def put(db: Database, record: Mapping[str, Any], *, coverage: bool = True) -> str:
    """One report: organ, capture, report, cells, sections, its row of coverage. Returns its id."""
    reading, organ = record["reading"], record["organ"]
    report = f"{organ}-{reading['year']}"
    mark = hashlib.sha256(repr(sorted(reading.items(), key=str)).encode()).hexdigest()
    capture = hashlib.sha256(f"{report}{mark}".encode()).hexdigest()
    at = f"{reading['published_on']}T02:00:00.000Z"
    execute = db.conn.execute
    execute(
        "insert or replace into organs values (?, ?, ?, ?, ?, 1)",
        [organ, record["kind"], record["name"], record["division"], record["division"]],
    )
    execute(
        "insert or replace into captures (id, url, portal, fetched_at, sha256, length, warc_file, warc_offset) values (?, ?, ?, ?, ?, 1, '', 0)",
        [capture, f"http://127.0.0.1/{report}", record["division"], at, mark],
    )
    execute(
        "insert or replace into readings (capture, parser_version, is_report, report, reading, digest) values (?, 'v', 1, ?, x'', ?)",
        [capture, report, mark],
    )
    execute("delete from report_captures where report = ?", [report])
    execute(
        "insert into report_captures (report, capture, role, counts, at) values (?, ?, 'page', 1, ?)",
        [report, capture, at],
    )
    fields = ("form", "year", "scope", "scope_evidence", "title", "published_on", "signed_on", "kind")
    execute(
        f"insert into reports (id, organ, division, organ_printed, parser_version, capture, first_seen, {', '.join(fields)}) "
        f"values (?, ?, ?, ?, 'v', ?, ?, {', '.join('?' * len(fields))}) on conflict (id) do update set "
        "capture = excluded.capture, form = excluded.form, scope = excluded.scope, published_on = excluded.published_on",
        [report, organ, record["division"], reading["organ"], capture, at, *(reading[f] for f in fields)],
    )
    key = execute("select key from reports where id = ?", [report]).fetchone()[0]
    execute("delete from cells where report = ?", [key])
    db.conn.executemany(
        "insert into cells (report, cell, value, state) values (?, ?, ?, ?)",
        [(key, numbers.number_of(c["cell"]), c["value"], STATE_NUMBER[c["state"]]) for c in reading["cells"]],
    )
    execute("delete from sections where report = ?", [report])
    db.conn.executemany(
        "insert into sections (report, section, title, text, position) values (?, ?, ?, ?, ?)",
        [(report, s["section"], s["title"], s["text"], n) for n, s in enumerate(reading["sections"])],
    )
    if coverage:
        expect(db, organ, reading["year"], record["kind"], published=reading["published_on"], report=report)
    return report


def expect(
    db: Database, organ: str, year: int, kind: str, *, published: str | None = None, report: str | None = None
) -> None:
    """A row of coverage: on_time or late by the deadline, missing without a report."""
    due = deadlines.deadline(kind, year)
    late = bool(published and due and due.statutory and date.fromisoformat(published) > due.day)
    state = (
        "missing"
        if report is None
        else "late"
        if late
        else "on_time"
        if due and due.statutory
        else "published"
    )
    seen = f"{published}T02:00:00.000Z" if published else None
    db.conn.execute(
        "insert or replace into coverage (organ, year, division, state, deadline, published_on, first_seen, report) "
        "values (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            organ,
            year,
            organ[:6],
            state,
            str(due.day) if due and due.statutory else None,
            published,
            seen,
            report,
        ],
    )


def planted(errors: Iterable[Error]) -> set[tuple[str, str, int]]:
    """(rule, organ, year) of what a run of the bulk generator planted.

    A copy of last year's text is none where last year's text was itself the one of the year before it.
    """
    all_of = {(e.rule, e.organ, e.year) for e in errors}
    return {(r, o, y) for r, o, y in all_of if r != "X502" or ("X502", o, y - 1) not in all_of}
