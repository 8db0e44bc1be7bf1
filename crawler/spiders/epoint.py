"""国泰新点 EpointWebBuilder: the list is a page inside a frame (specialurl), or rows come by POST as JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, unquote, urlsplit

from scrapy import FormRequest, Request
from scrapy.http import TextResponse

from crawler import lists
from crawler.family import FamilySpider, Link

FRAME = re.compile(r"<iframe[^>]+src=[\"']([^\"']*/(?:govlist|subPage|moreinfo)[^\"']*)")
WRAPS = ("custom", "infodata", "data", "records")
ACTION = re.compile(r"[\"'](/EpointWebBuilder[^\"']*/rest/[^\"']*)[\"']")


class EpointSpider(FamilySpider):
    """Categories grow by three digits a level; organs have codes of their own."""

    name = "epoint"

    def links(self, response: TextResponse) -> Iterator[Link]:
        if not lists.is_json(response):
            yield from lists.anchors(response, r"/\d{4}-?\d{2}-?\d{2}/[0-9a-f-]{36}\.html")
            return
        for row in lists.rows_of(lists.loads(response.text), *WRAPS):
            yield Link(
                row.get("infourl") or row["visiturl"],
                row["title"],
                lists.iso_date(row.get("infodate") or row.get("webdate")),
            )

    def next_page(self, response: TextResponse) -> Request | None:
        if lists.is_json(response):
            page = lists.asked_for(response, "pageIndex", 0)
            held = bool(lists.rows_of(lists.loads(response.text), *WRAPS))
            return lists.turned(response, pageIndex=page + 1) if held else None
        if framed := re.search(r"specialurl=([^&\"']+)", response.url) or FRAME.search(response.text):
            return Request(response.urljoin(unquote(framed[1])))
        if action := ACTION.search(response.text):
            form = dict(parse_qsl(urlsplit(response.url).query)) | {"pageIndex": "0", "pageSize": "20"}
            return FormRequest(response.urljoin(action[1]), formdata=form)
        return lists.next_link(response) or lists.numbered(
            response, r"/(\d{1,3})\.html$", lists.pages_told(response)
        )


FAMILIES = (EpointSpider(),)
