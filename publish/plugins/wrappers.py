"""Puts the manners around the site, in the order that counts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from publish.hooks import hook
from publish.manners import compress, etag, guard, headers, queue


@hook
def asgi_wrapper(datasette: Any) -> Callable[[Any], Any]:
    def wrap(app: Any) -> Any:
        inner = queue.wrap(guard.wrap(app))
        site = datasette.gongkai
        return headers.wrap(
            compress.wrap(etag.wrap(inner, site.version)), site.facts.get("snapshot_at", "")[:10]
        )

    return wrap
