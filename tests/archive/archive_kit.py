"""What the archive's tests share: an archive in a folder, exchanges, and readings made by hand."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlite_utils import Database

from archive import Exchange, open_archive, places, readings, reports
from archive.captures import Run, begin
from reference import forms

KNOWN: list[places.Places] = []
PAGE = "<html><head><meta name=SiteIDCode content=5104220001></head><body><div id=zoom>{}</div></body></html>"
HEADERS = ((b"Content-Type", b"text/html; charset=utf-8"), (b"Set-Cookie", b"a=1"), (b"Set-Cookie", b"b=2"))


@cache
def _filled() -> bytes:
    """An archive that holds nothing but reference/, as a file: filling it takes half a second."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "archive.db"
        db = open_archive(path, create=True)
        places.fill(db)
        db.execute("pragma wal_checkpoint(truncate)")
        db.close()
        return path.read_bytes()


def an_archive(folder: Path) -> tuple[Database, Path]:
    """A new demo archive and its captures folder."""
    (folder / "archive.db").write_bytes(_filled())
    return open_archive(folder / "archive.db"), folder / "captures"


def a_run(db: Database, captures: Path, **given: Any) -> Run:
    """A demo crawl begun."""
    return begin(db, captures, **({"kind": "demo"} | given))


def answer(url: str, said: str = "x" * 80, **given: Any) -> Exchange:
    """A report page of 盐边县 that was kept."""
    body = PAGE.format(said).encode()
    whole = Exchange(
        url=url, portal="510422", role="report", outcome="kept", status=200, headers=HEADERS, body=body
    )
    return replace(whole, **given)


def a_reading(
    organ: str = "盐边县人民政府", year: int | None = 2024, *, scope: str = "county_wide", **values: Any
) -> dict[str, Any]:
    """The JSON of a report of the form of 2021: every cell printed 0 but those in `values` (t3__granted__total=5).

    `values` may also hold `missing`, a prefix of cells that the document lacks, and any key of the JSON.
    """
    missing = values.pop("missing", None)
    plain = {key: value for key, value in values.items() if "__" not in key}
    given = {key.replace("__", "."): value for key, value in values.items() if "__" in key}
    cells = [_cell(cell, given.get(cell, 0), missing) for cell in forms.load("2021").cell_ids]
    return {
        "report": True, "why_not": None, "form": "2021", "year": year, "title": f"{organ}{year}年度报告", "organ": organ,
        "scope": scope, "scope_evidence": "", "published_on": f"{(year or 2024) + 1}-01-20", "signed_on": None,
        "kind": "html", "noise": [], "cells": cells, "free": [],
        "sections": [{"section": "overview", "title": "一、总体情况", "text": "按照要求公开信息。"}],
        "problems": [], "findings": [],
    } | plain  # fmt: skip


def _cell(cell: str, value: Any, missing: str | None) -> dict[str, Any]:
    if missing is not None and cell.startswith(missing):
        return {"cell": cell, "raw": "", "value": None, "state": "missing", "unit": None, "at": ""}
    state = "blank" if value is None else "number"
    at = "table 2, row 6, column 9"
    return {
        "cell": cell,
        "raw": "" if value is None else str(value),
        "value": value,
        "state": state,
        "unit": None,
        "at": at,
    }


def _known(db: Database) -> places.Places:
    """Names of all places, read once for all tests; these archives know no portals."""
    if not KNOWN:
        KNOWN.append(places.Places(db))
    return KNOWN[0]


def put(db: Database, made: dict[str, dict[str, Any]], version: str = "v1") -> dict[str, str]:
    """Readings by capture, as one batch of the reading run; returns what became of the reports."""
    with db.atomic():
        for capture, reading in made.items():
            readings.put(db, capture, version, reading)
        known = _known(db)
        return reports.write(db, readings.settle(db, made, known), known, version)


def one(db: Database, sql: str, *values: Any) -> Any:
    """The only value of the only row."""
    row = db.execute(sql, values).fetchone()
    return row[0] if row and len(row) == 1 else row
