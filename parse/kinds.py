"""What bytes are, by their first bytes and what is inside; a name or a content type only settles what they leave open."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from urllib.parse import urlsplit

_IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = re.compile(
    rb"<\s*(?:!doctype\s+html|html|head|body|table|div|p|meta|title|span|center|br|h[1-6]|script|font)[\s>/]",
    re.I,
)
_MARKDOWN = re.compile(rb"(?m)^\s*#{1,6}\s+\S|^\|?\s*:?-{3,}:?\s*\|")
_PRINTABLE = bytes(range(0x20, 0x100)) + b"\t\r\n\x0c\x08\x1b"


def kind_of(body: bytes, name: str = "", content_type: str | None = None) -> str | None:
    """html, pdf, docx, doc, wps, xls, xlsx, image, zip, text or markdown; None for what is none of them."""
    head = body[:1024].lstrip(b"\xef\xbb\xbf\x00 \t\r\n")
    suffix = _suffix(name)
    if b"%PDF-" in body[:1024]:
        return "pdf"
    if body.startswith(_IMAGES) or (body[:4] == b"RIFF" and body[8:12] == b"WEBP"):
        return "image"
    if body.startswith(b"PK"):
        return _packed(body)
    if body.startswith(_OLE):
        return _compound(body, suffix)
    if head.startswith(b"{\\rtf"):
        return "doc"
    return _textual(body, suffix, content_type)


def _suffix(name: str) -> str:
    return urlsplit(name).path.rpartition(".")[2].lower()


def _packed(body: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(body)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return "docx" if b"word/" in body else "xlsx" if b"xl/" in body[:65536] else "zip"
    if any(n.startswith("word/") for n in names):
        return "docx"
    return "xlsx" if any(n.startswith("xl/") for n in names) else "zip"


def _compound(body: bytes, suffix: str) -> str:
    """A compound file: its streams' names (UTF-16) tell a workbook from a text."""
    if "Workbook".encode("utf-16-le") in body or (
        "Book".encode("utf-16-le") in body and suffix in ("xls", "et")
    ):
        return "xls"
    return "wps" if suffix == "wps" else "doc"


def _textual(body: bytes, suffix: str, content_type: str | None) -> str | None:
    sample = body[:65536]
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        sample = sample.replace(b"\x00", b"")
    if _HTML.search(sample[:32768]) and (suffix != "md"):
        return "html"
    strange = len(sample.translate(None, _PRINTABLE))
    if strange * 50 > len(sample):
        return None
    if suffix in ("md", "markdown") or "markdown" in (content_type or "") or _MARKDOWN.search(sample):
        return "markdown"
    return "html" if "html" in (content_type or "") and b"<" in sample else "text"
