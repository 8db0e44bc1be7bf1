"""Puts the manners around the site, in the order that counts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from publish.hooks import hook
from publish.manners import compress, etag, guard, headers, queue, stream


@hook
def asgi_wrapper(datasette: Any) -> Callable[[Any], Any]:
    def wrap(app: Any) -> Any:
        site = datasette.gongkai
        day = site.facts.get("snapshot_at", "")[:10]
        inner = stream.wrap(queue.wrap(guard.wrap(app)), site.snapshot, day)
        return headers.wrap(compress.wrap(etag.wrap(inner, site.version)), day)

    return wrap
