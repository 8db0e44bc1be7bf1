"""PDF bytes → a file that pdfminer can walk: decrypted, repaired by qpdf, its streams checked."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pikepdf

from parse.errors import CannotOpenError

PRINTED = {"/Widget", "/FreeText", "/Stamp"}  # kinds of annotation that hold words of the page
MOST_PAGES = 1_000
MOST_INFLATED = 400_000_000  # bytes of all streams together, pictures apart


@dataclass(frozen=True, slots=True)
class Opened:
    """`damaged` is True where qpdf had to mend the file, `doubtful` where a stream fails its checksum."""

    body: bytes
    pages: int
    damaged: bool
    doubtful: bool


def opened(body: bytes) -> Opened:
    """The file as qpdf writes it anew; raises CannotOpenError where nothing can be opened."""
    try:
        with pikepdf.open(BytesIO(body), suppress_warnings=True) as pdf:
            pages = len(pdf.pages)
            if pages > MOST_PAGES:
                raise CannotOpenError(
                    "too_large",
                    f"PDF有{pages}页，超过{MOST_PAGES}页",
                    f"PDF of {pages} pages, more than {MOST_PAGES}",
                )
            doubtful = not all(whole(stream) for stream in streams(pdf))
            drawn_on(pdf)
            out = BytesIO()
            pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable, static_id=True)
            return Opened(out.getvalue(), pages, doubtful or bool(pdf.get_warnings()), doubtful)
    except pikepdf.PasswordError:
        raise CannotOpenError(
            "encrypted", "PDF已加密,需要口令", "encrypted PDF: it needs a password"
        ) from None
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError, RecursionError) as e:
        if isinstance(e, CannotOpenError):
            raise
        raise CannotOpenError(
            "damaged", f"PDF损坏,无法打开:{e}", f"PDF damaged beyond reading: {e}"[:200]
        ) from None


def drawn_on(pdf: pikepdf.Pdf) -> None:
    """Make what stands in form fields and on notes (typed corrections, stamps) part of the pages, as a viewer shows it."""
    kinds = {
        str(note.get("/Subtype"))
        for page in pdf.pages
        for note in (page.get("/Annots") or ())
        if isinstance(note, pikepdf.Dictionary)
    }
    if kinds & PRINTED:
        if "/AcroForm" in pdf.Root:
            pdf.generate_appearance_streams()
        pdf.flatten_annotations("screen")


def streams(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """The streams that may hold text or the meaning of its characters: no pictures, no outlines of letters."""
    outlines = set()
    for item in pdf.objects:
        if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor":
            outlines |= {item[key].objgen for key in ("/FontFile", "/FontFile2", "/FontFile3") if key in item}
    for item in pdf.objects:
        if (
            isinstance(item, pikepdf.Stream)
            and item.get("/Subtype") != "/Image"
            and item.objgen not in outlines
        ):
            yield item


def whole(stream: Any) -> bool:
    """Whether a stream can be decoded, and a deflated one fits its checksum (qpdf and pdfminer let that pass)."""
    filters = stream.get("/Filter")
    names = [str(name) for name in filters] if isinstance(filters, pikepdf.Array) else [str(filters)]
    try:
        raw = stream.read_raw_bytes()
        if names[0] == "/ASCII85Decode":
            raw = base64.a85decode(raw.strip().removeprefix(b"<~").removesuffix(b"~>"))
            names = names[1:]
        if names[:1] == ["/FlateDecode"]:
            return _inflates(raw)
        return bool(names in ([], ["None"]) or stream.read_bytes() is not None)
    except (zlib.error, pikepdf.PdfError, ValueError, NotImplementedError) as e:
        if isinstance(e, CannotOpenError):
            raise
        return False


def _inflates(raw: bytes) -> bool:
    inflate = zlib.decompressobj()
    text = inflate.decompress(raw, MOST_INFLATED)
    if inflate.unconsumed_tail or len(text) >= MOST_INFLATED:
        raise CannotOpenError("too_large", "PDF解压后过大", "PDF inflates to more than is read")
    return bool(inflate.eof)
