"""What was read from each capture, kept as read; and to which report each reading belongs.

A reading is the JSON of `python -m parse read` without its findings, beside `places` (where boxes are known) in
one packed column. Rows of reports are made from readings alone (assemble.py), so that the same captures in any
order give the same rows.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from archive.light import Database
from archive.model import READ_ROLES, now
from archive.organs import Owed, foreign, of_another_place, resolve
from archive.places import Places
from reference import reviews
from reference.titles import judge

Json = dict[str, Any]

COLUMNS = """c.id, c.url, c.canonical, c.portal, c.organ, c.fetched_at, c.content_type, c.sha256, c.text_sha256,
  c.found_on, c.link_text, c.role, c.source, c.site_code, c.member_of, c.warc_file, c.warc_offset"""


@dataclass(frozen=True, slots=True)
class Capture:
    """A row of captures, as far as reading needs it."""

    id: str
    url: str
    canonical: str
    portal: str
    organ: str | None
    fetched_at: str
    content_type: str | None
    sha256: str
    text_sha256: str
    found_on: str | None
    link_text: str | None
    role: str
    source: str
    site_code: str | None
    member_of: str | None
    warc_file: str
    warc_offset: int


@dataclass(frozen=True, slots=True)
class Read:
    """A capture with its reading."""

    capture: Capture
    reading: Json
    report: str | None
    doubt: str | None


PAGE_OF = """select p.id from captures a join captures p on p.canonical = a.found_on and p.role = 'report'
  where a.id = ? and a.role = 'attachment' union select p.id from captures a join captures p on p.url = a.found_on
  and p.role = 'report' where a.id = ?1 and a.role = 'attachment'"""
ON_IT = """select a.id from captures p join captures a on a.found_on = p.url and a.role = 'attachment'
  where p.id = ? and p.role = 'report'"""
LEADS_TO = """select 1 from captures a join readings r on r.capture = a.id where a.found_on = ? and a.role = 'attachment'
  and r.is_report limit 1"""
INSIDE = "select id from captures where member_of = ?"
BOXED = """select c.sha256, c.warc_file, c.warc_offset, group_concat(distinct p.page) from places p
    join reports r on r.key = p.report join captures c on c.id = r.capture
  where c.member_of is null group by c.sha256"""


def boxed(db: Database) -> Iterator[tuple[str, str, int, list[int]]]:
    """The documents whose figures have boxes: sha256, file and offset of the record, the pages that hold figures."""
    for sha256, file, offset, pages in db.execute(BOXED).fetchall():
        yield sha256, file, offset, sorted(int(page) for page in pages.split(","))


def unread(db: Database, version: str, *, again: bool = False) -> Iterator[Capture]:
    """Captures that this parser version has not read, oldest first; all of them with `again`."""
    roles = ", ".join(f"'{role}'" for role in READ_ROLES)
    rows = db.execute(
        f"select {COLUMNS} from captures c left join readings r on r.capture = c.id where c.role in ({roles}) "
        "and c.member_of is null and (? or r.capture is null or r.parser_version <> ?) order by c.fetched_at, c.id",
        [again, version],
    ).fetchall()
    return (Capture(*row) for row in rows)


def put(db: Database, capture: str, version: str, reading: Json) -> bool:
    """Keep a reading; returns whether it differs from the one before. It belongs to no report before `settle`."""
    kept = {key: value for key, value in reading.items() if key != "findings"}
    data = json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    digest = hashlib.sha256(data).hexdigest()
    old = db.conn.execute("select digest from readings where capture = ?", [capture]).fetchone()
    db.conn.execute(
        "insert into readings (capture, parser_version, is_report, why_not, reading, digest, read_at) "
        "values (?, ?, ?, ?, ?, ?, ?) on conflict (capture) do update set parser_version = excluded.parser_version, "
        "is_report = excluded.is_report, why_not = excluded.why_not, reading = excluded.reading, "
        "digest = excluded.digest, read_at = excluded.read_at",
        [capture, version, int(reading["report"]), reading["why_not"], zlib.compress(data, 6), digest, now()],
    )
    return old is None or old[0] != digest


def unpack(data: bytes) -> Json:
    """A reading as it was put."""
    reading: Json = json.loads(zlib.decompress(data))
    return reading


def of_report(db: Database, report: str) -> list[Read]:
    """All captures that hold a report or a part of it, oldest first."""
    rows = db.execute(
        f"select {COLUMNS}, r.reading, r.report, r.doubt from readings r join captures c on c.id = r.capture "
        "where r.report = ? order by c.fetched_at, c.id",
        [report],
    ).fetchall()
    return [Read(Capture(*row[:-3]), unpack(row[-3]), *row[-2:]) for row in rows]


def reviewed(db: Database) -> list[str]:
    """Captures that were read, and that a person has judged otherwise since: they want settling again."""
    row = db.execute("select value from meta where key = 'reviews'").fetchone()
    held, now_ = json.loads(row[0]) if row else {}, reviews.verdicts()
    sql = "select c.id from captures c join readings r on r.capture = c.id where c.sha256 = ?"
    changed = sorted(s for s in held.keys() | now_.keys() if held.get(s) != now_.get(s))
    return [capture for sha256 in changed for (capture,) in db.execute(sql, [sha256])]


def heeded(db: Database) -> None:
    """Note the reviews that the rows of reports follow."""
    packed = json.dumps(reviews.verdicts(), sort_keys=True)
    db.execute("insert or replace into meta (key, value) values ('reviews', ?)", [packed])


@dataclass(slots=True)
class Settled:
    """What a batch touched: reports that gained, lost or changed a capture; captures looked at again."""

    reports: set[str] = field(default_factory=set)
    captures: list[str] = field(default_factory=list)


def settle(db: Database, captures: Iterable[str], places: Places) -> Settled:
    """Say of each capture, and of the attachments found on it, which report it belongs to.

    The reports of the answer want writing (reports.write), the captures a look at problems of their own.
    """
    settled = Settled()
    for read in _pages_first(db, captures):
        report, owed, doubt = _belongs(db, places, read)
        db.conn.execute(
            "update readings set report = ?, organ = ?, doubt = ? where capture = ?",
            [report, owed.organ if owed else None, doubt, read.capture.id],
        )
        settled.captures.append(read.capture.id)
        settled.reports |= {name for name in (read.report, report) if name}
    return settled


def _pages_first(db: Database, captures: Iterable[str]) -> list[Read]:
    """The readings of captures, pages before what was found on them, attachments of the pages included."""
    wanted = dict.fromkeys(captures)
    for sql in (PAGE_OF, ON_IT, INSIDE):
        for capture in list(wanted):
            wanted.update(dict.fromkeys(found for (found,) in db.execute(sql, [capture])))
    reads = []
    for capture in wanted:
        row = db.execute(
            f"select {COLUMNS}, r.reading, r.report, r.doubt from readings r join captures c on c.id = r.capture where c.id = ?",
            [capture],
        ).fetchone()
        if row:
            reads.append(Read(Capture(*row[:-3]), unpack(row[-3]), *row[-2:]))
    return sorted(
        reads, key=lambda read: (read.capture.role == "attachment", read.capture.fetched_at, read.capture.id)
    )


def _belongs(db: Database, places: Places, read: Read) -> tuple[str | None, Owed | None, str | None]:
    """The report of a reading, who owes it, and the kind of doubt where it waits or where its organ was assumed."""
    capture, reading = read.capture, read.reading
    if reviews.reading(capture.sha256) == "reject":
        return None, None, None
    if not reading["report"]:
        return _cover(db, places, read)
    hint = capture.organ
    owed = resolve(
        places, capture.portal, hint, reading.get("organ") or "", reading.get("scope") or "unclear"
    )
    parent = _page_of(db, capture)
    year = reading.get("year") or judge(capture.link_text or "", column=True).year
    if parent and year in (None, int(parent[-4:])) and not _plainly_another(owed, parent, reading):
        return parent, None, None
    if year is None:
        return None, owed, "year_missing"
    if _elsewhere(places, capture, owed) and not _accepted(capture):
        return None, owed, "foreign_site_code"
    if of_another_place(places, capture.portal, reading.get("organ") or "") and not _accepted(capture):
        return None, owed, "foreign_organ"
    return f"{owed.organ}-{year}", owed, owed.doubt


def _cover(db: Database, places: Places, read: Read) -> tuple[str | None, Owed | None, str | None]:
    """A page that holds no report but leads to one: by its title it is one, and an attachment on it is read as one."""
    capture, none = read.capture, (None, None, None)
    title = judge(capture.link_text or "", column=True)
    if (
        capture.role != "report"
        or read.reading["why_not"] != "no_report"
        or not (title.is_report and title.year)
    ):
        return none
    if not db.execute(LEADS_TO, [capture.url]).fetchone():
        return none
    owed = resolve(places, capture.portal, capture.organ, title.organ or "", title.kind)
    return f"{owed.organ}-{title.year}", owed, owed.doubt


def _plainly_another(owed: Owed, parent: str, reading: Json) -> bool:
    """An attachment that names an organ other than its page's: a collection's page with many reports below it."""
    return (
        bool(reading.get("organ")) and owed.organ != parent[:-5] and owed.kind in ("township", "department")
    )


def _page_of(db: Database, capture: Capture) -> str | None:
    """The report of the page that an attachment was found on: of its last capture before, else its first."""
    if capture.role != "attachment" or not capture.found_on:
        return None
    row = db.execute(
        "select r.report from captures c join readings r on r.capture = c.id where c.url = ? and c.role <> 'attachment' "
        "order by c.fetched_at > ?, iif(c.fetched_at > ?2, c.fetched_at, '') , c.fetched_at desc, c.id limit 1",
        [capture.found_on, capture.fetched_at],
    ).fetchone()
    return row[0] if row else None


def owes(places: Places, read: Read) -> Owed:
    """Who owes what a capture holds, by itself, whatever page it was found on."""
    capture, reading = read.capture, read.reading
    printed, scope = reading.get("organ") or "", reading.get("scope") or "unclear"
    return resolve(places, capture.portal, capture.organ, printed, scope)


def _elsewhere(places: Places, capture: Capture, owed: Owed) -> bool:
    """Whether the page says that it belongs to the site of another place."""
    return all(foreign(places, code, capture.site_code) for code in (capture.portal, owed.division))


def _accepted(capture: Capture) -> bool:
    """Whether a person has looked at a page with another place's code and found it in its place."""
    return reviews.reading(capture.sha256) == "accept"
