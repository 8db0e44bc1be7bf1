"""What bytes are, by their first bytes and what is inside; a name or a content type only settles what they leave open."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from urllib.parse import urlsplit

from parse.readers import office_xml
from parse.readers.compound import OLE, holds

_IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
FOREIGN = {
    b"Rar!": ("RAR压缩包", "a RAR archive"),
    b"7z\xbc\xaf\x27\x1c": ("7z压缩包", "a 7z archive"),
    b"\x1f\x8b": ("gzip压缩文件", "a gzip file"),
    b"Founder CEB": ("方正CEB文件", "a Founder CEB file"),
    b"CAJ\x00": ("CAJ文件", "a CAJ file"),
    b"HN\x01\x00": ("CAJ文件", "a CAJ file"),
    b"FWS": ("Flash文件", "a Flash film"),
    b"CWS": ("Flash文件", "a Flash film"),
    b"OggS": ("音视频文件", "sound or film"),
    b"ID3": ("音视频文件", "sound or film"),
}
_MAIL = re.compile(
    rb"(?im)^(?:MIME-Version|From|Subject|Content-Type|Snapshot-Content-Location|Date|X-[\w-]+)\s*:"
)
_HTML = re.compile(
    rb"<\s*(?:!doctype\s+html|html|head|body|table|div|p|meta|title|span|center|br|h[1-6]|script|font)[\s>/]",
    re.I,
)
_MARKDOWN = re.compile(rb"(?m)^\s*#{1,6}\s+\S|^\|?\s*:?-{3,}:?\s*\|")
_PRINTABLE = bytes(range(0x20, 0x100)) + b"\t\r\n\x0c\x08\x1b"


def kind_of(body: bytes, name: str = "", content_type: str | None = None) -> str | None:
    """html, pdf, docx, doc, wps, xls, xlsx, image, zip, text or markdown, or one of the rarer kinds of
    `parse/readers/by_kind.py`; None for what is none of them."""
    head = body[:1024].lstrip(b"\xef\xbb\xbf\x00 \t\r\n")
    suffix = _suffix(name)
    if b"%PDF-" in body[:1024]:
        return "pdf"
    if body.startswith(_IMAGES) or (body[:4] == b"RIFF" and body[8:12] == b"WEBP"):
        return "image"
    if body.startswith(b"PK"):
        return _packed(body)
    if body.startswith(OLE):
        return _compound(body, suffix)
    if head.startswith(b"{\\rtf"):
        return "doc"
    if _MAIL.match(head) and b"multipart/related" in body[:4096].lower():
        return "mht"
    if head.startswith(b"<?xml") and (found := office_xml.kind_of(body[:8192])):
        return found
    return _textual(body, suffix, content_type)


def foreign(body: bytes) -> tuple[str, str] | None:
    """What bytes of a kind that is not read are called, in Chinese and English; None where they are not known."""
    if body[4:8] == b"ftyp":
        return "音视频文件", "sound or film"
    if holds(body, "PowerPoint Document"):
        return "演示文稿", "a presentation"
    return next((names for mark, names in FOREIGN.items() if body.startswith(mark)), None)


def _suffix(name: str) -> str:
    return urlsplit(name).path.rpartition(".")[2].lower()


def _packed(body: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(body)) as archive:
            names = archive.namelist()
            if names[:1] == ["mimetype"]:
                return _open_document(archive.read("mimetype"))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return "docx" if b"word/document" in body else "xlsx" if b"xl/" in body[:65536] else "zip"
    if any(n.startswith("word/") for n in names):
        return "docx"
    if any(n.startswith("xl/") for n in names):
        return "xlsx"
    return "ofd" if "OFD.xml" in names else "zip"


def _open_document(mimetype: bytes) -> str:
    """An OpenDocument file says what it is in its first member; a text is converted like an old Word file."""
    return (
        "xls" if b"opendocument.spreadsheet" in mimetype else "doc" if b"opendocument" in mimetype else "zip"
    )


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
