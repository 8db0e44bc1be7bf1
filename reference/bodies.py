"""Where a page keeps its article, title, date, organ and attachments: bodies.toml as frozen values. Pure data."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

NAME = re.compile(r"[\w-]{2,}")
TABLE = Path(__file__).with_name("bodies.toml")


class BodyTableError(ValueError):
    """bodies.toml lacks a key or holds an unknown one; the message names it."""


@dataclass(frozen=True, slots=True)
class Field:
    """Where one fact of a page stands: elements (CSS), meta tags by name, labels before a visible value."""

    css: tuple[str, ...] = ()
    meta: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bodies:
    """All of bodies.toml. `css` are the containers of every family, most telling first; `by_family` one family's own.

    A container counts where it holds more than `least` characters of text or a table; `headings` and `rows` (labels of the printed tables) serve the fallback.
    """

    css: tuple[str, ...]
    by_family: dict[str, tuple[str, ...]]
    drop: tuple[str, ...]
    least: int
    headings: tuple[str, ...]
    rows: tuple[str, ...]
    title: Field
    published: Field
    organ: Field
    site: Field
    column: Field
    attachment_css: tuple[str, ...]
    suffixes: tuple[str, ...]


@cache
def load() -> Bodies:
    """The table. Raises BodyTableError where a key is missing or unknown."""
    toml = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    try:
        families = {entry["family"]: tuple(entry["css"]) for entry in toml["body"]}
        fields = {
            name: _field(name, toml[name]) for name in ("title", "published", "organ", "site", "column")
        }
        return Bodies(
            css=tuple(dict.fromkeys(css for group in families.values() for css in group)),
            by_family=families,
            drop=tuple(toml["drop"]),
            least=toml["least"],
            headings=tuple(toml["fallback"]["headings"]),
            rows=tuple(toml["fallback"]["rows"]),
            attachment_css=tuple(toml["attachment"]["css"]),
            suffixes=tuple(toml["attachment"]["suffixes"]),
            **fields,
        )
    except KeyError as error:
        raise BodyTableError(
            f"{TABLE.name}: {error} is missing; expected as the comments of the file say"
        ) from error


@cache
def marks() -> tuple[tuple[str, str], ...]:
    """Every container's selector after the name that it looks for, in small letters: a page that holds the name nowhere
    need not be searched."""
    return tuple((NAME.findall(css)[-1].lower(), css) for css in load().css)


def _field(name: str, entry: dict[str, list[str]]) -> Field:
    if unknown := set(entry) - {"css", "meta", "labels"}:
        raise BodyTableError(
            f"{TABLE.name}: {name}: unknown keys {sorted(unknown)}; expected css, meta, labels"
        )
    return Field(**{key: tuple(values) for key, values in entry.items()})
