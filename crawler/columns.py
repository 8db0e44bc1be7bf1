"""Which links of a list page lead to further columns of reports: of a year, of a kind of unit, of one unit. Pure."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from scrapy.http import TextResponse

from crawler import lists
from crawler.addresses import site_of
from crawler.identity import joined
from reference import families, titles


@dataclass(frozen=True, slots=True)
class Column:
    """A further column: its address and, where its name is a unit's, that unit."""

    url: str
    organ: str | None


def columns_below(response: TextResponse, articles: set[str]) -> Iterator[Column]:
    """Columns of reports below this one, in printed order; `articles` are addresses already taken as articles."""
    seen = {response.url.split("#")[0], *articles}
    for anchor in () if lists.is_json(response) else response.xpath("//a[@href]"):
        text, url = lists.title_of(anchor), joined(response, anchor.attrib["href"].strip()).split("#")[0]
        if not text or url in seen or not url.startswith("http") or site_of(url) != site_of(response.url):
            continue
        organ = unit_named(text)
        below = is_below(url, response.url)
        part = titles.is_unit_column(text) or titles.is_part_column(text)
        if part or (below and (organ or titles.is_column(text))):
            seen.add(url)
            yield Column(url, organ)


def unit_named(text: str) -> str | None:
    """The unit whose name the link's text is (惠民镇, 县教育局); None for other words."""
    bare = text.strip("·• 　")
    return (
        bare
        if 2 < len(bare) <= 16 and titles.scope_of(bare) in ("department", "township", "office")
        else None
    )


def is_below(url: str, column: str) -> bool:
    """Does the address lie in the directory of the column, or in one named like it?"""
    here = posixpath.splitext(urlsplit(column).path)[0]
    folder = here if here.endswith("/") else posixpath.dirname(here) + "/"
    path = urlsplit(url).path
    return folder not in ("", "/") and path.startswith((folder, here.rstrip("/") + "/"))


def column_name(response: TextResponse) -> str | None:
    """The name of the column of reports that the page says it is: meta tags, heads, the last words of the crumb."""
    metas = {
        (meta.attrib.get("name") or "").lower(): meta.attrib["content"]
        for meta in response.xpath("//meta[@content]")
    }
    told = [metas.get(name.lower(), "") for name in families.discovery().meta]
    title = response.xpath("//title/text()").get("")
    heads = [" ".join(node.xpath("string()").get("").split()) for node in response.css("h1, h2, h3")]
    said = [*told, *re.split(r"[-_|—–]", title), *heads]
    return next((name.strip() for name in said if titles.is_column(name.strip())), None)
