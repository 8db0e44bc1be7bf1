"""One request at a time in a pool, with pauses; slower where a portal asks for it, silent where it refuses.

A pool is a prefecture: its portals share one protection and flip together (obstacles.md 1), so it is one slot of
Scrapy's downloader. A host belongs to one pool only, so a host too sees one request at a time.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, cast
from urllib.parse import urlsplit

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import RetryMiddleware, get_retry_request
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.robotstxt import ProtegoRobotParser, RobotParser

from crawler.addresses import names_above, site_of
from reference.portals import Portal

ROBOTS_LINE = re.compile(rb"^\s*user-agent\s*:", re.I | re.M)

REFUSALS = {"challenge", "blocked", "throttled", "index_page"}


class PoolClosedError(IgnoreRequest):
    """The pool refused several times in a row; nothing more is asked of it in this run."""


class PortalRobots(ProtegoRobotParser):
    """robots.txt only where it is one: many portals answer their home page or a 404 page with status 200."""

    def __init__(self, robotstxt_body: bytes, spider: Any) -> None:
        is_robots = ROBOTS_LINE.search(robotstxt_body) and b"<html" not in robotstxt_body[:2000].lower()
        super().__init__(robotstxt_body if is_robots else b"", spider)


class SharedRobots(RobotsTxtMiddleware):
    """Scrapy's middleware hands the parser to the first two requests of a host only: what waits on its Deferred later
    gets None and passes. A task may be awaited by any number."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.asked: dict[str, asyncio.Future[RobotParser | None]] = {}

    async def robot_parser(self, request: Request) -> RobotParser | None:
        """The host's rules; None where it has none."""
        site = urlsplit(request.url).netloc
        if site not in self.asked:
            self.asked[site] = asyncio.ensure_future(super().robot_parser(request))
        return await self.asked[site]


class Retries(RetryMiddleware):
    """Scrapy asks at once again after a 503; where the portal says when to come back, Politeness waits for it."""

    def process_response(  # type: ignore[override]  # the spider is no argument any more
        self, request: Request, response: Response
    ) -> Request | Response:
        """The answer itself where it names a moment, else what Scrapy does."""
        return (
            response if response.headers.get("Retry-After") else super().process_response(request, response)
        )


@dataclass(slots=True)
class Pool:
    """What is known of a pool in this run: seconds between requests, refusals in a row, whether it was left, and the
    moment before which nothing is asked."""

    delay: float
    until: float = 0.0
    refusals: int = 0
    closed: str | None = None


