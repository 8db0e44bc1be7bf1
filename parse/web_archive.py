"""MHTML (a page saved in one file by Word, WPS or a browser) → Document of its page."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message

from parse import html
from parse.errors import CannotOpenError
from parse.model import Document

MOST_PARTS = 2_000


def read(body: bytes) -> Document:
    """The page of a saved web archive; raises CannotOpenError where it holds none."""
    for part in _parts(message_from_bytes(body)):
        if part.get_content_type() == "text/html":
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes) and payload.strip():
                charset = part.get_content_charset()
                return html.read(payload, f"text/html; charset={charset}" if charset else None)
    raise CannotOpenError("damaged", "网页存档中没有网页", "a saved web archive without a page in it")


def _parts(message: Message) -> Iterator[Message]:
    for count, part in enumerate(message.walk()):
        if count >= MOST_PARTS:
            return
        yield part
