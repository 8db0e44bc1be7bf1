"""A crawler of our own site: no link of ours is dead, and no page needs another host."""

from __future__ import annotations

import re

from tests.publish.conftest import Asked
from tests.publish.publish_links import crawl

STARTS = [
    "/",
    "/search?q=申请",
    "/coverage",
    "/findings",
    "/changes",
    "/compare?a=510422,510491",
    "/questions",
    "/data",
    "/method",
    "/?lang=en",
    "/archive",
]
LOADED = re.compile(
    r"""<(?:script|img|iframe|link|source|video|audio)\b[^>]*?(?:src|href)=["']([^"']+)["']"""
)


def test_no_link_is_dead_and_nothing_is_loaded_from_elsewhere(asked: Asked) -> None:
    pages = crawl(asked, STARTS, most=420)
    assert len(pages) > 250
    dead = {path: text[:3] for path, text in pages.items() if text[:3] not in ("200", "302", "301")}
    assert not dead
    for path, text in pages.items():
        if path.startswith("/original/"):
            continue
        for address in LOADED.findall(text):
            assert not re.match(r"(?:https?:)?//(?!localhost/)", address), f"{path} loads {address}"
