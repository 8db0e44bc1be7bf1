"""Harvest: pages that portals deleted, from archives of others that answer CDX questions (Wayback, pywb, Common Crawl).

Asked for are the registered columns and every known address that can no longer be had; taken is, of each page that
the archive has not, the newest capture that is a page. Each says where it comes from: `captures.source`.
"""

from __future__ import annotations

import posixpath
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import scrapy
from scrapy import Request
from scrapy.crawler import CrawlerProcess
from scrapy.http import Response, TextResponse
from scrapy.settings import Settings
from twisted.python.failure import Failure

from archive import captures, open_archive
from archive.captures import Run
from archive.known import hangs_on, held_page, holds_capture, unobtained
from archive.model import Link
from crawler import cdx
from crawler import settings as ours
from crawler.addresses import is_loopback_host, names_above, site_of
from crawler.attachments import attachments
from crawler.crawling import contact_known
from crawler.identity import identity, joined
from crawler.origin import Origin
from crawler.outcomes import title_of
from reference import titles
from reference.portals import Portal

DATA = "https://data.commoncrawl.org/"
NO_PAGE = ("soft_404", "stub", "challenge", "index_page", "redirect")  # what the archive kept was none
TRIES = 5  # captures of one page that are looked at until one is a page


@dataclass(slots=True)
class Harvest:
    """What to ask of whom: the CDX address, portals, further addresses (* at the end: all that begin so), years."""

    endpoint: str
    portals: list[Portal]
    urls: list[str] = field(default_factory=list)
    data: str = DATA
    versions: bool = False
    since: str = ""
    until: str = ""
    given: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Harvested:
    """Captures taken, captures that were known, and what went wrong."""

    kept: int
    known: int
    troubles: list[str]


def harvest(order: Harvest, archive: Path, folder: Path) -> Harvested:
    """Run it. Raises RefusedError or ArchiveError before any request."""
    hosts = {
        urlsplit(order.endpoint).hostname or "",
        *({urlsplit(order.data).hostname or ""} if _paged(order) else ()),
    }
    loopback = all(map(is_loopback_host, hosts))
    if not loopback:
        contact_known()
    kind = "demo" if all(is_loopback_host(portal.host) for portal in order.portals) else "real"
    db = open_archive(archive, create=True)
    run = captures.begin(
        db, folder, kind=kind, depth="harvest", settings={"cdx": order.endpoint}, portals=order.portals
    )
    settings = Settings()
    settings.setmodule(ours, priority="project")
    sites = [site_of(order.endpoint), *([site_of(order.data)] if _paged(order) else [])]
    settings.setdict(
        ours.for_run(demo=loopback, GONGKAI_HOSTS=sites, GONGKAI_POOLS={}, **order.given), priority="cmdline"
    )
    process = CrawlerProcess(settings)
    crawler = process.create_crawler(HarvestSpider)
    process.crawl(crawler, order=order, run=run)
    process.start()
    return _done(run, crawler)


def _paged(order: Harvest) -> bool:
    return cdx.is_paged(order.endpoint)


def _done(run: Run, crawler: Any) -> Harvested:
    spider: HarvestSpider | None = crawler.spider
    if crawler.stats.get_value("finish_reason") == "shutdown":
        run.stop()
    else:
        run.close({"kept": spider.kept if spider else 0})
    return (
        Harvested(spider.kept, spider.known, spider.troubles)
        if spider
        else Harvested(0, 0, ["the crawl did not begin"])
    )