class Politeness:
    """Downloader middleware: puts every request into its pool's slot and sets the slot's pace."""

    def __init__(self, crawler: Crawler, pools: dict[str, str]) -> None:
        self.crawler, self.settings, self.pools = crawler, crawler.settings, pools
        self.state: dict[str, Pool] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Politeness:
        middleware = cls(crawler, crawler.settings.getdict("GONGKAI_POOLS"))
        crawler.signals.connect(middleware.robots_parsed, signals.robots_parsed)
        return middleware

    def process_request(self, request: Request) -> None:
        """Name the slot; raises PoolClosedError where the pool has refused too often."""
        name = pool_of(request.url, self.pools)
        request.meta["download_slot"] = name
        if is_robots(request):
            request.meta.update(role="robots", dont_retry=True)
        pool = self.state.setdefault(name, Pool(self.settings.getfloat("DOWNLOAD_DELAY")))
        if pool.closed:
            raise PoolClosedError(f"pool {name} left alone in this run: {pool.closed}")

    def process_response(self, request: Request, response: Response) -> Response | Request:
        """Slow down at a refusal, wait as Retry-After says and ask once more, recover at an answer."""
        name = request.meta["download_slot"]
        pool, refused = self.state[name], self._is_refusal(request, response)
        wait = (
            retry_after(response.headers.get("Retry-After"), datetime.now(UTC))
            if response.status >= 400
            else None
        )
        if wait is not None and wait > self.settings.getfloat("RETRY_AFTER_MOST"):
            pool.closed = f"asked at {response.url} to come back in {wait:.0f} s"
            self.crawler.stats.inc_value("gongkai/pools_closed")
            return response
        again = wait is not None and self._once_more(request)
        if refused and not again:
            self._refused(name, pool, response)
        elif not refused and response.status < 400:
            pool.refusals = 0
        pause = max(self._pause(pool) if refused else 0.0, wait or 0.0)
        if pause:
            pool.until = max(pool.until, time.monotonic() + pause)
        self._pace(name, pool)
        return again or response

    def _is_refusal(self, request: Request, response: Response) -> bool:
        """Does the portal refuse us? A captcha before one file, robots.txt and our own nonsense do not count."""
        if request.meta.get("role") in ("robots", "probe"):
            return False
        if response.status in self.settings.getlist("BACK_OFF"):
            return True
        outcome = request.meta.get("outcome")
        return request.meta.get("role") != "attachment" and outcome is not None and outcome.name in REFUSALS

    def _once_more(self, request: Request) -> Request | None:
        """The same request after the pause that the portal asked for, twice at most."""
        return get_retry_request(
            request,
            spider=cast(Spider, self.crawler.spider),
            reason="retry-after",
            max_retry_times=2,
            give_up_log_level="DEBUG",
        )

    def robots_parsed(self, robotparser: Any, request: Request) -> None:
        """Scrapy reads Crawl-delay and does not keep it."""
        name = pool_of(request.url, self.pools)
        asked = robotparser.crawl_delay(self.settings["ROBOTSTXT_USER_AGENT"]) or 0.0
        pool = self.state.setdefault(name, Pool(self.settings.getfloat("DOWNLOAD_DELAY")))
        pool.delay = max(pool.delay, min(asked, self.settings.getfloat("CRAWL_DELAY_MOST")))
        self._pace(name, pool)

    def _refused(self, name: str, pool: Pool, response: Response) -> None:
        pool.refusals += 1
        if pool.refusals >= self.settings.getint("BACK_OFF_GIVE_UP"):
            pool.closed = f"status {response.status} at {response.url}"
            self.crawler.stats.inc_value("gongkai/pools_closed")

    def _pause(self, pool: Pool) -> float:
        first, most = (self.settings.getfloat(key) for key in ("BACK_OFF_FIRST", "BACK_OFF_MOST"))
        return float(min(first * 2 ** max(0, pool.refusals - 1), most))

    def _pace(self, name: str, pool: Pool) -> None:
        """Scrapy sends the next request before this middleware sees an answer, so the answer to a request that had
        gone out must not shorten a pause that was asked for meanwhile."""
        slot = self.crawler.engine.downloader.slots.get(name)
        if slot is not None:
            now = time.monotonic()
            slot.delay = pool.until - (slot.lastseen or now) if pool.until > now else pool.delay


def is_robots(request: Request) -> bool:
    """Is this Scrapy's own request for robots.txt?"""
    return urlsplit(request.url).path == "/robots.txt"


def retry_after(value: bytes | None, now: datetime) -> float | None:
    """Seconds that a Retry-After header asks for (number or date); None where there is none."""
    text = (value or b"").decode("latin-1").strip()
    if text.isdigit():
        return float(text)
    try:
        until = parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max((until - now).total_seconds(), 0.0)


def pools_for(portals: Iterable[Portal]) -> dict[str, str]:
    """Which pool each registered host belongs to: its first portal's prefecture (four digits of the code)."""
    pools: dict[str, str] = {}
    for portal in portals:
        for url in (portal.url, portal.list_url):
            if url:
                pools.setdefault(site_of(url), portal.code[:4])
    return pools


def pool_of(url: str, pools: dict[str, str]) -> str:
    """The pool of an address: that of its host or of the registered host it lies below, else the host itself."""
    site = site_of(url)
    return next((pools[name] for name in names_above(site) if name in pools), site)
