"""Undoing Content-Encoding, and what a page says with its clockwork taken out."""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Callable
from copy import deepcopy
from functools import cache
from typing import cast

from lxml.cssselect import CSSSelector
from lxml.etree import ParserError
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from archive.model import Headers
from reference import bodies
from reference.text import decode

Finder = Callable[[HtmlElement], list[HtmlElement]]
PARSER = HTMLParser(encoding="utf-8", remove_comments=True)

SILENT = ("script", "style", "noscript", "template", "iframe")

GZIP = b"\x1f\x8b"
MAX_CONTENT = 64 * 2**20
"""Bytes that a body may unpack to: the crawl's own limit for a download. More is a bomb, not a report."""

COUNTED = ("浏览", "阅读", "点击", "访问", "打印", "下载", "生成", "刷新", "当前", "现在")
COUNTERS = re.compile(
    r"(浏览|阅读|点击|访问|打印|下载)(次数|数量|人数|量|数)?[:：]?\[?\d*次?"
    r"|(页面)?(生成|刷新|打印|当前|现在)(时间|日期)[:：]?[\d年月日/.-]*"
)
CLOCK = re.compile(r"\d{1,2}:\d{2}(:\d{2})?")
UNSEEN = ("\u200b", "\ufeff", "\u00ad")
DAY = rb"(20\d\d)[^0-9]{1,4}(\d{1,2})[^0-9]{1,4}(\d{1,2})"
PUBLISHED_META = re.compile(
    rb"""<meta[^>]*name=["']?(?:pubdate|publishdate|pubtime)["']?[^>]*content=["']?\s*""" + DAY, re.IGNORECASE
)
DAY_AFTER = re.compile(rb"[^0-9]{0,80}?" + DAY)
PUBLISHED_LABELS = [
    label.encode(coding) for coding in ("utf-8", "gb18030") for label in ("发布时间", "发布日期", "发文日期")
]
SITE_CODE = re.compile(
    rb"""<meta[^>]*name=["']?SiteIDCode["']?[^>]*content=["']?\s*([A-Za-z0-9]{6,12})""", re.IGNORECASE
)


def header(headers: Headers, name: bytes) -> bytes | None:
    """The last value of a header, as bytes."""
    found = [value for key, value in headers if key.lower() == name]
    return found[-1] if found else None


class TornError(ValueError):
    """A compressed body that ends before its stream does."""


def decoded(headers: Headers, body: bytes) -> bytes:
    """The body with gzip and deflate undone, twice where a page was packed twice; as served where the label is
    another, wrong or cut short.

    Raises ValueError for a body that unpacks to more than MAX_CONTENT.
    """
    wbits = _wbits(headers, body)
    content = _inflate(body, wbits) if wbits else body
    if wbits and content.startswith(GZIP) and b"html" in (header(headers, b"content-type") or b""):
        return _inflate(content, zlib.MAX_WBITS | 16)
    return content


def untorn(headers: Headers, body: bytes) -> None:
    """Raises TornError for a compressed body that ends before its stream does."""
    wbits = _wbits(headers, body)
    if not wbits:
        return
    unpacker = zlib.decompressobj(wbits)
    try:
        unpacker.decompress(body, MAX_CONTENT)
    except zlib.error:
        return
    if not unpacker.eof and not unpacker.unconsumed_tail:
        raise TornError(f"a compressed body that is cut short after {len(body)} bytes")


def _wbits(headers: Headers, body: bytes) -> int:
    """How zlib undoes the Content-Encoding; 0 where there is nothing to undo."""
    coding = (header(headers, b"content-encoding") or b"").strip().lower()
    if coding in (b"gzip", b"x-gzip"):
        return zlib.MAX_WBITS | 16
    if coding == b"deflate":
        # Servers send both the zlib format and the bare stream under this name.
        return zlib.MAX_WBITS if body[:1] == b"\x78" else -zlib.MAX_WBITS
    return 0


