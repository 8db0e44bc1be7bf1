"""What a page itself says against being the portal's own: problems that are known while it is fetched.

They travel in the event of the fetch, so that they come back with the rows when those are rebuilt; a reading of the
page adds its own problems and leaves these alone (`problems.at` is FETCH).
"""

from __future__ import annotations

from typing import Any

from archive.light import Database
from archive.organs import foreign
from archive.places import Places
from reference.problems import KINDS
from reference.text import noise_of

FETCH = "fetch"
PUT = """insert into problems (capture, report, portal, kind, cell, "at", says_zh, says_en)
  select :capture, null, :portal, :kind, null, :at, :zh, :en
  where not exists (select 1 from problems where capture = :capture and kind = :kind and "at" = :at)"""


class Marks:
    """Judges pages; the code list is read when a page first names another division than its portal's."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._places: Places | None = None

    def of_page(self, portal: str, site_code: str | None, article: str | None) -> list[str]:
        """Kinds of problem: a SiteIDCode of another place, the pinyin or traditional script of mirrors."""
        found = ["foreign_site_code"] if self._is_foreign(portal, site_code) else []
        return [*found, "mirror_marks"] if article and noise_of(article) else found

    def _is_foreign(self, portal: str, site_code: str | None) -> bool:
        if not site_code or site_code[:6] == portal[:6]:
            return False
        self._places = self._places or Places(self._db)
        return foreign(self._places, portal, site_code)


def put(db: Database, event: dict[str, Any]) -> None:
    """The problems that an event of a kept page carries."""
    for kind in event.get("marks") or ():
        says = KINDS[kind]
        row = {
            "capture": event["capture"],
            "portal": event["portal"],
            "kind": kind,
            "at": FETCH,
            "zh": says.zh,
            "en": says.en,
        }
        db.conn.execute(PUT, row)
