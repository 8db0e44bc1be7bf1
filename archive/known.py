"""What earlier crawls left: questions that the crawl's plan and its health report ask of archive.db."""

from __future__ import annotations

from archive.light import Database

LAST = """select portal, state from (
    select p.portal, p.state, row_number() over (partition by p.portal order by c.started_at desc) as age
    from crawl_portals p join crawls c on c.id = p.crawl where c.finished_at is not null)
  where age = 1"""


def address_of(db: Database, canonical: str) -> str | None:
    """The address under which a report page of this identity was last kept; None where there is none."""
    sql = "select url from captures where canonical = ? and role = 'report' order by fetched_at desc limit 1"
    row = db.execute(sql, [canonical]).fetchone()
    return row[0] if row else None


def has_page(db: Database, url: str) -> bool:
    """Was this very address ever answered?"""
    return (
        db.execute("select 1 from pages where url = ? and status is not null", [url]).fetchone() is not None
    )


def held_page(db: Database, canonical: str) -> bool:
    """Does the archive hold any capture of this identity?"""
    return (
        db.execute("select 1 from captures where canonical = ? limit 1", [canonical]).fetchone() is not None
    )


def holds_capture(db: Database, url: str, at: str) -> bool:
    """Was the answer of this address at this moment taken already, from whomever?"""
    sql = "select 1 from fetches where url = ? and at = ? limit 1"
    return db.execute(sql, [url, at]).fetchone() is not None


def unobtained(db: Database, portal: str) -> list[str]:
    """Addresses that a portal's lists showed and that no capture is there of, however often they were asked for; and
    what hangs on pages and was not asked for yet."""
    sql = """select url from links where portal = ? and capture is null and (state != 'new' or role = 'attachment')
      order by first_seen, url"""
    return [url for (url,) in db.execute(sql, [portal])]


def hangs_on(db: Database, url: str) -> tuple[str, str] | None:
    """The page that an attachment was found on, and the words of its link; None where it is no attachment."""
    sql = "select found_on, link_text from links where url = ? and role = 'attachment'"
    row: tuple[str, str] | None = db.execute(sql, [url]).fetchone()
    return row


def has_links(db: Database, found_on: str) -> bool:
    """Does the archive know what this list page shows?"""
    return db.execute("select 1 from links where found_on = ? limit 1", [found_on]).fetchone() is not None


def problems_of(db: Database, portal: str, kind: str, at: str) -> list[tuple[str, str]]:
    """What is said of a portal's page, in Chinese and English: one problem of a kind or none."""
    sql = "select says_zh, says_en from problems where portal = ? and kind = ? and at = ? and capture is null"
    return db.execute(sql, [portal, kind, at]).fetchall()


def reports_of(db: Database, portal: str) -> int:
    """How many report pages a portal has ever been kept of."""
    sql = "select count(*) from links where portal = ? and role = 'report' and capture is not null"
    return int(db.execute(sql, [portal]).fetchone()[0])


def last_states(db: Database) -> dict[str, str]:
    """The state in which the last crawl that ended left each portal: done, failed, postponed or started."""
    return dict(db.execute(LAST).fetchall())


def portal_history(db: Database, nights: int = 7) -> list[tuple[str, str, str, int, int, str]]:
    """Portals that the last crawl did not read to their end, worst first: code, state, when, reports ever kept, crawls
    of the last `nights` in which it was done, why."""
    sql = """with nights as (select id, started_at from crawls where finished_at is not null
        and depth <> 'discover' order by started_at desc limit ?),
      newest as (select p.*, row_number() over (partition by p.portal order by n.started_at desc) as age
        from crawl_portals p join nights n on n.id = p.crawl)
      select portal, state, started_at,
        (select count(*) from links l where l.portal = n.portal and l.role = 'report' and l.capture is not null),
        (select count(*) from newest o where o.portal = n.portal and o.state = 'done'), coalesce(why, '')
      from newest n where age = 1 and state != 'done' order by 4 desc, 1"""
    return db.execute(sql, [nights]).fetchall()


def outcomes_of_last(db: Database) -> list[tuple[str, int, int]]:
    """Outcomes of the last crawl with their number of fetches and of portals."""
    sql = """select outcome, count(*), count(distinct portal) from fetches
      where crawl = (select id from crawls where depth <> 'discover' order by started_at desc limit 1) group by 1 order by 2 desc"""
    return db.execute(sql).fetchall()
