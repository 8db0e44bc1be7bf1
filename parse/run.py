"""The reading run: every capture that this parser version has not read becomes a reading, and reports from them.

Worker processes read, this process alone writes. A batch is one transaction: its readings, the reports they touch
and their problems are all there or none is, so that a run killed anywhere goes on where it was.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from archive import ArchiveError, bodies, open_archive, places, readings, reports
from parse.errors import CannotOpenError
from parse.report import as_json, read_bytes

BATCH = 50
AHEAD = 4
"""Jobs handed out per worker before their results are taken: enough to keep it busy, few bodies in memory."""

HERE = Path(__file__).parent
NOT_READING = ("run.py", "check.py", "worker.py", "__main__.py")
REFERENCE = (
    "text.py",
    "titles.py",
    "titles.toml",
    "bodies.py",
    "bodies.toml",
    "forms.py",
    "cells.py",
    "cells.csv",
)

Job = tuple[str, bytes, str, str | None]
Json = dict[str, Any]


def parser_version() -> str:
    """Twelve hex digits of a hash over all that decides how bytes are read: parse/, forms, titles, bodies.

    A hash and no declared number: a change that forgot to raise the number would leave old readings standing
    as if they were new, and reading all again costs minutes.
    """
    digest = blake2b(digest_size=6)
    files = [path for path in HERE.glob("*.py") if path.name not in NOT_READING]
    there = HERE.parent / "reference"
    files += [there / name for name in REFERENCE] + list((there / "forms").glob("*.json"))
    for path in sorted(files):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


@dataclass(slots=True)
class Summary:
    """What a run did. `changed` is {report: new, figures, text or gone} for reports that are not the same as before."""

    version: str
    read: int = 0
    reports: int = 0
    why_not: Counter[str] = field(default_factory=Counter)
    changed: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0

    def lines(self) -> list[str]:
        """For a person: one line, then what changed where the parser did."""
        how = Counter(self.changed.values())
        said = ", ".join(f"{count} {name}" for name, count in sorted(how.items())) or "none changed"
        lines = [
            f"{self.read} captures read in {self.seconds:.1f} s by parser {self.version}; reports: {said}"
        ]
        if self.why_not:
            lines.append("no report: " + ", ".join(f"{n} {why}" for why, n in self.why_not.most_common()))
        altered = [(report, what) for report, what in sorted(self.changed.items()) if what != "new"]
        lines += [f"  {report}: {what}" for report, what in altered[:40]]
        if len(altered) > 40:
            lines.append(f"  and {len(altered) - 40} more")
        return lines


def read_job(job: Job) -> tuple[str, Json]:
    """One capture read, in a worker process: its id and the JSON of the reading, `places` added.

    What cannot be opened, and what brings a reader down, is a reading too: no report, with the problem told.
    """
    capture, body, url, content_type = job
    try:
        reading = read_bytes(body, url=url, content_type=content_type)
    except CannotOpenError as error:
        return capture, unopened(error.kind, error.zh, error.en)
    except Exception as error:  # a reader's own fault must not end the night; the row says which and where
        where = f"{type(error).__name__}: {error}"[:200]
        return capture, unopened("crashed", f"读取程序出错：{where}", f"the reader failed: {where}")
    boxes = [(c.cell, c.page, *c.box) for c in reading.cells if c.box is not None]
    return capture, as_json(reading) | ({"places": boxes} if boxes else {})


def unopened(kind: str, zh: str, en: str) -> Json:
    """The reading of bytes that could not be read at all."""
    empty: Json = dict.fromkeys(
        ("form", "year", "title", "organ", "scope", "published_on", "signed_on", "kind")
    )
    problem = {"kind": kind, "cell": None, "at": "", "says": {"zh": zh, "en": en}}
    lists: Json = {"noise": [], "cells": [], "free": [], "sections": [], "problems": [problem]}
    return {"report": False, "why_not": "unreadable", **empty, **lists}


def run(
    db: Database, captures: Path, *, again: bool = False, jobs: int = 1, progress: bool = False
) -> Summary:
    """Read what is unread, all of it with `again`. Raises ArchiveError where a WARC file is missing or damaged."""
    began, version = time.monotonic(), parser_version()
    places.fill(db)
    known = places.Places(db)
    todo = list(readings.unread(db, version, again=again))
    summary = Summary(version)
    done: dict[str, Json] = {}
    for capture, reading in _read_all(_bodies(captures, todo), jobs):
        done[capture] = reading
        if len(done) >= BATCH:
            _write(db, done, known, summary)
            done = {}
            if progress:
                _say(summary, len(todo), began)
    _write(db, done, known, summary)
    summary.seconds = time.monotonic() - began
    return summary


def _bodies(captures: Path, todo: Iterable[readings.Capture]) -> Iterator[Job]:
    for capture in todo:
        record = bodies.read(captures, capture.warc_file, capture.warc_offset)
        yield capture.id, record.content, capture.url, capture.content_type


def _read_all(work: Iterator[Job], jobs: int) -> Iterator[tuple[str, Json]]:
    """Results in the order of the work; with one job no process is started."""
    if jobs <= 1:
        yield from map(read_job, work)
        return
    with ProcessPoolExecutor(jobs, max_tasks_per_child=500) as pool:
        waiting: list[Future[tuple[str, Json]]] = []
        for job in work:
            waiting.append(pool.submit(read_job, job))
            if len(waiting) >= jobs * AHEAD:
                yield waiting.pop(0).result()
        for future in waiting:
            yield future.result()


def _write(db: Database, done: dict[str, Json], known: places.Places, summary: Summary) -> None:
    """One batch, all or nothing."""
    with db.atomic():
        for capture, reading in done.items():
            readings.put(db, capture, summary.version, reading)
            if not reading["report"]:
                summary.why_not[reading["why_not"] or "no report"] += 1
        told = reports.write(db, readings.settle(db, done, known), known, summary.version)
    summary.read += len(done)
    for report, what in told.items():
        if what != "same" and summary.changed.get(report) != "new":
            summary.changed[report] = what


def _say(summary: Summary, total: int, began: float) -> None:
    rate = summary.read / max(time.monotonic() - began, 0.001)
    print(f"\r{summary.read} of {total} captures, {rate:.0f} a second ", end="", file=sys.stderr, flush=True)


def main(argv: list[str] | None = None) -> int:
    """`python -m parse [--archive DB] [--captures DIR] [--again] [--jobs N]`."""
    parser = argparse.ArgumentParser(prog="python -m parse", description="Read every capture not yet read.")
    parser.add_argument("--archive", type=Path, default=Path("archive.db"), metavar="DB")
    parser.add_argument("--captures", type=Path, default=Path("captures"), metavar="DIR")
    parser.add_argument("--again", action="store_true", help="also what was read before")
    parser.add_argument(
        "--jobs", type=int, default=os.cpu_count() or 1, metavar="N", help="processes that read"
    )
    args = parser.parse_args(argv)
    try:
        db = open_archive(args.archive)
        done = run(db, args.captures, again=args.again, jobs=args.jobs, progress=sys.stderr.isatty())
    except ArchiveError as error:
        print(error, file=sys.stderr)
        return 1
    print("\n".join(done.lines()))
    return 0
