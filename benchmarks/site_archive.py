"""A generated archive of any size for `benchmarks.site`: real schema, invented figures and words, written in bulk.

A row at a time 100,000 reports of 200 cells took minutes; here Python makes a row a report, and SQLite itself lays
the cells of 60 sample reports under them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from pathlib import Path
from random import Random
from typing import Any

from archive import open_archive
from reference import cells
from replica.invent import invent

COUNTIES = 2_845
YEARS = range(2021, 2025)
FORM = "2021"
SAMPLES = 60
WORDS = "本机关公开申请行政诉讼复议信息政府部门乡镇工作年度报告更新栏目问题改进群众答复办理数量文件制度"
NARRATIVE = 400
"""Characters of a narrative: ten sentences out of a few thousand, and one of its own."""

ORGANS = "insert or ignore into organs (id, kind, name, division, generated) values (?, ?, ?, ?, 1)"
REPORTS = """insert into reports (key, id, organ, division, year, form, scope, title, published_on, first_seen,
  parser_version, capture, kind, generated, n_number, n_findings)
  values (?, ?, ?, ?, ?, '2021', 'department', ?, ?, ?, 'bench', '', 'html', 1, 200, ?)"""
SECTIONS = (
    "insert into sections (report, section, title, text, position) values (?, 'problems', '问题', ?, 0)"
)
COVERAGE = """insert into coverage (organ, year, division, state, last_checked, report) values (?, ?, ?, 'on_time', ?, ?)"""
FINDINGS = """insert into findings (organ, division, year, report, rule, severity, result, cells, says_zh, says_en,
  fingerprint, parser_version, first_seen)
  values (?, ?, ?, ?, 'A304', 'error', 'fail', '[]', '不合', 'does not hold', ?, 'bench', ?)"""
CELLS = """insert into cells (report, cell, value, state) select r.key, s.cell, s.value, 0
  from reports r join temp.samples s on s.sample = r.key % {} order by r.key, s.cell"""


@dataclass(frozen=True)
class Report:
    """What a generated report is told by."""

    key: int
    organ: str
    division: str
    kind: str
    year: int

    @property
    def id(self) -> str:
        return f"{self.organ}-{self.year}"

    @property
    def seen(self) -> str:
        return f"{self.year + 1}-03-{1 + self.key % 28:02}T00:00:00Z"


def fill(path: Path, count: int) -> None:
    """An archive of `count` reports over counties, their organs and years, a finding in every tenth."""
    db = open_archive(path, create=True)
    run = db.conn
    run.execute("pragma journal_mode = off")  # thrown away whole if it is cut off
    run.execute("pragma synchronous = off")
    run.execute("pragma cache_size = -200000")
    _frame(run, per_year(count))
    run.executemany(ORGANS, ((r.organ, r.kind, name(r), r.division) for r in reports(count)))
    run.executemany(REPORTS, (_row(r) for r in reports(count)))
    run.executemany(SECTIONS, _sections(count))
    run.executemany(COVERAGE, ((r.organ, r.year, r.division, r.seen, r.id) for r in reports(count)))
    broken = (r for r in reports(count) if r.key % 10 == 0)
    run.executemany(FINDINGS, ((r.organ, r.division, r.year, r.id, r.id, r.seen) for r in broken))
    _samples(run)
    run.execute(CELLS.format(SAMPLES))
    run.commit()
    db.close()


def per_year(count: int) -> int:
    return max(count // len(YEARS), 1)


def code(n: int) -> str:
    """The place code of the n-th county."""
    return f"{11 + n % 31 % 50:02}{1 + n // 31 % 20:02}{1 + n // 620:02}"


def reports(count: int) -> Iterator[Report]:
    """Every report: the governments of the counties first, then departments."""
    key = 0
    for year in YEARS:
        for n in range(per_year(count)):
            key += 1
            place = code(n % COUNTIES)
            own = n < COUNTIES
            yield Report(
                key,
                place if own else f"{place}-d{n:08x}",
                place,
                "government" if own else "department",
                year,
            )


def name(report: Report) -> str:
    return f"县{report.division}{report.organ[-4:]}局"


def _row(report: Report) -> tuple[object, ...]:
    return (report.key, report.id, report.organ, report.division, report.year, f"{report.year}年报告", report.seen[:10],
            report.seen, int(report.key % 10 == 0))  # fmt: skip


def _sections(count: int) -> Iterator[tuple[str, str]]:
    """Narratives out of 4,000 sentences, two in three with 行政诉讼, one in 5,000 with a rare character."""
    rng = Random(1)
    length = NARRATIVE // 10
    sentences = ["".join(rng.choices(WORDS, k=length - 1)) + "。" for _ in range(4_000)]
    for report in reports(count):
        text = "".join(rng.choices(sentences, k=10)) + ("行政诉讼。" if report.key % 3 else "")
        yield report.id, text + f"龘{report.key // 5_000 % 10}" * (report.key % 5_000 == 0)


def _samples(run: sqlite3.Connection) -> None:
    """The cells of a few invented reports, in a table of this connection only."""
    number = {d.cell: d.number for d in cells.definitions()}
    rng = Random(1)
    run.execute(
        "create temp table samples (sample, cell, value numeric, primary key (sample, cell)) without rowid"
    )
    for sample in range(SAMPLES):
        figures = invent(FORM, "department", rng, None, 40)
        rows = [(sample, number[cell], value) for cell, value in figures.items()]
        run.executemany("insert into temp.samples values (?, ?, ?)", rows)


def _frame(run: Any, most: int) -> None:
    """Places with their parents, the words of cells and states, and what the archive is."""
    places = {code(n) for n in range(min(most, COUNTIES))}
    for place in sorted(places | {p[:4] + "00" for p in places} | {p[:2] + "0000" for p in places}):
        level = "province" if place.endswith("0000") else "prefecture" if place.endswith("00") else "county"
        parent = {"province": "", "prefecture": place[:2] + "0000", "county": place[:4] + "00"}[level]
        row = (place, f"县{place}", level, parent, "", "", f"Place {place}", f"p{place}")
        run.execute("insert into divisions (code, name, level, parent, valid_from, valid_to, name_en, pinyin) values (?, ?, ?, ?, ?, ?, ?, ?)", row)  # fmt: skip
    for d in cells.definitions():
        run.execute("insert into cell_defs values (?, ?, ?, ?, ?, ?, ?, ?, ?)", astuple(d))
    run.execute("insert into cell_states values (0, 'number', '数字', 'a figure')")
    run.execute("insert or replace into meta values ('kind', 'demo')")
