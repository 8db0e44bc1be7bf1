"""The rules over generated reports: what they find of what was planted, how long they take, what a change costs.

`python -m benchmarks.rules accuracy [REPORTS]` prints precision and recall per rule, `python -m benchmarks.rules speed
[REPORTS] [JOBS]` wall time, memory and rows over a whole archive, and again after a hundred reports have changed.
"""

from __future__ import annotations

import resource
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlite_utils import Database

from parse import check
from replica import bulk
from tests.rules.rules_kit import an_archive, fill, planted, put


def accuracy(count: int, rate: float = 0.1) -> None:
    """Planted organ-years against found ones; a finding that was not planted is told as `other`."""
    errors: list[bulk.Error] = []
    with TemporaryDirectory() as folder:
        db, path = an_archive(Path(folder))
        fill(db, bulk.reports(count, rate=rate, errors=errors))
        check.run(db, path)
        found: dict[str, set[tuple[Any, ...]]] = defaultdict(set)
        for rule, organ, year in db.execute("select rule, organ, year from findings"):
            found[rule].add((organ, year))
    wanted: dict[str, set[tuple[Any, ...]]] = defaultdict(set)
    for rule, organ, year in planted(errors):
        wanted[rule].add((organ, year))
    print(
        f"{count} generated reports\n| rule | planted | found | right | missed | other | precision | recall |"
    )
    print("|---|---|---|---|---|---|---|---|")
    for rule in sorted(found.keys() | wanted.keys()):
        print(_line(rule, wanted[rule], found[rule]))


def _line(rule: str, wanted: set[tuple[Any, ...]], found: set[tuple[Any, ...]]) -> str:
    right = len(wanted & found)
    precision = f"{right / len(found):.3f}" if found and wanted else "-"
    recall = f"{right / len(wanted):.3f}" if wanted else "-"
    missed, other = len(wanted - found), len(found - wanted)
    return (
        f"| {rule} | {len(wanted)} | {len(found)} | {right} | {missed} | {other} | {precision} | {recall} |"
    )


def speed(count: int, jobs: int) -> None:
    """All rules over an archive from nothing, once more without a change, and after a hundred changed reports."""
    with TemporaryDirectory() as folder:
        db, path = an_archive(Path(folder))
        records = bulk.reports(count, rate=0.02)
        with timed("fill (not a part of the check)"):
            while batch := list(islice(records, 2000)):
                fill(db, batch)
        with timed(f"check {count} reports, {jobs} processes"):
            print(check.run(db, path, jobs))
        with timed("again, nothing changed"):
            print(check.run(db, path, jobs))
        _change(db, 100)
        with timed("after 100 changed reports"):
            print(check.run(db, path, jobs))
        for table in ("findings", "rule_counts", "checked", "similar", "signatures"):
            print(table, db.execute(f"select count(*) from {table}").fetchone()[0], "rows")
        print(f"archive.db {path.stat().st_size / 1e6:.0f} MB")


def _change(db: Database, count: int) -> None:
    """Reports of other organs than those that are there, and one figure less in each."""
    for record in islice(bulk.reports(count, rate=0.5, seed=7), count):
        put(db, record)


@contextmanager
def timed(what: str) -> Iterator[None]:
    began = time.monotonic()
    yield
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(
        f"{what}: {time.monotonic() - began:.1f} s, peak {used:.0f} MB here, {children:.0f} MB in a child",
        flush=True,
    )


if __name__ == "__main__":
    chosen, *rest = sys.argv[1:] or ["accuracy"]
    if chosen == "speed":
        speed(int(rest[0]) if rest else 130_000, int(rest[1]) if len(rest) > 1 else 1)
    else:
        accuracy(int(rest[0]) if rest else 20_000)
