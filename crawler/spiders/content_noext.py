"""Slugs without extension (Luzhou, Tacheng, Jinzhong …): article content_<number> below its column."""

from __future__ import annotations

from collections.abc import Iterator

from scrapy import Request
from scrapy.http import TextResponse

from crawler import lists
from crawler.family import FamilySpider, Link


class ContentNoextSpider(FamilySpider):
    """Server-rendered; numbers are not in order of date, so every page of a list counts."""

    name = "content-noext"

    def links(self, response: TextResponse) -> Iterator[Link]:
        yield from lists.anchors(response, r"(^|/)content_\d+/?$")

    def next_page(self, response: TextResponse) -> Request | None:
        return lists.next_link(response)


FAMILIES = (ContentNoextSpider(),)
