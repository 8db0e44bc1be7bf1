"""Formats beside HTML, PDF, Word and Excel, and files under a wrong name: read whole, or told by name."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest

from benchmarks import _formats as formats
from benchmarks._office import docx_of, xlsx_of
from benchmarks._papers import Paper, judged, paper
from benchmarks._zoo_web import RULED, web_page
from parse.errors import CannotOpenError
from parse.readers import office_convert
from parse.report import read_bytes
from tests.lacking import lacking

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
OWN: dict[str, tuple[str, Callable[[Paper, Random], bytes], str]] = {
    "mht": ("a.mht", lambda made, rng: formats.mht_of(made), "html"),
    "mht as doc": ("a.doc", lambda made, rng: formats.mht_of(made, "utf-8"), "html"),
    "flat package": ("a.xml", formats.flat_of, "docx"),
    "excel 2003": ("a.xls", lambda made, rng: formats.sheet_2003(made), "xls"),
    "ofd": ("a.ofd", formats.ofd_of, "ofd"),
    "page as xls": ("a.xls", lambda made, rng: formats.workbook_as_page(made), "html"),
    "page as doc": ("a.doc", lambda made, rng: web_page(made, RULED), "html"),
    "page as docx": ("a.docx", lambda made, rng: web_page(made, RULED), "html"),
    "page as pdf": ("a.pdf", lambda made, rng: web_page(made, RULED), "html"),
    "docx as doc": ("a.doc", docx_of, "docx"),
    "docx as wps": ("a.wps", docx_of, "docx"),
    "xlsx as xls": ("a.xls", lambda made, rng: xlsx_of(made), "xlsx"),
    "xlsx as et": ("a.et", lambda made, rng: xlsx_of(made), "xlsx"),
}
BY_OFFICE = {"rtf": "a.doc", "odt": "a.doc", "xml:MS Word 2003 XML": "a.xml", "doc:MS Word 97": "a.docx"}


@pytest.mark.parametrize("kind", OWN)
def test_every_figure_is_read(kind: str) -> None:
    name, make, read_as = OWN[kind]
    rng = Random(kind)
    made = paper(rng, busy=True)
    reading = read_bytes(make(made, rng), name=name)
    verdict = judged(reading, made.truth)
    assert (verdict.silent, verdict.null, reading.kind) == ([], 0, read_as)


@pytest.mark.parametrize("target", BY_OFFICE)
def test_what_libreoffice_writes_is_read(target: str) -> None:
    if office_convert.soffice() is None:
        lacking("LibreOffice", "apt-get install libreoffice-writer-nogui")
    rng = Random(target)
    made = paper(rng, busy=True)
    verdict = judged(read_bytes(formats.converted(made, target, rng), name=BY_OFFICE[target]), made.truth)
    assert (verdict.silent, verdict.null) == ([], 0)


@pytest.mark.parametrize(
    ("body", "kind", "word"),
    [
        (OLE + "EncryptedPackage".encode("utf-16-le") + bytes(512), "encrypted", "password"),
        (OLE + b"\xec\xa5" + bytes(9) + b"\x01" + bytes(500) + "WordDocument".encode("utf-16-le"), "encrypted", "password"),
        (b"Rar!\x1a\x07\x00" + bytes(100), "format_unread", "RAR"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(100), "format_unread", "7z"),
        (b"Founder CEB" + bytes(100), "format_unread", "CEB"),
        (OLE + "PowerPoint Document".encode("utf-16-le") + bytes(100), "format_unread", "presentation"),
    ],
    ids=["locked docx", "locked doc", "rar", "7z", "ceb", "ppt"],
)  # fmt: skip
def test_what_is_not_read_is_named(body: bytes, kind: str, word: str) -> None:
    with pytest.raises(CannotOpenError) as caught:
        read_bytes(body)
    assert caught.value.kind == kind
    assert word in caught.value.en
