"""What waits for its turn waits in the scheduler, not in the downloader."""

from __future__ import annotations

from collections import Counter

from scrapy import Request
from scrapy.pqueues import DownloaderAwarePriorityQueue

WAITING = 2  # in a pool's slot at a time: one that is asked and one that is next


class PoolQueue(DownloaderAwarePriorityQueue):
    """Scrapy's queue gives the downloader all it holds; then a pool that refuses, or the hour at which the crawl ends,
    finds hundreds of requests queued behind its pauses. This one holds them back, and keeps their priorities."""

    def pop(self) -> Request | None:
        """The next request of the least busy pool; None while every pool has enough to do."""
        engine = self.crawler.engine
        # All that left this queue and has no answer yet, also what still passes the middlewares on its way out.
        out = (
            Counter(request.meta.get("download_slot") for request in engine.downloader.active)
            if engine
            else Counter()
        )
        free = [slot for slot in self.pqueues if out[slot] < WAITING]
        if not free:
            return None
        slot = min(free, key=out.__getitem__)
        queue = self.pqueues[slot]
        request = queue.pop()
        if not queue:
            self.pqueues.pop(slot).close()
        return request
