"""What kind of document bytes are: by what stands in them, never by a name's ending or a header alone.

Portals serve HTML as .doc, MHTML as .xls, DOC as .wps and PDF as anything.
"""

from __future__ import annotations

import email
import email.policy
import re
import zipfile
from io import BytesIO

from parse.errors import CannotOpenError

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8", b"II*\x00", b"MM\x00*")
STRANGE = {b"Rar!": "RAR", b"7z\xbc\xaf": "7z", b"\x1f\x8b": "gzip", b"AT&T": "DjVu", b"\x7fELF": "ELF"}
_TAG = re.compile(rb"<(?:!doctype\s+html|html|head|body|table|div|p|span|meta)[\s>]", re.I)
_WORD_XML = re.compile(rb"<\?mso-application[^>]*Word\.Document|<w:wordDocument|<pkg:package", re.I)
_EXCEL_XML = re.compile(rb"<\?mso-application[^>]*Excel\.Sheet", re.I)
_MARKDOWN = re.compile(r"^(#{1,6} |\|?\s*:?-{3,}:?\s*\|)", re.M)


def kind_of(body: bytes, name: str = "") -> str:
    """pdf, docx, doc, wps, xls, xlsx, image, zip, html, mhtml, markdown or text; raises CannotOpenError.

    `name` only tells WPS from DOC, which are one format.
    """
    start = body[:1024].lstrip(b"\xef\xbb\xbf\r\n\t ")
    if not start:
        raise CannotOpenError("empty", "文件是空的", "the file is empty")
    if b"%PDF-" in body[:1024]:
        return "pdf"
    if body.startswith(OLE2):
        return _ole2(body, name)
    if body.startswith(b"PK"):
        return _zip(body)
    if body.startswith(PICTURES) or body[:2] == b"BM" or (body[:4] == b"RIFF" and body[8:12] == b"WEBP"):
        return "image"
    for magic, what in STRANGE.items():
        if body.startswith(magic):
            raise CannotOpenError(
                "unknown_kind", f"不能读取{what}文件", f"files of the kind {what} are not read"
            )
    return _text(body, start, name)


def _ole2(body: bytes, name: str) -> str:
    """By the names of the streams, which stand in the directory as UTF-16."""

    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in body

    if holds("EncryptedPackage"):
        raise CannotOpenError(
            "encrypted", "Office文件已加密，需要口令", "encrypted Office file: it needs a password"
        )
    if holds("WordDocument"):
        return "wps" if name.lower().endswith(".wps") else "doc"
    if holds("Workbook") or holds("Book"):
        return "xls"
    if holds("PowerPoint Document"):
        raise CannotOpenError("unknown_kind", "不能读取演示文稿", "presentations are not read")
    return "wps" if name.lower().endswith(".wps") else "doc"


def _zip(body: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(body)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as e:
        raise CannotOpenError("damaged", f"压缩文件损坏：{e}", f"damaged ZIP: {e}"[:200]) from None
    if "word/document.xml" in names:
        return "docx"
    if any(entry.startswith("xl/workbook.") for entry in names):
        return "xlsx"
    if "mimetype" in names and "content.xml" in names:
        return _open_document(body)
    return "zip"


def _open_document(body: bytes) -> str:
    return "xlsx" if b"opendocument.spreadsheet" in body[:200] else "doc"


def _text(body: bytes, start: bytes, name: str) -> str:
    if start.startswith(b"{\\rtf") or _WORD_XML.search(body[:4096]):
        return "doc"
    if _EXCEL_XML.search(body[:4096]):
        return "xls"
    if (
        re.match(rb"(mime-version|from|date|subject|content-type|x-[a-z-]+):", start, re.I)
        and b"boundary" in body[:4096]
    ):
        return "mhtml"
    utf16 = body.startswith((b"\xff\xfe", b"\xfe\xff"))
    controls = sum(byte < 9 or 13 < byte < 27 for byte in body[:4096])
    if not utf16 and controls > 0.02 * len(body[:4096]):
        raise CannotOpenError("unknown_kind", "不认识的文件类型", "bytes of no known kind")
    if _TAG.search(body.replace(b"\x00", b"") if utf16 else body):
        return "html"
    marks = _MARKDOWN.search(body.decode("utf-8", "replace"))
    return "markdown" if marks or name.lower().endswith((".md", ".markdown")) else "text"


def html_of_mhtml(body: bytes) -> bytes:
    """The page inside a saved web archive, in UTF-8; raises CannotOpenError."""
    message = email.message_from_bytes(body, policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes) and payload.strip():
                return payload
    raise CannotOpenError("damaged", "网页存档里没有网页", "web archive without a page in it")
