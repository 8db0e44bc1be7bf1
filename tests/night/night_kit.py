"""A night in processes of its own over a small replica, and what it left behind."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.crawler.crawler_world import ROOT, World


@dataclass
class Ground:
    """The folder of a night and the portals that it asks."""

    folder: Path
    world: World

    @property
    def archive(self) -> Path:
        return self.folder / "archive.db"

    @property
    def public(self) -> Path:
        return self.folder / "exports" / "archive.db"

    def command(self, *more: str) -> list[str]:
        keep = ["--archive", str(self.archive), "--captures", str(self.folder / "captures")]
        own = ["--nights", str(self.folder / "nights"), "--portals", str(self.world.registry)]
        return [sys.executable, "-m", "ops", "night", *keep, *own, "--format", "csv", *more]

    def night(self, *more: str, **environ: str) -> subprocess.CompletedProcess[str]:
        """One start of the night, to its end."""
        return subprocess.run(
            self.command(*more), cwd=ROOT, capture_output=True, text=True, timeout=250, check=False,
            env=os.environ | environ,
        )  # fmt: skip

    def books(self) -> list[dict[str, Any]]:
        """All books, oldest first."""
        return [
            json.loads(path.read_text("utf-8")) for path in sorted((self.folder / "nights").glob("*.json"))
        ]

    def states(self) -> dict[str, str]:
        """What became of each step of the newest night."""
        return {row["step"]: row["state"] for row in self.books()[-1]["steps"]}

    def report(self) -> str:
        """The newest report for a person."""
        return sorted((self.folder / "nights").glob("*.txt"))[-1].read_text("utf-8")

    def change(self, sql: str) -> None:
        """Plant something in the archive."""
        db = sqlite3.connect(self.archive)
        db.executescript(sql)
        db.close()

    def rows(self, sql: str, path: Path | None = None) -> list[Any]:
        db = sqlite3.connect(path or self.archive)
        try:
            return db.execute(sql).fetchall()
        finally:
            db.close()
