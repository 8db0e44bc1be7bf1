"""The kinds of problem, in two languages: problems.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

TABLE = Path(__file__).with_name("problems.toml")
AREAS = ("read", "document", "decide", "fetch")


class ProblemTableError(ValueError):
    """problems.toml holds a kind that cannot be used; the message names it."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem. `area` is one of AREAS; `loss` is True where a figure or report may lack because of it."""

    zh: str
    en: str
    area: str
    loss: bool


def _load() -> dict[str, Kind]:
    kinds = {}
    for name, entry in tomllib.loads(TABLE.read_text(encoding="utf-8")).items():
        try:
            kinds[name] = Kind(**entry)
        except TypeError as error:
            raise ProblemTableError(
                f"{TABLE.name}: [{name}]: {error}; expected zh, en, area, loss"
            ) from error
        if kinds[name].area not in AREAS:
            raise ProblemTableError(
                f"{TABLE.name}: [{name}]: area {entry['area']!r}; expected one of {AREAS}"
            )
    return kinds


KINDS: dict[str, Kind] = _load()
