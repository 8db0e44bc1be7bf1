"""Keeps one site on the air, and changes to a newer public copy without a pause."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import uvicorn

from publish import site
from publish.release import is_released
from publish.snapshot import is_stale, take

LOOK_EVERY = 5.0
"""Seconds between two looks at whether the copy was replaced."""


def run(archive: Path, captures: Path, exports: Path, host: str, port: int) -> None:
    """Serves until interrupted."""
    snapshot = exports / "archive.db"
    if is_stale(archive, snapshot) and not is_released(exports):
        take(archive, snapshot)
    print(f"http://{host}:{port}/", flush=True)
    uvicorn.run(
        Swapping(snapshot, captures, exports), host=host, port=port, log_level="warning", server_header=False
    )


class Swapping:
    """An ASGI application that answers from the newest copy; requests under way finish on the one they began with."""

    def __init__(self, snapshot: Path, captures: Path, exports: Path) -> None:
        self._snapshot, self._captures, self._exports = snapshot, captures, exports
        self._looked = 0.0
        self._inode = 0
        self._app: Any = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        await self._current()(scope, receive, send)

    def _current(self) -> Any:
        if self._app is None or time.monotonic() - self._looked > LOOK_EVERY:
            self._looked = time.monotonic()
            inode = self._snapshot.stat().st_ino
            if inode != self._inode:
                self._app = site.app(site.build(self._snapshot, self._captures, self._exports))
                self._inode = inode
        return self._app
