"""`python -m parse check`: every report held to the rules, by itself, against its years, its parts, its copies, its deadline.

Rows that rules look at are marked where they change. A run takes the places with such marks one by one and judges the
organ-years whose inputs are others: captures, the two years before, a county's parts, coverage, copies, the rules and
their code. The same archive gives the same findings, in whatever order it grew.
"""

from __future__ import annotations

import argparse
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import lru_cache
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

from archive import findings as rows
from archive import inputs, open_archive, open_reading, similar
from archive.findings import Judged
from archive.inputs import Archive, Content, Due, Other, Report
from archive.places import Places
from parse.checks import copies, judge
from parse.checks import plan as planning
from parse.checks.facts import Facts, Rows, from_rows
from parse.checks.levels import Group, Member, compared
from parse.checks.naming import Pair, section_label
from parse.checks.published import OFFICIAL, Publication
from reference import rules

BATCH = 40
"""Organ-years whose reports are read together."""
AHEAD = 3
"""Places that are given to each process before their findings are written."""
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
    """Judge what changed and write the rows. Returns counts: known, judged, dropped, fail, uncertain.

    Each place is written with its marks taken away, all or nothing, so that a run that was killed goes on.
    """
    with db.atomic():
        inputs.touch_all(db, judge.version())
        find_copies(db)
    found = {"judged": 0, "dropped": 0}
    areas = sorted({planning.codes_of(code) for code in inputs.areas(db)})
    for area in _judged(db, path, areas, jobs):
        with db.atomic():
            _write(db, area)
        found["judged"] += len(area.judged)
        found["dropped"] += len(area.gone)
    with db.atomic():
        rows.review(db)
    return found | rows.known(db)


def _write(db: Archive, area: Area) -> None:
    tally = rows.Tally(judge.ids())
    for organ, year in area.gone:
        tally.change(db, organ, year, "")
    rows.drop(db, area.gone)
    for one in area.judged:
        tally.change(db, one.organ, one.year, one.outcomes)
        rows.put(db, one)
    tally.write(db)
    inputs.untouch(db, area.codes)


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
    shared_date: bool
    inputs: str = ""


def plan(db: Archive, places: Places, codes: Iterable[str]) -> list[Task]:
    """Every organ-year of some places that has a report or is expected to have one, line by line."""
    known, expected = inputs.reports(db, codes), inputs.due(db, codes)
    by_id = {r.id: r for r in known}
    in_line = {(planning.line_of(r.organ), r.year): r for r in known}
    due = {(d.organ, d.year): d for d in expected}
    names = {r.organ: r.name for r in known}

    def name_of(organ: str) -> str:
        return names.get(organ) or planning.name_by_id(organ, places.names)

    def earlier(organ: str, year: int) -> Report | None:
        return by_id.get(f"{organ}-{year}") or in_line.get((planning.line_of(organ), year))

    below, absent = planning.below(known), planning.absent(expected, name_of)
    likes, common = inputs.likes(db, codes), planning.shared_dates(expected)
    tasks = []
    keys = {(r.organ, r.year) for r in known} | set(due)
    for organ, year in sorted(keys, key=lambda k: (planning.line_of(k[0]), k[1])):
        report, row = by_id.get(f"{organ}-{year}"), due.get((organ, year))
        division = report.division if report else row.division if row else organ[:6]
        county = (division, year) if report is not None and report.kind == "government" else ("", 0)
        members = tuple(below.get(county, ()))
        task = Task(
            organ, name_of(organ), year, division, report, earlier(organ, year - 1), earlier(organ, year - 2), row,
            members, planning.lacking(county, {m.organ: m.name for m in members}, absent),
            tuple(likes.get(report.id, ())) if report else (),
            row is not None and (row.division, row.published_on) in common,
        )  # fmt: skip
        tasks.append(replace(task, inputs=_inputs(task)))
    return tasks


def _inputs(task: Task) -> str:
    held = [r.inputs if r else "" for r in (task.report, task.previous, task.before)]
    parts = [m.inputs for m in task.members]
    return inputs.digest(
        judge.version(), *held, *(task.due or ()), parts, task.absent, task.likes, task.shared_date
    )


# --- judging


class Area(NamedTuple):
    """What came of one place: the organ-years that were judged, and those that are no more."""

    codes: tuple[str, ...]
    judged: list[Judged]
    gone: list[tuple[str, int]]


def _judged(db: Archive, path: Path, areas: list[tuple[str, ...]], jobs: int) -> Iterator[Area]:
    """Each place in order; several processes read the archive side by side, this one writes."""
    if jobs <= 1 or len(areas) <= 1:
        desk = Desk(db)
        yield from map(desk.area, areas)
        return
    waiting: deque[Future[Area]] = deque()
    with ProcessPoolExecutor(
        jobs, mp_context=get_context("spawn"), initializer=_open_desk, initargs=(path,)
    ) as pool:
        for area in areas:
            waiting.append(pool.submit(_judge_apart, area))
            if len(waiting) > AHEAD * jobs:
                yield waiting.popleft().result()
        yield from (one.result() for one in waiting)


