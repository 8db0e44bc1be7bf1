"""Fixity: every record of every WARC file is read and hashed again, every row is compared. Nothing is changed."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from archive import bodies
from archive.light import Database
from archive.model import ArchiveError, Record

Place = tuple[str, int]


@dataclass(slots=True)
class Verified:
    """What was checked and what is wrong; `faults` are sentences with file and byte."""

    files: int = 0
    records: int = 0
    bytes: int = 0
    captures: int = 0
    faults: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def lines(self) -> list[str]:
        """For a person."""
        rate = self.bytes / 1e6 / max(self.seconds, 0.001)
        head = (
            f"{self.files} files, {self.records} records, {self.captures} captures, {self.bytes / 1e6:.1f} MB unpacked "
            f"in {self.seconds:.1f} s ({rate:.0f} MB/s)"
        )
        return [head, *self.faults, f"{len(self.faults)} faults" if self.faults else "all sound"]


def verify(db: Database, captures: Path) -> Verified:
    """Read everything again. Raises nothing for damage: each fault is one sentence of the result."""
    began, done = time.monotonic(), Verified()
    rows = _rows(db)
    hashes: dict[Place, str] = {}
    targets: list[tuple[str, str, Place]] = []
    for path in sorted(Path(captures).glob("*.warc*")):
        if path.suffix in (".open", ".torn"):
            continue
        done.files += 1
        known = sorted(offset for file, offset in rows if file == path.name)
        for record in _salvage(path, known, done):
            _check(record, rows, hashes, targets, done)
    _missing(rows, hashes, targets, done)
    done.seconds = time.monotonic() - began
    return done


def _rows(db: Database) -> dict[Place, tuple[str, str]]:
    """{(file, offset): (capture, sha256)}; members lie inside their container's record."""
    found = db.execute("select warc_file, warc_offset, id, sha256 from captures where member_of is null")
    return {(file, offset): (capture, sha256) for file, offset, capture, sha256 in found}


def _salvage(path: Path, known: list[int], done: Verified) -> Iterator[Record]:
    """Every readable record of a file; after a damaged one reading goes on at the next record that a row names."""
    start, last = 0, -1
    while start >= 0:
        try:
            for record in bodies.records(path, start=start, check=True):
                last = record.offset
                yield _light(record, done)
            return
        except ArchiveError as error:
            done.faults.append(str(error))
        start = next((offset for offset in known if offset > max(start, last)), -1)


def _light(record: Record, done: Verified) -> Record:
    """The record with its content hashed and let go, so that a file of any size fits into memory."""
    done.records += 1
    done.bytes += len(record.body)
    digest = hashlib.sha256(record.content).hexdigest().encode()
    return Record(
        record.kind, record.url, record.at, record.file, record.offset, record.warc_headers, record.status, (),
        b"", digest, record.sound,
    )  # fmt: skip


def _check(
    record: Record,
    rows: dict[Place, tuple[str, str]],
    hashes: dict[Place, str],
    targets: list[tuple[str, str, Place]],
    done: Verified,
) -> None:
    place = (record.file, record.offset)
    if record.sound is False:
        done.faults.append(
            f"{record.file}, byte {record.offset}: the {record.kind} of {record.url} does not fit its digest."
        )
    if record.kind == "response":
        hashes[place] = record.content.decode()
    if place not in rows:
        return
    capture, sha256 = rows[place]
    done.captures += 1
    if record.kind == "revisit":
        file = record.warc_headers.get("WARC-Refers-To-Filename", "")
        targets.append(
            (capture, sha256, (file, int(record.warc_headers.get("WARC-Refers-To-File-Offset", -1))))
        )
        hashes[place] = ""
    elif record.content.decode() != sha256:
        done.faults.append(
            f"{record.file}, byte {record.offset}: capture {capture} no longer has its sha256."
        )


def _missing(
    rows: dict[Place, tuple[str, str]],
    hashes: dict[Place, str],
    targets: list[tuple[str, str, Place]],
    done: Verified,
) -> None:
    for place, (capture, _) in rows.items():
        if place not in hashes:
            done.faults.append(f"{place[0]}, byte {place[1]}: capture {capture} has no record there.")
    for capture, sha256, place in targets:
        if hashes.get(place) != sha256:
            done.faults.append(f"{place[0]}, byte {place[1]}: not the body that capture {capture} refers to.")
