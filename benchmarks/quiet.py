"""A night without news over every county portal of the registry, on a simulated clock: what politeness alone costs.

The spider, scheduler, slots, delays, robots and archive are the real ones; only the network and the clock are not: an
answer comes after its host's own time (most within 1.5 s, one in ten after 5 to 20 s), and where nothing can be done
before the next timer the clock jumps to it. Every portal has one known list, kept in the night before.

Prints requests a list, the wall time in simulated minutes, and its ratio to the floor: the longest pool's sum over its
requests of the pause before each or the time of the answer, whichever is longer. Exit 1 above 1.15, or where a list
was asked twice or without its validators.
"""

from __future__ import annotations

import asyncio
import json
import os
import selectors
import sys
import tempfile
import zlib
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any, ClassVar

os.environ.setdefault("GONGKAI_CONTACT", "benchmark@example.org")

from scrapy import Request
from scrapy.core import downloader
from scrapy.http import HtmlResponse, Response

from archive import Exchange, Link, open_archive
from archive.captures import begin
from crawler import settings as ours
from crawler.crawling import Crawl, chosen, crawl
from crawler.politeness import pool_of, pools_for
from reference import portals
from reference.portals import Portal

FAMILY = "cms-html-fj"
PAGE = (
    "<html><head><title>年报</title></head><body><ul><li><a href='/cms/html/{n}.html'>{name}2024年政府信息公开工作年度报告</a>"
    "<span>2025-01-20</span></li></ul></body></html>"
)
MOST = 1.15


class Jumping(selectors.DefaultSelector):
    """Waits for nothing: where no file is ready the clock moves on by what would have been waited."""

    now: ClassVar[float] = 1000.0

    def select(self, timeout: float | None = None) -> list[Any]:
        ready = super().select(0 if timeout is None or timeout > 0 else timeout)
        if not ready and timeout and timeout > 0:
            Jumping.now += timeout
        return ready


class SimulatedLoop(asyncio.SelectorEventLoop):
    """An event loop on the jumping clock."""

    def __init__(self) -> None:
        super().__init__(Jumping())

    def time(self) -> float:
        return Jumping.now


class Network:
    """Download handler: each host answers after its own time, an unchanged list with 304."""

    lazy = False
    seen: ClassVar[list[tuple[str, str, float, bool]]] = []

    def __init__(self, crawler: Any) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Any) -> Network:
        return cls(crawler)

    async def download_request(self, request: Request) -> Response:
        """robots.txt is not there; a list is as it was."""
        took = answer_time(request.url)
        Network.seen.append(
            (request.url, request.meta["download_slot"], took, "If-None-Match" in request.headers)
        )
        await asyncio.sleep(took)
        return HtmlResponse(request.url, status=304 if "/nb/" in request.url else 404, request=request)

    async def close(self) -> None:
        """Nothing is open."""


def answer_time(url: str) -> float:
    """Seconds after which a host answers; the same for all its pages."""
    rng = Random(zlib.crc32(url.split("/")[2].encode()))
    return rng.uniform(5, 20) if rng.random() < 0.1 else rng.uniform(0.2, 1.5)


def counties() -> list[Portal]:
    """The county portals of the registry, each with a list that a night before has seen."""
    rows = {row.url: row for row in chosen(portals.load(None), None) if row.level == "county"}
    return [
        replace(row, family=FAMILY, list_url=row.url.rstrip("/") + "/nb/index.html") for row in rows.values()
    ]


def the_night_before(rows: list[Portal], folder: Path) -> None:
    """An archive in which every list was read to its end and its report is kept."""
    run = begin(open_archive(folder / "a.db", create=True), folder / "c", kind="real", portals=rows)
    for number, row in enumerate(rows):
        body = PAGE.format(n=number, name=row.name).encode()
        tags = ((b"Content-Type", b"text/html; charset=utf-8"), (b"ETag", b'"%d"' % number))
        common: dict[str, Any] = {
            "portal": row.code,
            "outcome": "kept",
            "status": 200,
            "headers": tags,
            "body": body,
        }
        report = f"{row.url.rstrip('/')}/cms/html/{number}.html"
        run.portal(row.code, "started")
        run.fetch(Exchange(row.list_url, role="list", **common))
        run.links(
            row.code, row.list_url, [Link(report, f"{row.name}2024年政府信息公开工作年度报告", year=2024)]
        )
        run.fetch(Exchange(report, role="report", **common))
        run.portal(row.code, "done", pages=1, links=1, kept=1)
    run.close({})


def floor(pools: Mapping[str, str]) -> float:
    """Seconds that the longest pool needs at least."""
    sums: dict[str, float] = defaultdict(float)
    for url, _, took, _ in Network.seen:
        sums[pool_of(url, dict(pools))] += max(ours.DOWNLOAD_DELAY, took)
    return max(sums.values())


def main() -> int:
    """The night and its ratio."""
    downloader.monotonic = lambda: Jumping.now  # type: ignore[attr-defined]
    rows = counties()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        the_night_before(rows, folder)
        handler = "benchmarks.quiet.Network"
        given = {
            "ASYNCIO_EVENT_LOOP": "benchmarks.quiet.SimulatedLoop",
            "DOWNLOAD_HANDLERS": {
                "http": handler,
                "https": handler,
                "data": None,
                "file": None,
                "ftp": None,
                "s3": None,
            },
        }
        began = Jumping.now
        done = crawl(Crawl(rows, folder / "a.db", folder / "c", given=given))
    return told(rows, done.states, Jumping.now - began)


def told(rows: list[Portal], states: Mapping[str, Any], wall: float) -> int:
    """Print what was asked and how long it took."""
    lists = Counter(url for url, *_ in Network.seen if "/nb/" in url)
    robots = Counter(url for url, *_ in Network.seen if url.endswith("/robots.txt"))
    blind = sum(not known for url, _, _, known in Network.seen if "/nb/" in url)
    least, pools = floor(pools_for(rows)), {slot for _, slot, _, _ in Network.seen}
    result = {
        "portals": len(rows), "pools": len(pools), "requests": len(Network.seen), "lists": len(lists),
        "most_a_list": max(lists.values()), "most_a_robots": max(robots.values()), "without_validators": blind,
        "failed": sum(bool(state.why) for state in states.values()), "minutes": round(wall / 60, 1),
        "floor_minutes": round(least / 60, 1), "ratio": round(wall / least, 3),
    }  # fmt: skip
    print(json.dumps(result))
    good = max(lists.values()) == max(robots.values()) == 1 and not blind and result["failed"] == 0
    return int(not good or wall > MOST * least or len(lists) != len({row.list_url for row in rows}))


if __name__ == "__main__":
    import benchmarks.quiet as itself  # Scrapy takes the handler and the loop by name: one module, not two

    sys.exit(itself.main())
