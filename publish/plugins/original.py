"""/original/<sha256>: the archived bytes, unable to run anything; /original/<sha256>/page: the same with named cells.

Of a PDF or a scan the page shows the pages that `python -m parse pages` has drawn, each figure in its box; what has
no box, or is not drawn, is told as a transcript.
"""

from __future__ import annotations

import asyncio
from html import escape
from typing import Any
from urllib.parse import urlsplit

from datasette.utils.asgi import Response

from archive import ArchiveError, bodies
from publish import drawn, marked
from publish.hooks import hook
from publish.page import Row, Visit, failed
from publish.typeset import anchor, located, moment, position
from reference.text import decode

SANDBOX = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'"
HEADERS = {
    "content-security-policy": SANDBOX,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
}
CAPTURE = """select sha256, url, fetched_at, content_type, warc_file, warc_offset, length, organ from captures
  where sha256 = ? order by fetched_at limit 1"""
REPORT = """select rc.report from report_captures rc join captures c on c.id = rc.capture where c.sha256 = ?
  order by rc.counts desc limit 1"""
READ = """select c.at, coalesce(c.raw, cast(c.value as text), '') as raw from cells c join reports r on r.key = c.report
  where r.id = ? and c.at is not null"""
PLACES = """select d.cell, d.label_zh, c.at, coalesce(c.raw, cast(c.value as text), '') as raw, p.page, p.x0, p.y0, p.x1, p.y1 from cells c
    join reports r on r.key = c.report join cell_defs d on d.number = c.cell
    left join places p on p.report = c.report and p.cell = c.cell
  where r.id = ? and c.at is not null order by c.cell"""
WITHHELD = """select reason_zh, reason_en, date from withheld where target = ?
  union all select w.reason_zh, w.reason_en, w.date from withheld w join report_captures rc on rc.report = w.target
    join captures c on c.id = rc.capture where c.sha256 = ? limit 1"""


async def original(datasette: Any, request: Any) -> Response:
    """The bytes with Content-Encoding undone: HTML in a sandbox, all else as a download."""
    visit = Visit(datasette, request)
    capture, refusal = await _find(visit)
    if refusal is not None or capture is None:
        return refusal
    body = await _bytes(visit, capture)
    if isinstance(body, Response):
        return body
    kind = capture["content_type"] or "application/octet-stream"
    headers = dict(HEADERS)
    if is_html(kind):
        return Response(body, 200, headers, content_type=kind)
    headers["content-disposition"] = f'attachment; filename="{capture["sha256"][:16]}{ending(capture)}"'
    return Response(body, 200, headers, content_type="application/octet-stream")


async def page(datasette: Any, request: Any) -> Response:
    """A reading copy whose table cells can be pointed at."""
    visit = Visit(datasette, request)
    capture, refusal = await _find(visit)
    if refusal is not None or capture is None:
        return refusal
    bar = await _bar(visit, capture)
    kind = capture["content_type"] or ""
    if is_html(kind) or kind.startswith("text/"):
        body = await _bytes(visit, capture)
        if isinstance(body, Response):
            return body
        text, _ = decode(body, kind)
        if is_html(kind):
            html = await asyncio.to_thread(marked.html_page, text, bar, await _read(visit, capture))
        else:
            html = marked.text_page(text, bar)
    else:
        html = await _unshown(visit, capture, bar)
    return Response(html, 200, HEADERS, content_type="text/html; charset=utf-8")


async def _read(visit: Visit, capture: Row) -> marked.Places:
    """What the report that counts took from these bytes, by place."""
    report = await visit.one(REPORT, capture["sha256"])
    rows = await visit.rows(READ, report["report"]) if report else []
    return {place: row["raw"] for row in rows if (place := position(row["at"]))}


async def _unshown(visit: Visit, capture: Row, bar: str) -> str:
    """What a browser should not draw by itself: its drawn pages, then what they do not show, in the order of the form."""
    report = await visit.one(REPORT, capture["sha256"])
    rows = await visit.rows(PLACES, report["report"]) if report else []
    sheets = await asyncio.to_thread(drawn.sheets, visit.site.exports, capture["sha256"])
    shown, spots = drawn.page(sheets, [_spot(row, visit.lang) for row in rows])
    rest = [(s.name, s.told, s.label, s.raw) for s in spots]
    words = visit.say("original.drawn") if shown else visit.say("original.transcript")
    return marked.transcript_page(f"{bar} {words}", rest, shown)


def _spot(row: Row, lang: str) -> drawn.Spot:
    box = (row["x0"], row["y0"], row["x1"], row["y1"]) if row["page"] else None
    name = anchor(row["at"]) or row["cell"]
    return drawn.Spot(name, located(row["at"], lang), row["label_zh"], row["raw"], row["page"] or 0, box)


async def _find(visit: Visit) -> tuple[Row | None, Response | None]:
    """The capture, or why it is not shown: 404 unknown, 451 withheld."""
    sha256 = visit.part("sha256")
    withheld = await visit.one(WITHHELD, sha256, sha256)
    if withheld:
        told = f"{withheld['reason_zh']} / {withheld['reason_en']} ({withheld['date']})"
        return None, await _refused(visit, 451, visit.say("error.withheld"), told)
    capture = await visit.one(CAPTURE, sha256)
    if capture is None:
        return None, await _refused(visit, 404, visit.say("error.no_original"), sha256)
    return capture, None


async def _bytes(visit: Visit, capture: Row) -> bytes | Response:
    """The payload out of its WARC file; a file that is away is said, not hidden."""
    try:
        record = await asyncio.to_thread(
            bodies.read, visit.site.captures, capture["warc_file"], capture["warc_offset"]
        )
    except ArchiveError:
        return await _refused(
            visit, 503, visit.say("error.away"), visit.say("error.original_away", file=capture["warc_file"])
        )
    return bytes(record.content)


async def _refused(visit: Visit, status: int, message: str, told: str) -> Response:
    """A page of ours in the place of an original: nothing of the archived bytes is in it."""
    return await failed(visit, status, message, told)


async def _bar(visit: Visit, capture: Row) -> str:
    report = await visit.one(REPORT, capture["sha256"])
    host = escape(urlsplit(capture["url"]).netloc)
    words = visit.say("original.bar", host=host, at=moment(capture["fetched_at"]))
    back = (
        f'<a href="{visit.link("/report/" + report["report"])}">{visit.say("original.report")}</a>'
        if report
        else ""
    )
    whole = f'<a href="/original/{capture["sha256"]}">{visit.say("original.bytes")}</a>'
    return f"{words} {whole} {back}"


def is_html(kind: str) -> bool:
    return kind.partition(";")[0].strip().lower() in ("text/html", "application/xhtml+xml")


def ending(capture: Row) -> str:
    """The ending of the file's own address, if it is a plain one."""
    name = urlsplit(capture["url"]).path.rpartition(".")[2].lower()
    return f".{name}" if name.isascii() and name.isalnum() and len(name) <= 5 else ""


@hook
def register_routes() -> list[Any]:
    sha = r"(?P<sha256>[0-9a-f]{64})"
    return [(rf"^/original/{sha}$", original), (rf"^/original/{sha}/page$", page)]
