"""One crawl by several processes, perhaps on several machines: which hosts are whose, and how their work becomes one.

Each process (shard) owns the pools whose name falls to it, so that a prefecture is asked by one process only and
politeness holds. Its frontier lies in Redis (crawler/frontier.py), its captures in the shared folder, in WARC files of
its own. It reads from a copy of archive.db and writes to none: `merge`, the one writer, makes rows of the files of all.
What is done is told by those files, so a shard that was killed goes on when it is started again.
"""

from __future__ import annotations

import argparse
import os
import sqlite3
import sys
import zlib
from contextlib import closing
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from archive import ArchiveError, captures, now, open_archive, open_reading
from archive.captures import RESUME_WITHIN, Run
from archive.rebuild import catch_up
from archive.store import WarcStore
from crawler import options
from crawler.addresses import site_of
from crawler.politeness import pools_for
from reference.portals import Portal

KEY = "gongkai:crawl"


@dataclass(frozen=True, slots=True)
class Shard:
    """One of several processes: its number from 0, how many there are, the Redis that they share."""

    number: int
    of: int
    redis: str

    @classmethod
    def named(cls, text: str) -> Shard:
        """From "0/2" and GONGKAI_REDIS. Raises ValueError for other words and where that is not set."""
        number, _, of = text.partition("/")
        if not (number.isdigit() and of.isdigit() and int(number) < int(of)):
            raise ValueError(f"--shard {text}: expected a number from 0 and how many there are, like 0/2")
        if not (redis := os.environ.get("GONGKAI_REDIS")):
            raise ValueError("--shard: set GONGKAI_REDIS to the shared Redis, like redis://127.0.0.1:6379/0")
        return cls(int(number), int(of), redis)

    def own(self, portals: list[Portal]) -> list[Portal]:
        """The portals of this shard's pools."""
        pools = pools_for(portals)
        return [row for row in portals if self.owns(pools[site_of(row.url or row.list_url)])]

    def owns(self, pool: str) -> bool:
        return zlib.crc32(pool.encode()) % self.of == self.number

    def ended(self, crawl: str) -> None:
        """Note that this shard has done its part: the crawl ends when all have."""
        client(self.redis).hset(f"{KEY}:{crawl}", str(self.number), "ended")

    def settings(self, crawl: str) -> dict[str, Any]:
        """What makes Scrapy take its frontier from Redis. It is begun empty: requests in flight are lost with a
        process, and the archive knows better what is left to do."""
        key = f"gongkai:{crawl}:{self.number}"
        return {
            "SCHEDULER": "scrapy_redis.scheduler.Scheduler",
            "SCHEDULER_QUEUE_CLASS": "crawler.frontier.PoolFrontier",
            "SCHEDULER_QUEUE_KEY": f"{key}:requests",
            "SCHEDULER_DUPEFILTER_KEY": f"{key}:seen",
            "DUPEFILTER_CLASS": "scrapy_redis.dupefilter.RFPDupeFilter",
            "SCHEDULER_FLUSH_ON_START": True,
            "SCHEDULER_PERSIST": False,
            "REDIS_URL": self.redis,
        }


def client(redis: str) -> Any:
    """The Redis at an address. Raises ArchiveError where the extra is not installed or nobody answers."""
    try:
        module = import_module("redis")
    except ImportError:
        raise ArchiveError("several machines need the extra `cluster`: pip install '.[cluster]'") from None
    try:
        server = module.Redis.from_url(redis, decode_responses=True)
        server.ping()
    except module.RedisError as error:
        raise ArchiveError(
            f"{redis}: no Redis answers ({error}). Start it, or correct GONGKAI_REDIS."
        ) from error
    return server


def begin(shard: Shard, archive: Path, folder: Path, **given: Any) -> Run:
    """This shard's run of the crawl that all shards share; the first to come names it."""
    server, at = client(shard.redis), now()
    name = f"{at[:4]}{at[5:7]}{at[8:13]}{at[14:16]}{at[17:19]}{at[20:23]}Z-{given['depth']}"
    server.set(KEY, name, nx=True, ex=int(RESUME_WITHIN.total_seconds()))
    crawl = str(server.get(KEY))
    server.hset(f"{KEY}:{crawl}", mapping={"of": str(shard.of), str(shard.number): "begun"})
    server.expire(f"{KEY}:{crawl}", int(RESUME_WITHIN.total_seconds()))
    copy = archive.with_name(f"{archive.name}.shard-{shard.number}")
    for left in (copy, Path(f"{copy}-wal"), Path(f"{copy}-shm")):
        left.unlink(missing_ok=True)
    if archive.exists():
        with closing(open_reading(archive).conn) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
    db = open_archive(copy, create=True)
    return captures.begin(db, folder, shard=str(shard.number), crawl=crawl, **given)


def merge(archive: Path, folder: Path, redis: str) -> tuple[str, int]:
    """The one writer: the rows of all shards' files, and the end of their crawl. Returns its id and the events.

    Raises ArchiveError where a shard has not ended (what it has closed is merged) or there is nothing to merge.
    """
    server = client(redis)
    if not (crawl := server.get(KEY)):
        raise ArchiveError(
            f"{redis} knows of no crawl; start its shards first (python -m crawler --shard 0/2)."
        )
    db = open_archive(archive, create=True)
    events = catch_up(db, folder)
    told = server.hgetall(f"{KEY}:{crawl}")
    if left := [n for n in range(int(told["of"])) if told.get(str(n)) != "ended"]:
        raise ArchiveError(
            f"crawl {crawl}: shard {', '.join(map(str, left))} of {told['of']} has not ended. {events} events are rows now; "
            "where it is not at work, start it again (on any machine), then merge again."
        )
    Run(db, WarcStore(folder, crawl, "shards", {}, shard="merge"), crawl).close({"events": events})
    server.delete(KEY, f"{KEY}:{crawl}")
    return str(crawl), events


def main(argv: list[str]) -> int:
    """`python -m crawler merge`."""
    parser = argparse.ArgumentParser(prog="python -m crawler merge", description=merge.__doc__)
    options.add_archive(parser)
    args = parser.parse_args(argv)
    try:
        crawl, events = merge(
            args.archive, args.captures, os.environ.get("GONGKAI_REDIS", "redis://127.0.0.1:6379/0")
        )
    except ArchiveError as error:
        print(f"crawler merge: {error}", file=sys.stderr)
        return 2
    print(f"crawl {crawl}: {events} events of all shards are rows now. Next: python -m parse.")
    return 0
