"""Bytes made to bring a reader down: each is one row with its kind and reason, and the run goes on."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO
from random import Random

import openpyxl
import pikepdf

from benchmarks._layout import Style
from benchmarks._office import docx_of
from benchmarks._papers import paper
from benchmarks._print import pdf_of

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def zipped(**members: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in members.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), body)
    return out.getvalue()


def pdf() -> bytes:
    return pdf_of(paper(Random(3)), Style(), Random(3))


def locked_pdf() -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf())) as file:
        file.save(out, encryption=pikepdf.Encryption(owner="o", user="u"))
    return out.getvalue()


def many_pages() -> bytes:
    out = BytesIO()
    with pikepdf.new() as file:
        for _ in range(10_000):
            file.add_blank_page()
        file.save(out)
    return out.getvalue()


def inflating_pdf() -> bytes:
    """A page whose drawing is 450 MB of blanks."""
    packer = zlib.compressobj(9)
    drawing = b"".join([*(packer.compress(b" " * 10_000_000) for _ in range(45)), packer.flush()])
    out = BytesIO()
    with pikepdf.new() as file:
        page = file.add_blank_page()
        stream = pikepdf.Stream(file, drawing)
        stream.Filter = pikepdf.Name.FlateDecode
        stream.write(drawing, filter=pikepdf.Name.FlateDecode)
        page.Contents = stream
        file.save(out, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return out.getvalue()


def looping_pdf() -> bytes:
    """A form that draws itself."""
    out = BytesIO()
    with pikepdf.new() as file:
        page = file.add_blank_page()
        form = pikepdf.Stream(file, b"/F Do /F Do")
        form.Type, form.Subtype, form.BBox = pikepdf.Name.XObject, pikepdf.Name.Form, [0, 0, 9, 9]
        form = file.make_indirect(form)
        form.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=form))
        page.Resources = form.Resources
        page.Contents = file.make_stream(b"/F Do")
        file.save(out)
    return out.getvalue()


def wide_picture() -> bytes:
    """A PNG that says it has 60,000 × 60,000 pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")


def far_cell() -> bytes:
    book = openpyxl.Workbook()
    book.active.cell(1, 1, 1)
    book.active.cell(1_000_000, 16_000, 1)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def laughing_docx() -> bytes:
    """Entities that stand for ten others each."""
    more = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    head = f'<!DOCTYPE x [<!ENTITY a0 "ha">{more}]>'
    inside = (
        f'<w:document xmlns:w="{WORD}"><w:body><w:p><w:r><w:t>&a11;</w:t></w:r></w:p></w:body></w:document>'
    )
    return zipped(word__document_xml=(head + inside).encode())


def deep_docx() -> bytes:
    nest = "<w:tbl><w:tr><w:tc>" * 5_000 + "</w:tc></w:tr></w:tbl>" * 5_000
    text = f'<w:document xmlns:w="{WORD}"><w:body>{nest}</w:body></w:document>'
    return zipped(word__document_xml=text.encode())


def huge_spans() -> bytes:
    cell = b'<td colspan="1000000000" rowspan="1000000000">1</td>'
    return b"<html><body><table>" + (b"<tr>" + cell * 20 + b"</tr>") * 200 + b"</table></body></html>"


def deep_page() -> bytes:
    return b"<html><body>" + b"<table><tr><td><div>" * 40_000 + b"1</body></html>"


BAD: dict[str, tuple[Callable[[], bytes], set[str]]] = {
    "encrypted pdf": (locked_pdf, {"encrypted"}),
    "truncated docx": (lambda: docx_of(paper(Random(1)), Random(1))[:9000], {"damaged"}),
    "truncated pdf": (lambda: pdf()[:3000], {"damaged", "repaired"}),
    "empty": (lambda: b"", {"empty"}),
    "10,000 pages": (many_pages, {"too_large"}),
    "200 MB of pdf": (lambda: b"%PDF-1.7\n" + b"1 0 obj\n" * 25_000_000, {"damaged", "time_out", "memory"}),
    "200 MB of page": (lambda: b"<html><body>" + b"<p>1" * 50_000_000, {"too_large"}),
    "230 MB": (lambda: bytes(230_000_000) + b"1", {"too_large"}),
    "31 MB of text": (lambda: "年度报告\n".encode() * 2_400_000, {"too_large"}),
    "zip bomb": (lambda: zipped(a_txt=b"0" * 300_000_000), {"too_large"}),
    "zip in zip": (lambda: zipped(a_zip=zipped(b_txt=b"0")), {"unknown_kind"}),
    "bomb in docx": (lambda: zipped(word__document_xml=b" " * 250_000_000), {"too_large"}),
    "bomb in pdf": (inflating_pdf, {"too_large"}),
    "pdf that draws itself": (looping_pdf, set()),
    "huge picture": (wide_picture, {"too_large", "damaged"}),
    "far cell": (far_cell, {"too_large"}),
    "entities": (laughing_docx, set()),
    "deep docx": (deep_docx, {"damaged"}),
    "deep page": (deep_page, set()),
    "huge spans": (huge_spans, set()),
}
"""Name → how it is made, and the kinds of problem one of which must be told (none where it can simply be read)."""