class HarvestSpider(scrapy.Spider):
    """One CDX server in, captures out; what was taken is told by archive.db, so a killed harvest goes on."""

    name = "harvest"

    def __init__(self, order: Harvest, run: Run, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.order, self.run = order, run
        self.states: dict[str, Any] = {}
        self.sites = {
            site_of(url): row.code for row in order.portals for url in (row.url, row.list_url) if url
        }
        self.lists = {identity(row.list_url) for row in order.portals if row.list_url}
        self.rows: dict[str, list[cdx.Row]] = {}
        self.open: dict[str, int] = {}
        self.asked: set[str] = set()
        self.seen: set[tuple[str, str]] = set()
        self.kept = self.known = 0
        self.troubles: list[str] = []

    def portal_at(self, url: str) -> str:
        """The code of the portal that an address belongs to; its site's name where it is none's."""
        site = site_of(url)
        return next((self.sites[name] for name in names_above(site) if name in self.sites), site)

    async def start(self) -> AsyncIterator[Request]:
        """Columns, addresses named, and pages that are known and were never had."""
        columns = filter(None, (column_of(row) for row in self.order.portals))
        gone = (url for code in dict.fromkeys(self.sites.values()) for url in unobtained(self.run.db, code))
        for url in [*columns, *self.order.urls, *gone]:
            for request in self._question(url, **self._about(url)):
                yield request

    # -- questions

    def _question(self, url: str, **meta: Any) -> Iterator[Request]:
        """The first question for an address, once."""
        if url in self.asked:
            return
        self.asked.add(url)
        order, limit = self.order, self.settings.getint("GONGKAI_CDX_LIMIT", cdx.LIMIT)
        address = cdx.first(order.endpoint, url, limit=limit, since=order.since, until=order.until)
        yield from self._ask(address, url, meta)

    def _ask(self, address: str, about: str, meta: dict[str, Any]) -> Iterator[Request]:
        self.open[about] = self.open.get(about, 0) + 1
        told = {"role": "cdx", "about": about, "more": meta, "download_slot": site_of(address)}
        yield Request(address, self.on_index, errback=self.on_no_index, meta=told, dont_filter=True)

    def on_index(self, response: Response) -> Iterator[Request]:
        """An answer of the index; the last one for an address starts its captures."""
        about, more = response.meta["about"], response.meta["more"]
        answer = cdx.Answer([])
        try:
            if response.status == 200 and isinstance(response, TextResponse):
                answer = cdx.read(response.text)
            elif response.status not in (404, 400):
                self.troubles.append(f"{response.url}: {response.meta['outcome'].name} {response.status}")
        except cdx.CdxError as error:
            self.troubles.append(f"{response.url}: {error}")
        rows = [row for row in answer.rows if (row.url, row.timestamp) not in self.seen]
        self.seen.update((row.url, row.timestamp) for row in rows)
        self.rows.setdefault(about, []).extend(rows)
        for address in cdx.following(response.url, answer):
            yield from self._ask(address, about, more)
        yield from self._answered(about, more)

    def on_no_index(self, failure: Failure) -> Iterator[Request]:
        """The index gave no answer to one question."""
        request: Request = failure.request  # type: ignore[attr-defined]
        self._failed(request, failure)
        yield from self._answered(request.meta["about"], request.meta["more"])

    def _answered(self, about: str, more: dict[str, Any]) -> Iterator[Request]:
        self.open[about] -= 1
        if self.open[about] == 0:
            yield from self._captures(self.rows.pop(about, []), more)

    # -- captures

    def _captures(self, rows: Iterable[cdx.Row], more: dict[str, Any]) -> Iterator[Request]:
        for page, found in cdx.by_page(rows).items():
            if page in self.lists or self.portal_at(found[0].url) not in self.sites.values():
                continue
            if not self.order.versions and held_page(self.run.db, page):
                self.known += 1
                continue
            yield from self._next(found if self.order.versions else found[:TRIES], more)

    def _next(self, rows: list[cdx.Row], more: dict[str, Any]) -> Iterator[Request]:
        """The newest capture that is not known; the rest waits for what it is."""
        for number, row in enumerate(rows):
            if holds_capture(self.run.db, row.url, row.at):
                self.known += 1
                continue
            yield self._capture(row, rows[number + 1 :], more)
            return

    def _capture(self, row: cdx.Row, rest: list[cdx.Row], more: dict[str, Any]) -> Request:
        headers = {}
        if row.filename and row.offset is not None and row.length and _paged(self.order):
            address = self.order.data.rstrip("/") + "/" + row.filename
            span = f"bytes={row.offset}-{row.offset + row.length - 1}"
            more = more | {
                "download_maxsize": row.length + 2**20
            }  # no server may send the whole file instead
            headers, source = {"Range": span}, f"cdx {address} {span}"
        else:
            address = cdx.replay_address(self.order.endpoint, row)
            source = f"cdx {address}"
        meta = {"role": "import"} | more
        meta |= {
            "origin": Origin(row.url, row.at, source),
            "rest": rest,
            "more": more,
            "dont_redirect": True,
            "download_slot": site_of(address),
        }
        meta["download_timeout"] = self.settings.getint("ATTACHMENT_TIMEOUT")
        return Request(
            address,
            self.on_capture,
            errback=self.on_no_capture,
            headers=headers,
            meta=meta,
            dont_filter=True,
            priority=10,
        )

    def on_capture(self, response: Response) -> Iterator[Request]:
        """A capture: a page, what it was already, or no page, then an older one is looked at."""
        outcome, meta = response.meta["outcome"].name, response.meta
        self.kept += outcome == "kept"
        self.known += outcome == "unchanged"
        if outcome not in ("kept", "unchanged", *NO_PAGE):
            self.troubles.append(f"{meta['origin'].source}: {outcome} {meta['outcome'].detail or ''}".strip())
        if outcome not in ("kept", "unchanged") or self.order.versions:
            yield from self._next(meta["rest"], meta["more"])
        if outcome == "kept" and meta["role"] == "import" and isinstance(response, TextResponse):
            yield from self._of_page(response, meta["origin"])

    def on_no_capture(self, failure: Failure) -> Iterator[Request]:
        """A capture that cannot be had; an older one may."""
        request: Request = failure.request  # type: ignore[attr-defined]
        self._failed(request, failure)
        yield from self._next(request.meta["rest"], request.meta["more"])

    def _of_page(self, response: TextResponse, origin: Origin) -> Iterator[Request]:
        """A page headed as a report is known from now on, so that deep runs see whether the portal has it; what hangs
        on it is asked for too."""
        title = titles.judge(title_of(response.text), column=True)
        if not title.is_report or not title.year:
            return
        page = Link(
            origin.url, title_of(response.text), "report", title.year, title.organ, identity(origin.url)
        )
        self.run.links(self.portal_at(origin.url), origin.source.removeprefix("cdx "), [page])
        joint = ((joined(response, link.url), link.title) for link in attachments(response))
        ours = [
            (url, text)
            for url, text in joint
            if cdx.is_address(url) and self.portal_at(url) in self.sites.values()
        ]
        found = [Link(url, text, "attachment", None, title.organ, identity(url)) for url, text in ours]
        self.run.links(self.portal_at(origin.url), origin.url, found)
        for link in found:
            yield from self._question(link.url, **self._about(link.url))

    def _about(self, url: str) -> dict[str, str]:
        """What a capture of this address is to the archive, where a page has told."""
        page = hangs_on(self.run.db, url)
        return {"role": "attachment", "found_on": page[0], "link_text": page[1]} if page else {}

    def _failed(self, request: Request, failure: Failure) -> None:
        outcome = request.meta.get("outcome")
        self.troubles.append(f"{request.url}: {outcome.name if outcome else failure.value}")


def column_of(portal: Portal) -> str | None:
    """The folder of a portal's column with a star; None where the column is a page of the site's root."""
    parts = urlsplit(portal.list_url or "")
    folder = posixpath.dirname(parts.path)
    return f"{parts.scheme}://{parts.netloc}{folder}/*" if folder.strip("/") else None
