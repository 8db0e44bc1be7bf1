"""The steps of a night as data (night.toml), and what became of each in one night."""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

STEPS = Path(__file__).with_name("night.toml")
SETTLED = ("done", "passed over")


@dataclass(frozen=True, slots=True)
class Step:
    """One command of the night; `words` follow `python -m`."""

    name: str
    words: tuple[str, ...]
    failing: str
    again: str = ""
    timed: bool = False
    always: bool = False
    fine: tuple[int, ...] = (0,)

    def command(self, given: Mapping[str, list[str]]) -> list[str]:
        """The command line with what is put in; each name stands for any number of words."""
        words = (given[word[1:-1]] if word.startswith("{") else [word] for word in self.words)
        return [sys.executable, "-m", *(one for several in words for one in several)]


@cache
def steps() -> tuple[Step, ...]:
    """All steps in order."""
    rows = tomllib.loads(STEPS.read_text(encoding="utf-8"))["step"]
    return tuple(_step(row) for row in rows)


def _step(row: dict[str, Any]) -> Step:
    given: Any = {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
    return Step(**given)


@dataclass(slots=True)
class Entry:
    """What became of a step: waiting, running, done, failed, stopped, passed over (the hour), not run."""

    step: str
    state: str = "waiting"
    started_at: str | None = None
    finished_at: str | None = None
    exit: int | None = None
    says: str = ""


def fresh_from(entries: list[Entry]) -> None:
    """Where a night goes on: the first step that is not settled and all after it wait again.

    What a later step made of an earlier one that failed is made anew.
    """
    names = [entry.step for entry in entries]
    first = next((n for n, entry in enumerate(entries) if entry.state not in SETTLED), len(entries))
    if first < len(entries):
        again = {step.name: step.again for step in steps()}[names[first]]
        first = names.index(again) if again else first
    for n in range(first, len(entries)):
        entries[n] = Entry(names[n])
