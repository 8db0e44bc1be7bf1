"""SiteServer CMS: /channels/<n>.html, then <n>_2.html; articles /contents/<channel>/<id>.html."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scrapy import Request
from scrapy.http import TextResponse

from crawler import lists
from crawler.family import FamilySpider, Link


class SiteserverSpider(FamilySpider):
    """Numbers of channels and articles say nothing of their age."""

    name = "siteserver"

    def links(self, response: TextResponse) -> Iterator[Link]:
        yield from lists.anchors(response, r"/contents/\d+/\d+\.html$")

    def next_page(self, response: TextResponse) -> Request | None:
        pages = lists.pages_told(response)
        if following := lists.next_link(response) or lists.numbered(response, r"_(\d+)\.html$", pages):
            return following
        first = re.search(r"/channels/\d+\.html$", response.url)
        return Request(response.url.replace(".html", "_2.html")) if first and pages > 1 else None


FAMILIES = (SiteserverSpider(),)
