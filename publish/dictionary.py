"""The data dictionary: what every table and column means, out of dictionary.toml and the forms."""

from __future__ import annotations

import sqlite3
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from publish import series
from reference import cells, forms

PATH = Path(__file__).parent / "dictionary.toml"
HIDDEN = ("sqlite_", "_sqlite", "section_search_", "report_search_")
"""Beginnings of the names of tables that are only machinery."""


@dataclass(frozen=True)
class Column:
    """A column in two languages; both are "" where the dictionary does not know it."""

    name: str
    kind: str
    zh: str
    en: str


@dataclass(frozen=True)
class Table:
    name: str
    zh: str
    en: str
    columns: tuple[Column, ...]


def read(connection: sqlite3.Connection) -> list[Table]:
    """Every table and view of a database that readers may use, with what is known of each column."""
    names = connection.execute(
        "select name from sqlite_master where type in ('table', 'view') order by name"
    ).fetchall()
    return [table(connection, name) for (name,) in names if not name.startswith(HIDDEN)]


def table(connection: sqlite3.Connection, name: str) -> Table:
    entry = _data()["tables"].get(name, {})
    columns = []
    for _, column, kind, *_ in connection.execute(f'pragma table_info("{name}")'):
        zh, en = entry.get("columns", {}).get(column) or meaning(column)
        columns.append(Column(column, kind.lower(), zh, en))
    return Table(name, entry.get("zh", ""), entry.get("en", ""), tuple(columns))


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(PATH.read_text(encoding="utf-8"))


def meaning(column: str) -> tuple[str, str]:
    """A column's meaning wherever it stands; ("", "") where the dictionary does not know it."""
    zh, en = _data()["columns"].get(column) or from_forms(column)
    return zh, en


@cache
def from_forms(column: str) -> tuple[str, str]:
    """A column of a derived table: an indicator, a line, a column or a cell of the forms."""
    for indicator in series.indicators():
        if column == indicator.key:
            return indicator.zh, indicator.en
    for definition in cells.definitions():
        if column in (f"{definition.row_key}_{definition.column_key}", definition.cell.replace(".", "_")):
            return definition.label_zh, definition.label_en
    for form_id in forms.FORM_IDS:
        for part in forms.load(form_id).tables:
            for line in (*part.rows, *part.columns):
                if line.key == column:
                    return line.label_zh, line.label_en
    return "", ""
