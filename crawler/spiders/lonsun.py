"""安徽龙讯: a unit's column by organ id and type (3 is the yearly report), further pages as an HTML fragment."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scrapy import Request
from scrapy.http import TextResponse
from w3lib.url import add_or_replace_parameter

from crawler import lists
from crawler.family import FamilySpider, Link

LABEL = re.compile(r"[\"']([^\"']*/site/label/8888\?[^\"']*labelName=publicInfoList[^\"']*)[\"']")
PAGES = re.compile(r"pageCount\s*:\s*(\d+)")


class LonsunSpider(FamilySpider):
    """`timeFrame` chooses a year whose report stands on the column's own address."""

    name = "lonsun"

    def links(self, response: TextResponse) -> Iterator[Link]:
        yield from lists.anchors(
            response, r"/public/\d+/\d+\.html|/content/article/\d+|/public/column/\d+\?.*timeFrame=\d{4}"
        )

    def next_page(self, response: TextResponse) -> Request | None:
        pages = PAGES.search(response.text)
        if "/site/label/8888" in response.url:
            page = lists.asked_for(response, "pageIndex")
            return lists.turned(response, pageIndex=page + 1) if pages and page < int(pages[1]) else None
        if label := LABEL.search(response.text):
            held = bool(next(self.links(response), None))
            more = not held or (pages and int(pages[1]) > 1)
            url = response.urljoin(label[1].replace("&amp;", "&"))
            return Request(add_or_replace_parameter(url, "pageIndex", "2" if held else "1")) if more else None
        return lists.next_link(response)


FAMILIES = (LonsunSpider(),)
