"""Every table and view of the public copy as files: CSV, JSON lines, Parquet, XLSX; figures long and wide.

Files are named after the day of the copy and listed with rows, bytes and SHA-256 in manifest.json, which is written
last: what it does not name is not finished.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from publish import dictionary, writers
from publish.typeset import told
from reference import cells, forms

MOST_IN_A_SHEET = 200_000
"""Rows above which no XLSX is made: a workbook of that size opens nowhere with comfort."""

Rows = Iterator[Sequence[object]]


@dataclass(frozen=True)
class Source:
    """One thing to write: its columns as (name, SQLite type), and its rows, as often as they are asked for."""

    name: str
    columns: tuple[tuple[str, str], ...]
    rows: Callable[[], Rows]


@dataclass(frozen=True)
class Made:
    """A line of the manifest. `file` is None where the format was left out, and `why` says why."""

    table: str
    format: str
    file: str | None
    rows: int
    bytes: int = 0
    sha256: str = ""
    why: str = ""


def run(snapshot: Path, out: Path, formats: Sequence[str] = tuple(writers.FORMATS)) -> list[Made]:
    """Writes all files of a public copy to `out` and returns the manifest. Raises KeyError for an unknown format."""
    connection = sqlite3.connect(f"{snapshot.resolve().as_uri()}?immutable=1", uri=True)
    try:
        day = _day(connection)
        made = [_write(source, form, out, day) for source in sources(connection) for form in formats]
    finally:
        connection.close()
    partial = out / "manifest.json.partial"
    text = json.dumps({"date": day, "files": [asdict(one) for one in made]}, ensure_ascii=False, indent=1)
    partial.write_text(text, encoding="utf-8")
    partial.replace(out / "manifest.json")
    _sweep(out, {one.file for one in made})
    return made


def _day(connection: sqlite3.Connection) -> str:
    found = connection.execute("select substr(value, 1, 10) from meta where key = 'snapshot_at'").fetchone()
    return str(found[0])


def _write(source: Source, form: str, out: Path, day: str) -> Made:
    write, ending = writers.FORMATS[form]
    path = out / f"gongkai-{source.name}-{day}{ending}"
    partial = path.with_name(path.name + ".partial")
    if form == "xlsx" and (many := _count(source)) > MOST_IN_A_SHEET:
        return Made(source.name, form, None, many, why=f"more than {MOST_IN_A_SHEET} rows")
    rows = write(partial, source.columns, source.rows())
    with partial.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    partial.replace(path)
    return Made(source.name, form, path.name, rows, path.stat().st_size, digest)


def _count(source: Source) -> int:
    return sum(1 for _ in source.rows())


def _sweep(out: Path, kept: set[str | None]) -> None:
    """Yesterday's files go when today's are listed."""
    for path in out.glob("gongkai-*"):
        if path.name not in kept:
            path.unlink()


def sources(connection: sqlite3.Connection) -> Iterator[Source]:
    """Every table and view that readers may use, then the figures of each form with a column a cell."""
    for table in dictionary.read(connection):
        if not table.name.endswith("_search"):
            columns = tuple((column.name, column.kind) for column in table.columns)
            yield Source(table.name, columns, _reader(connection, table.name, columns))
    for form_id in forms.FORM_IDS:
        yield _wide(connection, form_id)


def _reader(
    connection: sqlite3.Connection, table: str, columns: Sequence[tuple[str, str]]
) -> Callable[[], Rows]:
    places = [n for n, (name, _) in enumerate(columns) if name == "at" and table == "cells"]

    def rows() -> Rows:
        for row in connection.execute(f'select * from "{table}"'):
            if places:
                values = list(row)
                for n in places:
                    values[n] = told(values[n]) or None
                yield values
            else:
                yield row

    return rows


def _wide(connection: sqlite3.Connection, form_id: str) -> Source:
    """One row a report of a form; a cell without a figure is empty, and the long table says why."""
    ids = forms.load(form_id).cell_ids
    place = {cells.number_of(cell): n for n, cell in enumerate(ids)}
    head = (("report", "text"), ("organ", "text"), ("division", "text"), ("year", "integer"))

    def rows() -> Rows:
        for key, *facts in connection.execute(
            "select key, id, organ, division, year from reports where form = ? order by key", [form_id]
        ):
            values: list[object] = [None] * len(ids)
            for cell, value in connection.execute("select cell, value from cells where report = ?", [key]):
                if cell in place:
                    values[place[cell]] = value
            yield [*facts, *values]

    return Source(f"wide_{form_id}", head + tuple((cell, "numeric") for cell in ids), rows)
