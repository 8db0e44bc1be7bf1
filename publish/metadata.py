"""What Datasette's own pages say about tables and columns: built from the dictionary, never written by hand."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from publish import dictionary, questions

LICENCE = {
    "license": "CC BY 4.0 (data), MIT (code)",
    "license_url": "https://creativecommons.org/licenses/by/4.0/",
    "source": "portals of China's local governments, as archived",
}
SEARCHED = {"sections": ("section_search", "id"), "reports": ("report_search", "key")}
SORTED = {"reports": "year", "findings": "id", "fetches": "at", "captures": "fetched_at"}
HIDDEN_TABLES = (
    "coverage_counts",
    "coverage_years",
    "daily_counts",
    "section_counts",
    "state_counts",
    "problem_counts",
    "_sqlite_migrations",
    "finding_counts",
    "report_counts",
    "ground_counts",
    "warc_files",
    "links",
    "pages",
)


def build(snapshot: Path) -> dict[str, Any]:
    """Datasette's metadata for one public copy."""
    connection = sqlite3.connect(f"{snapshot.resolve().as_uri()}?immutable=1", uri=True)
    try:
        tables = {table.name: _table(table) for table in dictionary.read(connection)}
    finally:
        connection.close()
    return {
        "title": "公开 Gongkai",
        "description": "地方政府信息公开工作年度报告：原件、数字、疑点 / Yearly open-government-information reports",
        **LICENCE,
        "databases": {"archive": {"tables": tables, "queries": _queries(), **LICENCE}},
        "plugins": {"datasette-xlsx": {"max_rows": 100_000, "time_limit_ms": 3_000}},
    }


def _table(table: dictionary.Table) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "title": table.name,
        "description": f"{table.zh} / {table.en}",
        "columns": {column.name: f"{column.zh} / {column.en}" for column in table.columns},
    }
    if table.name in SEARCHED:
        entry["fts_table"], entry["fts_pk"] = SEARCHED[table.name]
    if table.name in SORTED:
        entry["sort_desc"] = SORTED[table.name]
    if table.name in HIDDEN_TABLES or table.name.endswith("_search"):
        entry["hidden"] = True
    return entry


def _queries() -> dict[str, Any]:
    """The ready-made questions as Datasette's canned queries."""
    return {
        question.key: {
            "sql": question.sql,
            "title": f"{question.n}. {question.zh} / {question.en}",
            "description": f"{question.about_zh} {question.caveat_zh} / {question.about_en} {question.caveat_en}",
        }
        for question in questions.load()
    }