def _inflate(body: bytes, wbits: int) -> bytes:
    unpacker = zlib.decompressobj(wbits)
    try:
        content = unpacker.decompress(body, MAX_CONTENT)
    except zlib.error:
        return body
    if unpacker.unconsumed_tail:
        raise ValueError(f"a body of {len(body)} bytes unpacks to more than {MAX_CONTENT}")
    return content


def is_cut(content: bytes) -> bool:
    """Whether a page that begins as HTML never ends as such: what a Content-Length that is too small leaves."""
    return (
        b"<html" in content[:4096].lower()
        and b"</html" not in content.lower()
        and b"</body" not in content.lower()
    )


def looks_like_html(content: bytes) -> bool:
    """Whether bytes are mark-up, whatever the header says of them."""
    start = content[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith(
        (b"<!doctype html", b"<html", b"<head", b"<?xml", b"<div", b"<meta", b"<!--")
    ) or (b"<html" in start or b"<body" in start)


def text_sha256(content: bytes, page: HtmlElement | None = None) -> str:
    """A digest of what a page says: the article alone, without white space, counters of visits and times of day, and
    the day that the page gives for its publication.

    Two pages that differ in it differ for a reader; of documents that are no mark-up it is the digest of the
    bytes. It says nothing else and is compared only with itself. `page` is the content parsed, where a caller has it.
    """
    return text_digest(content, article_text(content, page))


def text_digest(content: bytes, article: str | None) -> str:
    """The digest of `text_sha256` where the article's text is known already."""
    if article is None:
        return hashlib.sha256(content).hexdigest()
    text = "".join(article.split())
    for sign in UNSEEN:
        text = text.replace(sign, "")
    if any(word in text for word in COUNTED):  # few articles hold one, and the pattern is slow
        text = COUNTERS.sub("", text)
    if ":" in text:
        text = CLOCK.sub("", text)
    text += published(content)
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def published(content: bytes) -> str:
    """The day of publication that a page tells in its head or under its title, in digits; "" where it tells none."""
    found = PUBLISHED_META.search(content, 0, 65536)
    for label in () if found else PUBLISHED_LABELS:
        at = content.find(label)
        if at >= 0:
            found = DAY_AFTER.match(content, at + len(label))
            break
    return b"-".join(found.groups()).decode() if found else ""


def article_text(content: bytes, page: HtmlElement | None = None) -> str | None:
    """The text of a page's article; None for documents that are no mark-up. `page` is the content parsed already."""
    return _article_text(content, page) if looks_like_html(content) else None


def _article_text(content: bytes, page: HtmlElement | None) -> str:
    """The text of the first container of bodies.toml that holds enough; of the whole page where none does."""
    if page is None:
        text, _ = decode(content, None)
        try:
            page = document_fromstring(text.encode(), parser=PARSER)
        except (ParserError, ValueError):
            return text
    least, small = bodies.load().least, content.lower()
    for name, find in _containers():
        for node in find(page) if name in small else ():
            said = _said(node)
            if len(said) > least:
                return said
    return _said(page)


def _said(node: HtmlElement) -> str:
    """All that a reader sees of an element, which stays as it is."""
    if next(node.iter(*SILENT), None) is not None:
        node = deepcopy(node)
        for inner in list(node.iter(*SILENT)):
            inner.drop_tree()
    return str(node.text_content())


@cache
def _containers() -> list[tuple[bytes, Finder]]:
    """Where any family keeps its article, most telling first. What stands beside the text in it never changes.

    Each with the name that it looks for: a page that does not hold the name anywhere need not be searched.
    """
    return [(name.encode(), cast(Finder, CSSSelector(css))) for name, css in bodies.marks()]


def site_code(content: bytes) -> str | None:
    """The SiteIDCode that a page names in its head: ten characters, the first six a division's code."""
    found = SITE_CODE.search(content[:65536])
    return found[1].decode() if found else None
