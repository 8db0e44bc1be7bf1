"""What a person has judged: findings by their fingerprint, readings by the bytes they were read from.

A review holds for the bytes that were looked at (`sha256` of the capture that counted); when others count, it no
longer speaks and the finding stands unreviewed again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import TypeVar

from reference import sheet

FOLDER = Path(__file__).with_name("reviews")
FINDINGS, READINGS = FOLDER / "findings.csv", FOLDER / "readings.csv"
VERDICTS = ("confirmed", "refuted", "explained")
READING_VERDICTS = ("accept", "reject")
_SHA256 = re.compile(r"[0-9a-f]{64}")


class ReviewError(ValueError):
    """A file of reviews is wrong: file, line, column, what is expected."""


@dataclass(frozen=True, slots=True)
class FindingReview:
    """A finding judged against the document: confirmed, refuted (the reading was wrong) or explained."""

    fingerprint: str
    sha256: str
    verdict: str
    note_zh: str
    note_en: str
    by: str
    date: str


@dataclass(frozen=True, slots=True)
class ReadingReview:
    """A capture judged: accept (it counts although a mark of it is doubtful) or reject (it never counts)."""

    sha256: str
    verdict: str
    note_zh: str
    note_en: str
    by: str
    date: str


Row = TypeVar("Row", FindingReview, ReadingReview)


def finding(fingerprint: str, sha256: str | None) -> FindingReview | None:
    """The review of a finding, None where there is none or where it was of other bytes than `sha256`."""
    review = _findings().get(fingerprint)
    return review if review and review.sha256 == sha256 else None


def outdated(fingerprint: str, sha256: str | None) -> bool:
    """True where a review exists but was of other bytes: it waits to be made again."""
    review = _findings().get(fingerprint)
    return review is not None and review.sha256 != sha256


def judged() -> list[str]:
    """The fingerprints of all findings that a person has judged."""
    return list(_findings())


def verdicts() -> dict[str, str]:
    """sha256 → verdict of all captures that a person has judged."""
    return {sha256: review.verdict for sha256, review in _readings().items()}


def reading(sha256: str) -> str | None:
    """ "accept", "reject" or None for a capture's bytes."""
    review = _readings().get(sha256)
    return review.verdict if review else None


def read_findings(path: Path) -> dict[str, FindingReview]:
    """The reviews of findings in a file, by fingerprint. Raises ReviewError."""
    found: dict[str, FindingReview] = {}
    for where, row in _rows(path, FindingReview, VERDICTS):
        if row.fingerprint in found:
            raise ReviewError(f"{where}, fingerprint: {row.fingerprint!r} stands twice; expected each once")
        found[row.fingerprint] = row
    return found


def read_readings(path: Path) -> dict[str, ReadingReview]:
    """The reviews of captures in a file, by sha256. Raises ReviewError."""
    return {row.sha256: row for _, row in _rows(path, ReadingReview, READING_VERDICTS)}


@cache
def _findings() -> dict[str, FindingReview]:
    return read_findings(FINDINGS)


@cache
def _readings() -> dict[str, ReadingReview]:
    return read_readings(READINGS)


def _rows(path: Path, shape: type[Row], verdicts: tuple[str, ...]) -> Iterator[tuple[str, Row]]:
    columns = [field.name for field in fields(shape)]
    for line, values in sheet.rows(path, columns, ReviewError):
        row = shape(*values)
        _check(row, f"{path}:{line}", verdicts)
        yield f"{path}:{line}", row


def _check(row: FindingReview | ReadingReview, where: str, verdicts: tuple[str, ...]) -> None:
    if not _SHA256.fullmatch(row.sha256):
        raise ReviewError(
            f"{where}, sha256: {row.sha256!r}; expected the 64 hex digits of the capture looked at"
        )
    if row.verdict not in verdicts:
        raise ReviewError(f"{where}, verdict: {row.verdict!r}; expected one of {', '.join(verdicts)}")
    if not (row.note_zh and row.note_en and row.by):
        raise ReviewError(f"{where}: expected a note in Chinese and in English, and who judged")
    sheet.check_date(row.date, where, ReviewError)
