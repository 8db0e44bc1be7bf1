"""/data: downloads, the data dictionary, licence, citation, snippets; /data/files/<name>: one written file."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

from datasette.utils.asgi import AsgiFileDownload, Response

from publish import dictionary
from publish.hooks import hook
from publish.page import Page, Row, Visit, route

NOTEBOOKS = Path(__file__).parents[1] / "notebooks.toml"
TYPES = {
    ".csv": "text/csv; charset=utf-8",
    ".jsonl": "application/x-ndjson; charset=utf-8",
    ".parquet": "application/vnd.apache.parquet",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


async def data(visit: Visit) -> Page:
    manifest = read_manifest(visit.site.exports)
    tables = await asyncio.to_thread(described, visit.site.snapshot, visit.site.version)
    rows = [
        {"table": table.name, "column": column.name, "type": column.kind, "zh": column.zh, "en": column.en}
        for table in tables
        for column in table.columns
    ]
    files: dict[str, dict[str, Row]] = {}
    for one in manifest.get("files", []):
        files.setdefault(one["table"], {})[one["format"]] = one
    context: dict[str, Any] = {
        "tables": tables,
        "files": files,
        "day": manifest.get("date"),
        "size": visit.site.snapshot.stat().st_size,
    }
    base = visit.absolute("/").rstrip("/")
    context["snippets"] = [
        {
            "name": s["name"],
            "code": s["code"].strip().replace("{base}", base).replace("{day}", manifest.get("date") or "…"),
        }
        for s in tomllib.loads(NOTEBOOKS.read_text(encoding="utf-8"))["snippet"]
    ]
    return Page(
        "data.html",
        visit.say("nav.data"),
        rows,
        context,
        {"files": manifest.get("files", [])},
        name="gongkai-dictionary",
    )


def read_manifest(exports: Path) -> dict[str, Any]:
    """What has been written and finished; {} where nothing was."""
    path = exports / "manifest.json"
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else {}


@lru_cache(maxsize=2)
def described(snapshot: Path, version: str) -> tuple[dictionary.Table, ...]:
    """The dictionary of a copy, without the tables that are only an index."""
    connection = sqlite3.connect(f"{snapshot.resolve().as_uri()}?immutable=1", uri=True)
    try:
        return tuple(table for table in dictionary.read(connection) if not table.name.endswith("_search"))
    finally:
        connection.close()


async def file(datasette: Any, request: Any) -> Any:
    """A file that the manifest names; any other name is 404."""
    visit = Visit(datasette, request)
    name = visit.part("name")
    if name not in {one["file"] for one in read_manifest(visit.site.exports).get("files", [])}:
        return Response.text(visit.say("error.not_here") + "\n", status=404)
    kind = TYPES.get(Path(name).suffix, "application/octet-stream")
    return AsgiFileDownload(str(visit.site.exports / name), name, content_type=kind)


@hook
def register_routes() -> list[Any]:
    return [route("/data", data), (r"^/data/files/(?P<name>gongkai-[A-Za-z0-9_.-]+)$", file)]
