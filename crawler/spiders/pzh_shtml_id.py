"""Panzhihua group: an article is a number beside its column's index.shtml."""

from __future__ import annotations

from collections.abc import Iterator

from scrapy import Request
from scrapy.http import TextResponse

from crawler.family import FamilySpider, Link, anchors, next_link, numbered, pages_told


class PzhShtmlIdSpider(FamilySpider):
    """Static lists; the page after index.shtml is index_2.shtml where the pager does not say otherwise."""

    name = "pzh-shtml-id"

    def links(self, response: TextResponse) -> Iterator[Link]:
        yield from anchors(response, r"(^|/)\d{6,9}\.shtml$")

    def next_page(self, response: TextResponse) -> Request | None:
        return next_link(response) or numbered(response, r"index_(\d+)\.shtml$", pages_told(response))


FAMILIES = (PzhShtmlIdSpider(),)
