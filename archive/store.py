"""The WARC files of one run: which is open, who holds it, what a killed run left behind."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from pathlib import Path
from typing import IO, Any

from archive.bodies import ROTATE_AT, WarcFile
from archive.content import decoded
from archive.model import Event, Exchange
from archive.torn import mend

SOFTWARE = "gongkai 0.1"
Place = tuple[str, int, str, str]
"""Where a body lies: file, offset, the address and time it was first served under."""


class WarcStore:
    """Writes the exchanges and events of one run and shard below `captures_dir`.

    A file that is open has a `<name>.open` beside it, locked by the process that writes; `recover` tells by
    the lock whether that process lives.
    """

    def __init__(
        self,
        captures_dir: Path,
        crawl_id: str,
        kind: str,
        settings: dict[str, Any],
        *,
        shard: str = "0",
        rotate_at: int = ROTATE_AT,
    ) -> None:
        self.directory = Path(captures_dir)
        self.directory.mkdir(parents=True, exist_ok=True)
        self._info = {
            "software": SOFTWARE,
            "format": "WARC File Format 1.1",
            "isPartOf": crawl_id,
            "robots": "classic",
            "description": f"{kind} crawl, shard {shard}",
            "settings": json.dumps(settings, ensure_ascii=False, sort_keys=True),
        }
        self._stem, self._rotate_at = f"{crawl_id}-{shard}", rotate_at
        self._seen: dict[str, Place] = {}
        self._file: WarcFile | None = None
        self._lock: IO[str] | None = None

    @property
    def offset(self) -> int:
        """Bytes of the open file that are whole records."""
        return self._file.offset if self._file else 0

    @property
    def name(self) -> str:
        """The file that the next record goes to."""
        return self._open().name

    def _open(self) -> WarcFile:
        if self._file and self._file.offset > self._rotate_at:
            self.close()
        if self._file is None:
            self._file = self._create()
        return self._file

    def _create(self) -> WarcFile:
        number = 0
        while (path := self.directory / f"{self._stem}-{number:05}.warc.gz").exists():
            number += 1
        self._lock = path.with_name(path.name + ".open").open("w")
        fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        file = WarcFile(path, self._info)
        _sync_directory(self.directory)
        return file

    def keep(self, exchange: Exchange, event: Event, original: Place | None = None) -> tuple[str, int]:
        """Write an exchange with its event as one group; returns file and offset of the response.

        `original` is where an earlier run keeps this very body; the bodies of this run are known here.
        """
        file = self._open()
        digest = event.get("payload_sha256") or ""
        known = self._seen.get(digest) or original
        at = file.exchange(exchange, known)
        event["revisit"] = int(known is not None)
        event["warc_offset"] = at if at is not None else file.offset
        if digest and not known:
            self._seen[digest] = (file.name, event["warc_offset"], exchange.url, exchange.at)
        file.end(event, exchange.url)
        return file.name, event["warc_offset"]

    def note(self, event: Event, url: str) -> str:
        """Write an event that is no exchange (links seen, a portal done); returns the file."""
        file = self._open()
        file.end(event, url)
        return file.name

    def sync(self) -> None:
        """Wait until the disk has every record; rows that name them may be committed after it."""
        if self._file:
            self._file.sync()

    def close(self) -> None:
        """Close the file cleanly: after this it is complete and nobody's."""
        if self._file is None or self._lock is None:
            return
        self._file.close()
        Path(self._lock.name).unlink()
        self._lock.close()
        self._file = self._lock = None


def payload_and_content(exchange: Exchange) -> tuple[str | None, bytes | None]:
    """The SHA-256 of the body as served and the body with its Content-Encoding undone; None without a body."""
    if exchange.body is None:
        return None, None
    return hashlib.sha256(exchange.body).hexdigest(), decoded(exchange.headers, exchange.body)


def recover(captures_dir: Path) -> list[tuple[Path, int]]:
    """Mend every file that a dead process left open; returns each with the bytes moved to its `.torn`."""
    mended = []
    for marker in sorted(Path(captures_dir).glob("*.open")):
        with marker.open("a") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                continue  # its process lives
            path = marker.with_suffix("")
            if path.exists():
                mended.append((path, mend(path)))
            marker.unlink()
    return mended


def _sync_directory(directory: Path) -> None:
    """A new file's name is on disk only when its directory is."""
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
