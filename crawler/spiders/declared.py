"""Families whose lists are plain anchors: three keys each in reference/families.toml."""

from __future__ import annotations

from collections.abc import Iterator

from scrapy import Request
from scrapy.http import TextResponse

from crawler import lists
from crawler.family import FamilySpider, Link
from reference import families, titles


class DeclaredSpider(FamilySpider):
    """`links` is the CSS of the rows' anchors, `next` that of the next page's."""

    def __init__(self, family: families.Family) -> None:
        self.family = family
        self.name = family.name  # type: ignore[misc]

    def links(self, response: TextResponse) -> Iterator[Link]:
        for anchor in response.css(self.family.links):
            title, date = lists.title_of(anchor), lists.date_near(anchor)
            # Selectors this simple also meet menus and pagers, whose rows have no date.
            if title and (date or titles.judge(title).is_report):
                yield Link(anchor.attrib["href"].strip(), title, date)

    def next_page(self, response: TextResponse) -> Request | None:
        return lists.next_link(response)


FAMILIES = tuple(DeclaredSpider(family) for family in families.load().values() if not family.spider)
