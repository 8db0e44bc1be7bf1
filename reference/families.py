"""The families of CMS: which there are, how one is recognised, and how the declared ones list (families.toml)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

TABLE = Path(__file__).with_name("families.toml")
KEYS = {"spider", "urls", "marks", "links", "next", "encoding"}
DECLARED = {"links", "next", "encoding"}


class FamilyError(ValueError):
    """families.toml holds a family that cannot be used; the message names it and what is expected."""


@dataclass(frozen=True, slots=True)
class Family:
    """A CMS. `spider` is True where crawler/spiders has a file of its own for it; else `links`, `next` and
    `encoding` say how its lists are read. `urls` and `marks` are its fingerprints."""

    name: str
    spider: bool
    urls: tuple[re.Pattern[str], ...]
    marks: tuple[re.Pattern[str], ...]
    links: str = ""
    next: str = ""
    encoding: str = ""


@dataclass(frozen=True, slots=True)
class Discovery:
    """Where a portal keeps its reports: parts of paths, texts of links on the way, meta tags that name a column.

    `way_slugs` are parts of paths on the way, `not_way` words of links that lead elsewhere.
    """

    slugs: tuple[str, ...]
    way: tuple[str, ...]
    way_slugs: tuple[str, ...]
    not_way: tuple[str, ...]
    meta: tuple[str, ...]
    enough: int


@cache
def load() -> dict[str, Family]:
    """Every family by its name. Raises FamilyError."""
    return {name: _family(name, entry) for name, entry in _toml()["family"].items()}


@cache
def names() -> frozenset[str]:
    """The names that a registry row may give."""
    return frozenset(load())


@cache
def discovery() -> Discovery:
    """The data by which a portal's column of reports is looked for."""
    entry = _toml()["discovery"]
    words = ("slugs", "way", "way_slugs", "not_way", "meta")
    return Discovery(**{name: tuple(entry[name]) for name in words}, enough=_toml()["enough"])


def recognise(links: Iterable[str], text: str) -> tuple[str, int] | None:
    """The family that a page's links (absolute) and text point to, with its score; None below `enough`."""
    best = next(iter(scores(links, text).items()), None)
    return best if best and best[1] >= discovery().enough else None


def scores(links: Iterable[str], text: str) -> dict[str, int]:
    """Every family that something points to, highest score first.

    Each link counts for the first shape that it fits, each mark in the text counts three.
    """
    addresses = list(links)
    found = {family.name: _score(family, addresses, text) for family in load().values()}
    return dict(sorted(((n, s) for n, s in found.items() if s), key=lambda pair: -pair[1]))


def _score(family: Family, links: list[str], text: str) -> int:
    fitting = sum(any(shape.search(link) for shape in family.urls) for link in links)
    return fitting + 3 * sum(mark.search(text) is not None for mark in family.marks)


def _family(name: str, entry: dict[str, Any]) -> Family:
    if unknown := set(entry) - KEYS:
        raise FamilyError(
            f"{TABLE.name}: family {name}: unknown keys {sorted(unknown)}; expected {sorted(KEYS)}"
        )
    spider, declared = entry.get("spider", False), DECLARED & set(entry)
    if spider == bool(declared) or (declared and declared != DECLARED):
        raise FamilyError(f"{TABLE.name}: family {name}: expected spider = true, or links, next and encoding")
    try:
        urls, marks = (tuple(re.compile(p) for p in entry[key]) for key in ("urls", "marks"))
    except (KeyError, re.error) as error:
        raise FamilyError(f"{TABLE.name}: family {name}: urls and marks: {error!r}") from error
    return Family(
        name, spider, urls, marks, entry.get("links", ""), entry.get("next", ""), entry.get("encoding", "")
    )


@cache
def _toml() -> dict[str, Any]:
    return tomllib.loads(TABLE.read_text(encoding="utf-8"))
