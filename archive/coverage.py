"""Organ × year: what was due, what is here, and why not, read off fetches, links and reports; made anew every time.

A government owes a report for every year since 2008; another organ from the first year in which one of its own was
seen, because no list of organs exists. What cannot be reached from here is never called missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from archive.causes import GONE, Cause
from archive.db import kind_of
from archive.light import Database
from archive.looked import Looked, Visit
from archive.organs import by_id
from archive.places import Places
from reference import deadlines

FIRST_YEAR = 2008
"""The first reporting year of the Regulations."""

OWING = ("province", "prefecture", "county")
ROW = """insert into fresh (organ, year, division, state, deadline, published_on, first_seen, last_checked, why_zh,
    why_en, report)
  values (:organ, :year, :division, :state, :deadline, :published_on, :first_seen, :last_checked, :why_zh, :why_en,
    :report)"""

Row = dict[str, Any]


@dataclass(slots=True)
class Due:
    """An organ that owes reports, and those that are here by year."""

    organ: str
    kind: str
    division: str
    years: list[int]
    reports: dict[int, Row] = field(default_factory=dict)


def refresh(db: Database, today: date | None = None) -> dict[str, int]:
    """Write coverage anew, judged on a day in China; returns {state: organ-years}.

    First report_captures is told which pages are gone or moved, for coverage reads it off there.
    """
    today = today or deadlines.day_in_china(datetime.now(UTC))
    places = Places(db)
    with db.atomic():
        mark_gone(db)
        due = {due.organ: due for due in _due(db, places, today)}
        looked = Looked(db, places)
        rows = [row for organ in due.values() for row in _rows(organ, looked, today)]
        _write(db, rows)
    counts = db.execute("select state, count(*) from coverage group by 1 order by 1").fetchall()
    return dict(counts)


def _write(db: Database, rows: list[Row]) -> None:
    """The rows in the place of those before. Only what differs is written, for each written row is judged again; when
    an address was looked at last is no such difference."""
    db.execute("create temp table if not exists fresh as select * from coverage where 0")
    db.execute("delete from fresh")
    db.conn.executemany(ROW, rows)
    db.execute("create unique index if not exists temp.fresh_key on fresh (organ, year)")
    db.execute("delete from coverage where not exists (select 1 from fresh f where f.organ = coverage.organ "
               "and f.year = coverage.year)")  # fmt: skip
    db.execute("update coverage set last_checked = f.last_checked from fresh f where f.organ = coverage.organ "
               "and f.year = coverage.year and f.last_checked is not coverage.last_checked")  # fmt: skip
    db.execute("insert or replace into coverage select * from fresh except select * from coverage")


def _due(db: Database, places: Places, today: date) -> Iterator[Due]:
    """Every organ that owes something, with its reports."""
    last, demo = deadlines.due_year(today), kind_of(db) == "demo"
    _governments(db, places)
    reports: dict[str, dict[int, Row]] = {}
    for row in db.query(REPORTS):
        reports.setdefault(row["organ"], {})[row["year"]] = row
    for organ, kind, division, generated in db.execute(ORGANS).fetchall():
        held = reports.get(organ, {})
        yield Due(organ, kind, division, _years(kind, held, last, demo=demo, real=not generated), held)


ORGANS = "select id, kind, division, generated from organs order by id"


def _governments(db: Database, places: Places) -> None:
    """The government of every portal in the registry is an organ, whether a report of it was ever seen or not."""
    marks = ", ".join("?" * len(OWING))
    codes = f"select distinct code from portals where coalesce(until, '') = '' and level in ({marks})"
    for (code,) in db.execute(codes, OWING).fetchall():
        owed = by_id(places, code)
        db.execute(
            "insert or ignore into organs (id, kind, name, division, generated) values (?, ?, ?, ?, ?)",
            [code, owed.kind, owed.name, code, int(code.startswith("99"))],
        )


def _years(kind: str, held: Iterable[int], last: int, *, demo: bool, real: bool) -> list[int]:
    """The years for which an organ is held to owe a report.

    In a demo the portals are replicas that publish only what they were given: that they lack a report says nothing
    of the real organ whose name they bear, so it is expected only for the years that are here. An invented organ
    of a demo owes from its first report on.
    """
    years = sorted(held)
    if demo and real:
        return years
    since = FIRST_YEAR if kind == "government" and not demo else last
    return list(range(min([since, *years]), max([last, *years]) + 1))


REPORTS = """select r.id, r.organ, r.year, r.published_on, r.first_seen, p.fetched_at as checked,
    iif(h.gone = 'removed', h.gone, (select m.gone from report_captures m where m.report = r.id
      and m.gone = 'moved' limit 1)) as gone
  from reports r left join report_captures h on h.report = r.id and h.role = 'page'
    left join pages p on p.url = r.url"""


def _rows(due: Due, looked: Looked, today: date) -> Iterator[Row]:
    kind = due.kind if due.kind in deadlines.KINDS else "other"
    for year in due.years:
        deadline = deadlines.deadline(kind, year)
        statutory = deadline is not None and deadline.statutory
        row: Row = {
            "organ": due.organ,
            "year": year,
            "division": due.division,
            "report": None,
            "published_on": None,
        }
        row |= {"first_seen": None, "deadline": deadline.day.isoformat() if deadline and statutory else None}
        report = due.reports.get(year)
        if report:
            yield row | _found(report, deadline if statutory else None)
        else:
            over = deadline is None or today > deadline.day
            yield row | _lacking(looked.visit(due.organ, due.division, year), over)


def _found(report: Row, deadline: deadlines.Deadline | None) -> Row:
    """The state of a report that is here."""
    state, zh, en = "published", None, None
    if report["published_on"] and deadline:
        days = deadline.days_late(date.fromisoformat(report["published_on"]))
        state = "late" if days > 0 else "on_time"
        if days > 0:
            zh, en = f"晚于期限{days}天", f"{days} days after the deadline"
    if report["gone"] == "removed":
        state, zh, en = "removed", "原页面已撤下，此处保存副本", "taken down; the archive keeps it"
    elif report["gone"] == "moved":
        state, zh, en = "moved", "原地址已失效，见于另一地址", "gone from its address, found at another"
    return {
        "state": state, "why_zh": zh, "why_en": en, "report": report["id"], "published_on": report["published_on"],
        "first_seen": report["first_seen"], "last_checked": report["checked"] or report["first_seen"],
    }  # fmt: skip


def _lacking(visit: Visit, over: bool) -> Row:
    """The state of a report that is not here: why, and when we last looked."""
    cause: Cause | None = visit.cause
    if cause is None and not over:
        return {"state": "not_due", "why_zh": "尚未到期", "why_en": "not due yet", "last_checked": visit.at}
    if cause is None:
        zh, en = "栏目中没有这一年的报告", "the list shows no report of this year"
        return {"state": "missing", "why_zh": zh, "why_en": en, "last_checked": visit.at}
    if not over and cause.state != "unreadable":
        return {"state": "not_due", "why_zh": cause.zh, "why_en": cause.en, "last_checked": visit.at}
    return {"state": cause.state, "why_zh": cause.zh, "why_en": cause.en, "last_checked": visit.at}


def mark_gone(db: Database) -> None:
    """Say in report_captures which pages are gone: `removed`, or `moved` where the report stands at another address.

    Gone is a page that was asked for again (only the deep clock does), on a portal that answered, and that no list
    has shown in that crawl. `change` says so too where the page did not change before it went.
    """
    marks = ", ".join(f"'{name}'" for name in GONE)
    gone = f"""select c.id from captures c join pages p on p.url = c.url join crawls k on k.id = p.crawl
        join crawl_portals s on s.crawl = k.id and s.portal = c.portal
        left join links l on l.url = c.url
      where p.outcome in ({marks}) and p.fetched_at > c.fetched_at and s.state = 'done'
        and (l.last_seen is null or l.last_seen < k.started_at)"""
    elsewhere = f"""exists (select 1 from report_captures o join captures c on c.id = o.capture
        join pages p on p.url = c.url where o.report = report_captures.report and o.role in ('page', 'copy')
        and o.capture <> report_captures.capture and p.outcome not in ({marks}))"""
    now = f"""iif(role in ('page', 'copy', 'earlier') and capture in ({gone}), iif({elsewhere}, 'moved', 'removed'), null)"""
    db.execute(f"update report_captures set gone = {now} where gone is not {now}")
    tells = "change is null or change in ('removed', 'moved')"
    db.execute(f"update report_captures set change = gone where ({tells}) and change is not gone")
