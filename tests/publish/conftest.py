"""One small archive, its public copy, and the site over it, for all tests of this folder."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from publish import site
from publish.snapshot import take
from tests.publish.publish_fixture import build


class Asked:
    """A site that is asked in process, as a browser would ask it."""

    def __init__(self, folder: Path, snapshot: Path) -> None:
        self.folder, self.snapshot = folder, snapshot
        self.loop = asyncio.new_event_loop()
        self.datasette = site.build(snapshot, folder / "captures")

    def get(self, path: str, **headers: str) -> Any:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.loop.run_until_complete(self.datasette.client.get(path, headers=sent))

    def together(self, paths: list[str]) -> list[Any]:
        async def all_of_them() -> list[Any]:
            return list(await asyncio.gather(*(self.datasette.client.get(path) for path in paths)))

        return self.loop.run_until_complete(all_of_them())


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """archive.db and captures/ of the fixture."""
    made = tmp_path_factory.mktemp("publish")
    build(made)
    return made


@pytest.fixture(scope="session")
def snapshot(folder: Path) -> Path:
    return take(folder / "archive.db", folder / "exports" / "archive.db")


@pytest.fixture(scope="session")
def asked(folder: Path, snapshot: Path) -> Iterator[Asked]:
    found = Asked(folder, snapshot)
    yield found
    found.loop.close()
