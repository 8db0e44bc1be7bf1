"""The one Scrapy spider: it walks every portal's lists through the portal's family and asks for what is new.

It decides nothing but "is this a report page, of which year, and its attachments". Politeness, archiving and judging
lie in the middlewares; what was done is told by archive.db.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any

import scrapy
from scrapy import Request
from scrapy.http import Response, TextResponse
from twisted.python.failure import Failure

from archive.captures import Run
from archive.known import has_links
from archive.model import Link as Shown
from crawler import lists
from crawler.addresses import names_above, site_of
from crawler.attachments import attachments
from crawler.columns import columns_below
from crawler.family import GENERIC, Link, families
from crawler.fetching import page_key, replay
from crawler.identity import identity, joined
from crawler.outcomes import RETRY_NEXT_NIGHT, holds_report, title_of
from crawler.plan import Plan
from crawler.politeness import PoolClosedError, pool_of
from crawler.recognition import contradiction, read, read_as_met
from crawler.requesting import asked, of_link, of_list, ours, shown_by, shown_on, twins, wanted
from crawler.state import PortalState
from reference import titles
from reference.portals import Portal

STUB_HOPS = 3
COLUMN_DEPTH = 3
LIST_PAGES = 300
IDLE_PAGES = 1  # pages that showed nothing new in this walk; some networks answer page 1 for ever
KNOWN = ("kept", "unchanged", "not_modified", "not_found", "soft_404", "redirect")
TWIN_AFTER = {"refused", "tls", "time_out", "broken", "dns"}


class PortalSpider(scrapy.Spider):
    """Portals in, fetches out."""

    name = "portals"

    def __init__(self, portals: list[Portal], run: Run, plan: Plan, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.run, self.plan = run, plan
        self.states: dict[str, PortalState] = {}
        self.rows: dict[str, list[Portal]] = {}
        self.sites: dict[str, str] = {}
        for portal in portals:
            self.rows.setdefault(portal.code, []).append(portal)
            for url in filter(None, (portal.url, portal.list_url)):
                self.sites.setdefault(site_of(url), portal.code)

    def portal_at(self, url: str) -> str:
        """The code of the portal that an address belongs to; its site's name where it is none's."""
        site = site_of(url)
        return next((self.sites[name] for name in names_above(site) if name in self.sites), site)

    async def start(self) -> AsyncIterator[Request]:
        """Every portal's lists, what earlier nights did not get, and in a deep run what is known."""
        for code in self.plan.order(self.rows):
            if self.run.portal_state(code) == "done":
                continue
            state = self.states[code] = PortalState(code)
            state.columns = {identity(portal.list_url) for portal in self.rows[code]}
            self.run.portal(code, "started")
            requests = [*self._columns(code), *self._left_over(code), *self._known(code)]
            for request in requests:
                yield request
            if not requests:
                state.finish(self.run)

    # -- requests

    def _pool(self, url: str) -> str:
        return pool_of(url, self.settings.getdict("GONGKAI_POOLS"))

    def _columns(self, code: str) -> Iterator[Request]:
        for portal in self.rows[code]:
            family = families()[portal.family or GENERIC]
            if portal.list_url:
                first = family.first_request(portal)
                yield self._list(first, code, family.name, top=True, organ=portal.organ)

    def _left_over(self, code: str) -> Iterator[Request]:
        for row in self.run.open_links(code, RETRY_NEXT_NIGHT):
            if self.run.tried(row["url"]) is None:
                yield self._ask(code, shown_by(row), row["found_on"])

    def _known(self, code: str) -> Iterator[Request]:
        if not self.plan.looks_again:
            return
        for row in self.run.open_links(code, KNOWN):
            asked_as_list = row["found_on"] == row["url"]
            if not asked_as_list and self.plan.due(row) and self.run.tried(row["url"]) is None:
                yield self._ask(code, shown_by(row), row["found_on"]).replace(
                    headers=self.run.validators(row["url"])
                )

    def _list(self, request: Request, code: str, family: str, **more: Any) -> Request:
        carried = {"of": request.meta["of"]} if "of" in request.meta else {}
        meta = carried | of_list(code, family, download_slot=self._pool(request.url), **more)
        request = request.replace(callback=self.on_list, errback=self.on_failure, meta=meta, dont_filter=True)
        request.headers.update(self.run.validators(page_key(request)))
        self.states[code].open += 1
        return request

    def _ask(self, code: str, link: Shown, found_on: str | None, **more: Any) -> Request:
        patience = self.settings.getint("ATTACHMENT_TIMEOUT") if link.role == "attachment" else None
        meta = of_link(
            code, link, found_on, download_timeout=patience, download_slot=self._pool(link.url), **more
        )
        self.states[code].open += 1
        # An article goes before the next list, so that a portal is finished before another of its pool begins.
        request = Request(link.url, self.on_page, errback=self.on_failure, meta=meta)
        return request.replace(dont_filter=True, priority=10)

    # -- answers

    def on_list(self, response: Response) -> Iterator[Request]:
        """A list page, good or not."""
        state = self.states[response.meta["portal"]]
        try:
            yield from self._read_list(response, state)
        finally:
            state.left(self.run)

    def on_page(self, response: Response) -> Iterator[Request]:
        """A report page or an attachment, good or not."""
        state = self.states[response.meta["portal"]]
        try:
            yield from self._read_page(response, state)
        finally:
            state.left(self.run)

    def on_failure(self, failure: Failure) -> Iterator[Request]:
        """No answer came; a portal's list is tried under its other addresses."""
        request: Request = failure.request  # type: ignore[attr-defined]
        state, meta = self.states[request.meta["portal"]], request.meta
        outcome = meta.get("outcome")
        why = outcome.name if outcome else str(failure.value)
        try:
            left: list[str] = meta.get("twin", twins(request.url, why)) if meta.get("top") else []
            if left and why in TWIN_AFTER:
                state.open += 1
                yield request.replace(url=left[0], meta=ours(meta) | {"twin": left[1:], "dont_retry": True})
            elif meta["role"] == "list":
                state.trouble(f"{request.url}: {why}")
            elif isinstance(failure.value, PoolClosedError):
                state.trouble(why)
        finally:
            state.left(self.run)

    def _read_list(self, response: Response, state: PortalState) -> Iterator[Request]:
        meta, outcome, key = response.meta, response.meta["outcome"], page_key(asked(response))
        if outcome.name == "stub" and outcome.target and meta.get("hops", 0) < STUB_HOPS:
            yield self._again(response, state, outcome.target)
            return
        if outcome.name == "not_modified":
            record = self.run.stored(key)
            response = replay(asked(response), record) if record else response
        if outcome.name not in ("kept", "unchanged", "not_modified") or not isinstance(
            response, TextResponse
        ):
            first = (meta.get("redirect_urls") or [key])[0]
            state.trouble(f"{first}: {outcome.name} {outcome.detail or ''}".strip())
            return
        if not state.takes(key, response):
            return
        reader = read if meta.get("page") else read_as_met
        try:
            found = reader(response, meta["family"], wanted)
        except Exception as error:  # what a changed template breaks is this portal's trouble, not the night's
            state.trouble(f"{key}: list cannot be read as {meta['family']} ({type(error).__name__}: {error})")
            return
        links, following = found.links, found.following
        if found.strange:
            state.trouble(
                f"{key}: {found.strange} links left out: neither they nor the page name yearly reports"
            )
        self._tell_family(state.code, key, meta, found.family)
        if (
            meta.get("page")
            and not links
            and not lists.is_json(response)
            and len(response.xpath("//a[@href]")) > 20
        ):
            # A further page, or an API, that shows a site's menus: the portal serves another page in its place.
            state.trouble(f"{key}: a page with links but no rows, where rows were promised")
        if meta["role"] == "report":  # a column that is itself the report
            state.links += 1
            state.kept += outcome.name == "kept"
            yield from self._attached(response, state, key)
        same = outcome.name != "kept" and self.plan.trusts(state.code) and has_links(self.run.db, key)
        if not same:  # else the archive has these links, and knows that the list still shows them
            yield from self._articles(response, state, key, links)
        # A shell whose rows come by script is the same every night: only a page with rows can say "nothing new".
        stale = same and bool(links) and not meta.get("page")
        state.links += len(links)
        yield from self._further(response, state, stale, links, following)

    def _tell_family(self, code: str, key: str, meta: dict[str, Any], read_as: str) -> None:
        """A page that was read as another family than its row names is a problem of the registry."""
        if not meta.get("page"):
            self.run.problem(code, "family_differs", key, contradiction(meta["family"], read_as))
            meta["family"] = read_as

    def _articles(
        self, response: TextResponse, state: PortalState, key: str, links: list[Link]
    ) -> Iterator[Request]:
        organ, list_title = response.meta.get("organ"), title_of(response.text)
        shown = [state.one_address(self.run, shown_on(response, link, organ)) for link in links]
        of = {
            "family": response.meta["family"],
            "column_depth": response.meta["column_depth"] + 1,
            "walk": set(),
        }
        for link in self.run.links(state.code, key, shown):
            yield self._ask(state.code, link, key, list_title=list_title, **of)

    def _further(
        self,
        response: TextResponse,
        state: PortalState,
        stale: bool,
        links: list[Link],
        following: Request | None,
    ) -> Iterator[Request]:
        meta = response.meta
        walk: set[str] = meta["walk"]
        urls = {joined(response, link.url) for link in links}
        if meta["column_depth"] < COLUMN_DEPTH and not meta.get("page"):
            for column in columns_below(response, urls):
                if self.plan.visits(column.url, column.organ) and state.is_new(column.url):
                    yield self._list(
                        Request(column.url), state.code, meta["family"], organ=column.organ or meta.get("organ"),
                        column_depth=meta["column_depth"] + 1,
                    )  # fmt: skip
        idle = meta.get("idle", 0) + 1 if urls <= walk else 0
        if following is None or stale or idle > IDLE_PAGES or meta.get("page", 0) >= LIST_PAGES:
            return
        walk |= urls
        yield self._list(
            following, state.code, meta["family"], organ=meta.get("organ"), walk=walk, idle=idle, page=meta.get("page", 0) + 1,
            column_depth=meta["column_depth"],
        )  # fmt: skip

    def _read_page(self, response: Response, state: PortalState) -> Iterator[Request]:
        meta, outcome, key = response.meta, response.meta["outcome"], page_key(asked(response))
        if outcome.name == "stub" and outcome.target and meta.get("hops", 0) < STUB_HOPS:
            yield self._again(response, state, outcome.target)
            return
        if outcome.name == "kept":
            state.kept += 1
        readable = outcome.name in ("kept", "unchanged") and meta["role"] == "report"
        if not readable or not isinstance(response, TextResponse):
            return
        if response.meta.get("redirect_urls") or meta.get("hops"):
            self.run.links(
                state.code,
                meta["found_on"],
                [Shown(key, meta.get("link_text", ""), "report", None, meta.get("organ"), identity(key))],
            )
        yield from self._attached(response, state, key)
        if titles.is_column(meta.get("link_text") or "") and not holds_report(response.text):
            yield from self._as_list(response, state, key)

    def _as_list(self, response: TextResponse, state: PortalState, key: str) -> Iterator[Request]:
        """An article whose title may as well be a column's (2024年政府信息公开年报), and which is the column."""
        meta = response.meta
        if meta.get("family") and meta["column_depth"] <= COLUMN_DEPTH and state.is_new(key):
            meta["walk"] = set()
            found = read_as_met(response, meta["family"], wanted)
            yield from self._articles(response, state, key, found.links)
            state.links += len(found.links)
            yield from self._further(response, state, False, found.links, found.following)

    def _attached(self, response: TextResponse, state: PortalState, key: str) -> Iterator[Request]:
        organ = response.meta.get("organ")
        found = [
            Shown(link.url, link.title, "attachment", None, organ, identity(link.url))
            for link in attachments(response)
        ]
        for link in self.run.links(state.code, key, found):
            yield self._ask(state.code, link, key)

    def _again(self, response: Response, state: PortalState, target: str) -> Request:
        """Follow a stub; what it leads to is asked as what the stub stood for."""
        state.open += 1
        meta = ours(response.meta) | {"hops": response.meta.get("hops", 0) + 1}
        return asked(response).replace(url=target, method="GET", body="", headers={}, meta=meta)
