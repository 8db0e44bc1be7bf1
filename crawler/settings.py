"""How fast, as whom, how far: every setting of the crawl. What a run changes, it changes in `for_run`."""

from __future__ import annotations

import os
from typing import Any

BOT_NAME = "gongkai"
CONTACT = os.environ.get(
    "GONGKAI_CONTACT", ""
).strip()  # an address or page of the operator; without it only loopback
USER_AGENT = f"gongkai/0.1 (yearly disclosure reports, archived for the public; contact: {CONTACT or 'none'})"
ROBOTSTXT_OBEY = True
ROBOTSTXT_USER_AGENT = "gongkai"
ROBOTSTXT_PARSER = "crawler.politeness.PortalRobots"
SPIDER_MODULES: list[str] = []

# One request at a time in a pool (a prefecture's portals share one protection), with a pause and jitter.
CONCURRENT_REQUESTS = 400  # over all pools; each pool has one
CONCURRENT_REQUESTS_PER_DOMAIN = 1
CONCURRENT_ITEMS = 4  # Scrapy makes so many tasks an answer to handle its items; ours yields requests
SCHEDULER_PRIORITY_QUEUE = "crawler.scheduling.PoolQueue"
DOWNLOAD_DELAY = 3.0  # seconds, ± 50 %
LOOPBACK_DELAY = 0.001  # without any pause Scrapy's downloader lets two requests of a slot out at once
DOWNLOAD_TIMEOUT = 20  # seconds for a page; 3–20 s is normal there
ATTACHMENT_TIMEOUT = 60
DOWNLOAD_MAXSIZE = 64 * 1024 * 1024
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_FAIL_ON_DATALOSS = True
RETRY_TIMES = 2
RETRY_HTTP_CODES = [500, 502, 503, 504, 408, 522, 524]  # never a refusal: those are answers
RETRY_PRIORITY_ADJUST = -10
REDIRECT_MAX_TIMES = 6
BACK_OFF = [403, 412, 429, 468, 521]
BACK_OFF_FIRST = 30.0  # seconds; doubled at each refusal
BACK_OFF_MOST = 900.0
BACK_OFF_GIVE_UP = 4  # refusals in a row after which a pool is left alone until the next run
CRAWL_DELAY_MOST = 60.0
RETRY_AFTER_MOST = 600.0  # seconds; a pool that asks for more is left alone until the next run

# Names are resolved, checked and connected to in one step: crawler/addresses.py.
TWISTED_DNS_RESOLVER = "crawler.addresses.GuardedResolver"
DNS_TIMEOUT = 10
DOWNLOAD_HANDLERS = {
    "http": "crawler.tls.LadderHandler",
    "https": "crawler.tls.LadderHandler",
    "data": None,
    "file": None,
    "ftp": None,
    "s3": None,
}
HTTPPROXY_ENABLED = False
TELNETCONSOLE_ENABLED = False
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Encoding": "gzip, deflate",  # what the archive, which keeps bodies as served, can undo
    "Accept-Language": "zh-CN,zh;q=0.9,en;q=0.1",
}
COOKIES_ENABLED = True  # some gates answer 302 to the same address until their cookie comes back
METAREFRESH_ENABLED = False  # stub pages are followed by us, three hops, with the stub kept
HTTPERROR_ALLOW_ALL = True
REFERRER_POLICY = "no-referrer"

# Responses pass this list from the bottom up: raw answer, decompressed, written to WARC, judged, redirected.
DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "crawler.coding.Decoded": 660,
    "crawler.addresses.RegisteredHosts": 50,
    "crawler.politeness.Politeness": 60,
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
    "crawler.politeness.Retries": 550,
    "crawler.fetching.FetchLog": 640,
    "crawler.fetching.RawAnswer": 680,
    "crawler.origin.TakenOut": 690,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "crawler.politeness.SharedRobots": 100,
    "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware": None,
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
}
EXTENSIONS = {
    "scrapy.extensions.telnet.TelnetConsole": None,
    "crawler.progress.Progress": 100,
}
SPIDER_MIDDLEWARES: dict[str, int | None] = {
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
}
LOG_LEVEL = "WARNING"
LOGSTATS_INTERVAL = 0
FEED_EXPORT_ENCODING = "utf-8"


def for_run(*, demo: bool, **given: Any) -> dict[str, Any]:
    """What one run adds: loopback portals are asked without pause; `given` are settings of the command line."""
    run: dict[str, Any] = {"GONGKAI_DEMO": demo}
    if demo:
        run |= {"DOWNLOAD_DELAY": LOOPBACK_DELAY, "BACK_OFF_FIRST": 0.05, "BACK_OFF_MOST": 0.2}
    return run | given
