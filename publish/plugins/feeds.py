"""/feeds/*.atom: new reports, changes and findings, for the whole country or one county, province or rule."""

from __future__ import annotations

from html import escape
from typing import Any

from datasette.utils.asgi import Response

from publish import filters
from publish.changed import listed
from publish.hooks import hook
from publish.page import BadInputError, Row, Visit
from publish.typeset import moment

SIZE = 60
FINDINGS = """select f.rule, f.severity, f.year, f.report, f.organ, f.says_zh, f.says_en, f.first_seen as at, f.fingerprint,
    o.name, o.place_zh, o.place_en, o.county from findings f join organ_labels o on o.organ = f.organ where {}
  order by f.first_seen desc, f.id desc limit {}"""
WORDS = {"rule": "f.rule", "severity": "f.severity"}


async def feed(datasette: Any, request: Any) -> Response:
    visit = Visit(datasette, request)
    name = visit.part("name")
    try:
        await filters.resolve(visit)
        entries = await {"new": _new, "changes": _changed, "findings": _found, "county": _county}[name](visit)
    except BadInputError as error:
        return Response.text(visit.say(str(error)) + "\n", status=400)
    entries.sort(key=lambda entry: entry["at"] or "", reverse=True)
    return Response(_atom(visit, name, entries[:SIZE]), content_type="application/atom+xml; charset=utf-8")


async def _new(visit: Visit) -> list[Row]:
    return [_change(visit, row) for row in await _listed(visit, "new")]


async def _changed(visit: Visit) -> list[Row]:
    return [_change(visit, row) for row in await _listed(visit, visit.arg("kind"))]


async def _found(visit: Visit) -> list[Row]:
    chosen = filters.read(visit, "f", WORDS)
    rows = await visit.rows(FINDINGS.format(chosen.sql, SIZE), *chosen.params)
    return [_finding(visit, row) for row in rows]


async def _county(visit: Visit) -> list[Row]:
    """Everything of one county; `code` is another name for `place`."""
    visit.given["place"] = visit.arg("code") or visit.arg("place")
    if not visit.arg("place"):
        raise BadInputError("error.bad_place")
    return [
        *await _new(visit),
        *[_change(visit, row) for row in await _listed(visit, "")],
        *await _found(visit),
    ]


async def _listed(visit: Visit, kind: str) -> list[Row]:
    rows, _ = await listed(visit, kind, SIZE)
    return rows


def _change(visit: Visit, row: Row) -> Row:
    what = visit.say(f"change.{row['change']}")
    path = f"/report/{row['report']}" if row["report"] else f"/county/{row['county']}"
    title = f"{row['place_zh']} {row['name']} {row['year']}: {what}"
    return {
        "id": f"{path}#{row['change']}-{row['at']}",
        "path": path,
        "title": title,
        "text": row["title"] or title,
        "at": row["at"],
    }


def _finding(visit: Visit, row: Row) -> Row:
    path = f"/report/{row['report']}#findings" if row["report"] else f"/county/{row['county']}"
    title = f"{row['place_zh']} {row['name']} {row['year']}: {row['rule']}"
    text = row["says_zh"] if visit.lang == "zh" else row["says_en"]
    return {
        "id": f"finding:{row['fingerprint']}",
        "path": path,
        "title": title,
        "text": text,
        "at": row["at"],
    }


def _atom(visit: Visit, name: str, entries: list[Row]) -> str:
    """Atom 1.0; a feed without entries is as new as the copy it was made from."""
    home = visit.absolute("/")
    updated = max((entry["at"] or "" for entry in entries), default="") or visit.site.facts.get(
        "snapshot_at", ""
    )
    here = visit.absolute(visit.here())
    looked = moment(visit.site.facts.get("last_looked"))
    silence = visit.say("feed.silence", at=looked)
    head = (
        f"<id>{escape(here)}</id><title>{escape(visit.say('site.name') + ' · ' + visit.say('feed.' + name))}</title>"
        f"<subtitle>{escape(silence)}</subtitle><updated>{escape(updated)}</updated>"
        f'<link rel="self" href="{escape(here)}"/><link href="{escape(home)}"/><author><name>Gongkai</name></author>'
    )
    body = "".join(_entry(visit, home, entry) for entry in entries)
    return f'<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{visit.lang}">{head}{body}</feed>\n'


def _entry(visit: Visit, home: str, entry: Row) -> str:
    link = visit.absolute(visit.link(entry["path"]))
    at = (entry["at"] or "1970-01-01") + ("" if "T" in (entry["at"] or "") else "T00:00:00Z")
    return (
        f"<entry><id>{escape(home)}{escape(entry['id'].lstrip('/'))}</id><title>{escape(entry['title'])}</title>"
        f'<updated>{escape(at)}</updated><link href="{escape(link)}"/><summary>{escape(entry["text"] or "")}</summary></entry>'
    )


@hook
def register_routes() -> list[Any]:
    return [(r"^/feeds/(?P<name>new|changes|findings|county)\.atom$", feed)]
