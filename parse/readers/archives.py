"""ZIP → its members, each to be read as a document of its own."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from parse.errors import CannotOpenError

MOST_MEMBERS = 200
MOST_BYTES = 200_000_000  # of one member, and of all members that are inflated together × 3
MOST_RATIO = 200  # inflated to stored; office files reach 20
LEAST_SUSPECT = 10_000_000
SKIPPED = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive: its bytes, or why it cannot be opened."""

    name: str
    body: bytes
    error: CannotOpenError | None = None


def members(body: bytes) -> Iterator[Member]:
    """The files of a ZIP in its own order; raises CannotOpenError where the ZIP itself cannot be opened."""
    try:
        archive = zipfile.ZipFile(BytesIO(body))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as e:
        raise CannotOpenError("damaged", f"压缩文件损坏：{e}", f"damaged ZIP: {e}"[:200]) from None
    with archive:
        entries = [
            entry for entry in archive.infolist() if not entry.is_dir() and not _skipped(entry.filename)
        ]
        if len(entries) > MOST_MEMBERS:
            raise CannotOpenError(
                "too_large", f"压缩包有{len(entries)}个文件", f"ZIP of {len(entries)} files"
            )
        left = 3 * MOST_BYTES
        for entry in entries:
            name = name_of(entry)
            try:
                inflated = inflate(archive, entry, left)
                left -= len(inflated)
                yield Member(name, inflated)
            except CannotOpenError as error:
                yield Member(name, b"", error)


def _skipped(name: str) -> bool:
    return any(name.startswith(skip) or name.endswith(skip) for skip in SKIPPED)


def name_of(entry: zipfile.ZipInfo) -> str:
    """The member's name; Chinese Windows writes GBK where the flag for UTF-8 is not set."""
    if entry.flag_bits & 0x800:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return entry.filename


def inflate(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, left: int) -> bytes:
    """A member's bytes, its checksum held; never more than is allowed, whatever its header says."""
    if entry.flag_bits & 0x1:
        raise CannotOpenError("encrypted", "压缩包内文件已加密", "encrypted ZIP member: it needs a password")
    most = min(MOST_BYTES, left)
    if entry.file_size > LEAST_SUSPECT and entry.file_size > MOST_RATIO * max(1, entry.compress_size):
        raise CannotOpenError(
            "too_large", "压缩比异常，没有解压", "ZIP member with an abnormal ratio, not inflated"
        )
    try:
        with archive.open(entry) as stream:
            body = stream.read(most + 1)
    except (
        zipfile.BadZipFile,
        zlib.error,
        OSError,
        EOFError,
        NotImplementedError,
        RuntimeError,
        ValueError,
    ) as e:
        raise CannotOpenError(
            "member_failed", f"压缩包内文件损坏：{e}", f"damaged ZIP member: {e}"[:200]
        ) from None
    if len(body) > most:
        raise CannotOpenError("too_large", "压缩包内文件过大", "ZIP member larger than is read")
    return body
