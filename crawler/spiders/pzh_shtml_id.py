"""Panzhihua group: an article is a number beside its column's index.shtml."""

from __future__ import annotations

from collections.abc import Iterator

from scrapy import Request
from scrapy.http import TextResponse

from crawler import lists
from crawler.family import FamilySpider, Link


class PzhShtmlIdSpider(FamilySpider):
    """Static lists; the page after index.shtml is index_2.shtml where the pager does not say otherwise."""

    name = "pzh-shtml-id"

    def links(self, response: TextResponse) -> Iterator[Link]:
        yield from lists.anchors(response, r"(^|/)\d{6,9}\.shtml$")

    def next_page(self, response: TextResponse) -> Request | None:
        return lists.next_link(response) or lists.numbered(
            response, r"index_(\d+)\.shtml$", lists.pages_told(response)
        )


FAMILIES = (PzhShtmlIdSpider(),)
