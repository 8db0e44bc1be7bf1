"""What every CMS family must answer.

A family knows how its lists look and nothing of counties, years or storage: `links(response)` gives the articles of
one list page, `next_page(response)` the request for the page after it or None, and perhaps `first_request(portal)`
how a column is entered. A test holds that no family answers anything else.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import ClassVar

from scrapy import Request
from scrapy.http import TextResponse

from reference.portals import Portal

GENERIC = "generic"
"""The declared family of lists whose CMS nobody has met."""
SPIDERS = Path(__file__).with_name("spiders")


@dataclass(frozen=True, slots=True)
class Link:
    """An article of a list: address as printed, full title, ISO date and organ where the list prints them."""

    url: str
    title: str
    date: str | None = None
    organ: str | None = None


class FamilySpider(ABC):
    """One CMS family; `name` is the word in the registry's column `family`."""

    name: ClassVar[str]

    def first_request(self, portal: Portal) -> Request:
        """The request that opens the portal's annual-report column."""
        return Request(str(portal.list_url))

    @abstractmethod
    def links(self, response: TextResponse) -> Iterator[Link]:
        """Every article that this list page names, in printed order."""

    @abstractmethod
    def next_page(self, response: TextResponse) -> Request | None:
        """The request for the list page after this one; None on the last."""


@cache
def families() -> dict[str, FamilySpider]:
    """All families by name: one module of crawler/spiders each, and the declared ones of families.toml."""
    found: dict[str, FamilySpider] = {}
    for path in sorted(SPIDERS.glob("*.py")):
        module = import_module(f"crawler.spiders.{path.stem}")
        for spider in getattr(module, "FAMILIES", ()):
            found[spider.name] = spider
    return found
