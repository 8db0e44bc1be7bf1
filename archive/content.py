"""Undoing Content-Encoding, and what a page says with its clockwork taken out."""

from __future__ import annotations

import hashlib
import re
import zlib

from archive.model import Headers

MAX_CONTENT = 64 * 2**20
"""Bytes that a body may unpack to: the crawl's own limit for a download. More is a bomb, not a report."""

COUNTERS = re.compile(
    r"(浏览|阅读|点击|访问|打印|下载)(次数|数量|人数|量|数)?[:：]?\[?\d*次?"
    r"|\d{1,2}:\d{2}(:\d{2})?|(页面)?(生成|刷新|打印|当前|现在)(时间|日期)[:：]?[\d年月日/.-]*"
)
DROPPED = re.compile(
    rb"<!--.*?-->|<(script|style|noscript|iframe|head)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL
)
TAG = re.compile(rb"<[^>]*>")
SITE_CODE = re.compile(
    rb"""<meta[^>]*name=["']?SiteIDCode["']?[^>]*content=["']?\s*([A-Za-z0-9]{6,12})""", re.IGNORECASE
)


def header(headers: Headers, name: bytes) -> bytes | None:
    """The last value of a header, as bytes."""
    found = [value for key, value in headers if key.lower() == name]
    return found[-1] if found else None


def decoded(headers: Headers, body: bytes) -> bytes:
    """The body with gzip and deflate undone; as served where the label is another, wrong or cut short.

    Raises ValueError for a body that unpacks to more than MAX_CONTENT.
    """
    coding = (header(headers, b"content-encoding") or b"").strip().lower()
    if coding in (b"gzip", b"x-gzip"):
        return _inflate(body, zlib.MAX_WBITS | 16)
    if coding == b"deflate":
        # Servers send both the zlib format and the bare stream under this name.
        return _inflate(body, zlib.MAX_WBITS if body[:1] == b"\x78" else -zlib.MAX_WBITS)
    return body


def _inflate(body: bytes, wbits: int) -> bytes:
    unpacker = zlib.decompressobj(wbits)
    try:
        content = unpacker.decompress(body, MAX_CONTENT)
    except zlib.error:
        return body
    if unpacker.unconsumed_tail:
        raise ValueError(f"a body of {len(body)} bytes unpacks to more than {MAX_CONTENT}")
    return content


def looks_like_html(content: bytes) -> bool:
    """Whether bytes are mark-up, whatever the header says of them."""
    start = content[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith(
        (b"<!doctype html", b"<html", b"<head", b"<?xml", b"<div", b"<meta", b"<!--")
    ) or (b"<html" in start or b"<body" in start)


def text_sha256(content: bytes) -> str:
    """A digest of what a page says: no mark-up, no white space, no counters of visits and no times of day.

    Two pages that differ in it differ for a reader; of other documents it is the digest of the bytes. It is
    taken over the page's own encoding, so that it needs no guess which encoding that is, except for the
    counters, which are looked for in UTF-8 and in GB18030.
    """
    if not looks_like_html(content):
        return hashlib.sha256(content).hexdigest()
    bare = TAG.sub(b"", DROPPED.sub(b"", content))
    try:
        text = bare.decode("utf-8")
    except UnicodeDecodeError:
        text = bare.decode("gb18030", "replace")
    text = COUNTERS.sub("", re.sub(r"(\s|&nbsp;|\u200b)+", "", text))
    return hashlib.sha256(text.encode()).hexdigest()


def site_code(content: bytes) -> str | None:
    """The SiteIDCode that a page names in its head: ten characters, the first six a division's code."""
    found = SITE_CODE.search(content[:65536])
    return found[1].decode() if found else None
