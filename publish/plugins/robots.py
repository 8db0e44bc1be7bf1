"""/robots.txt: reports, places and lists may be indexed; what makes the machine work hard may not."""

from __future__ import annotations

from typing import Any

from datasette.utils.asgi import Response

from publish.hooks import hook

TEXT = """User-agent: *
Disallow: /archive
Disallow: /-/
Disallow: /original/
Disallow: /compare
Disallow: /search?
Disallow: /*.csv
Disallow: /*.json
Disallow: /*.xlsx
Crawl-delay: 2
"""


async def robots() -> Response:
    return Response.text(TEXT)


@hook
def register_routes() -> list[Any]:
    return [(r"^/robots\.txt$", robots)]
