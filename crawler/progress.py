"""A line of progress on stderr while the crawl runs, rows committed while it waits, and the hour at which it stops."""

from __future__ import annotations

import sys
import time
from datetime import datetime
from typing import Any

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.utils.asyncio import create_looping_call
from scrapy.utils.defer import _schedule_coro

from crawler.state import night

FLUSH_EVERY = 1.0
TELL_EVERY_TTY, TELL_EVERY_LOG = 1.0, 15.0


class Progress:
    """Scrapy extension; GONGKAI_UNTIL (aware datetime) ends the crawl at that moment."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.until: datetime | None = crawler.settings.get("GONGKAI_UNTIL")
        self.every = TELL_EVERY_TTY if sys.stderr.isatty() else TELL_EVERY_LOG
        self.began = self.told = time.monotonic()
        self.loop: Any = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Progress:
        extension = cls(crawler)
        crawler.signals.connect(extension.opened, signals.spider_opened)
        crawler.signals.connect(extension.closed, signals.spider_closed)
        return extension

    def opened(self) -> None:
        self.loop = create_looping_call(self.tick)
        self.loop.start(FLUSH_EVERY, now=False)

    def closed(self) -> None:
        if self.loop.running:
            self.loop.stop()
        if sys.stderr.isatty():
            print(file=sys.stderr)

    def tick(self) -> None:
        """Once a second: commit what is on disk, tell, look at the clock."""
        night(self.crawler).run.flush()
        if time.monotonic() - self.told >= self.every:
            self.told = time.monotonic()
            end = "\r" if sys.stderr.isatty() else "\n"
            print(self.line(), end=end, file=sys.stderr, flush=True)
        if self.until and datetime.now(self.until.tzinfo) >= self.until:
            self.until = None
            _schedule_coro(self.crawler.engine.close_spider_async(reason="hour"))

    def line(self) -> str:
        """portals done of begun · requests · kept · unchanged · other outcomes."""
        get = self.crawler.stats.get_value
        states = night(self.crawler).states.values()
        done = sum(state.ended for state in states)
        good = {name: get(f"gongkai/outcome/{name}", 0) for name in ("kept", "unchanged", "not_modified")}
        asked = get("gongkai/requests", 0)
        seconds = int(time.monotonic() - self.began)
        return (
            f"crawl {seconds // 60}:{seconds % 60:02}  portals {done}/{len(states)}  requests {asked}  kept {good['kept']}  "
            f"unchanged {good['unchanged'] + good['not_modified']}  other {asked - sum(good.values())}   "
        )
