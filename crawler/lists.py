"""What families share in reading a list: anchors with their row's date, pagers, numbers in addresses, JSON. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from parsel import Selector
from scrapy import Request
from scrapy.http import TextResponse
from w3lib.url import add_or_replace_parameter

from crawler.family import Link
from crawler.identity import joined

NEXT_WORDS = re.compile(r"^\W*(下一?[页頁]|后一?页|next)\W*$", re.I)
DATE = re.compile(r"(20\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})")
ROW = "ancestor::*[self::li or self::tr or self::p or self::dd or self::dl][1]"


def anchors(page: TextResponse | Selector, article: str) -> Iterator[Link]:
    """Every anchor whose address matches `article`; the title attribute wins, because rows print it cut off."""
    wanted = re.compile(article, re.I)
    seen: set[str] = set()
    for anchor in page.xpath("//a[@href]"):
        href = (anchor.attrib["href"] or "").strip()
        title = title_of(anchor)
        if wanted.search(href) and href not in seen and title:
            seen.add(href)
            yield Link(href, title, date_near(anchor))


def title_of(anchor: Selector) -> str:
    """The anchor's whole title: its title attribute, else the words within it, else what its picture is called."""
    text = " ".join(anchor.xpath("string()").get("").split())
    full = " ".join((anchor.attrib.get("title") or "").split())
    if not text and not full:
        return " ".join(anchor.xpath(".//img/@alt | .//img/@title").get("").split())
    return full if len(full) >= len(text.rstrip("….")) else text


def date_near(anchor: Selector) -> str | None:
    """The date printed in the anchor's row, even broken over lines, as ISO."""
    row = anchor.xpath(f"string({ROW})").get("")
    return iso_date(row.replace(anchor.xpath("string()").get("") or "\0", " "))


def iso_date(text: str | None) -> str | None:
    """The first date in a text as YYYY-MM-DD, None where there is none."""
    found = DATE.search(text or "")
    return f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}" if found else None


def next_link(response: TextResponse) -> Request | None:
    """The pager's own "next page" anchor, where it leads to another page."""
    for anchor in () if is_json(response) else response.xpath("//a[@href]"):
        href = anchor.attrib["href"].strip()
        if not NEXT_WORDS.match(anchor.xpath("string()").get("")) or href.startswith(("#", "javascript")):
            continue
        target = joined(response, href)
        return None if target == response.url else Request(target)
    return None


def numbered(response: TextResponse, pattern: str, pages: int, *, first: int = 1) -> Request | None:
    """The next of pages numbered in their address: group 1 of `pattern` is the number, `pages` how many there are."""
    found = re.search(pattern, response.url)
    if not found or int(found[1]) - first + 1 >= pages:
        return None
    return Request(f"{response.url[: found.start(1)]}{int(found[1]) + 1}{response.url[found.end(1) :]}")


def asked_for(response: TextResponse, key: str, default: int = 1) -> int:
    """The number that this page's request asked for, in its query or its form."""
    form = response.request.body.decode() if response.request else ""
    found = re.search(rf"(?:^|[?&]){re.escape(key)}=(\d+)", f"{response.url}&{form}")
    return int(found[1]) if found else default


def number_after(response: TextResponse, word: str, otherwise: int) -> int:
    """The number that stands behind a word of the page's mark-up or script."""
    found = re.search(rf"{word}\s*'?(\d+)", response.text)
    return int(found[1]) if found else otherwise


def turned(response: TextResponse, **numbers: int) -> Request:
    """This page's request with other numbers in its query or form: how an API's next page is asked for."""
    request = response.request or Request(response.url)
    body, url = request.body.decode(), response.url
    for key, number in numbers.items():
        if re.search(rf"(^|&){re.escape(key)}=", body):
            body = re.sub(rf"(^|&){re.escape(key)}=\d*", rf"\g<1>{key}={number}", body)
        else:
            url = add_or_replace_parameter(url, key, str(number))
    return request.replace(url=url, body=body)


def pages_told(response: TextResponse) -> int:
    """How many pages the pager says there are (共N页, 1/N, totalPage), 1 where it says nothing."""
    found = re.search(
        r"共\s*(?:<[^>]*>\s*)*(\d+)\s*(?:</[^>]*>\s*)*页|\b\d+\s*/\s*(\d+)\s*页|(?:total_?pages?|pageCount|countPage)\W{1,4}(\d+)",
        response.text,
        re.I,
    )
    return int(next(filter(None, found.groups()))) if found else 1


def every_year(url: str, key: str) -> Iterator[Link]:
    """A script's addresses for every reporting year since 2008, where it takes the year in its query."""
    for year in range(2008, date.today().year):
        yield Link(add_or_replace_parameter(url, key, str(year)), f"{year}年")


def is_json(response: TextResponse) -> bool:
    """Is this an API's answer and not a page?"""
    return response.text.lstrip()[:1] in ("{", "[")


def loads(text: str) -> Any:
    """JSON as portals write it: raw control characters within strings are let pass."""
    return json.loads(text, strict=False)


def rows_of(answer: Any, *names: str) -> list[dict[str, Any]]:
    """The rows of a JSON answer, which portals wrap once or more under one of these names."""
    while isinstance(answer, dict):
        answer = next((answer[name] for name in names if name in answer), [])
    return list(answer)


def fragment(html: str) -> Selector:
    """A piece of HTML that stood inside a script, a CDATA or a JSON string."""
    return Selector(text=f"<html><body>{html}</body></html>", type="html")
