"""Kind → reader, for the kinds that are neither text nor HTML. `parse/readers/kinds.py` tells the kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from parse.model import Document
from parse.readers import ocr, ofd, office, office_convert, office_sheet, office_xml, pdf, web_archive

READERS: Mapping[str, Callable[[bytes], Document]] = {
    "pdf": pdf.read,
    "docx": office.read,
    "doc": partial(office_convert.read, kind="doc"),
    "wps": partial(office_convert.read, kind="wps"),
    "xls": partial(office_sheet.read, kind="xls"),
    "xlsx": partial(office_sheet.read, kind="xlsx"),
    "image": ocr.read,
    "mht": web_archive.read,
    "word2003": office_xml.read_word,
    "flat": office_xml.read_word,
    "sheet2003": office_xml.read_sheet,
    "ofd": ofd.read,
}
