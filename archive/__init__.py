"""The only code that opens archive.db and captures/: bytes as WARC, facts as rows."""

from archive.db import claim, explained, kind_of, open_archive, open_reading
from archive.model import ArchiveError, Exchange, Kept, Link, Record, capture_id, now

__all__ = [
    "ArchiveError",
    "Exchange",
    "Kept",
    "Link",
    "Record",
    "capture_id",
    "claim",
    "explained",
    "kind_of",
    "now",
    "open_archive",
    "open_reading",
]
