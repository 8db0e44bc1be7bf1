"""Shaanxi platform: column <path>/1.html, article a 19-digit number beside it."""

from __future__ import annotations

from collections.abc import Iterator

from scrapy import Request
from scrapy.http import TextResponse

from crawler import lists
from crawler.family import FamilySpider, Link


class Shaanxi19dSpider(FamilySpider):
    """A column with one document is that document."""

    name = "shaanxi-19d"

    def links(self, response: TextResponse) -> Iterator[Link]:
        yield from lists.anchors(response, r"/\d{17,20}\.html$|^\d{17,20}\.html$")

    def next_page(self, response: TextResponse) -> Request | None:
        return lists.next_link(response) or lists.numbered(
            response, r"/(\d{1,3})\.html$", lists.pages_told(response)
        )


FAMILIES = (Shaanxi19dSpider(),)
