"""Every answer, good or not, is written to the archive before anything else sees it.

RawAnswer stands next to the network and holds the bytes as served; FetchLog stands behind the decompressor, mends the
encoding, judges, writes. In a crawl that was killed and goes on, FetchLog answers from the archive what this crawl
has asked before.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares import cookies
from scrapy.exceptions import IgnoreRequest
from scrapy.http import HtmlResponse, Response, TextResponse
from scrapy.http.request import NO_CALLBACK
from scrapy.responsetypes import responsetypes
from tldextract import TLDExtract

from archive.content import is_cut
from archive.known import has_page
from archive.model import READ_ROLES, Exchange, Headers, Kept, Link, Record
from crawler.addresses import site_of
from crawler.identity import identity
from crawler.origin import Origin
from crawler.outcomes import (
    Outcome,
    Shell,
    holds_report,
    is_shell,
    of_answer,
    of_failure,
    shell_of,
    title_of,
)
from crawler.politeness import PoolClosedError
from crawler.state import night
from crawler.tls import Rung
from reference.text import decode
from reference.titles import judge

# Scrapy's cookie jar would fetch the list of public suffixes from the net: the crawl asks nobody but its portals.
cookies._split_domain = TLDExtract(suffix_list_urls=(), include_psl_private_domains=True, cache_dir=None)


class AlreadyTriedError(IgnoreRequest):
    """This crawl asked for the address before it was killed, and got no answer."""


class RawAnswer:
    """Downloader middleware next to the network."""

    def process_response(self, request: Request, response: Response) -> Response:
        """Hold the answer as served until it is written."""
        if "replayed" not in response.flags:
            request.meta["raw"] = response
        return response


class FetchLog:
    """Downloader middleware: `request.meta["outcome"]` and `["kept"]` tell the spider what came of its request."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.night = night(crawler)
        self.run = self.night.run
        self.asked: set[int] = set()
        self.shells: dict[str, asyncio.Future[Shell | None]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> FetchLog:
        return cls(crawler)

    def process_request(self, request: Request) -> Response | None:
        """Answer from the archive what this very crawl has. Raises AlreadyTriedError where there was no answer."""
        key = hash(page_key(request))
        if not self.run.resumed or key in self.asked:
            return None
        self.asked.add(key)
        record = self.run.stored(page_key(request))
        if record is not None:
            return replay(request, record)
        if tried := self.run.tried(page_key(request)):
            raise AlreadyTriedError(f"{tried} in this crawl")
        return None

    async def process_response(self, request: Request, response: Response) -> Response:
        """Mend, judge, write."""
        if "replayed" in response.flags:
            response = in_its_encoding(response)
            request.meta["outcome"], request.meta["kept"] = self._as_then(request, response), None
            return response
        raw = request.meta.pop("raw", response)
        response = in_its_encoding(response)
        outcome = of_answer(request, response)
        if (
            outcome.name == "kept"
            and (shell := await self._shell(request, response))
            and is_shell(request, response, shell)
        ):
            outcome = Outcome("soft_404", "same_as_nonsense")
        if request.meta.get("role") == "list" and outcome.name == "kept" and is_report(response):
            self._lists_itself(request, response)
        kept = self._write(request, outcome, raw, parsed(request, response))
        name = kept.outcome if kept and outcome.name == "kept" else outcome.name
        request.meta["outcome"], request.meta["kept"] = Outcome(name, outcome.detail, outcome.target), kept
        return response

    def _as_then(self, request: Request, response: Response) -> Outcome:
        """What was made of a replayed answer before the crawl was killed: a stub leads on now as it did then."""
        if request.meta.get("role") == "list" and is_report(response):
            request.meta["role"] = "report"
        then = self.run.tried(page_key(request))
        again = of_answer(request, response)
        if then in (None, "kept", "unchanged", "not_modified"):
            return Outcome("kept")
        return again if again.name == then else Outcome(then)

    def _lists_itself(self, request: Request, response: Response) -> None:
        """A column that is the report: its page is kept as a report too, and known as one before its fetch is written."""
        url, portal = page_key(request), request.meta["portal"]
        title = title_of(response.text) if isinstance(response, TextResponse) else ""
        shown = Link(url, title, "report", judge(title).year, request.meta.get("organ"), identity(url))
        self.run.links(portal, url, [shown])
        request.meta["role"] = "report"

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Write a failure as the fetch that it was; what was never asked is no fetch."""
        if isinstance(exception, (AlreadyTriedError, PoolClosedError)):
            return
        outcome = of_failure(request, exception)
        if outcome:
            request.meta["outcome"] = outcome
            self._write(request, outcome, None)

    def _write(
        self, request: Request, outcome: Outcome, raw: Response | None, page: Any = None
    ) -> Kept | None:
        stats = self.crawler.stats
        exchange = replace(exchange_of(request, outcome, raw, self.night.portal_at), page=page)
        try:
            kept = self.run.fetch(exchange)
        except ValueError as error:  # the archive refuses a body that unpacks beyond all bounds
            kept = self.run.fetch(
                exchange_of(request, Outcome("too_large", str(error)), None, self.night.portal_at)
            )
        stats.inc_value("gongkai/requests")
        stats.inc_value(f"gongkai/outcome/{kept.outcome}")
        stats.inc_value(f"gongkai/role/{exchange.role}/{kept.outcome}")
        stats.inc_value("gongkai/bytes", len(raw.body) if raw is not None else 0)
        return kept

    async def _shell(self, request: Request, response: Response) -> Shell | None:
        """What the host answers to nonsense: asked once, and only on a host that has something new."""
        if request.meta.get("role") not in ("report", "list") or not isinstance(response, TextResponse):
            return None
        site = site_of(request.url)
        if site not in self.shells:
            if request.meta["role"] == "list" and has_page(self.run.db, page_key(request)):
                return None
            self.shells[site] = asyncio.ensure_future(self._probe(request))
        return await self.shells[site]

    async def _probe(self, request: Request) -> Shell | None:
        parts = urlsplit(request.url)
        nonsense = f"{parts.scheme}://{parts.netloc}/{secrets.token_hex(8)}/"
        meta = {
            "role": "probe",
            "portal": request.meta.get("portal"),
            "dont_retry": True,
            "dont_redirect": True,
        }
        engine = self.crawler.engine
        try:
            answer = (
                await engine.download_async(Request(nonsense, meta=meta, callback=NO_CALLBACK))
                if engine
                else None
            )
        except Exception:  # whatever befell the probe is in the fetch log; pages are judged without it
            return None
        return shell_of(in_its_encoding(answer)) if answer is not None else None


def exchange_of(request: Request, outcome: Outcome, raw: Response | None, portal_at: Any) -> Exchange:
    """What the archive is told; `raw` is the answer as served, None where none came."""
    meta = request.meta
    rung: Rung | None = meta.get("tls")
    lifted = f"tls {rung.name} ({'; '.join(rung.why)})" if rung and rung.why else None
    detail = "; ".join(filter(None, (outcome.detail, lifted)))
    address = getattr(raw, "ip_address", None)
    origin: Origin | None = meta.get("origin") if outcome.name == "kept" else None
    if (
        origin
    ):  # the portal's own answer, as another archive keeps it; what is no page stays a fetch of that archive
        return Exchange(
            url=origin.url, portal=portal_at(origin.url), role=meta["role"], outcome="kept", at=origin.at, status=200,
            headers=pairs(raw.headers) if raw is not None else (), body=raw.body if raw is not None else None,
            found_on=meta.get("found_on"), link_text=meta.get("link_text"), canonical=identity(origin.url), source=origin.source,
        )  # fmt: skip
    return Exchange(
        url=page_key(request), portal=meta.get("portal") or portal_at(request.url), role=meta.get("role", "report"),
        outcome=outcome.name, status=raw.status if raw is not None else None,
        headers=pairs(raw.headers) if raw is not None else (), body=raw.body if raw is not None else None,
        method=request.method, request_headers=pairs(request.headers), request_body=request.body,
        address=str(address) if address else None, organ=meta.get("organ"), found_on=meta.get("found_on"),
        link_text=meta.get("link_text"), canonical=identity(page_key(request)), detail=detail or None,
        marks=tuple(marks_of(request, raw)),
    )  # fmt: skip


def is_report(response: Response) -> bool:
    """Is the answer a page that is itself a report?"""
    return isinstance(response, TextResponse) and holds_report(response.text)


def marks_of(request: Request, raw: Response | None) -> Iterator[str]:
    """Problems that lie in how a page came."""
    if raw is None or request.meta.get("role") not in READ_ROLES:
        return
    rung: Rung | None = request.meta.get("tls")
    if rung and not rung.verify:
        yield "tls_unverified"
    if is_cut(raw.body):
        yield "truncated"


def parsed(request: Request, response: Response) -> Any:
    """The page as the spider will read it, for the archive to read too; None where the spider parses nothing."""
    if request.meta.get("role", "report") != "report" or not isinstance(response, HtmlResponse):
        return None
    return response.selector.root


def page_key(request: Request) -> str:
    """The address as the archive names it: pages asked by POST differ by their form, so it stands behind a #."""
    url = request.url.split("#", 1)[0]
    return f"{url}#post:{request.body.decode('utf-8', 'replace')}" if request.method == "POST" else url


def pairs(headers: Any) -> Headers:
    """Scrapy's headers as name and value, repeated ones kept."""
    return tuple((name, value) for name, values in headers.items() for value in values)


def in_its_encoding(response: Response) -> Response:
    """Text is decoded by its bytes, not by its label: GBK pages labelled utf-8 are common."""
    if not isinstance(response, TextResponse):
        return response
    declared = (response.headers.get("Content-Type") or b"").decode("latin-1")
    return response.replace(encoding=decode(response.body, declared)[1])


def replay(request: Request, record: Record) -> Response:
    """An archived answer as if it had just come."""
    headers: dict[str, list[str]] = {}
    for name, value in record.headers:
        if name.lower() not in (b"content-encoding", b"content-length", b"transfer-encoding"):
            headers.setdefault(name.decode("latin-1"), []).append(value.decode("latin-1"))
    status = 200 if record.status == 304 else record.status or 200
    kind = responsetypes.from_args(
        headers={k.encode(): v[-1].encode("latin-1") for k, v in headers.items()},
        url=request.url,
        body=record.content,
    )
    return kind(
        url=request.url,
        status=status,
        headers=headers,
        body=record.content,
        flags=["replayed"],
        request=request,
    )
