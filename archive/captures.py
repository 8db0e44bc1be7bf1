"""The crawl's verbs: a run writes an exchange to WARC first, then its rows, and knows what is already done.

run = begin(db, Path("captures"), kind="demo", depth="nightly", settings={…})
if (done := run.stored(url)): …           # answered in this very crawl before it was killed
headers = run.validators(url)             # If-None-Match, If-Modified-Since for a list page
kept = run.fetch(Exchange(url=…, portal="510422", role="list", outcome="kept", status=200, …))
new = run.links("510422", list_url, [Link(…), …])
run.portal("510422", "done", pages=3, links=12, kept=4)
run.flush()                               # once a second while idle; also done by itself
run.close({"kept": 4, …})
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from archive import bodies, content, events
from archive.db import claim
from archive.known import problems_of
from archive.light import Database
from archive.marks import Marks
from archive.model import READ_ROLES, Event, Exchange, Kept, Link, Record, capture_id, now
from archive.rebuild import catch_up, mark_applied
from archive.store import Place, WarcStore, payload_and_content
from reference.portals import Portal

FLUSH_SECONDS = 1.0
FLUSH_EVENTS = 64
RESUME_WITHIN = timedelta(hours=20)
"""A killed crawl goes on if it began this lately; older, it is closed as interrupted and a new one begins."""


class Run:
    """One run of the crawler over an archive; `id` names its crawl, `resumed` says that it goes on with one."""

    def __init__(self, db: Database, store: WarcStore, crawl: str, *, resumed: bool = False) -> None:
        self.db, self.store, self.id, self.resumed = db, store, crawl, resumed
        self._since, self._events = time.monotonic(), 0
        self._marks = Marks(db)

    # -- what is written

    def fetch(self, exchange: Exchange) -> Kept:
        """Keep an exchange, good or not: WARC records first, then its rows.

        A `kept` exchange becomes a capture unless the newest capture of the same canonical address holds the
        same bytes or says the same: then its outcome is `unchanged` and `capture_id` names that one.
        Raises ValueError for a body that unpacks beyond all bounds (outcome too_large, body left out).
        """
        payload, body = payload_and_content(exchange)
        event = _fetch_event(self.id, exchange, payload, body)
        article = event.pop("article")
        if exchange.outcome == "kept" and body is not None:
            self._judge(event)
        if event["outcome"] == "kept":
            event["marks"] += self._marks.of_page(exchange.portal, event["site_code"], article)
        file, offset = self.store.keep(exchange, event, self._original(payload))
        self._apply(event | {"warc_file": file})
        new = event["outcome"] == "kept"
        return Kept(event["capture"], event["outcome"], file, offset, event["sha256"], new)

    def links(self, portal: str, found_on: str, links: Iterable[Link]) -> list[Link]:
        """Keep what a list page shows; returns the links never seen before, in order."""
        shown = list({link.url: link for link in links}.values())
        if not shown:
            return []
        known = {
            url for link in shown for (url,) in self._rows("select url from links where url = ?", link.url)
        }
        self._note(found_on, event="links", portal=portal, links=[asdict(link) for link in shown])
        return [link for link in shown if link.url not in known]

    def portal(
        self,
        portal: str,
        state: str,
        *,
        why: str | None = None,
        pages: int | None = None,
        links: int | None = None,
        kept: int | None = None,
    ) -> None:
        """Keep how far a portal is: `started`, `done`, `failed` (with why) or `postponed` to the next night."""
        finished = None if state == "started" else now()
        counts = {"pages": pages, "links": links, "kept": kept, "why": why}
        self._note(None, event="portal", portal=portal, state=state, finished_at=finished, **counts)

    def problem(self, portal: str, kind: str, at: str, says: tuple[str, str] | None) -> None:
        """Say what is wrong with a portal's page `at`, in Chinese and English; None takes back what was said."""
        if problems_of(self.db, portal, kind, at) != ([says] if says else []):
            zh, en = says or (None, None)
            self._note(None, event="problem", portal=portal, kind=kind, about=at, says_zh=zh, says_en=en)

    def close(self, counts: dict[str, Any]) -> None:
        """End the crawl: its counts are kept and the WARC file is closed."""
        self._note(None, event="crawl_end", counts=counts)
        self.flush()
        self.store.close()
        self._mark_closed()

    def stop(self) -> None:
        """Close the file without ending the crawl: the next run goes on with it."""
        self.flush()
        self.store.close()
        self._mark_closed()

    def flush(self) -> None:
        """Put the records on disk, then commit the rows that name them."""
        self._since, self._events = time.monotonic(), 0
        if not self.db.conn.in_transaction:
            return
        self.store.sync()
        self.db.conn.commit()

    # -- what is known

    def stored(self, url: str) -> Record | None:
        """The answer that this very crawl already has for an address, from the archive; None: ask for it.

        After 304 and for unchanged pages it is the body that stands for the page.
        """
        row = self._rows(
            "select outcome, body_capture, warc_file, warc_offset, status from pages where url = ? and crawl = ?",
            url,
            self.id,
        )
        if not row or row[0][4] is None:
            return None
        outcome, capture, file, offset, _ = row[0]
        if outcome == "not_modified" and capture:
            found = self._rows("select warc_file, warc_offset from captures where id = ?", capture)
            file, offset = found[0] if found else (file, offset)
        return bodies.read(self.store.directory, file, offset)

    def tried(self, url: str) -> str | None:
        """The outcome that this crawl already has for an address, good or not; None where it has none."""
        row = self._rows("select outcome from pages where url = ? and crawl = ?", url, self.id)
        return row[0][0] if row else None

    def validators(self, url: str) -> dict[str, str]:
        """Headers that ask for a page only if it changed; empty where we hold no body of it."""
        row = self._rows(
            "select etag, last_modified from pages where url = ? and body_capture is not null", url
        )
        etag, modified = row[0] if row else (None, None)
        asked = {"If-None-Match": etag, "If-Modified-Since": modified}
        return {name: value for name, value in asked.items() if value}

    def portal_state(self, portal: str) -> str | None:
        """How far this crawl is with a portal; None where it has not begun."""
        row = self._rows("select state from crawl_portals where crawl = ? and portal = ?", self.id, portal)
        return row[0][0] if row else None

    def open_links(self, portal: str, states: Sequence[str] = ("new",)) -> list[dict[str, Any]]:
        """Links of a portal in some states (`new`, or the outcome of their last fetch), oldest first."""
        marks = ", ".join("?" * len(states))
        where = f"portal = ? and state in ({marks})"
        return list(self.db.table("links").rows_where(where, [portal, *states], order_by="first_seen, url"))

    # -- inside

    def _rows(self, sql: str, *values: Any) -> list[Any]:
        return self.db.conn.execute(sql, values).fetchall()

    def _judge(self, event: Event) -> None:
        """Is this a new capture, or what we hold already?"""
        # Bytes that were kept as a list's are not read: the same page as a report is a capture of its own.
        alike = f"canonical = ? and member_of is null{f' and role in {READ_ROLES}' if event['role'] in READ_ROLES else ''}"
        newest = (
            f"select id, sha256, text_sha256 from captures where {alike} order by fetched_at desc, id limit 1"
        )
        row = self._rows(newest, event["canonical"])
        # A list keeps its links in mark-up and scripts, so only its bytes tell that nothing is new.
        same_text = event["role"] in READ_ROLES and row and row[0][2] == event["text_sha256"]
        if row and (row[0][1] == event["sha256"] or same_text):
            event["outcome"], event["capture"] = "unchanged", row[0][0]
        else:
            event["capture"] = capture_id(event["url"], event["at"], event["sha256"])

    def _original(self, payload: str | None) -> Place | None:
        if payload is None:
            return None
        row = self._rows(
            "select warc_file, warc_offset, url, fetched_at from captures "
            "where payload_sha256 = ? and revisit = 0 and member_of is null order by fetched_at limit 1",
            payload,
        )
        return row[0] if row else None

    def _note(self, url: str | None, **event: Any) -> None:
        event = {"crawl": self.id, "at": now(), "url": url} | event
        self._apply(event | {"warc_file": self.store.note(event, url or "")})

    def _apply(self, event: Event) -> None:
        if not self.db.conn.in_transaction:
            self.db.conn.execute("begin immediate")
        events.apply(self.db, event)
        mark_applied(self.db, event["warc_file"], self.id, self.store.offset)
        self._events += 1
        if self._events >= FLUSH_EVENTS or time.monotonic() - self._since > FLUSH_SECONDS:
            self.flush()

    def _mark_closed(self) -> None:
        closed = "update warc_files set closed_at = ? where crawl = ? and closed_at is null"
        self.db.execute(closed, [now(), self.id])


