"""A WARC file that was not closed: keep its whole records, move the torn tail aside, lose no byte."""

from __future__ import annotations

import os
import zlib
from pathlib import Path

CHUNK = 2**20


def whole_until(path: Path) -> int:
    """The byte after the last complete gzip member of a file."""
    whole, read = 0, 0
    with path.open("rb") as file:
        member = zlib.decompressobj(zlib.MAX_WBITS | 16)
        data = file.read(CHUNK)
        while data:
            try:
                member.decompress(data)
            except zlib.error:
                return whole
            if not member.eof:
                read += len(data)
                data = file.read(CHUNK)
                continue
            read += len(data) - len(member.unused_data)
            whole = read
            data = member.unused_data or file.read(CHUNK)
            member = zlib.decompressobj(zlib.MAX_WBITS | 16)
    return whole


def mend(path: Path) -> int:
    """Move what lies after the last whole record to `<name>.torn`; returns how many bytes that were.

    The tail is on disk before the file is cut, so that a kill between the two loses nothing; mending again
    changes nothing.
    """
    whole, size = whole_until(path), path.stat().st_size
    if whole == size:
        return 0
    with path.open("rb") as file:
        file.seek(whole)
        _write(path.with_name(path.name + ".torn"), file.read())
    with path.open("r+b") as file:
        file.truncate(whole)
        os.fsync(file.fileno())
    return size - whole


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
