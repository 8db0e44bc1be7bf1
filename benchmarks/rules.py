"""The rules over generated reports: what they find of what was planted, how long they take, what a change costs.

`python -m benchmarks.rules accuracy [REPORTS]` prints what was planted, found and wrong for every rule, and for every
kind of honest report that is easy to accuse; `python -m benchmarks.rules speed [REPORTS] [JOBS]` wall time, memory and
rows over a whole archive, once more without a change, and after a hundred new reports.
"""

from __future__ import annotations

import resource
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from sqlite_utils import Database

from benchmarks import _rules_plants as plants
from benchmarks import _rules_traps as traps
from benchmarks import _rules_world as worlds
from benchmarks._rules_planting import Figure
from benchmarks._rules_truth import Key, truth
from parse import check
from reference import rules
from replica import bulk
from tests.rules.rules_kit import an_archive, fill, put

ERRORS, TRAPS = 0.3, 0.3
"""Shares of the organs' years that get an error, and a trap; never two years of an organ that touch."""


@dataclass
class Tally:
    """What was put in and what came out. `planted` counts errors by the rule they were meant for."""

    reports: int = 0
    planted: Counter[str] = field(default_factory=Counter)
    trapped: Counter[str] = field(default_factory=Counter)
    wanted: set[Key] = field(default_factory=set)
    soft: set[Key] = field(default_factory=set)
    found: dict[Key, str] = field(default_factory=dict)
    accused: Counter[str] = field(default_factory=Counter)


def accuracy(count: int, seed: int = 0) -> Tally:
    """Judge `count` reports with errors and traps planted, county by county in one archive."""
    tally = Tally()
    with TemporaryDirectory() as folder:
        db, path = an_archive(Path(folder))
        number, traced = 0, list[worlds.Case]()
        while tally.reports < count:
            world = spoiled(number, seed, tally)
            tally.wanted |= truth(world)
            tally.soft |= {(rule, *case.key) for case in world.values() for rule in case.may}
            with db.atomic():
                for case in world.values():
                    worlds.put(db, case)
            traced += [case for case in world.values() if case.traps or case.must]
            tally.reports += sum(not case.missing for case in world.values())
            number += 1
        check.run(db, path)
        for rule, organ, year, result in db.execute(
            "select rule, organ, year, result from findings order by result desc"
        ):
            tally.found[rule, organ, year] = result
        db.close()
    _told_by_trap(tally, traced)
    return tally


def _told_by_trap(tally: Tally, traced: list[worlds.Case]) -> None:
    """Which honest reports were accused of what was not so; after a merger no rule across years may fail at all."""
    false: dict[tuple[str, int], set[str]] = defaultdict(set)
    for (rule, organ, year), result in tally.found.items():
        if result == "fail" and ((rule, organ, year) not in tally.wanted or rule[0] == "X"):
            false[organ, year].add(rule)
    for case in traced:
        accused = {
            r
            for r in false[case.key]
            if r[0] != "X" or worlds.MERGER in case.traps or (r, *case.key) not in tally.wanted
        }
        for name in case.traps:
            tally.accused[name] += bool(accused)
        for name in case.traps & {worlds.MERGER, worlds.RECODING}:
            tally.trapped[name] += 1


def spoiled(number: int, seed: int, tally: Tally) -> worlds.World:
    """One county with errors and traps; the text is written after the figures were changed."""
    world = worlds.county(number, seed)
    work = Spoiler(world, Random(f"spoil/{seed}/{number}"), tally)
    chosen = work.chosen()
    for key, what in chosen.items():
        if work.rng.random() < 0.5:
            work.put(key, what, plants.FIGURES if what == "error" else traps.BEFORE)
    for case in world.values():
        worlds.write(case, seed)
    for key, what in chosen.items():
        work.put(key, what, plants.TEXTS if what == "error" else traps.AFTER)
    return world


@dataclass
class Spoiler:
    """Puts errors and traps into one county."""

    world: worlds.World
    rng: Random
    tally: Tally
    used: set[tuple[str, int]] = field(default_factory=set)

    def chosen(self) -> dict[tuple[str, int], str]:
        """Organ-year → "error" or "trap", three years apart; the county's own report more often than its share."""
        found: dict[tuple[str, int], str] = {}
        for organ, year in sorted(self.world):
            busy = any((organ, year - n) in found for n in (1, 2))
            lot = self.rng.random() / (2 if self.world[organ, year].body.kind == "government" else 1)
            if not busy and lot < ERRORS + TRAPS:
                found[organ, year] = "error" if lot < ERRORS else "trap"
        return found

    def put(self, key: tuple[str, int], what: str, kinds: Mapping[str, Figure]) -> None:
        """One error or trap out of those that fit, the rarest first; what does not fit leaves all as it was."""
        case = self.world[key]
        if case.must or case.missing or key in self.used or worlds.MERGER in case.traps:
            return
        counts, names = (self.tally.planted if what == "error" else self.tally.trapped), list(kinds)
        lots = self.rng.choices(names, [1 / (1 + counts[n]) ** 2 for n in names], k=12)
        for name in dict.fromkeys(lots):
            before = worlds.copied(self.world, key)
            if kinds[name](case, self.world, self.rng):
                self.used.add(key)
                _note(case, name, what, self.tally)
                return
            worlds.restore(self.world, key, before)


