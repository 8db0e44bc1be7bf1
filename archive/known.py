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


def reports_of(db: Database, portal: str) -> int:
    """How many report pages a portal has ever been kept of."""
    sql = "select count(*) from links where portal = ? and role = 'report' and capture is not null"
    return int(db.execute(sql, [portal]).fetchone()[0])


def last_states(db: Database) -> dict[str, str]:
    """The state in which the last crawl that ended left each portal: done, failed, postponed or started."""
    return dict(db.execute(LAST).fetchall())
