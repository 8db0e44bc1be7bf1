"""Narrative text made ready for reading numbers: one line, no blanks, no page numbers, cut into sentences."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_PAGE_NUMBER = re.compile(r"(?m)^\s*[-—–―－]+\s*\d{1,3}\s*[-—–―－]+\s*$")
_BLANKS = re.compile(r"\s+")
_END = re.compile(r"(?<=[。；;!?！？])")
_CHANGED = str.maketrans({"：": ":", "；": "；", ";": "；", "﹔": "；", "。": "。", "､": "、", "﹑": "、"})


@lru_cache(maxsize=512)
def plain(text: str) -> str:
    """Width and blanks made alike; lines joined (a page break may cut a number from its unit)."""
    text = _PAGE_NUMBER.sub("", text)
    text = unicodedata.normalize("NFKC", text.replace("。", "\ue000"))
    return _BLANKS.sub("", text.replace("\ue000", "。")).translate(_CHANGED)


@lru_cache(maxsize=512)
def sentences(text: str) -> tuple[str, ...]:
    """Sentences of plain text, their end marks with them."""
    return tuple(s for s in _END.split(plain(text)) if s)
