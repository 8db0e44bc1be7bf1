"""Which links of a list page lead to further columns of reports: of a year, of a kind of unit, of one unit. Pure."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from scrapy.http import TextResponse

from crawler import lists
from crawler.addresses import site_of
from crawler.identity import joined
from reference import families, titles

TREE = re.compile(r"\bTREE\s*:\s*(\[.*?\])\s*,\s*[A-Z_]+\s*:", re.S)
NODE = re.compile(r"\{[^{}]*\}")
NAME = re.compile(r"""["']?(?:name|title|text)["']?\s*:\s*["']([^"']+)["']""")
URL = re.compile(r"""["']?(?:url|href|link)["']?\s*:\s*["']([^"']+)["']""")


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
    for url, text, below in drawn(response):
        if (
            url not in seen
            and site_of(url) == site_of(response.url)
            and (below or titles.is_part_column(text))
        ):
            seen.add(url)
            yield Column(url, unit_named(text))


def drawn(response: TextResponse) -> Iterator[tuple[str, str, bool]]:
    """Menus that a script draws: address, name, whether it lies below a column of reports. Nodes of zTree and its like
    ({name, url}), and of gkmlpt, whose categories are opened by the fragment."""
    for script in () if lists.is_json(response) else response.xpath("//script[not(@src)]/text()").getall():
        if found := TREE.search(script):
            site = response.url.partition("/gkmlpt/")[0]
            for number, title, below in _categories(_tree(found[1]), below=False):
                yield f"{site}/gkmlpt/annualreport#{number}", title, below
            continue
        for node in NODE.findall(script) if "name" in script or "title" in script else ():
            name, url = NAME.search(node), URL.search(node)
            if name and url:
                yield joined(response, _unescaped(url[1])), _unescaped(name[1]), False


def _tree(text: str) -> list[dict[str, Any]]:
    """The tree; none where it is no JSON, which its family's spider tells when it reads the page."""
    try:
        return list(lists.loads(text))
    except ValueError:
        return []


def _categories(nodes: list[dict[str, Any]], *, below: bool) -> Iterator[tuple[int, str, bool]]:
    """Categories with a list of their own; those of yearly reports and what lies below them."""
    for node in nodes:
        if not node.get("jump_url"):
            yield node["id"], node["name"], below
        yield from _categories(node.get("children", []), below=below or titles.is_column(node["name"]))


def _unescaped(text: str) -> str:
    try:
        return str(json.loads(f'"{text}"'))
    except ValueError:
        return text


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
