"""PDF → Document. Pages with a text layer are read here; scanned pages go to parse/readers/ocr.py."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO

from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser

from parse.errors import CannotOpenError
from parse.model import Box, Document, Problem
from parse.readers import ocr
from parse.readers.pdf_glyphs import liars
from parse.readers.pdf_join import blocks_of, running_lines
from parse.readers.pdf_marks import UNKNOWN, Marks
from parse.readers.pdf_open import Opened, opened
from parse.readers.pdf_page import page_of
from parse.readers.pdf_seen import marks_of
from parse.readers.pdf_text import lines_of

logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
A4 = (595.0, 842.0)
LOOKING = (
    45.0  # seconds after which no further picture is looked at: a part of a long scan is better than none
)
LEAST_TEXT = 20  # characters; a page with fewer is a picture of a page
LEAST_SHAPES = 20  # letter-sized curves among the lines of tables: figures drawn as shapes
LEAST_PICTURES = 3  # pictures there: figures as pictures
DAMAGED = 0.5  # the most confidence in a figure of a file whose streams fail their checksums
GARBLED = (
    "字体的字符对照有误或缺失，数字不可确信",
    "a font without a true character map: its figures are not sure",
)


def read(body: bytes) -> Document:
    """A PDF as paragraphs and grids in reading order; raises CannotOpenError.

    Pages that are pictures are looked at where the extra `ocr` is installed; else the document waits (`ocr_missing`).
    """
    file = opened(body)
    document = Document("pdf", [], problems=mended(file))
    pages, failed = drawn(file)
    document.problems += failed
    pages, problems, doubtful = looked_at(file.body, pages)
    document.problems += problems
    skip = (
        running_lines([(marks.height, lines_of(marks.chars)) for marks in pages]) if len(pages) > 2 else set()
    )
    read_pages = [
        page_of(marks, number, 0.0 if number in doubtful else DAMAGED if file.doubtful else 1.0, skip)
        for number, marks in enumerate(pages, 1)
    ]
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


def looked_at(body: bytes, pages: list[Marks]) -> tuple[list[Marks], list[Problem], set[int]]:
    """The pages with the pictures among them read; what could not be; and the pages whose figures are not sure."""
    lying = liars(body, [marks.digits for marks in pages])
    garbled = {number for number, marks in enumerate(pages, 1) if is_garbled(marks, lying)}
    numbers = [number for number, marks in enumerate(pages, 1) if number in garbled or is_picture(marks)]
    if not numbers:
        return pages, [], set()
    if not ocr.available():
        at = "page " + ", ".join(map(str, numbers[:20]))
        told = [replace(ocr.MISSING, at=at)]
        told += [Problem("font_garbled", None, at, *GARBLED)] if garbled else []
        return pages, told, set(numbers)
    seen: dict[int, Marks] = {}
    until = time.monotonic() + LOOKING
    for number, marks in ocr.scanned(body, numbers[: ocr.MOST_PICTURES]):
        seen[number] = marks
        if time.monotonic() > until:
            break
    left = [number for number in numbers if number not in seen]
    problems = [skipped(left)] if left else []
    return [seen.get(n, marks) for n, marks in enumerate(pages, 1)], problems, set(left)


def skipped(numbers: list[int]) -> Problem:
    zh, en = (
        f"第{numbers[0]}页起的图片页没有识别",
        f"pages from page {numbers[0]} on are pictures and were not read",
    )
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
    """Whether a page must be looked at: a picture with little or hidden text, or figures drawn as shapes."""
    inked = sum(not char.text.isspace() for char in marks.chars)
    if inked < LEAST_TEXT and (marks.pictures or marks.hidden or len(marks.shapes) >= LEAST_SHAPES):
        return True
    shapes, pictures = ([b for b in found if in_table(marks, b)] for found in (marks.shapes, marks.pictures))
    return marks.hidden > inked or len(shapes) >= LEAST_SHAPES or len(pictures) >= LEAST_PICTURES


def is_garbled(marks: Marks, lying: set[str]) -> bool:
    """Whether a page has characters without a meaning, in its tables or all over, or digits that mean others."""
    unknown = [char for char in marks.chars if char.text == UNKNOWN or char.text.startswith("(cid:")]
    few = len(unknown) <= 0.3 * max(1, sum(not char.text.isspace() for char in marks.chars))
    inside = few and sum(in_table(marks, char[1:5]) for char in unknown) > 2
    return bool(unknown and not few) or inside or bool(lying & set(marks.digits))


def in_table(marks: Marks, box: Box) -> bool:
    """Whether a box lies among upright lines: within the heights and between the sides that they span."""
    if not marks.down or not marks.across:
        return False
    left, right = min(rule.at for rule in marks.down), max(rule.at for rule in marks.down)
    top, low = min(rule.lo for rule in marks.down), max(rule.hi for rule in marks.down)
    return left < box[0] and box[2] < right and top < box[1] and box[3] < low
