"""Hebei counties (Xingtai, Baoding …): channels by number, articles /content/ or /single/; class 29 is the yearly report."""

from __future__ import annotations

from collections.abc import Iterator

from scrapy import Request
from scrapy.http import TextResponse

from crawler import lists
from crawler.family import FamilySpider, Link


class HebeiChannelSpider(FamilySpider):
    """A list page may carry the report itself; the crawl sees that by the page, not by its address."""

    name = "hebei-channel"

    def links(self, response: TextResponse) -> Iterator[Link]:
        yield from lists.anchors(response, r"/(content|single/\d+)/\d+\.html$")

    def next_page(self, response: TextResponse) -> Request | None:
        return lists.next_link(response) or lists.numbered(
            response, r"(?:list|index|page)_(\d+)\.html$", lists.pages_told(response)
        )


FAMILIES = (HebeiChannelSpider(),)
