"""Hunan (Zhuzhou, Hengyang …): /c18595/20250916/i2425719.html below a column c<number> or slug."""

from __future__ import annotations

from collections.abc import Iterator

from scrapy import Request
from scrapy.http import TextResponse

from crawler import lists
from crawler.family import FamilySpider, Link


class HunanCISpider(FamilySpider):
    """Some counties answer every path with one shell: the crawl probes for that."""

    name = "hunan-c-i"

    def links(self, response: TextResponse) -> Iterator[Link]:
        yield from lists.anchors(response, r"/20\d{6}/i\d+\.html$|^\.?/?20\d{6}/i\d+\.html$")

    def next_page(self, response: TextResponse) -> Request | None:
        return lists.next_link(response) or lists.numbered(
            response, r"index_(\d+)\.html$", lists.pages_told(response)
        )


FAMILIES = (HunanCISpider(),)
