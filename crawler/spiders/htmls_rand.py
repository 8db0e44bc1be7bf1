"""Xinxiang group: columns have a random mark and their name in pinyin, articles a 19-digit number."""

from __future__ import annotations

from collections.abc import Iterator

from scrapy import Request
from scrapy.http import TextResponse

from crawler import lists
from crawler.family import FamilySpider, Link


class HtmlsRandSpider(FamilySpider):
    """The article's folder is a date that may differ from the date inside its number; neither is used."""

    name = "htmls-rand"

    def links(self, response: TextResponse) -> Iterator[Link]:
        yield from lists.anchors(response, r"/\d{8}/\d{16,20}\.html$|/article/\d+$")

    def next_page(self, response: TextResponse) -> Request | None:
        return lists.next_link(response) or lists.numbered(
            response, r"list-(\d+)\.html$", lists.pages_told(response)
        )


FAMILIES = (HtmlsRandSpider(),)