def begin(
    db: Database,
    captures_dir: Path,
    *,
    kind: str,
    depth: str = "nightly",
    settings: dict[str, Any] | None = None,
    portals: Iterable[Portal] = (),
    shard: str = "0",
    crawl: str | None = None,
) -> Run:
    """Begin a crawl, or go on with the one of this depth that was killed or stopped within RESUME_WITHIN.

    First every WARC file that a dead process left is mended and its events become rows. `kind` is demo or
    real; an archive of the other kind raises ArchiveError. `crawl` names a crawl that several shards share.
    """
    catch_up(db, captures_dir)
    claim(db, kind)
    settings = settings or {}
    at = now()
    held = crawl or _unfinished(db, depth)
    run = held or f"{at[:4]}{at[5:7]}{at[8:13]}{at[14:16]}{at[17:19]}{at[20:23]}Z-{depth}"
    store = WarcStore(captures_dir, run, kind, settings, shard=shard)
    begun = Run(db, store, run, resumed=held is not None)
    begun._note(
        None,
        event="crawl",
        kind=kind,
        depth=depth,
        settings=settings,
        portals=[asdict(row) for row in portals],
    )
    begun.flush()
    return begun


def _unfinished(db: Database, depth: str) -> str | None:
    """The last crawl of this depth where it may go on; older unfinished ones are closed as interrupted."""
    rows = db.execute(
        "select id, depth, started_at from crawls where finished_at is null order by started_at"
    )
    limit = (datetime.now(UTC) - RESUME_WITHIN).strftime("%Y-%m-%dT%H:%M:%S")
    found = None
    for crawl, its_depth, started in rows.fetchall():
        if its_depth == depth and started >= limit:
            found = crawl
        elif started < limit:
            closed = "update crawls set finished_at = ?, counts = ? where id = ?"
            db.execute(closed, [now(), '{"interrupted": true}', crawl])
    return found


