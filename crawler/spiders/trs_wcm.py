"""拓尔思 TRS WCM: static lists whose pager is written by a script; rows sometimes in a script or a JSON file beside."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scrapy import FormRequest, Request
from scrapy.http import TextResponse

from crawler import lists
from crawler.family import FamilySpider, Link

ARTICLE = r"(^|/)t(20\d{6}_\d+|\d{7,8})(_ext)?\.s?html?$"
PAGER = re.compile(
    r"createPage(?:HTML)?\(\s*(?:'[^']*',\s*)?(\d+),\s*(\d+),\s*[\"'](\w+)[\"'],\s*[\"'](\w+)[\"']"
)
SEARCH = re.compile(r"channelid['\"]?\s*[:=]\s*['\"]?(\d+).{0,400}?chnlid\s*=\s*(\d+)", re.S)


class TrsWcmSpider(FamilySpider):
    """Pages count from 0: index_1 is the second. Past a cap of the publisher they are missing or stubs."""

    name = "trs-wcm"

    def links(self, response: TextResponse) -> Iterator[Link]:
        if lists.is_json(response):
            for row in lists.rows_of(lists.loads(response.text), "data"):
                url = row.get("chnldocurl") or row.get("docpuburl") or row["url"]
                yield Link(url, row.get("doctitle") or row["title"], lists.iso_date(row.get("docreltime")))
            return
        yield from lists.anchors(response, ARTICLE)
        written = re.findall(r"document\.write(?:ln)?\(\s*(['\"])(.*?)\1\s*\)", response.text, re.S)
        yield from lists.anchors(
            lists.fragment("".join(text.replace("\\", "") for _, text in written)), ARTICLE
        )

    def next_page(self, response: TextResponse) -> Request | None:
        if "/fjdzapp/search" in response.url:
            page = lists.asked_for(response, "page")
            return (
                lists.turned(response, page=page + 1)
                if page * 75 < int(lists.loads(response.text)["count"])
                else None
            )
        if pager := PAGER.search(response.text):
            pages, current = int(pager[1]), int(pager[2])
            name = f"{pager[3]}_{current + 1}.{pager[4]}"
            return Request(response.urljoin(name)) if current + 1 < pages else None
        if search := SEARCH.search(response.text):
            form = {"channelid": search[1], "classsql": f"chnlid={search[2]}", "page": "1", "prepage": "75"}
            return FormRequest(response.urljoin("/fjdzapp/search"), formdata=form)
        beside = re.search(r"[\"'](\./\w+\.json)[\"']", response.text)
        return Request(response.urljoin(beside[1])) if beside else lists.next_link(response)


FAMILIES = (TrsWcmSpider(),)
