"""What the site withholds and why: withheld.csv. Figures are never withheld, and the bytes stay in the archive.

`target` is a report (510422-2024) or the sha256 of a capture; `what` says which part: "original" (the archived
bytes), "text" (the narrative), or "section:<key>" (one section).
"""

from __future__ import annotations

import re
from dataclasses import astuple, dataclass, fields
from functools import cache
from pathlib import Path

from reference import sheet

TABLE = Path(__file__).with_name("withheld.csv")
TARGET = re.compile(r"[0-9a-f]{64}|(?:\d{6}|\d{9}|x\d{5})(?:-office|-d[0-9a-f]{8})?-\d{4}")
WHAT = re.compile(r"original|text|section:[a-z_]+")


class WithheldError(ValueError):
    """withheld.csv is wrong: file, line, column, what is expected."""


@dataclass(frozen=True, slots=True)
class Withheld:
    """One thing withheld, with its reason in two languages and the day of the decision."""

    target: str
    what: str
    reason_zh: str
    reason_en: str
    date: str


@cache
def load() -> tuple[Withheld, ...]:
    """Every row. Raises WithheldError."""
    return read(TABLE)


def rows() -> list[tuple[str, str, str, str, str]]:
    """The rows as plain values in the order of the columns."""
    return [astuple(item) for item in load()]


def read(path: Path) -> tuple[Withheld, ...]:
    """The rows of any file of this shape. Raises WithheldError."""
    columns = [field.name for field in fields(Withheld)]
    lines = sheet.rows(path, columns, WithheldError)
    return tuple(_checked(Withheld(*values), f"{path}:{line}") for line, values in lines)


def _checked(item: Withheld, where: str) -> Withheld:
    if not TARGET.fullmatch(item.target):
        raise WithheldError(f"{where}, target: {item.target!r}; expected a report's id or a capture's sha256")
    if not WHAT.fullmatch(item.what):
        raise WithheldError(f"{where}, what: {item.what!r}; expected original, text or section:<key>")
    if not item.reason_zh or not item.reason_en:
        raise WithheldError(f"{where}, reason: expected a reason in Chinese and in English")
    sheet.check_date(item.date, where, WithheldError)
    return item
