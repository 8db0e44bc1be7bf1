"""Henan (Anyang, Luoyang …): articles at the root, /2026/01-07/<id>.html, without their column."""

from __future__ import annotations

from collections.abc import Iterator

from scrapy import Request
from scrapy.http import TextResponse

from crawler import lists
from crawler.family import FamilySpider, Link


class HenanDateIdSpider(FamilySpider):
    """Only a list says which column an article belongs to."""

    name = "henan-date-id"

    def links(self, response: TextResponse) -> Iterator[Link]:
        yield from lists.anchors(response, r"/20\d\d/\d\d-\d\d/\d+\.html$")

    def next_page(self, response: TextResponse) -> Request | None:
        if following := lists.next_link(response):
            return following
        page = lists.asked_for(response, "page")
        return lists.turned(response, page=page + 1) if page < lists.pages_told(response) else None


FAMILIES = (HenanDateIdSpider(),)