def _fetch_event(crawl: str, exchange: Exchange, payload: str | None, body: bytes | None) -> Event:
    """All that is known of an exchange, as the metadata record will say it."""
    headers = exchange.headers
    event: Event = {
        "event": "fetch",
        "crawl": crawl,
        "capture": None,
        "revisit": 0,
        "payload_sha256": payload,
        "marks": list(exchange.marks),
    }
    for name in ("url", "portal", "role", "outcome", "at", "status", "detail", "organ", "found_on", "source"):
        event[name] = getattr(exchange, name)
    event["link_text"] = exchange.link_text
    event["canonical"] = exchange.canonical or exchange.url
    for name in ("etag", "last_modified", "content_type"):
        value = content.header(headers, name.replace("_", "-").encode())
        event[name] = value.decode("latin-1") if value is not None else None
    return event | _facts_of(exchange, payload, body)


def _facts_of(exchange: Exchange, payload: str | None, body: bytes | None) -> Event:
    if body is None:
        return dict.fromkeys(("sha256", "text_sha256", "length", "site_code", "article"))
    page = exchange.role in READ_ROLES
    sha256 = payload if body is exchange.body else hashlib.sha256(body).hexdigest()
    article = content.article_text(body, exchange.page) if page else None
    return {
        "sha256": sha256,
        "text_sha256": content.text_digest(body, article) if page else sha256,
        "length": len(body),
        "site_code": content.site_code(body) if page else None,
        "article": article,
    }
