"""Families whose lists are plain anchors: three keys each in reference/families.toml."""

from __future__ import annotations

from collections.abc import Iterator

from scrapy import Request
from scrapy.http import TextResponse

from crawler import lists
from crawler.family import FamilySpider, Link
from reference import families, titles


class DeclaredSpider(FamilySpider):
    """`links` is the CSS of the rows' anchors, `next` that of the next page's, `encoding` what pages say wrongly."""

    def __init__(self, family: families.Family) -> None:
        self.family = family
        self.name = family.name  # type: ignore[misc]

    def links(self, response: TextResponse) -> Iterator[Link]:
        for anchor in self._page(response).css(self.family.links):
            title, date = lists.title_of(anchor), lists.date_near(anchor)
            # Selectors this simple also meet menus and pagers, whose rows have no date. What is named like a column is
            # followed as one, and kept as a report where it turns out to be one.
            if title and (date or (titles.judge(title).is_report and not titles.is_column(title))):
                yield Link(anchor.attrib["href"].strip(), title, date)

    def next_page(self, response: TextResponse) -> Request | None:
        following = self._page(response).css(self.family.next).xpath("@href").get("").strip()
        if following and not following.startswith(("#", "javascript")):
            target = response.urljoin(following)
            return Request(target) if target != response.url else None
        return lists.next_link(response)

    def _page(self, response: TextResponse) -> TextResponse:
        """The page in the family's encoding, if it has one and the bytes are not plainly UTF-8."""
        told = self.family.encoding
        return response.replace(encoding=told) if told and not is_utf8(response.body) else response


def is_utf8(body: bytes) -> bool:
    """Chinese text of another encoding is never valid UTF-8 for long."""
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


FAMILIES = tuple(DeclaredSpider(family) for family in families.load().values() if not family.spider)
