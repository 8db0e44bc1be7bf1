"""PDF → Document. Pages with a text layer are read here; scanned pages go to parse/ocr.py."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO

from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser

from parse import ocr
from parse.errors import CannotOpenError
from parse.model import Document, Problem
from parse.pdf_join import blocks_of, running_lines
from parse.pdf_marks import UNKNOWN, Marks, marks_of
from parse.pdf_open import Opened, opened
from parse.pdf_page import page_of
from parse.pdf_text import lines_of

logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
A4 = (595.0, 842.0)
LEAST_TEXT = 20  # characters; a page with fewer is a picture of a page


def read(body: bytes) -> Document:
    """A PDF as paragraphs and grids in reading order; raises CannotOpenError.

    Pages that are pictures are looked at where the extra `ocr` is installed; else the document waits (`ocr_missing`).
    """
    file = opened(body)
    document = Document("pdf", [], problems=mended(file))
    pages, failed = drawn(file)
    document.problems += failed
    pages, problems = looked_at(file.body, pages)
    document.problems += problems
    skip = (
        running_lines([(marks.height, lines_of(marks.chars)) for marks in pages]) if len(pages) > 2 else set()
    )
    read_pages = [page_of(marks, number, file.doubtful, skip) for number, marks in enumerate(pages, 1)]
    document.blocks = blocks_of(read_pages)
    return document


def drawn(file: Opened) -> tuple[list[Marks], list[Problem]]:
    """The marks of every page. A page whose drawing cannot be followed is empty and has a problem."""
    manager = PDFResourceManager()
    pages: list[Marks] = []
    failed: list[Problem] = []
    for number, page in enumerate(walked(file.body), 1):
        try:
            pages.append(marks_of(page, manager))
        except Exception as e:  # pdfminer raises whatever a broken stream or font brings about
            why = f"{type(e).__name__}: {e}"[:120]
            zh, en = f"第{number}页无法读取：{why}", f"page {number} cannot be read: {why}"
            failed.append(Problem("pages_skipped", None, f"page {number}", zh, en))
            pages.append(Marks(*A4))
    if failed and len(failed) == len(pages):
        raise CannotOpenError(
            "damaged", "PDF没有一页可以读取", f"no page of the PDF can be read; {failed[0].en}"[:200]
        )
    return pages, failed


def walked(body: bytes) -> Iterator[PDFPage]:
    """The pages as pdfminer finds them; raises CannotOpenError where it finds none."""
    try:
        yield from PDFPage.create_pages(PDFDocument(PDFParser(BytesIO(body))))
    except Exception as e:
        raise CannotOpenError("damaged", f"PDF损坏：{e}", f"PDF damaged beyond reading: {e}"[:200]) from e


def looked_at(body: bytes, pages: list[Marks]) -> tuple[list[Marks], list[Problem]]:
    """The pages with the pictures among them read, and what could not be."""
    numbers = [number for number, marks in enumerate(pages, 1) if is_picture(marks)]
    if not numbers:
        return pages, []
    if not ocr.available():
        at = "page " + ", ".join(map(str, numbers[:20]))
        return pages, [replace(ocr.MISSING, at=at)]
    problems = []
    if len(numbers) > ocr.MOST_PICTURES:
        problems.append(skipped(numbers[ocr.MOST_PICTURES :]))
    seen = dict(ocr.scanned(body, numbers[: ocr.MOST_PICTURES]))
    return [seen.get(number, marks) for number, marks in enumerate(pages, 1)], problems


def skipped(numbers: list[int]) -> Problem:
    zh, en = f"第{numbers[0]}页起的图片页没有识别", f"picture pages from page {numbers[0]} on were not read"
    return Problem("pages_skipped", None, f"page {numbers[0]}", zh, en)


def mended(file: Opened) -> list[Problem]:
    """The one problem of a damaged file."""
    if file.doubtful:
        says = (
            "文件损坏,部分内容校验失败,数字不可确信",
            "damaged file: a part fails its checksum, figures are not sure",
        )
    elif file.damaged:
        says = ("文件结构损坏,已修复后读取", "damaged file structure: repaired before reading")
    else:
        return []
    return [Problem("repaired", None, "", *says)]


def is_picture(marks: Marks) -> bool:
    """Whether a page must be looked at: a picture with little or hidden text, or characters without a meaning."""
    inked = [char for char in marks.chars if not char.text.isspace()]
    unknown = sum(char.text == UNKNOWN or char.text.startswith("(cid:") for char in inked)
    little = len(inked) - marks.hidden < LEAST_TEXT
    return bool(little and (marks.pictures or marks.hidden)) or unknown > 0.3 * max(1, len(inked))
