"""西安博达 VisualSiteBuilder: pages after the first lie in a folder named like the column and count downwards."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scrapy import Request
from scrapy.http import TextResponse

from crawler import lists
from crawler.family import FamilySpider, Link

ARTICLE = r"info/\d+/\d+\.htm$|content\.jsp\?.*wbnewsid=\d+"


class VsbSpider(FamilySpider):
    """Page 2 of 8 is <column>/7.htm, the last is 1.htm; dynamic lists take PAGENUM upwards."""

    name = "vsb"

    def links(self, response: TextResponse) -> Iterator[Link]:
        yield from lists.anchors(response, ARTICLE)

    def next_page(self, response: TextResponse) -> Request | None:
        if "list.jsp" in response.url:
            page = lists.asked_for(response, "PAGENUM")
            return lists.turned(response, PAGENUM=page + 1) if page < lists.pages_told(response) else None
        if following := lists.next_link(response):
            return following
        pages = lists.pages_told(response)
        if found := re.search(r"/(\d+)\.htm$", response.url):
            here = int(found[1])
            return Request(response.url[: found.start(1)] + f"{here - 1}.htm") if 1 < here < pages else None
        return Request(re.sub(r"\.htm$", f"/{pages - 1}.htm", response.url)) if pages > 1 else None


FAMILIES = (VsbSpider(),)
