"""开普云 UCAP: a shell or first page with the channel's id, then a JSON search by that id."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scrapy import Request
from scrapy.http import TextResponse

from crawler import lists
from crawler.family import FamilySpider, Link

ARTICLE = r"/(20\d{4}|\d{4}/\d{1,2}/\d{1,2})/([0-9a-f]{32}|c0[01]_\d+|\d{4,8})\.shtml"
CHANNEL = re.compile(
    r"/(common/search|search|searchList)/([0-9a-f]{32})|channelId[\"']?\s*[:=]\s*[\"']([0-9a-f]{32})", re.I
)


class UcapSpider(FamilySpider):
    """`page` counts from 1; the answer tells `total` and `rows`, whatever page size was asked for."""

    name = "ucap"

    def links(self, response: TextResponse) -> Iterator[Link]:
        if not lists.is_json(response):
            yield from lists.anchors(response, ARTICLE)
            return
        for row in lists.loads(response.text)["data"]["results"]:
            facts = (fact for block in row.get("domainMetaList", ()) for fact in block["resultList"])
            organ = next((fact["value"] for fact in facts if fact["key"] == "source"), "")
            organ = None if organ in ("", "null", "undefined") else organ  # the engine prints these words
            yield Link(row["url"], row["title"], lists.iso_date(row["publishedTimeStr"]), organ)

    def next_page(self, response: TextResponse) -> Request | None:
        if lists.is_json(response):
            data, page = lists.loads(response.text)["data"], lists.asked_for(response, "page")
            more = data["results"] and page * int(data["rows"]) < int(data["total"])
            return lists.turned(response, page=page + 1) if more else None
        if channel := CHANNEL.search(response.text):
            mount, key = channel[1] or "common/search", channel[2] or channel[3]
            query = (
                "_isAgg=true&_isJson=true&_pageSize=20&_template=index&_rangeTimeGte=&_channelName=&page=1"
            )
            return Request(response.urljoin(f"/{mount}/{key}?{query}"))
        return lists.next_link(response) or lists.numbered(
            response, r"[-_](\d+)\.shtml$", lists.pages_told(response)
        )


FAMILIES = (UcapSpider(),)
