"""JEECMS: .jhtml pages, page 2 is index_2.jhtml; .jspx forms take pageNo."""

from __future__ import annotations

from collections.abc import Iterator

from scrapy import Request
from scrapy.http import TextResponse

from crawler import lists
from crawler.family import FamilySpider, Link


class JeecmsSpider(FamilySpider):
    """Attachments are served by attachment.jspx without a file name."""

    name = "jeecms"

    def links(self, response: TextResponse) -> Iterator[Link]:
        yield from lists.anchors(response, r"/\d+\.jhtml$|newDepartmentContent\w*\.jspx\?.*contentId=\d+")

    def next_page(self, response: TextResponse) -> Request | None:
        if following := lists.next_link(response):
            return following
        page, pages = lists.asked_for(response, "pageNo"), lists.pages_told(response)
        if ".jspx" in response.url:
            return lists.turned(response, pageNo=page + 1) if page < pages else None
        if response.url.endswith("/index.jhtml"):
            return Request(response.urljoin("index_2.jhtml")) if pages > 1 else None
        return lists.numbered(response, r"index_(\d+)\.jhtml$", pages)


FAMILIES = (JeecmsSpider(),)
