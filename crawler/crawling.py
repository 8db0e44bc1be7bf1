"""One crawl from registry to closed archive: checks, the Scrapy process, what it counted."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from scrapy.crawler import CrawlerProcess
from scrapy.settings import Settings

from archive import captures, open_archive
from archive.known import last_states
from crawler import settings as ours
from crawler import shards
from crawler.addresses import is_loopback_host, site_of
from crawler.plan import Plan
from crawler.politeness import pools_for
from crawler.portal_spider import PortalSpider
from crawler.state import night
from reference.portals import Portal, current


class RefusedError(ValueError):
    """The crawl may not start as it was asked for; the message says what to change."""


@dataclass(slots=True)
class Crawl:
    """What to crawl and where to keep it."""

    portals: list[Portal]
    archive: Path
    captures: Path
    again: str | None = None
    until: datetime | None = None
    given: dict[str, Any] = field(default_factory=dict)
    shard: shards.Shard | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """What came of it: Scrapy's counts, the portals' states, why it ended ("finished", "hour", "shutdown")."""

    crawl: str
    reason: str
    stats: dict[str, Any]
    states: dict[str, Any]


def kind_of(portals: list[Portal]) -> str:
    """demo where every portal is on loopback, real where none is.

    Raises RefusedError for a mixture, and for a real registry without GONGKAI_CONTACT.
    """
    loopback = {is_loopback_host(portal.host) for portal in portals}
    if loopback == {True, False}:
        raise RefusedError(
            "the registry mixes loopback and other hosts; keep a demo's portals in a file of their own"
        )
    if loopback == {True}:
        return "demo"
    contact_known()
    return "real"


def contact_known() -> None:
    """Raises RefusedError where the operator is not named."""
    if not ours.CONTACT and not os.environ.get("GONGKAI_CONTACT"):
        raise RefusedError(
            "set GONGKAI_CONTACT to a mail address or page of the operator; portals are never asked anonymously"
        )


def chosen(portals: list[Portal], only: list[str] | None) -> list[Portal]:
    """Current rows, of the codes asked for; a code stands for all that begin with it (51 is Sichuan).

    Raises RefusedError where nothing is left.
    """
    rows = [portal for portal in current(portals) if not only or portal.code.startswith(tuple(only))]
    if not rows:
        raise RefusedError(f"no current portal with code {', '.join(only or [])} in the registry")
    return rows


def crawl(order: Crawl) -> Done:
    """Run it. Raises RefusedError or ArchiveError before any request."""
    kind = kind_of(order.portals)
    depth = "deep" if order.again == "all" else "nightly"
    given: dict[str, Any] = {"kind": kind, "depth": depth, "settings": facts(order), "portals": order.portals}
    if order.shard:
        run = shards.begin(order.shard, order.archive, order.captures, **given)
        order = replace(order, portals=order.shard.own(order.portals), given=order.shard.settings(run.id))
    else:
        run = captures.begin(open_archive(order.archive, create=True), order.captures, **given)
    listed = [portal for portal in order.portals if portal.list_url]
    plan = Plan(again=order.again, last=last_states(run.db))
    process = CrawlerProcess(scrapy_settings(order, demo=kind == "demo"))
    crawler = process.create_crawler(PortalSpider)
    process.crawl(crawler, portals=listed, run=run, plan=plan)
    process.start()
    reason = crawler.stats.get_value("finish_reason", "failed")
    states = night(crawler).states if crawler.spider else {}
    done = close(run, states, dict(crawler.stats.get_stats()), reason, shared=order.shard is not None)
    if order.shard and reason != "shutdown":
        order.shard.ended(run.id)
    return done


def close(
    run: captures.Run, states: dict[str, Any], stats: dict[str, Any], reason: str, *, shared: bool = False
) -> Done:
    """End the crawl's books: portals that the hour cut off are postponed; a crawl that was shut down goes on later, and
    one that is shared with other processes is ended by whoever merges them."""
    if reason == "shutdown":
        run.stop()
    else:
        for code, state in states.items():
            if not state.ended:
                run.portal(
                    code,
                    "postponed",
                    why=f"stopped: {reason}",
                    pages=state.pages,
                    links=state.links,
                    kept=state.kept,
                )
        counts = {k.removeprefix("gongkai/"): v for k, v in stats.items() if k.startswith("gongkai/")}
        if shared:
            run.stop()
        else:
            run.close(counts)
    return Done(run.id, reason, stats, states)


def facts(order: Crawl) -> dict[str, Any]:
    """The settings that the archive keeps with the crawl."""
    return {
        "user_agent": ours.USER_AGENT,
        "delay": ours.DOWNLOAD_DELAY,
        "again": order.again,
        "portals": len(order.portals),
    }


def scrapy_settings(order: Crawl, *, demo: bool) -> Settings:
    """crawler/settings.py and what this run adds."""
    settings = Settings()
    settings.setmodule(ours, priority="project")
    hosts = {site_of(url) for portal in order.portals for url in (portal.url, portal.list_url) if url}
    run = {
        "GONGKAI_HOSTS": sorted(hosts),
        "GONGKAI_POOLS": pools_for(order.portals),
        "GONGKAI_UNTIL": order.until,
    }
    settings.setdict(ours.for_run(demo=demo, **run, **order.given), priority="cmdline")
    return settings
