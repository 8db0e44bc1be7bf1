"""The requests of the crawl: what each carries in its meta, and small turns of an address."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import Response, TextResponse

from archive.model import Link as Shown
from crawler.family import Link
from crawler.identity import identity, joined
from reference import titles

HAN = re.compile("[\u4e00-\u9fff]")

OURS = (
    "role", "portal", "family", "walk", "column_depth", "organ", "found_on", "link_text", "list_title", "top", "twin",
    "page", "idle", "hops", "of", "download_timeout",
)  # fmt: skip
"""Keys of a request's meta that are ours: role, portal, organ, found_on and link_text go to the archive; walk holds
the addresses that this walk of a list has shown, page and idle count its pages; `of` is what a family carries on."""


def of_list(portal: str, family: str, **more: Any) -> dict[str, Any]:
    """The meta of a list page; `more` wins."""
    return present(role="list", portal=portal, family=family, walk=set(), column_depth=0) | present(**more)


def of_link(portal: str, link: Shown, found_on: str | None, **more: Any) -> dict[str, Any]:
    """The meta of a report page or an attachment."""
    about = present(
        role=link.role, portal=portal, organ=link.organ, found_on=found_on, link_text=link.link_text
    )
    return about | present(**more)


def present(**given: Any) -> dict[str, Any]:
    """Those that are known."""
    return {name: value for name, value in given.items() if value is not None}


def ours(meta: dict[str, Any]) -> dict[str, Any]:
    """What a further request may inherit; the rest is Scrapy's and belongs to the request before."""
    return {name: meta[name] for name in OURS if name in meta}


def shown_by(row: dict[str, Any]) -> Shown:
    """A row of `links` as the link that it was."""
    return Shown(*(row[name] for name in ("url", "link_text", "role", "year", "organ", "canonical")))


def wanted(link: Link) -> bool:
    """A title that says nothing is fetched too, because this is a column of reports; a page number is no title."""
    title = titles.judge(link.title, column=True)
    return title.is_report or (not title.is_decoy and len(HAN.findall(link.title)) >= 4)


def shown_on(response: TextResponse, link: Link, organ: str | None) -> Shown:
    """A link of a list as the archive knows it; the column's unit is surer than the list's or the title's."""
    url = joined(response, link.url).split("#")[0]
    title = titles.judge(link.title, column=True)
    return Shown(url, link.title, "report", title.year, organ or link.organ or title.organ, identity(url))


def twin(url: str) -> str:
    """The same address under the other scheme."""
    parts = urlsplit(url)
    return parts._replace(scheme="http" if parts.scheme == "https" else "https").geturl()


def twins(url: str, why: str) -> list[str]:
    """Where else a list may stand that gave no answer: under the other scheme, with www or without. A name that does
    not resolve does so under no scheme."""
    parts = urlsplit(url)
    named = any(c.isalpha() for c in parts.hostname or "") and "@" not in parts.netloc
    host = parts.netloc.removeprefix("www.") if parts.netloc.startswith("www.") else f"www.{parts.netloc}"
    found = [] if why == "dns" else [twin(url)]
    return found + ([parts._replace(netloc=host).geturl()] if named else [])


def asked(response: Response) -> Request:
    """The request that an answer answers; every answer of the engine has one."""
    if response.request is None:
        raise ValueError(f"{response.url}: an answer without its request")
    return response.request
