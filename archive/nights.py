"""The nights: what became of every step, a row each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from archive.light import Database

PUT = """insert or replace into nights (night, step, position, state, started_at, finished_at, exit, says)
  values (:night, :step, :position, :state, :started_at, :finished_at, :exit, :says)"""


def put(db: Database, night: str, steps: Iterable[dict[str, Any]]) -> None:
    """Write the steps of a night, in their order, over what stood there."""
    with db.atomic():
        db.conn.executemany(PUT, [step | {"night": night, "position": n} for n, step in enumerate(steps)])
