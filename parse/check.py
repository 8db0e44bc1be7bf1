"""`python -m parse check`: every report held to the rules, by itself, against its years, its parts, its copies, its deadline.

Only organ-years whose inputs changed are judged again: their own captures, the two years before, the parts of a county,
the row of coverage, the copies found, the rules and the code that judges. The same archive gives the same findings.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

from archive import findings as rows
from archive import open_archive, open_reading, similar
from archive.findings import Archive, Due, Report
from archive.places import Places
from parse import copies, judge
from parse import plan as planning
from parse.facts import Facts, Rows, from_rows
from parse.levels import DECISIONS, Group, Member, counts
from parse.naming import Pair, section_label
from parse.published import OFFICIAL, Publication
from reference import cells, divisions, rules

BATCH = 200
"""Organ-years judged and written in one transaction."""
RECENT = 8
"""Reports kept at hand: the next task is mostly the next year of the same organ."""
PRINTED_KINDS = frozenset({"html", "pdf", "docx", "doc", "wps", "xls", "xlsx"})


def main(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m parse check", description=__doc__)
    parser.add_argument("--archive", default="archive.db", help="the archive (default: archive.db)")
    parser.add_argument("--jobs", type=int, default=1, help="processes (default: 1)")
    chosen = parser.parse_args(argv)
    started = time.monotonic()
    found = run(open_archive(chosen.archive), Path(chosen.archive), chosen.jobs)
    print(
        f"checked {found['judged']} of {found['known']} organ-years, dropped {found['dropped']}; findings: "
        f"{found['fail']} fail, {found['uncertain']} uncertain ({time.monotonic() - started:.1f} s)"
    )
    return 0


def run(db: Archive, path: Path, jobs: int = 1) -> dict[str, int]:
    """Judge what changed and write the rows. Returns counts: known, judged, dropped, fail, uncertain."""
    with db.atomic():
        find_copies(db)
    tasks, done = plan(db), rows.checked(db)
    known = {(t.organ, t.year) for t in tasks}
    gone = [key for key in done if key not in known]
    stale = [t for t in tasks if done.get((t.organ, t.year)) != t.inputs]
    with db.atomic():
        rows.drop(db, gone)
    for batch in _judged(db, path, stale, jobs):
        with db.atomic():
            for one in batch:
                rows.put(db, one.organ, one.year, inputs=one.inputs, outcomes=one.outcomes, rows=one.findings)
    with db.atomic():
        if stale or gone:
            rows.count(db, judge.ids())
        rows.review(db)
    held = dict(db.execute("select result, count(*) from findings group by result").fetchall())
    found = {"known": len(tasks), "judged": len(stale), "dropped": len(gone)}
    return found | {"fail": held.get("fail", 0), "uncertain": held.get("uncertain", 0)}


# --- what is to be judged


@dataclass(frozen=True, slots=True)
class Task:
    """One organ's year with all that its findings are made from; `inputs` is a digest of it."""

    organ: str
    name: str
    year: int
    division: str
    report: Report | None
    previous: Report | None
    before: Report | None
    due: Due | None
    members: tuple[Report, ...]
    absent: tuple[str, ...] | None
    likes: tuple[tuple[str, str, float], ...]
    others: tuple[Report, ...]
    shared_date: bool
    inputs: str = ""


def plan(db: Archive) -> list[Task]:
    """Every organ-year that has a report or is expected to have one, line by line."""
    known = rows.reports(db)
    places = Places(db)
    by_id = {r.id: r for r in known}
    in_line = {(planning.line_of(r.organ), r.year): r for r in known}
    due = {(d.organ, d.year): d for d in rows.due(db)}
    names = {r.organ: r.name for r in known}
    below = planning.below(known)
    absent = planning.absent(
        due.values(), lambda organ: names.get(organ) or planning.name_by_id(organ, places.names)
    )
    likes, common = similar.pairs(db), planning.shared_dates(due.values())
    marks = judge.version()
    tasks = []
    for organ, year in sorted(
        {(r.organ, r.year) for r in known} | set(due), key=lambda k: (planning.line_of(k[0]), k[1])
    ):
        report, expected = by_id.get(f"{organ}-{year}"), due.get((organ, year))
        division = report.division if report else expected.division if expected else organ[:6]
        last, before = (
            by_id.get(f"{organ}-{year - n}") or in_line.get((planning.line_of(organ), year - n))
            for n in (1, 2)
        )
        county = (division, year) if report is not None and report.kind == "government" else ("", 0)
        members = tuple(below.get(county, ()))
        lacking = planning.lacking(county, {m.organ for m in members}, absent)
        like = tuple(likes.get(report.id, ())) if report else ()
        others = tuple(by_id[other] for _, other, _ in like if other in by_id)
        shared = expected is not None and (expected.division, expected.published_on) in common
        named = names.get(organ) or planning.name_by_id(organ, places.names)
        task = Task(
            organ,
            named,
            year,
            division,
            report,
            last,
            before,
            expected,
            members,
            lacking,
            like,
            others,
            shared,
        )
        tasks.append(replace(task, inputs=_inputs(task, marks)))
    return tasks


def _inputs(task: Task, marks: str) -> str:
    held = [r.inputs if r else "" for r in (task.report, task.previous, task.before)]
    parts = [m.inputs for m in task.members]
    return rows.digest(marks, *held, *(task.due or ()), parts, task.absent, task.likes, task.shared_date)


