"""Walks a site of ours from link to link."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import urljoin, urlsplit

from tests.publish.conftest import Asked

LINK = re.compile(r"""(?:href|src|action)=["']([^"']*)["']""")
HOST = "http://localhost"


def links(page: str, path: str) -> list[str]:
    """Every address that a page names, made absolute, without its fragment."""
    return [urljoin(HOST + path, unescape(found)).partition("#")[0] for found in LINK.findall(page)]


def crawl(
    asked: Asked, start: list[str], most: int, skip: str = r"/archive/.*[?&]_|^/archive/[^?]*/"
) -> dict[str, str]:
    """{path: text} of up to `most` pages of ours that can be reached; the text is prefixed by its status."""
    queue, seen = list(start), set(start)
    pages: dict[str, str] = {}
    while queue and len(pages) < most:
        path = queue.pop(0)
        answer = asked.get(path)
        kind = answer.headers.get("content-type", "")
        pages[path] = f"{answer.status_code} " + (
            answer.text if "text" in kind or "json" in kind or "xml" in kind else ""
        )
        if "html" not in kind or path.startswith("/original/"):
            continue
        for link in links(answer.text, path):
            parts = urlsplit(link)
            local = parts.path + (f"?{parts.query}" if parts.query else "")
            if link.startswith(HOST) and local not in seen and not re.search(skip, local):
                seen.add(local)
                queue.append(local)
    return pages
