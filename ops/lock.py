"""One night at a time: a lock that the night and the step it runs hold together, and that says who they are."""

from __future__ import annotations

import fcntl
import json
import os
import socket
from pathlib import Path
from typing import IO, Any

from archive import now


class HeldError(RuntimeError):
    """Another night is going on; the message says which, since when, at which step."""


class Lock:
    """Held until `close` and until every child that was given `fileno` has ended.

    A child keeps it, because a night that is killed leaves its step running: nothing may begin beside that one.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.file: IO[str] = path.open("a+", encoding="utf-8")
        try:
            fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise HeldError(told(path)) from None

    def say(self, night: str, step: str, child: int | None) -> None:
        """Note who holds it now."""
        self._write(
            {"pid": os.getpid(), "host": socket.gethostname(), "since": now(), "night": night, "step": step}
            | {"child": child}
        )

    def _write(self, holder: dict[str, Any]) -> None:
        self.file.seek(0)
        self.file.truncate()
        json.dump(holder, self.file)
        self.file.flush()

    def fileno(self) -> int:
        return self.file.fileno()

    def close(self) -> None:
        """Let it go; the file stays, so that no two processes ever lock two files of one name."""
        self._write({})
        self.file.close()


def told(path: Path) -> str:
    """Who holds a lock, in words."""
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        who = f"process {held['pid']} on {held['host']}, night {held['night']}, at step {held['step']} since {held['since']}"
        child = (
            f" (its process {held['child']} holds on where the night itself was killed)"
            if held["child"]
            else ""
        )
    except (ValueError, KeyError):
        who, child = "a process that has just begun", ""
    return f"{path} is held by {who}{child}. Nothing was started: wait for it, or stop it with kill (no -9)."
