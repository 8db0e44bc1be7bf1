"""Puts the site together: Datasette over the public copy, with our plugins, templates and bounds."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

from datasette.app import Datasette
from datasette.database import Database

from publish import metadata

HERE = Path(__file__).parent
DATABASE = "archive"

SETTINGS = {
    "suggest_facets": False,  # a page of a wide table took 26 s with it
    "default_page_size": 50,
    "max_returned_rows": 10_000,
    "num_sql_threads": 6,
    "sql_time_limit_ms": 3_000,
    "facet_time_limit_ms": 1_000,
    "default_facet_size": 30,
    "max_csv_mb": 0,
    "allow_download": True,
    "default_cache_ttl": 0,
    "truncate_cells_html": 300,
}


@dataclass(frozen=True)
class Site:
    """What pages need beside the rows. `version` names the copy that is served: no two copies share one."""

    snapshot: Path
    captures: Path
    exports: Path
    facts: dict[str, str]
    version: str

    @property
    def demo(self) -> bool:
        return self.facts.get("kind") != "real"


class Gongkai(Datasette):  # type: ignore[misc]
    """Datasette that knows its site before any plugin asks for it."""

    def __init__(self, site: Site, **settings: Any) -> None:
        self.gongkai = site
        super().__init__([], **settings)


def build(snapshot: Path, captures: Path, exports: Path | None = None) -> Gongkai:
    """The site over one public copy. Raises sqlite3.DatabaseError where the file is none."""
    facts = read_facts(snapshot)
    version = f"{facts.get('snapshot_at', '')}-{snapshot.stat().st_size:x}-{code_version()}"
    datasette = Gongkai(
        Site(snapshot, captures, exports or snapshot.parent, facts, version),
        metadata=metadata.build(snapshot),
        settings=SETTINGS,
        plugins_dir=str(HERE / "plugins"),
        template_dir=str(HERE / "templates"),
        static_mounts=[("static", str(HERE / "static"))],
        cors=True,
    )
    datasette.databases.pop("_memory", None)
    datasette.add_database(Database(datasette, path=str(snapshot), is_mutable=False), name=DATABASE)
    return datasette


@cache
def code_version() -> str:
    """A hash over what pages are made of, so that a new program never answers with the old one's tags."""
    digest = blake2b(digest_size=6)
    for path in sorted(p for p in HERE.rglob("*") if p.suffix in (".py", ".html", ".toml", ".css", ".csv")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def read_facts(snapshot: Path) -> dict[str, str]:
    """What the copy says of itself (table meta)."""
    connection = sqlite3.connect(f"{snapshot.resolve().as_uri()}?immutable=1", uri=True)
    try:
        return dict(connection.execute("select key, value from meta"))
    finally:
        connection.close()


def app(datasette: Any) -> Any:
    """The ASGI application of a site."""
    return datasette.app()
