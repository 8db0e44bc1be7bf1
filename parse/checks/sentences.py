"""Narrative text made ready for reading numbers: one line, no blanks, no page numbers, cut into sentences."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_PAGE_NUMBER = re.compile(r"(?m)^\s*[-—–―－]+\s*\d{1,3}\s*[-—–―－]+\s*$")
_BLANKS = re.compile(r"\s+")
_END = re.compile(r"(?<=[。；;!?！？])")
_KEPT = dict.fromkeys(map(ord, "，：；（）！？。、"))
_USUAL = re.compile(r"[^\u4e00-\u9fff\d0-9A-Za-z，：；（）！？。、“”《》\"%.,()-]", re.ASCII)
"""What is met beside the signs that are their own normal form; most texts have none of it."""
_AS_PRINTED = re.compile(r"[^，：；（）！？。、]+")


@lru_cache(maxsize=512)
def plain(text: str) -> str:
    """Width and blanks made alike, marks as printed; lines joined (a page break may cut a number from its unit)."""
    text = _BLANKS.sub("", _PAGE_NUMBER.sub("", text))
    if not _USUAL.search(text) or unicodedata.is_normalized("NFKC", text.translate(_KEPT)):
        return text.replace(";", "；")
    return _AS_PRINTED.sub(lambda m: unicodedata.normalize("NFKC", m[0]), text).replace(";", "；")


@lru_cache(maxsize=512)
def sentences(text: str) -> tuple[str, ...]:
    """Sentences of plain text, their end marks with them."""
    return tuple(s for s in _END.split(plain(text)) if s)