def _note(case: worlds.Case, name: str, what: str, tally: Tally) -> None:
    if what == "trap":
        case.traps.add(name)
        tally.trapped[name] += 1
        return
    if name in ("D001", "D002", "D003", "D004"):
        (name,) = case.must
    elif name in plants.TEXTS:
        case.must.add(name)
    tally.planted[name] += 1


def table(tally: Tally) -> Iterator[str]:
    """For every rule: errors planted for it, all that breaks it, found, false, missed; precision and recall."""
    yield "| rule | planted | breaks it | found | as fail | rightly unsure | false | false fails | missed | precision | recall |"
    yield "|---|---|---|---|---|---|---|---|---|---|---|"
    wanted: dict[str, set[tuple[object, ...]]] = defaultdict(set)
    found: dict[str, dict[tuple[object, ...], str]] = defaultdict(dict)
    for rule, *who in tally.wanted:
        wanted[rule].add(tuple(who))
    for (rule, *who), result in tally.found.items():
        found[rule][tuple(who)] = result
    for rule in [r.id for r in rules.load()]:
        due, got = wanted[rule], found[rule]
        right = due & got.keys()
        soft = {
            who
            for who, result in got.items()
            if who not in due and result == "uncertain" and (rule, *who) in tally.soft
        }
        false = [result for who, result in got.items() if who not in due | soft]
        fails = sum(result == "fail" for result in got.values())
        precision = f"{len(right) / (len(got) - len(soft)):.4f}" if len(got) > len(soft) else "-"
        recall = f"{len(right) / len(due):.4f}" if due else "-"
        yield (
            f"| {rule} | {tally.planted[rule]} | {len(due)} | {len(got)} | {fails} | {len(soft)} | {len(false)} | {false.count('fail')} | "
            f"{len(due - got.keys())} | {precision} | {recall} |"
        )


def told(tally: Tally) -> Iterator[str]:
    yield f"{tally.reports} generated reports, {sum(tally.planted.values())} errors planted, {sum(tally.trapped.values())} traps"
    yield from table(tally)
    yield from (f"not planted: {rule}: {why}" for rule, why in plants.NEVER.items())
    yield "\n| honest report that is easy to accuse | reports | accused |\n|---|---|---|"
    yield from (f"| {name} | {n} | {tally.accused[name]} |" for name, n in sorted(tally.trapped.items()))


# --- speed


def speed(count: int, jobs: int) -> None:
    """All rules over an archive from nothing, once more without a change, and after a hundred new reports."""
    with TemporaryDirectory() as folder:
        db, path = an_archive(Path(folder))
        records = bulk.reports(count, rate=0.02)
        with timed("fill (not a part of the check)"):
            while batch := list(islice(records, 200)):
                fill(db, batch)
        with timed("similar texts"):
            check.find_copies(db)
            db.conn.commit()
        with timed(f"rules over {count} reports, {jobs} processes"):
            print(check.run(db, path, jobs))
        with timed("again, nothing changed"):
            print(check.run(db, path, jobs))
        _change(db, 100)
        with timed("after 100 new reports, similar texts included"):
            print(check.run(db, path, jobs))
        for name in ("findings", "lenient", "rule_counts", "checked", "similar", "signatures", "bands"):
            print(name, db.execute(f"select count(*) from {name}").fetchone()[0], "rows")
        print(f"archive.db {path.stat().st_size / 1e6:.0f} MB")


def _change(db: Database, count: int) -> None:
    """Other figures and words for a hundred reports that are there."""
    with db.atomic():
        for record in islice(bulk.reports(count, rate=0.5, seed=7), count):
            put(db, record)


@contextmanager
def timed(what: str) -> Iterator[None]:
    began, worked = time.monotonic(), time.process_time()
    yield
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(
        f"{what}: {time.monotonic() - began:.1f} s ({time.process_time() - worked:.1f} s of work here), "
        f"peak {used:.0f} MB here, {children:.0f} MB in a child",
        flush=True,
    )


if __name__ == "__main__":
    chosen, *rest = sys.argv[1:] or ["accuracy"]
    if chosen == "speed":
        speed(int(rest[0]) if rest else 130_000, int(rest[1]) if len(rest) > 1 else 1)
    else:
        print("\n".join(told(accuracy(int(rest[0]) if rest else 20_000))))
