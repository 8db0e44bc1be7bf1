"""PDF → Document. Pages with a text layer are read here; scanned pages go to parse/ocr.py."""

from __future__ import annotations

import logging
from dataclasses import replace
from io import BytesIO

from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser

from parse import ocr
from parse.model import Document, Problem
from parse.pdf_join import blocks_of, running_lines
from parse.pdf_marks import UNKNOWN, Marks, marks_of
from parse.pdf_open import Opened, opened
from parse.pdf_page import page_of
from parse.pdf_text import lines_of

logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
LEAST_TEXT = 20  # characters; a page with fewer is a picture of a page


def read(body: bytes) -> Document:
    """A PDF as paragraphs and grids in reading order; raises CannotOpenError.

    Pages that are pictures are looked at where the extra `ocr` is installed; else the document waits (`ocr_missing`).
    """
    file = opened(body)
    document = Document("pdf", [], problems=mended(file))
    manager = PDFResourceManager()
    pages = [
        marks_of(page, manager) for page in PDFPage.create_pages(PDFDocument(PDFParser(BytesIO(file.body))))
    ]
    pages, problems = looked_at(file.body, pages)
    document.problems += problems
    skip = (
        running_lines([(marks.height, lines_of(marks.chars)) for marks in pages]) if len(pages) > 2 else set()
    )
    read_pages = [page_of(marks, number, file.doubtful, skip) for number, marks in enumerate(pages, 1)]
    document.blocks = blocks_of(read_pages)
    return document


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
