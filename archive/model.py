"""What passes between the crawl, the WARC files and the rows: one exchange with a server, and what was kept of it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

Headers = tuple[tuple[bytes, bytes], ...]
Event = dict[str, Any]

READ_ROLES = ("report", "attachment", "import")
"""Roles of captures that the reading run opens; lists, robots.txt and probes are kept but never read."""

KEEPING = ("kept", "unchanged")
"""Outcomes whose bytes stand for a page: `kept` made a capture, `unchanged` found the one that exists."""


class ArchiveError(RuntimeError):
    """Something about archive.db or captures/ that a person has to settle; the message says what to do."""


def now() -> str:
    """The moment in UTC, to the millisecond, as every time in the archive is written."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


def capture_id(url: str, at: str, sha256: str) -> str:
    """The id of bytes served at an address at a moment: a hash of the three facts, never a count."""
    return hashlib.sha256(f"{url}\n{at}\n{sha256}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and what came of it, good or not.

    `headers` and `body` are as served: every repeated header, Content-Encoding still on. `body` is None where
    no answer came. `outcome` is the crawler's judgement; `kept` asks that the bytes become a capture.
    `organ` is an organ id or the name that the column gives, `found_on` the address that led here.
    """

    url: str
    portal: str
    role: str
    outcome: str
    at: str = field(default_factory=now)
    status: int | None = None
    headers: Headers = ()
    body: bytes | None = None
    reason: str = ""
    method: str = "GET"
    request_headers: Headers = ()
    request_body: bytes = b""
    address: str | None = None
    organ: str | None = None
    found_on: str | None = None
    link_text: str | None = None
    canonical: str | None = None
    detail: str | None = None
    source: str = "crawl"
    marks: tuple[str, ...] = ()
    """Kinds of problem that the crawler saw in how the answer came (`tls_unverified`)."""
    page: Any = field(default=None, repr=False, compare=False)
    """The body parsed by lxml, where the crawler has parsed it anyhow: a page is parsed once."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of an exchange. `outcome` is `unchanged` where a `kept` one brought nothing new.

    `capture_id` names the capture that holds these bytes, new or old; None where the outcome keeps none.
    `sha256` is of the body with its Content-Encoding undone.
    """

    capture_id: str | None
    outcome: str
    warc_file: str
    warc_offset: int
    sha256: str | None
    new: bool


@dataclass(frozen=True, slots=True)
class Link:
    """An address that a list page shows. `role`: report or attachment; `year` and `organ` where the list tells."""

    url: str
    link_text: str
    role: str = "report"
    year: int | None = None
    organ: str | None = None
    canonical: str | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """A record of a WARC file: `block` is its whole content, `head` and `body` its HTTP halves.

    `body` is as served; `content` undoes the Content-Encoding. Revisits hold no body of their own.
    """

    kind: str
    url: str
    at: str
    file: str
    offset: int
    warc_headers: dict[str, str]
    status: int | None
    headers: Headers
    body: bytes
    content: bytes
    sound: bool | None = None
    """Whether the block fits its digest; None where it was not checked or has none."""

    def header(self, name: str) -> str | None:
        """The last value of an HTTP header, None where the answer had none."""
        wanted = name.lower().encode()
        found = [value for key, value in self.headers if key.lower() == wanted]
        return found[-1].decode("latin-1") if found else None