# --- judging


class Judged(NamedTuple):
    organ: str
    year: int
    inputs: str
    outcomes: str
    findings: list[dict[str, Any]]


def _judged(db: Archive, path: Path, tasks: list[Task], jobs: int) -> Iterator[list[Judged]]:
    """Batches in the order of the tasks; several processes read the archive side by side, this one writes."""
    batches = [tasks[n : n + BATCH] for n in range(0, len(tasks), BATCH)]
    if jobs <= 1 or len(batches) <= 1:
        desk = Desk(db)
        yield from ([desk.judged(task) for task in batch] for batch in batches)
        return
    with ProcessPoolExecutor(
        jobs, mp_context=get_context("spawn"), initializer=_open_desk, initargs=(path,)
    ) as pool:
        yield from pool.map(_judge_apart, batches)


_DESKS: list[Desk] = []


def _open_desk(path: Path) -> None:
    _DESKS[:] = [Desk(open_reading(path))]


def _judge_apart(tasks: list[Task]) -> list[Judged]:
    return [_DESKS[0].judged(task) for task in tasks]


class Desk:
    """Judges tasks from an open archive."""

    def __init__(self, db: Archive) -> None:
        self.db, self.places = db, Places(db)
        self.recent: dict[str, tuple[Facts, rows.Content]] = {}

    def judged(self, task: Task) -> Judged:
        case = self.case(task)
        found = list(judge.verdicts(case))
        parser = task.report.parser if task.report else judge.version()
        rows_found = [judge.row(case, rule, outcome, parser) for rule, outcome in judge.broken(found)]
        letters = "".join(rows.letter(*one) for one in judge.results(found))
        return Judged(task.organ, task.year, task.inputs, letters, rows_found)

    def case(self, task: Task) -> judge.Case:
        """The task with everything that the rules look at."""
        held, content = task.report, None
        facts = Facts(None, task.year, {}, {}, called=self._called(task.division, task.name))
        if held:
            facts, content = self._read(held)
            facts.previous, facts.before = (
                self._read(r)[0] if r else None for r in (task.previous, task.before)
            )
        return judge.Case(
            task.organ,
            task.year,
            task.division,
            held.id if held else None,
            facts,
            self._group(task, facts),
            self._publication(task, facts, content),
            self._copies(task),
            planning.crossing(held, task.previous) if held else None,
        )

    def _called(self, division: str, name: str) -> Pair:
        """The organ with its parents; the English sentence adds the English name of the place, where there is one."""
        zh = planning.called(self.places.above(division), name)
        try:
            return zh, f"{zh} ({divisions.place_name_en(division)})"
        except KeyError:
            return zh, zh

    def _read(self, report: Report) -> tuple[Facts, rows.Content]:
        if report.id not in self.recent:
            while len(self.recent) >= RECENT:
                del self.recent[next(iter(self.recent))]
            self.recent[report.id] = self._facts(report)
        return self.recent[report.id]

    def _facts(self, report: Report) -> tuple[Facts, rows.Content]:
        content = rows.content(self.db, report)
        differing = [c for c, (_, role) in content.differing.items() if role in OFFICIAL]
        facts = from_rows(
            Rows(content.cells, content.sections, content.problems, differing), report.form, report.year
        )
        facts.title, facts.organ = report.title, report.printed
        facts.called = self._called(report.division, report.name)
        facts.place = " ".join([*self.places.above(report.division), report.name])
        facts.scope, facts.organ_kind, facts.kind = report.scope, report.kind, report.document
        facts.level = planning.level_of(report.division, report.kind)
        facts.bytes_seen = report.document in PRINTED_KINDS
        return facts, content

    def _group(self, task: Task, facts: Facts) -> Group | None:
        if task.report is None or task.report.kind != "government":
            return None
        wanted = [cells.number_of(c) for c in (*counts(), *DECISIONS)]
        members = [Member(m.organ, m.name, m.kind, rows.totals(self.db, m.key, wanted)) for m in task.members]
        return Group(facts, tuple(members), task.absent, planning.is_whole(m.kind for m in members))

    def _publication(self, task: Task, facts: Facts, content: rows.Content | None) -> Publication | None:
        due, report = task.due, task.report
        if due is None:
            return None
        return Publication(
            report.kind if report else planning.kind_of(task.organ),
            task.year,
            due.state,
            due.deadline,
            due.published_on,
            report.signed_on if report else None,
            task.shared_date,
            due.first_seen,
            (due.why_zh, due.why_en),
            tuple(rows.changes(self.db, report.id)) if report else (),
            content.differing if content else {},
            facts.values,
        )

    def _copies(self, task: Task) -> tuple[judge.Copy, ...]:
        names = {r.id: self._called(r.division, r.name) for r in task.others}
        return tuple(
            (section_label(s), names[other], other, share) for s, other, share in task.likes if other in names
        )


# --- copies


def find_copies(db: Archive) -> None:
    """Bring the table of similar texts up to date, year by year, section by section."""
    named, places = similar.names(db), Places(db)
    threshold = float(rules.by_id("Q003").params["threshold"])

    def masks(report: str) -> tuple[str, ...]:
        name, printed, division = named[report]
        return copies.masks(name, printed, places.above(division))

    for year in similar.years(db):
        for section in copies.SECTIONS:
            copies.Search(similar, db, year, section, masks).run(threshold)
