"""Scrapy's part of discovery: one request at a time of each portal, through the same middlewares as the crawl's.

What is asked and why is decided in search.py and discovery.py; the bytes are kept with the role "discover", which is
never read as a report and says nothing of coverage.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import scrapy
from scrapy import Request
from scrapy.http import Response, TextResponse
from twisted.python.failure import Failure

from archive.captures import Run
from crawler import discovery, lists
from crawler.addresses import names_above, site_of
from crawler.attachments import DOCUMENT
from crawler.discovery import Step
from crawler.fetching import page_key
from crawler.identity import joined
from crawler.outcomes import holds_report
from crawler.politeness import pool_of
from crawler.recognition import fingerprints
from crawler.requesting import asked, twin
from crawler.search import BELOW, MORE, Find, Search
from reference.divisions import townships
from reference.portals import Portal

HOPS = 3
TWIN_AFTER = {"refused", "tls", "time_out", "broken"}


class DiscoverSpider(scrapy.Spider):
    """Portals in, finds out: `states` holds a search for each."""

    name = "discover"

    def __init__(self, portals: list[Portal], run: Run, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.run = run
        self.states = {portal.code: Search(portal) for portal in portals}
        self.units = {portal.code: units_of(portal.code) for portal in portals}
        self.sites = {site_of(portal.url): portal.code for portal in portals}

    def portal_at(self, url: str) -> str:
        """The code of the portal that an address belongs to; its site's name where it is none's."""
        site = site_of(url)
        return next((self.sites[name] for name in names_above(site) if name in self.sites), site)

    async def start(self) -> AsyncIterator[Request]:
        """The home page of every portal."""
        for search in self.states.values():
            search.push([Step(-1000, search.portal.url, "home")], "")
            for request in self._onward(search):
                yield request

    # -- requests

    def _onward(self, search: Search) -> Iterator[Request]:
        """The next request of a portal: what a candidate waits for, else the dearest step; none ends the search."""
        if search.waiting:
            request, kind, find = search.waiting.pop(0)
            yield self._request(search, request, CALLBACKS[kind], find)
        elif step := search.pop():
            yield self._request(search, Request(step.url), DiscoverSpider.on_step, step)
        else:
            search.ended = True

    def _request(self, search: Search, request: Request, callback: Callable[..., Any], about: Any) -> Request:
        meta = {"role": "discover", "portal": search.portal.code, "about": about, "then": callback}
        meta["download_slot"] = pool_of(request.url, self.settings.getdict("GONGKAI_POOLS"))
        return request.replace(
            callback=self.on_answer, errback=self.on_failure, meta=request.meta | meta, dont_filter=True
        )

    # -- answers

    def on_answer(self, response: Response) -> Iterator[Request]:
        """Any answer: stubs are followed, good pages handed to what they were asked for, then the next is asked."""
        search, meta = self.states[response.meta["portal"]], response.meta
        outcome = meta["outcome"]
        if outcome.name == "stub" and outcome.target and meta.get("hops", 0) < HOPS:
            onward = self._request(search, Request(outcome.target), meta["then"], meta["about"])
            yield onward.replace(meta=onward.meta | {"hops": meta.get("hops", 0) + 1})
            return
        if outcome.name in ("kept", "unchanged") and isinstance(response, TextResponse):
            meta["then"](self, search, response, meta["about"])
        elif outcome.name in ("kept", "unchanged"):
            document(response, meta["about"])
        else:
            self._note(search, page_key(asked(response)), f"{outcome.name} {outcome.detail or ''}")
        yield from self._onward(search)

    def on_failure(self, failure: Failure) -> Iterator[Request]:
        """No answer: a home page is tried once more under its twin scheme."""
        request: Request = failure.request  # type: ignore[attr-defined]
        search, outcome = self.states[request.meta["portal"]], request.meta.get("outcome")
        why = outcome.name if outcome else str(failure.value)
        about = request.meta["about"]
        is_home = isinstance(about, Step) and about.kind == "home"
        if is_home and why in TWIN_AFTER and not request.meta.get("twin"):
            onward = self._request(search, Request(twin(request.url)), request.meta["then"], about)
            yield onward.replace(meta=onward.meta | {"twin": True})
            return
        self._note(search, request.url, why)
        yield from self._onward(search)

    def _note(self, search: Search, url: str, why: str) -> None:
        if len(search.why) < 5:
            search.why.append(f"{url}: {why}".strip())

    def on_step(self, search: Search, response: TextResponse, step: Step) -> None:
        """A page of the way or a candidate."""
        onward = list(discovery.steps(response, step.organ, self.units[search.portal.code]))
        if step.kind == "home":
            search.home = fingerprints(response)
        elif find := search.candidate(step, response):
            self._look_closer(search, response, find)
            onward = [
                each for each in onward if each.kind != "frame"
            ]  # its own list, which it asks for itself
        search.push(onward, search.trail(step))

    def on_more(self, search: Search, response: TextResponse, find: Find) -> None:
        """The answer behind a candidate without rows: its frame, its API, its next page."""
        again = discovery.listing(response, search.home | {find.listing.family: find.listing.score})
        if lists.is_json(response) or not again.reports:
            again = discovery.read_as(response, find.listing.family, find.listing.score)
        if len(again.reports) > len(find.reports):
            again.score = max(again.score, find.listing.score)
            find.listing = again
        else:
            find.listing.following = again.following
        self._look_closer(search, response, find)

    def on_below(self, search: Search, response: TextResponse, find: Find) -> None:
        """A column below a candidate that shows no report itself."""
        inside = discovery.listing(response, search.home)
        find.inside += len(inside.reports)
        if inside.reports and not find.reports:
            find.listing.family, find.listing.score = inside.family, inside.score
            find.listing.strict = inside.strict
            self._sample(search, response, find, discovery.best_sample(inside.reports).url)

    def on_sample(self, search: Search, response: TextResponse, find: Find) -> None:
        """A report of the column, opened."""
        if holds_report(response.text):
            find.confirmed = "text"
        elif any(DOCUMENT.search(href) for href in response.xpath("//a/@href").getall()):
            find.confirmed = "attachment"

    def _look_closer(self, search: Search, response: TextResponse, find: Find) -> None:
        """What else must be asked to know a candidate: more of it, a column below it, one of its reports."""
        if find.reports:
            self._sample(search, response, find, discovery.best_sample(find.reports).url)
        elif find.listing.following is not None and find.more < MORE:
            find.more += 1
            search.waiting.append((find.listing.following, "more", find))
        elif holds_report(response.text):
            find.confirmed, find.inside = "text", 1
        else:
            for url, _ in find.below[:BELOW]:
                search.waiting.append((Request(url), "below", find))

    def _sample(self, search: Search, response: TextResponse, find: Find, url: str) -> None:
        if find.confirmed is None:
            search.waiting.append((Request(joined(response, url)), "sample", find))


CALLBACKS: dict[str, Callable[..., None]] = {
    "more": DiscoverSpider.on_more,
    "below": DiscoverSpider.on_below,
    "sample": DiscoverSpider.on_sample,
}


def document(response: Response, about: Any) -> None:
    """A report that is a file and no page."""
    if isinstance(about, Find):
        about.confirmed = "file"


def units_of(code: str) -> frozenset[str]:
    """The names of a county's townships, as reference knows them."""
    return frozenset(place.name for place in townships().values() if place.code.startswith(code))
