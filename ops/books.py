"""The book of a night: a JSON file that says how far it is, a text for a person, and rows of the archive.

The file is the truth from which a stopped night goes on; the table `nights` repeats it where there is an archive.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from archive import ArchiveError, nights, now, open_archive
from ops.steps import SETTLED, Entry, fresh_from, steps

RESUME_WITHIN = timedelta(hours=20)
"""A night that did not end goes on if it began this lately; else a new one begins (the crawl judges likewise)."""


@dataclass(slots=True)
class Book:
    """One night; `id` is the moment at which it began, `until` the moment at which its crawl stops."""

    id: str
    folder: Path
    until: str
    entries: list[Entry] = field(default_factory=lambda: [Entry(step.name) for step in steps()])

    @property
    def report(self) -> Path:
        return self.folder / f"{self.id}.json"

    @property
    def log(self) -> Path:
        return self.folder / f"{self.id}.log"

    def of(self, step: str) -> Entry:
        return next(entry for entry in self.entries if entry.step == step)

    def settled(self) -> bool:
        """Did every step end well?"""
        return all(entry.state in SETTLED for entry in self.entries)

    def save(self) -> None:
        """Write the file in one move; a kill leaves the old one or the new one."""
        rows = {"night": self.id, "until": self.until, "steps": [asdict(entry) for entry in self.entries]}
        for path, text in (
            (self.report, json.dumps(rows, ensure_ascii=False, indent=1)),
            (self.report.with_suffix(".txt"), told(self)),
        ):
            partial = path.with_name(path.name + ".partial")
            partial.write_text(text + "\n", encoding="utf-8")
            partial.replace(path)

    def note(self, archive: Path) -> None:
        """Repeat the book in the archive; where the archive cannot be opened the step that needs it says so."""
        if not archive.exists():
            return
        try:
            db = open_archive(archive)
        except ArchiveError:
            return
        nights.put(db, self.id, [asdict(entry) for entry in self.entries])
        db.close()


def told(book: Book) -> str:
    """The book as a table, with the words of every step that did not end well."""
    lines = [f"night {book.id}, crawl until {book.until}", ""]
    for entry in book.entries:
        took = _seconds(entry)
        lines.append(f"{entry.step:9} {entry.state:12} {entry.started_at or '':24} {took:>8}")
        if entry.state not in (*SETTLED, "waiting", "running"):
            lines += [f"          {line}" for line in entry.says.splitlines()]
    return "\n".join(lines)


def _seconds(entry: Entry) -> str:
    if not (entry.started_at and entry.finished_at):
        return ""
    began, ended = (datetime.fromisoformat(at) for at in (entry.started_at, entry.finished_at))
    return f"{(ended - began).total_seconds():.0f} s"


def open_book(folder: Path, until: datetime, *, again: bool = False) -> Book:
    """The night to go on with, else a new one. `again` begins a new one in any case."""
    folder.mkdir(parents=True, exist_ok=True)
    held = None if again else last(folder)
    at = datetime.now(UTC)
    if held and not held.settled() and at - _began(held) < RESUME_WITHIN:
        fresh_from(held.entries)
        return held
    return Book(now().replace("-", "").replace(":", ""), folder, until.isoformat(timespec="minutes"))


def last(folder: Path) -> Book | None:
    """The newest book of a folder; None where there is none."""
    found = sorted(folder.glob("*.json"))
    if not found:
        return None
    rows = json.loads(found[-1].read_text(encoding="utf-8"))
    return Book(rows["night"], folder, rows["until"], [Entry(**row) for row in rows["steps"]])


def _began(book: Book) -> datetime:
    return datetime.strptime(book.id, "%Y%m%dT%H%M%S.%fZ").replace(tzinfo=UTC)
