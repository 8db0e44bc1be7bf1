"""`python -m ops night`: the night's steps one after the other, each in a process of its own, under a lock.

A night that was stopped or killed goes on at the step it was in; steps themselves go on where they were. 0 where all
ended well, 1 where a step failed (the text beside the book says why), 3 where another night holds the lock, 143 where
it was told to stop.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO

from archive import now
from ops.books import Book, open_book, told
from ops.lock import HeldError, Lock
from ops.steps import SETTLED, Entry, Step, steps

ROOT = Path(__file__).parents[1]
DEFAULT_HOUR = "05:30"
SAID = 12  # last lines of a step that go into the report


class Night:
    """One night under its lock."""

    def __init__(self, args: argparse.Namespace, lock: Lock) -> None:
        self.archive: Path = args.archive
        self.lock = lock
        self.book: Book = open_book(args.nights, next_moment(args.until), again=args.again)
        self.child: subprocess.Popen[str] | None = None
        self.stopped = False
        self.given: Mapping[str, list[str]] = {
            "archive": [str(args.archive)],
            "captures": [str(args.captures)],
            "jobs": [str(args.jobs)],
            "portals": ["--portals", *map(str, args.portals)] if args.portals else [],
            "formats": [word for name in args.format for word in ("--format", name)],
            "until": [self.book.until],
            "report": [str(self.book.report)],
        }

    def run(self) -> int:
        """Every step that is not settled yet."""
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, self._stop)
        ended = ""
        for step in steps():
            entry = self.book.of(step.name)
            if entry.state in SETTLED or self.stopped:
                continue
            if ended and not step.always:
                entry.state, entry.says = "not run", f"{ended} failed"
            elif step.timed and datetime.now().astimezone() >= datetime.fromisoformat(self.book.until):
                entry.state, entry.says = "passed over", f"after {self.book.until}"
            else:
                self._step(step, entry)
            if entry.state == "failed" and step.failing == "end":
                ended = step.name
            self._save()
        print(told(self.book), flush=True)
        return 143 if self.stopped else 0 if self.book.settled() else 1

    def _step(self, step: Step, entry: Entry) -> None:
        entry.state, entry.started_at = "running", now()
        self._save()
        command = step.command(self.given)
        print(f"--- {step.name}: python {' '.join(command[1:])}", flush=True)
        with self.book.log.open("a", encoding="utf-8") as log:
            log.write(f"--- {now()} {step.name}\n")
            entry.exit, lines = self._process(step, command, log)
        fine = entry.exit in step.fine
        entry.state = "stopped" if self.stopped else "done" if fine else "failed"
        entry.finished_at = now()
        entry.says = (
            "\n".join(lines) if entry.state != "failed" else f"exit {entry.exit}\n" + "\n".join(lines)
        )

    def _process(self, step: Step, command: list[str], log: IO[str]) -> tuple[int, deque[str]]:
        """Run it; its words go to ours and to the log. Returns its exit code and its last lines."""
        lines: deque[str] = deque(maxlen=SAID)
        self.child = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", cwd=ROOT,
            pass_fds=[self.lock.fileno()], env=os.environ | {"PYTHONUNBUFFERED": "1"},
        )  # fmt: skip
        self.lock.say(self.book.id, step.name, self.child.pid)
        assert self.child.stdout
        for line in self.child.stdout:
            print(line, end="", flush=True)
            log.write(line)
            lines.append(line.rstrip()[:500])
        code = self.child.wait()
        self.child = None
        return code, lines

    def _save(self) -> None:
        self.book.save()
        self.book.note(self.archive)

    def _stop(self, number: int, _frame: object) -> None:
        """Told to stop: so is the step, once. A terminal's Ctrl-C reaches it by itself."""
        if number == signal.SIGTERM and self.child and not self.stopped:
            self.child.terminate()
        self.stopped = True


def next_moment(hour: str) -> datetime:
    """The next moment with this local time. Raises ValueError for other words."""
    at, here = datetime.strptime(hour, "%H:%M"), datetime.now().astimezone()
    until = here.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0)
    return until if until > here else until + timedelta(days=1)


def main(argv: list[str]) -> int:
    """`python -m ops night`."""
    args = arguments().parse_args(argv)
    for name in ("archive", "captures", "nights"):
        setattr(args, name, getattr(args, name).resolve())
    args.nights.mkdir(parents=True, exist_ok=True)
    try:
        lock = Lock(args.nights / "lock")
    except HeldError as error:
        print(f"night: {error}", file=sys.stderr)
        return 3
    try:
        return Night(args, lock).run()
    finally:
        lock.close()


def arguments() -> argparse.ArgumentParser:
    """The options of the night."""
    parser = argparse.ArgumentParser(prog="python -m ops night", description=__doc__)
    parser.add_argument("--archive", type=Path, default=Path("archive.db"), metavar="DB")
    parser.add_argument("--captures", type=Path, default=Path("captures"), metavar="DIR")
    parser.add_argument("--nights", type=Path, default=Path("nights"), metavar="DIR", help="reports and lock")
    parser.add_argument(
        "--portals", nargs="+", type=Path, metavar="CSV", help="registry files, as for the crawl"
    )
    parser.add_argument("--jobs", type=int, default=2, metavar="N", help="processes that read")
    parser.add_argument(
        "--until", default=DEFAULT_HOUR, metavar="HH:MM", help="the crawl stops then, local time"
    )
    parser.add_argument("--format", action="append", default=[], help="write only these files; default: all")
    parser.add_argument(
        "--again", action="store_true", help="a new night, though one was begun and not ended"
    )
    return parser
