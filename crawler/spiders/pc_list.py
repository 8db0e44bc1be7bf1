""" "/pc/list.html" platform (Jiangxi, Zigong …): the static page shows the first page, POST /queryList the rest."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scrapy import FormRequest, Request
from scrapy.http import TextResponse

from crawler import lists
from crawler.family import FamilySpider, Link

SIZE = 15  # what the pages themselves ask for


class PcListSpider(FamilySpider):
    """Addresses and metadata are JSON inside strings of the JSON answer."""

    name = "pc-list"

    def links(self, response: TextResponse) -> Iterator[Link]:
        if not lists.is_json(response):
            yield from lists.anchors(response, r"/pc/content/content_\d+\.html")
            return
        for row in lists.loads(response.text)["data"]["results"]:
            source = row["source"]
            yield Link(
                lists.loads(source["urls"])["pc"],
                source.get("showTitle") or source["title"],
                lists.iso_date(source["pubDate"]),
            )

    def next_page(self, response: TextResponse) -> Request | None:
        if lists.is_json(response):
            page, size = lists.asked_for(response, "current"), lists.asked_for(response, "pageSize", SIZE)
            more = page * size < int(lists.loads(response.text)["data"]["total"])
            return lists.turned(response, current=page + 1) if more else None
        place = re.search(r"^https?://[^/]+/([^/]+)/(?:.*/)?([^/]+)/pc/", response.url)
        if place is None:
            return None
        form = {
            "current": "1",
            "pageSize": str(SIZE),
            "webSiteCode[]": place[1],
            "channelCode[]": place[2],
            "sort": "sortNum",
            "order": "desc",
        }
        return FormRequest(response.urljoin("/queryList"), formdata=form)


FAMILIES = (PcListSpider(),)
