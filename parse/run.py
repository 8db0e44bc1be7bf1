"""The reading run: every capture that this parser version has not read becomes a reading, and reports from them.

Worker processes read, this process alone writes. A batch is one transaction: its readings, the reports they touch
and their problems are all there or none is, so that a run killed anywhere goes on where it was.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import astuple, dataclass, field
from hashlib import blake2b
from pathlib import Path

from archive import ArchiveError, bodies, explained, members, open_archive, places, readings, reports
from archive.light import Database
from parse.draw import Drawn, drawn
from parse.errors import CannotOpenError
from parse.jobs import Job, Json, Result, read_job, unopened
from parse.worker import Lost, Workers

BATCH = 50

HERE = Path(__file__).parent
READING = ("readers", "tables", "prose")
RUNNING = ("run", "worker", "draw", "__main__")
NOT_READING = {f"{name}.py" for name in (*RUNNING, "rules", "check")}
"""Modules beside parse/checks/ that decide nothing of what is read: findings are not kept with a reading, so that a
changed rule reads no capture again (judge.version() has the findings made anew)."""
REFERENCE = (
    "text.py",
    "titles.py",
    "titles.toml",
    "headings.py",
    "headings.toml",
    "bodies.py",
    "bodies.toml",
    "forms.py",
    "cells.py",
    "cells.csv",
)


def parser_version() -> str:
    """Twelve hex digits of a hash over all that decides how bytes are read: parse/, forms, titles, bodies.

    A hash and no declared number: a change that forgot to raise the number would leave old readings standing
    as if they were new, and reading all again costs minutes.
    """
    digest = blake2b(digest_size=6)
    files = [path for path in HERE.glob("*.py") if path.name not in NOT_READING]
    files += [path for folder in READING for path in (HERE / folder).glob("*.py")]
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


Results = Callable[[Path, "list[readings.Capture]"], Iterator[Result | Lost]]
"""Captures in, what was read of each out, in their order."""


def run(
    db: Database,
    captures: Path,
    *,
    again: bool = False,
    jobs: int = 1,
    progress: bool = False,
    results: Results | None = None,
) -> Summary:
    """Read what is unread, all of it with `again`. Raises ArchiveError where a WARC file is missing or damaged.

    `results` reads the captures elsewhere than in `jobs` processes of this machine.
    """
    began, version = time.monotonic(), parser_version()
    places.fill(db)
    known = places.Places(db)
    todo = list(readings.unread(db, version, again=again))
    summary = Summary(version)
    done: dict[str, Result] = {}
    for capture, result in zip(todo, (results or here(jobs))(captures, todo), strict=True):
        done[capture.id] = Result(unopened(*astuple(result))) if isinstance(result, Lost) else result
        if len(done) >= BATCH:
            _write(db, done, known, summary)
            done = {}
            if progress:
                _say(summary, len(todo), began)
    _write(db, done, known, summary)
    _heed(db, known, summary)
    summary.seconds = time.monotonic() - began
    return summary


def here(jobs: int) -> Results:
    """The reading in processes of this machine."""

    def results(captures: Path, todo: Iterable[readings.Capture]) -> Iterator[Result | Lost]:
        with Workers(read_job, jobs) as workers:
            yield from workers.results(_jobs(captures, todo))

    return results


def _jobs(captures: Path, todo: Iterable[readings.Capture]) -> Iterator[Job]:
    for capture in todo:
        record = bodies.read(captures, capture.warc_file, capture.warc_offset)
        yield record.content, capture.url, capture.content_type


def _write(db: Database, done: dict[str, Result], known: places.Places, summary: Summary) -> None:
    """One batch, all or nothing."""
    with db.atomic():
        made = dict(_with_members(db, done))
        for capture, reading in made.items():
            readings.put(db, capture, summary.version, reading)
            if not reading["report"]:
                summary.why_not[reading["why_not"] or "no report"] += 1
        told = reports.write(db, readings.settle(db, made, known), known, summary.version)
    summary.read += len(made)
    _tell(summary, told)


def _heed(db: Database, known: places.Places, summary: Summary) -> None:
    """What a person has judged since of captures that were read: no byte is read again, their reports are written anew."""
    with db.atomic():
        captures = readings.reviewed(db)
        told = reports.write(db, readings.settle(db, captures, known), known, summary.version)
        readings.heeded(db)
    _tell(summary, told)


def _tell(summary: Summary, told: dict[str, str]) -> None:
    for report, what in told.items():
        if what != "same" and summary.changed.get(report) != "new":
            summary.changed[report] = what


def _with_members(db: Database, done: dict[str, Result]) -> Iterator[tuple[str, Json]]:
    for capture, result in done.items():
        yield capture, result.reading
        for name, digest, length, reading in result.members:
            yield members.put(db, capture, name, digest, length), reading


def _say(summary: Summary, total: int, began: float) -> None:
    rate = summary.read / max(time.monotonic() - began, 0.001)
    print(f"\r{summary.read} of {total} captures, {rate:.0f} a second ", end="", file=sys.stderr, flush=True)


def draw_job(job: tuple[bytes, list[int]]) -> list[Drawn]:
    """The pages of one document, in a worker process; none of one that cannot be drawn."""
    try:
        return drawn(*job)
    except CannotOpenError:
        return []


def draw(db: Database, captures: Path, out: Path, jobs: int = 1) -> int:
    """Draw what is not yet drawn to OUT/<sha256>.json (size of each page) and -<page>.webp; how many documents were.

    A document that cannot be drawn gets a list without pages, so that it is tried once.
    """
    out.mkdir(parents=True, exist_ok=True)
    todo = [row for row in readings.boxed(db) if not (out / f"{row[0]}.json").exists()]
    bytes_of = ((bodies.read(captures, file, at).content, pages) for _, file, at, pages in todo)
    with Workers(draw_job, jobs) as workers:
        for (sha256, *_), result in zip(todo, workers.results(bytes_of), strict=True):
            pages = [] if isinstance(result, Lost) else result
            for page in pages:
                (out / f"{sha256}-{page.number}.webp").write_bytes(page.webp)
            sizes = {page.number: [page.wide, page.high] for page in pages}
            partial = out / f"{sha256}.json.partial"
            partial.write_text(json.dumps(sizes), encoding="utf-8")
            partial.replace(out / f"{sha256}.json")
    return len(todo)


def draw_main(argv: list[str]) -> int:
    """`python -m parse pages [--archive DB] [--captures DIR] [--out DIR] [--jobs N]`."""
    parser = argparse.ArgumentParser(
        prog="python -m parse pages",
        description="Draw the pages of PDF and scans that hold figures, for the site to show.",
    )
    parser.add_argument("--archive", type=Path, default=Path("archive.db"), metavar="DB")
    parser.add_argument("--captures", type=Path, default=Path("captures"), metavar="DIR")
    parser.add_argument("--out", type=Path, metavar="DIR", help="default: exports/pages beside the archive")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, metavar="N")
    args = parser.parse_args(argv)
    try:
        with explained(args.archive):
            out = args.out or args.archive.parent / "exports" / "pages"
            print(f"{draw(open_archive(args.archive), args.captures, out, args.jobs)} documents drawn")
    except ArchiveError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


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
        with explained(args.archive):
            db = open_archive(args.archive)
            done = run(db, args.captures, again=args.again, jobs=args.jobs, progress=sys.stderr.isatty())
    except ArchiveError as error:
        print(error, file=sys.stderr)
        return 1
    print("\n".join(done.lines()))
    return 0
