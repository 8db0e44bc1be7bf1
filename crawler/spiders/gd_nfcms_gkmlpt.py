"""Guangdong: NFCMS pages, and the disclosure platform gkmlpt whose lists are JSON by category and site id."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from scrapy import Request
from scrapy.http import TextResponse

from crawler import lists
from crawler.family import FamilySpider, Link
from reference import titles

CONFIG = re.compile(r"SID\s*:\s*['\"]?(\d+)['\"]?\s*,\s*TREE\s*:\s*(\[.*?\])\s*,\s*[A-Z_]+\s*:", re.S)


class GkmlptSpider(FamilySpider):
    """A hundred items a page; page 0 and page 1 are the same. A post under two categories has one address."""

    name = "gd-nfcms-gkmlpt"

    def links(self, response: TextResponse) -> Iterator[Link]:
        if "/gkmlpt/api/" not in response.url:
            yield from lists.anchors(response, r"/post_\d+\.html")
            return
        for row in lists.loads(response.text)["articles"]:
            yield Link(row["url"], row["title"], lists.iso_date(row["created_at"]), row["publisher"] or None)

    def next_page(self, response: TextResponse) -> Request | None:
        if "/gkmlpt/api/" in response.url:
            page = lists.asked_for(response, "page")
            return (
                lists.turned(response, page=page + 1)
                if page * 100 < lists.loads(response.text)["total"]
                else None
            )
        if config := CONFIG.search(response.text):
            site, _, _ = response.url.partition("/gkmlpt/")
            wanted = re.findall(r"#(\d+)", response.request.url if response.request else "") or annual(
                lists.loads(config[2])
            )
            return Request(f"{site}/gkmlpt/api/all/{wanted[0]}?page=1&sid={config[1]}") if wanted else None
        return lists.next_link(response)


def annual(tree: list[dict[str, Any]]) -> list[int]:
    """Ids of the categories of yearly reports, the tree read from the top; a node with jump_url has no list."""
    found = []
    for node in tree:
        if titles.is_column(node["name"]) and not node.get("jump_url"):
            found.append(node["id"])
        found += annual(node.get("children", []))
    return found


FAMILIES = (GkmlptSpider(),)
