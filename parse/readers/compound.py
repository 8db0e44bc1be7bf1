"""Compound files (OLE): what lies in one, told by the names of its streams and the first bytes of its text."""

from __future__ import annotations

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SECTOR = 512
WORD_MARK = b"\xec\xa5"  # begins the stream of a Word document
LOCKED = 0x01  # the bit of its byte 11 that says so


def holds(body: bytes, name: str) -> bool:
    """Whether a stream of that name is there."""
    return body.startswith(OLE) and name.encode("utf-16-le") in body


def is_locked(body: bytes) -> bool:
    """Whether a password is needed: a packed OOXML file, or an old Word document with its bit set."""
    if holds(body, "EncryptedPackage"):
        return True
    if not holds(body, "WordDocument"):
        return False
    starts = range(SECTOR, len(body) - 12, SECTOR)
    return any(body[at : at + 2] == WORD_MARK and body[at + 11] & LOCKED for at in starts)


def is_foreign(body: bytes) -> bool:
    """Whether a compound file holds neither a Word document nor a workbook."""
    names = ("WordDocument", "Workbook", "Book")
    return body.startswith(OLE) and not any(holds(body, name) for name in names)
