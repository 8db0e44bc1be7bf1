"""安徽商网: yearly reports have a controller of their own; the page number stands in the file name."""

from __future__ import annotations

from collections.abc import Iterator

from scrapy import Request
from scrapy.http import TextResponse

from crawler import lists
from crawler.family import FamilySpider, Link


class ShangwangSpider(FamilySpider):
    """Two generations (XxgkAnnualReport, OpennessAnnualReport) share one sequence of ids; the oldest lists by branch_id."""

    name = "shangwang"

    def links(self, response: TextResponse) -> Iterator[Link]:
        yield from lists.anchors(
            response,
            r"/(XxgkAnnualReport|OpennessAnnualReport|Xxgknb|XxgkContent|OpennessContent|News)/show/\d+|[?&](article_id|id)=[0-9a-f]{24}",
        )

    def next_page(self, response: TextResponse) -> Request | None:
        return lists.next_link(response) or lists.numbered(
            response, r"page_(\d+)\.html", lists.pages_told(response)
        )


FAMILIES = (ShangwangSpider(),)
