"""How the last night's crawls went beside what was known before: the figures that monitors judge.

A night is every crawl that began within twelve hours before the newest one did.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from archive.light import Database

NIGHT = timedelta(hours=12)
FINE = ("kept", "unchanged", "not_modified", "redirect", "not_found", "stub")
"""Outcomes that are an answer: a page that is gone is one too."""

ASKED = "select outcome, count(*) from fetches where at >= ? and role in ('list', 'report', 'attachment') group by 1"

STATES = """select p.portal, p.state, c.started_at >= :since as tonight from crawl_portals p join crawls c on c.id = p.crawl
  order by c.started_at"""

# Only list pages that changed tell anew what they show: what stood on them at the look before and stands nowhere now.
LISTED = """with changed as (select distinct portal, url from fetches where role = 'list' and outcome = 'kept' and at >= :since),
  before as (select c.portal, c.url, max(f.at) as at from changed c join fetches f on f.url = c.url
    where f.at < :since and f.outcome in ('kept', 'unchanged', 'not_modified') group by 1, 2)
  select b.portal, sum(l.last_seen >= :since and l.first_seen < :since), sum(l.last_seen < :since and l.last_seen >= b.at),
    sum(l.first_seen >= :since)
  from before b join links l on l.found_on = b.url where l.role = 'report' group by 1"""


@dataclass(frozen=True, slots=True)
class Shown:
    """Reports on a portal's changed lists: still there, no longer there, new."""

    portal: str
    still: int
    lost: int
    new: int


@dataclass(frozen=True, slots=True)
class Pulse:
    """The last night: when its first crawl began and its last ended (None while it runs or was killed), answers by
    outcome, each portal's state (before, tonight; None where it had none), and what lists showed."""

    since: str
    ended: str | None
    outcomes: dict[str, int]
    states: dict[str, tuple[str | None, str | None]]
    shown: list[Shown]

    @property
    def error_share(self) -> float:
        """The share of answers that were none; 0 where nothing was asked."""
        asked = sum(self.outcomes.values())
        return 1 - sum(self.outcomes.get(name, 0) for name in FINE) / asked if asked else 0.0


def take(db: Database) -> Pulse | None:
    """The last night; None where nothing was ever crawled."""
    row = db.execute(
        "select started_at, finished_at from crawls where depth <> 'discover' order by started_at desc limit 1"
    ).fetchone()
    if row is None:
        return None
    begun = datetime.fromisoformat(row[0].replace("Z", "+00:00")) - NIGHT
    limit = begun.strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"
    (since,) = db.execute(
        "select min(started_at) from crawls where depth <> 'discover' and started_at >= ?", [limit]
    ).fetchone()
    shown = [Shown(*row) for row in db.execute(LISTED, {"since": since})]
    return Pulse(since, row[1], dict(db.execute(ASKED, [since]).fetchall()), _states(db, since), shown)


def _states(db: Database, since: str) -> dict[str, tuple[str | None, str | None]]:
    found: dict[str, tuple[str | None, str | None]] = {}
    for portal, state, tonight in db.execute(STATES, {"since": since}):
        before, now = found.get(portal, (None, None))
        found[portal] = (before, state) if tonight else (state, now)
    return found
