"""MHTML (a page saved in one file by Word, WPS or a browser) → Document of its page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from email import message_from_bytes
from email.message import Message

from parse.errors import CannotOpenError
from parse.model import Document
from parse.readers import html, pictures

MOST_PARTS = 2_000


def read(body: bytes) -> Document:
    """The page of a saved web archive; raises CannotOpenError where it holds none."""
    parts = list(_parts(message_from_bytes(body)))
    for part in parts:
        if part.get_content_type() == "text/html":
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes) and payload.strip():
                charset = part.get_content_charset()
                document = html.read(payload, f"text/html; charset={charset}" if charset else None)
                if any(problem.kind == "picture_table" for problem in document.problems):
                    document.problems = [p for p in document.problems if p.kind != "picture_table"]
                    pictures.add(document, _images(parts))
                return document
    raise CannotOpenError("damaged", "网页存档中没有网页", "a saved web archive without a page in it")


def _images(parts: Iterable[Message]) -> Iterator[tuple[str, bytes]]:
    for part in parts:
        payload = part.get_payload(decode=True) if part.get_content_maintype() == "image" else None
        if isinstance(payload, bytes):
            yield str(part.get("Content-Location") or part.get_content_type()), payload


def _parts(message: Message) -> Iterator[Message]:
    for count, part in enumerate(message.walk()):
        if count >= MOST_PARTS:
            return
        yield part
