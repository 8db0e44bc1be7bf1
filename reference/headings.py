"""How sections of a report are headed beyond the spellings of the forms: headings.toml. Pure."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_name("headings.toml")
LEVELS = ("chapter", "part")


class HeadingTableError(ValueError):
    """headings.toml holds an entry that cannot be used; the message names it."""


@dataclass(frozen=True, slots=True)
class Heading:
    """`pattern` matches a whole heading as `norm_label` leaves it; `level` is chapter or part."""

    key: str
    level: str
    pattern: re.Pattern[str]


@cache
def load() -> tuple[Heading, ...]:
    """The patterns in the order written. Raises HeadingTableError where one cannot be used."""
    toml = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    return tuple(_heading(entry, toml["words"]) for entry in toml["section"])


def _heading(entry: dict[str, str], words: dict[str, str]) -> Heading:
    text = entry["pattern"]
    for name, word in words.items():
        text = text.replace("{" + name + "}", word)
    if entry["level"] not in LEVELS:
        raise HeadingTableError(
            f"{TABLE.name}: {entry['key']}: level {entry['level']!r}; expected one of {LEVELS}"
        )
    try:
        return Heading(entry["key"], entry["level"], re.compile(text))
    except re.error as error:
        raise HeadingTableError(f"{TABLE.name}: {entry['key']}: {error}; correct the pattern") from error
