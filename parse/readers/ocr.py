"""Text recognition, where it is installed: pictures and scanned pages. The heavy part is imported when it is needed."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from parse.model import Document, Problem
from parse.readers.pdf_marks import Marks

MOST_PICTURES = 60  # pages of one document that are looked at

MISSING = Problem(
    "ocr_missing",
    None,
    "",
    "文件是图片，需要文字识别；这里没有安装（安装附加组件 ocr 后重读）",
    "a picture of text: text recognition is not installed here (install the extra `ocr`, then read again)",
)


@lru_cache(maxsize=1)
def available() -> bool:
    """Whether the extra `ocr` is installed here."""
    return all(importlib.util.find_spec(name) for name in ("rapidocr", "onnxruntime", "cv2"))


def read(body: bytes) -> Document:
    """A picture file as a Document; waits (`ocr_missing`) without the extra; raises CannotOpenError."""
    if not available():
        return Document("image", [], problems=[MISSING])
    document: Document = _files().read(body, MOST_PICTURES)
    return document


def has_table(body: bytes) -> bool:
    """Whether a picture holds a ruled table; only where `available`; raises CannotOpenError."""
    return bool(_files().has_table(body))


def scanned(body: bytes, numbers: Iterable[int]) -> Iterator[tuple[int, Marks]]:
    """The marks of those pages (counted from 1) of a PDF; only where `available`."""
    yield from _files().scanned(body, numbers)


def _files() -> Any:
    return importlib.import_module("parse.readers.ocr_files")