_DESKS: list[Desk] = []


def _open_desk(path: Path) -> None:
    _DESKS[:] = [Desk(open_reading(path))]


def _judge_apart(codes: tuple[str, ...]) -> Area:
    return _DESKS[0].area(codes)


class Desk:
    """Judges the organ-years of places from an open archive."""

    def __init__(self, db: Archive) -> None:
        self.db, self.places = db, Places(db)
        self.recent: dict[str, tuple[Facts, Content]] = {}

    def area(self, codes: tuple[str, ...]) -> Area:
        """A place with all codes that it had."""
        tasks, done = plan(self.db, self.places, codes), inputs.checked(self.db, codes)
        here = {(t.organ, t.year) for t in tasks}
        stale = [t for t in tasks if done.get((t.organ, t.year)) != t.inputs]
        named = inputs.others(self.db, (other for t in stale for _, other, _ in t.likes))
        judged = []
        for n in range(0, len(stale), BATCH):
            batch = stale[n : n + BATCH]
            self._read(batch)
            judged += [self.judged(task, named) for task in batch]
        self.recent.clear()
        return Area(codes, judged, sorted(done.keys() - here))

    def judged(self, task: Task, named: dict[str, Other]) -> Judged:
        case = self.case(task, named)
        found = list(judge.verdicts(case))
        parser = task.report.parser if task.report else judge.version()
        letters = "".join(rows.letter(*one) for one in judge.results(found))
        return Judged(
            task.organ, task.year, task.division, case.report, task.inputs, letters,
            [judge.row(case, rule, outcome, parser) for rule, outcome in judge.broken(found)],
            list(judge.opened(case, found)),
        )  # fmt: skip

    def case(self, task: Task, named: dict[str, Other]) -> judge.Case:
        """The task with everything that the rules look at."""
        held, content = task.report, None
        facts = Facts(None, task.year, {}, {}, called=self._called(task.division, task.name))
        if held:
            facts, content = self.recent[held.id]
            facts.previous, facts.before = (
                self.recent[r.id][0] if r else None for r in (task.previous, task.before)
            )
        return judge.Case(
            task.organ, task.year, task.division, held.id if held else None, facts, self._group(task, facts),
            self._publication(task, facts, content), self._copies(task, named),
            planning.crossing(held, task.previous) if held else None,
        )  # fmt: skip

    def _called(self, division: str, name: str) -> Pair:
        return planning.called_in_both(self.places.above(division), name, division)

    def _read(self, batch: list[Task]) -> None:
        """Have at hand the reports that a batch looks at, and no others."""
        wanted = {r.id: r for t in batch if t.report for r in (t.report, t.previous, t.before) if r}
        self.recent = {r: held for r, held in self.recent.items() if r in wanted}
        lacking = [r for name, r in wanted.items() if name not in self.recent]
        for name, content in inputs.contents(self.db, lacking).items() if lacking else ():
            self.recent[name] = self._facts(wanted[name], content), content

    def _facts(self, report: Report, content: Content) -> Facts:
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
        return facts

    def _group(self, task: Task, facts: Facts) -> Group | None:
        if task.report is None or task.report.kind != "government":
            return None
        figures = inputs.totals(self.db, [m.key for m in task.members], compared())
        members = tuple(Member(m.organ, m.name, m.kind, figures[m.key]) for m in task.members)
        return Group(facts, members, task.absent, planning.is_whole(m.kind for m in members))

    def _publication(self, task: Task, facts: Facts, content: Content | None) -> Publication | None:
        due, report = task.due, task.report
        if due is None:
            return None
        kind = report.kind if report else planning.kind_of(task.organ)
        return Publication(
            kind, task.year, due.state, due.deadline, due.published_on, report.signed_on if report else None,
            task.shared_date, due.first_seen, (due.why_zh, due.why_en), tuple(content.changes) if content else (),
            content.differing if content else {}, facts.values,
        )  # fmt: skip

    def _copies(self, task: Task, named: dict[str, Other]) -> tuple[judge.Copy, ...]:
        found = ((s, named[other], share) for s, other, share in task.likes if other in named)
        return tuple(
            (section_label(s), self._called(o.division, o.name), o.id, share) for s, o, share in found
        )


# --- copies


def find_copies(db: Archive) -> None:
    """Bring the table of similar texts up to date with the reports that changed."""
    places = Places(db)

    @lru_cache(maxsize=200_000)
    def masks(report: str) -> tuple[str, ...]:
        found = similar.names(db, report)
        return copies.masks(found[0], found[1], places.above(found[2])) if found else ()

    threshold = float(rules.by_id("Q003").params["threshold"])
    copies.search(similar, db, similar.changed(db), masks, threshold)
    similar.forget(db)
