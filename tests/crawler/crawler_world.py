"""A replica in a process of its own, crawls in processes of their own, and what stands in their archives."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote
from urllib.request import urlopen

from crawler.identity import identity
from reference import titles
from replica import families
from replica.__main__ import chosen
from replica.server import Replica
from replica.site import Site

ROOT = Path(__file__).parents[2]


@dataclass
class World:
    """One running replica and the folder of the test."""

    folder: Path
    registry: Path
    base: str
    port: int
    only: str
    small: bool = field(default=False, kw_only=True)

    def switch(self, on: str = "", off: str = "") -> None:
        """Turn obstacles or events on and off while the portals run."""
        with urlopen(f"{self.base}/__replica__/switch?on={quote(on)}&off={quote(off)}") as answer:
            answer.read()

    def log(self, *, clear: bool = False) -> list[dict[str, Any]]:
        """Requests since the last clear: host, path, status, count."""
        with urlopen(f"{self.base}/__replica__/{'clear' if clear else 'log'}") as answer:
            rows: list[dict[str, Any]] = json.load(answer)["requests"]
        return rows

    def asked(self) -> int:
        """How many requests the portals saw since the last clear."""
        return sum(row["count"] for row in self.log())

    def crawl(self, *more: str, name: str = "a", **environ: str) -> subprocess.CompletedProcess[str]:
        """One run of the command into the archive `name`."""
        done = subprocess.run(
            self.command(*more, name=name),
            capture_output=True,
            text=True,
            timeout=600,
            cwd=ROOT,
            env=os.environ | environ,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done

    def command(self, *more: str, name: str = "a") -> list[str]:
        """The command line of a crawl."""
        keep = ["--archive", str(self.folder / f"{name}.db"), "--captures", str(self.folder / name)]
        return [sys.executable, "-m", "crawler", "--portals", str(self.registry), *keep, *more]

    def rows(self, sql: str, *values: Any, name: str = "a") -> list[Any]:
        """What an archive holds."""
        db = sqlite3.connect(self.folder / f"{name}.db")
        try:
            return db.execute(sql, values).fetchall()
        finally:
            db.close()

    def planted(self) -> dict[str, str]:
        """Identity of every report page that the portals show, with its title; decoys left out."""
        found = {}
        for site in self.sites():
            family = families.load()[site.engine]
            for column in site.columns():
                for article in column.articles:
                    if not titles.judge(article.title, column=True).is_decoy:
                        found[identity(site.base + family.article_path(site, column, article))] = (
                            article.title
                        )
        return found

    def sites(self) -> list[Site]:
        """The portals as they were laid out."""
        built = Replica(chosen(self.only, small=self.small), self.port)
        built.build()
        return list(built.sites.values())

    def captured(self, name: str = "a") -> set[str]:
        """Identities of the report pages that an archive holds."""
        return {
            identity(url) for (url,) in self.rows("select url from captures where role = 'report'", name=name)
        }


@contextmanager
def serving(folder: Path, only: str = "", *more: str) -> Iterator[World]:
    """Portals on loopback while the block runs."""
    registry = folder / "registry.csv"
    command = [
        sys.executable,
        "-m",
        "replica",
        "serve",
        "--registry",
        str(registry),
        "--port-base",
        "0",
        *more,
    ]
    command += ["--only", only] if only else []
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout
        ready = process.stdout.readline()
        base = ready.rpartition("log ")[2].strip().removesuffix("/__replica__/log")
        yield World(folder, registry, base, int(base.rpartition(":")[2]), only, small="--small" in more)
    finally:
        process.kill()
        process.wait()
