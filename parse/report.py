"""The order in which a report is read: kind → Document → tables → sections, title, dates → rules; and its JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from parse import plain
from parse.model import Document, Reading
from parse.tables import read_tables


def read_document(document: Document) -> Reading:
    form, cells, problems = read_tables(document)
    return Reading(
        document.kind, form is not None, form=form, cells=cells, problems=[*document.problems, *problems]
    )


def read(body: bytes, url: str | None = None, content_type: str | None = None, name: str = "") -> Reading:
    return read_document(plain.read(body, content_type))


def as_json(reading: Reading) -> dict[str, Any]:
    """design.md section 3."""
    d = asdict(reading)
    d["problems"] = [
        {"kind": p.kind, "cell": p.cell, "at": p.at, "says": {"zh": p.zh, "en": p.en}}
        for p in reading.problems
    ]
    return d
