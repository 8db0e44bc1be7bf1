"""What hangs on an article: documents beside it, and pictures that stand where its tables should be. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from parsel import Selector
from scrapy.http import TextResponse

from crawler import lists
from crawler.family import Link
from crawler.identity import joined
from reference import bodies, titles

DOCUMENT = re.compile(r"\.(pdf|docx?|wps|et|xlsx?|csv|zip|rar|ofd|txt|md)(\?|#|$)", re.I)
DOWNLOAD = re.compile(
    r"download\.jsp|downfile\.jsp|attachment\.jspx|/attachment/|/attach/|DownloadAttachUrl|/download\?", re.I
)
PICTURE = re.compile(r"\.(png|jpe?g|gif|bmp|webp|tiff?)(\?|#|$)", re.I)
FURNITURE = re.compile(
    r"icon|logo|qr|ewm|share|banner|/images?/(top|bot|nav)|blank|spacer|print|beian|jiucuo", re.I
)
ASIDE = "ancestor::*[self::nav or self::header or self::footer or contains(@class,'foot') or contains(@class,'nav')]"


def attachments(response: TextResponse) -> Iterator[Link]:
    """Documents linked from the page outside its frame, and pictures inside the article's body."""
    seen: set[str] = set()
    for link in [*_documents(response), *_pictures(response)]:
        url = joined(response, link.url)
        if url not in seen and url != response.url:
            seen.add(url)
            yield Link(url, link.title)


def _documents(response: TextResponse) -> Iterator[Link]:
    for anchor in response.xpath(f"//a[@href][not({ASIDE})]"):
        href = anchor.attrib["href"].strip()
        if href.startswith(("javascript:", "mailto:", "#")) or not (
            DOCUMENT.search(unquote(href)) or DOWNLOAD.search(href)
        ):
            continue
        title = lists.title_of(anchor) or unquote(href).rpartition("/")[2]
        if not titles.judge(title, column=True).is_decoy:
            yield Link(href, title)


def _pictures(response: TextResponse) -> Iterator[Link]:
    if any(map(_source, response.xpath("//img[@src]"))):  # most pages hold none but furniture
        for image in body_of(response).xpath(".//img[@src]"):
            if src := _source(image):
                yield Link(src, image.attrib.get("alt") or image.attrib.get("title") or "")


def _source(image: Selector) -> str | None:
    """The address of a picture that may be a page; None for furniture."""
    src = image.attrib["src"].strip()
    is_page = PICTURE.search(src) and not FURNITURE.search(src) and not src.startswith("data:")
    return src if is_page else None


def body_of(response: TextResponse) -> Selector:
    """The element that holds the article, by the marks of bodies.toml; the whole page where none fits."""
    text = response.text.lower()
    for name, css in bodies.marks():
        if name in text and (found := response.css(css)):
            return max(found, key=lambda node: len(node.xpath("string()").get("")))
    return response.selector
