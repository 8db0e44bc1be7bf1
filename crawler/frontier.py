"""The frontier of a shard in Redis: PoolQueue's rule (a pool's requests wait here, not in the downloader) kept there.

Each pool is a sorted set: by priority, then in order of coming. Nothing else than scrapy-redis' scheduler uses this.
"""

from __future__ import annotations

import itertools
from collections import Counter
from typing import Any

from scrapy import Request
from scrapy_redis.queue import Base

from crawler.addresses import site_of
from crawler.scheduling import WAITING


class PoolFrontier(Base):  # type: ignore[misc]
    """A queue of scrapy-redis that gives a pool no more than it can use."""

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.numbers = itertools.count()

    @property
    def _pools(self) -> str:
        return f"{self.key}:pools"

    def _of(self, pool: str) -> str:
        return f"{self.key}:pool:{pool}"

    def _waiting(self) -> list[str]:
        return sorted(name.decode() for name in self.server.smembers(self._pools))

    def __len__(self) -> int:
        return sum(self.server.zcard(self._of(pool)) for pool in self._waiting())

    def push(self, request: Request) -> None:
        """Behind what has its priority; the number keeps the order and makes each entry one of its own."""
        pool = request.meta.get("download_slot") or site_of(request.url)
        entry = f"{next(self.numbers):012}".encode() + self._encode_request(request)
        self.server.zadd(self._of(pool), {entry: -request.priority})
        self.server.sadd(self._pools, pool)

    def pop(self, timeout: int = 0) -> Request | None:
        """The next request of the least busy pool; None while every pool has enough to do."""
        engine = self.spider.crawler.engine
        out = Counter(request.meta.get("download_slot") for request in engine.downloader.active)
        for pool in sorted(self._waiting(), key=out.__getitem__):
            if out[pool] >= WAITING:
                return None
            if found := self.server.zpopmin(self._of(pool)):
                request: Request = self._decode_request(found[0][0][12:])
                return request
            self.server.srem(self._pools, pool)
        return None

    def clear(self) -> None:
        """Forget all that waits."""
        self.server.delete(self._pools, *(self._of(pool) for pool in self._waiting()))
