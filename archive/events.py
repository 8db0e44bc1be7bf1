"""From an event of the crawl to rows: the same functions while crawling and when the rows are rebuilt.

An event is the JSON of a metadata record. Applying it twice changes nothing, and a later one wins whatever the
order, so that rows can be rebuilt from WARC files alone, file by file.
"""

from __future__ import annotations

import json
from collections.abc import Callable

from archive import marks
from archive.light import Database
from archive.model import KEEPING, ArchiveError, Event
from archive.places import put_portals

FETCH = """insert or ignore into fetches (crawl, portal, url, at, status, outcome, capture, role, detail)
  values (:crawl, :portal, :url, :at, :status, :outcome, :capture, :role, :detail)"""

CAPTURE = """insert or ignore into captures (id, url, canonical, portal, organ, fetched_at, content_type, sha256,
    text_sha256, length, warc_file, warc_offset, found_on, link_text, role, source, payload_sha256, site_code,
    revisit)
  values (:capture, :url, :canonical, :portal, :organ, :at, :content_type, :sha256, :text_sha256, :length,
    :warc_file, :warc_offset, :found_on, :link_text, :role, :source, :payload_sha256, :site_code, :revisit)"""

PAGE = """insert into pages (url, portal, role, etag, last_modified, sha256, fetched_at, outcome, crawl,
    body_capture, warc_file, warc_offset, status)
  values (:url, :portal, :role, :etag, :last_modified, :sha256, :at, :outcome, :crawl, :capture, :warc_file,
    :warc_offset, :status)
  on conflict (url) do update set portal = excluded.portal, role = excluded.role,
    etag = coalesce(excluded.etag, etag), last_modified = coalesce(excluded.last_modified, last_modified),
    sha256 = coalesce(excluded.sha256, sha256), fetched_at = excluded.fetched_at, outcome = excluded.outcome,
    crawl = excluded.crawl, body_capture = coalesce(excluded.body_capture, body_capture),
    warc_file = excluded.warc_file, warc_offset = excluded.warc_offset, status = excluded.status
  where excluded.fetched_at >= fetched_at"""

LINK_TRIED = """update links set state = :outcome, checked_at = :at, capture = coalesce(:capture, capture)
  where url = :url and (checked_at is null or checked_at <= :at)"""

# What an unchanged list still shows is what it showed last; a link that it had dropped before stays dropped.
STILL_LISTED = """update links set last_seen = max(last_seen, :at) where found_on = :url
  and last_seen >= (select max(last_seen) from links where found_on = :url)"""

LINK = """insert into links (url, portal, organ, found_on, link_text, year, role, first_seen, last_seen, state,
    canonical)
  values (:url, :portal, :organ, :found_on, :link_text, :year, :role, :at, :at, 'new', :canonical)
  on conflict (url) do update set first_seen = min(first_seen, excluded.first_seen),
    last_seen = max(last_seen, excluded.last_seen),
    found_on = iif(excluded.last_seen >= last_seen, excluded.found_on, found_on),
    link_text = iif(excluded.last_seen >= last_seen, excluded.link_text, link_text),
    organ = coalesce(organ, excluded.organ), year = coalesce(year, excluded.year)"""

PORTAL = """insert into crawl_portals (crawl, portal, state, started_at, finished_at, pages, links, kept, why)
  values (:crawl, :portal, :state, :at, :finished_at, :pages, :links, :kept, :why)
  on conflict (crawl, portal) do update set state = excluded.state,
    finished_at = excluded.finished_at, pages = coalesce(excluded.pages, pages),
    links = coalesce(excluded.links, links), kept = coalesce(excluded.kept, kept), why = excluded.why"""

PROBLEM = "insert into problems (portal, kind, at, says_zh, says_en) values (?, ?, ?, ?, ?)"

CRAWL = """insert into crawls (id, started_at, finished_at, depth, settings, counts)
  values (:crawl, :at, null, :depth, :settings, null) on conflict (id) do update set
    started_at = min(started_at, excluded.started_at), depth = excluded.depth,
    settings = coalesce(settings, excluded.settings)"""

CRAWL_KNOWN = "insert or ignore into crawls (id, started_at, depth) values (:crawl, :at, 'unknown')"

CRAWL_END = "update crawls set finished_at = :at, counts = :counts where id = :crawl"


def apply(db: Database, event: Event) -> None:
    """Write the rows of one event. Raises ArchiveError for a kind of event that this version does not know."""
    do = KINDS.get(event["event"])
    if do is None:
        raise ArchiveError(
            f"{event.get('warc_file')}: an event {event['event']!r}, of a newer version perhaps."
        )
    do(db, event)


def _fetch(db: Database, event: Event) -> None:
    run = db.conn.execute
    run(FETCH, event)
    if event["outcome"] == "kept":
        run(CAPTURE, event)
        marks.put(db, event)
    run(PAGE, event)
    run(LINK_TRIED, event)
    if event["role"] == "list" and event["outcome"] in ("unchanged", "not_modified"):
        run(STILL_LISTED, event)


def _links(db: Database, event: Event) -> None:
    common = {"portal": event["portal"], "found_on": event["url"], "at": event["at"]}
    db.conn.executemany(LINK, [link | common for link in event["links"]])


def _portal(db: Database, event: Event) -> None:
    db.conn.execute(PORTAL, event)


def _problem(db: Database, event: Event) -> None:
    """A page of a portal has one problem of a kind at a time, and none where nothing is said of it any more."""
    about = [event["portal"], event["kind"], event["about"]]
    db.execute("delete from problems where portal = ? and kind = ? and at = ? and capture is null", about)
    if event["says_zh"]:
        db.execute(PROBLEM, [*about, event["says_zh"], event["says_en"]])


def name_crawl(db: Database, event: Event) -> None:
    """A crawl whose first file is lost is known by its id alone."""
    db.conn.execute(CRAWL_KNOWN, event)


def _crawl(db: Database, event: Event) -> None:
    db.conn.execute("insert or ignore into meta (key, value) values ('kind', ?)", [event["kind"]])
    settings = json.dumps(event["settings"], ensure_ascii=False, sort_keys=True)
    db.conn.execute(CRAWL, event | {"settings": settings})
    put_portals(db, event.get("portals", ()))


def _crawl_end(db: Database, event: Event) -> None:
    counts = json.dumps(event["counts"], ensure_ascii=False, sort_keys=True)
    db.conn.execute(CRAWL_END, event | {"counts": counts})


KINDS: dict[str, Callable[[Database, Event], None]] = {
    "fetch": _fetch,
    "links": _links,
    "portal": _portal,
    "problem": _problem,
    "crawl": _crawl,
    "crawl_end": _crawl_end,
}


def keeps(event: Event) -> bool:
    """Whether the bytes of a fetch stand for a page."""
    return event["outcome"] in KEEPING
