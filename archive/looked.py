"""When a portal was last looked at and what came of it: the ground of every "not found"."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from archive.causes import ANSWERED, NEVER, NO_LIST, Cause, of_counts, of_outcome
from archive.light import Database
from archive.organs import resolve
from archive.places import Places
from reference.titles import judge

UNREADABLE = Cause("unreadable", "unreadable", "已取得，未能读出", "fetched, but it could not be read")

LAST_FETCHES = """select f.portal, f.outcome, count(*), max(f.at) from fetches f
    join (select portal, max(crawl) as crawl from fetches where role = 'list' group by portal) l
    on l.portal = f.portal and l.crawl = f.crawl
  where f.role = 'list' group by 1, 2"""

OPEN_LINKS = """select l.portal, l.organ, l.link_text, l.year, l.state, coalesce(r.why_not, ''), coalesce(l.checked_at, l.last_seen)
  from links l left join readings r on r.capture = l.capture
  where l.role = 'report' and (l.state not in ('kept', 'unchanged', 'not_modified') or r.why_not = 'unreadable')"""


@dataclass(frozen=True, slots=True)
class Visit:
    """The last look for a report. `at` is None where there was none; `cause` is None where we looked well and saw none."""

    at: str | None
    cause: Cause | None


class Looked:
    """What the crawls saw, by portal and by organ and year."""

    def __init__(self, db: Database, places: Places) -> None:
        self._listed = {code for (code,) in db.execute("select code from portals where list_url <> ''")}
        self._portals = self._visits(db)
        self._open = dict(self._links(db, places))

    def visit(self, organ: str, division: str, year: int) -> Visit:
        """Why the report of an organ and year is not here."""
        if found := self._open.get((organ, year)):
            return found
        if division in self._portals:
            return self._portals[division]
        return Visit(None, NEVER if division in self._listed else NO_LIST)

    def _visits(self, db: Database) -> dict[str, Visit]:
        outcomes: dict[str, Counter[str]] = defaultdict(Counter)
        good: dict[str, str] = {}
        any_at: dict[str, str] = {}
        for portal, outcome, count, at in db.execute(LAST_FETCHES):
            outcomes[portal][outcome] += count
            any_at[portal] = max(at, any_at.get(portal, ""))
            if outcome in ANSWERED:
                good[portal] = max(at, good.get(portal, ""))
        links = dict(db.execute("select portal, count(*) from links group by 1").fetchall())
        return {
            portal: Visit(good.get(portal, any_at[portal]), of_counts(counts, links.get(portal, 0)))
            for portal, counts in outcomes.items()
        }

    def _links(self, db: Database, places: Places) -> list[tuple[tuple[str, int], Visit]]:
        """Reports that a list shows and we have not got, or not read."""
        found = []
        for portal, hint, text, year, state, why_not, at in db.execute(OPEN_LINKS):
            title = judge(text or "", column=True)
            its_year = year or title.year
            if not its_year:
                continue
            owed = resolve(places, portal, hint, title.organ or "", title.kind)
            cause = UNREADABLE if why_not else of_outcome(state)
            found.append(((owed.organ, its_year), Visit(at, cause)))
        return found
