"""Which night this is: what is looked at tonight, what again, and which portal first. Pure but for what it is given."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

BEIJING = timezone(timedelta(hours=8))
SEASON = (1, 2, 3, 4)  # reports are due by 31 January and 31 March
WEEKLY, QUARTERLY, NIGHTS = 7, 91, 7
RECENT_YEARS = 2


def beijing_today() -> date:
    """Dates of the crawl are Chinese dates."""
    return datetime.now(BEIJING).date()


@dataclass(frozen=True, slots=True)
class Plan:
    """`again` is None (nightly), "due" (what the calendar says) or "all" (every known report page)."""

    today: date = field(default_factory=beijing_today)
    again: str | None = None
    last: Mapping[str, str] = field(default_factory=dict)
    """The state in which each portal was left by the crawl before."""

    @property
    def looks_again(self) -> bool:
        return self.again is not None

    def order(self, codes: Iterable[str]) -> list[str]:
        """Portals that the night before did not reach come first."""
        return sorted(codes, key=lambda code: self.last.get(code) not in ("postponed", "started"))

    def trusts(self, code: str) -> bool:
        """An unchanged first page ends the walk, where the last crawl read the portal to its end.

        A back-dated report may enter a later page and leave the first as it was: where known pages are looked at
        again, every portal's lists are walked to their end once a week.
        """
        if self.again == "all" or self.last.get(code) != "done":
            return False
        return self.again is None or not self.has_its_day(code)

    def has_its_day(self, key: str, days: int = NIGHTS) -> bool:
        """Each address and portal has one night in so many, so that no night carries them all."""
        return zlib.crc32(key.encode()) % days == self.today.toordinal() % days

    def visits(self, url: str, organ: str | None) -> bool:
        """Columns of single units: every night in the season, else a seventh of them a night."""
        if organ is None or self.looks_again or self.today.month in SEASON or not self.last:
            return True
        return self.has_its_day(url)

    def due(self, link: Mapping[str, Any]) -> bool:
        """Is a known report page looked at again? Those of the last two years weekly in the season; all quarterly."""
        if self.again == "all":
            return True
        checked = link.get("checked_at") or link["first_seen"]
        age = (
            self.today - datetime.fromisoformat(checked.replace("Z", "+00:00")).astimezone(UTC).date()
        ).days
        recent = (link.get("year") or 0) >= self.today.year - RECENT_YEARS
        if recent and self.today.month in SEASON:
            return age >= WEEKLY
        return age >= QUARTERLY or (age >= WEEKLY and self.has_its_day(link["url"], QUARTERLY))
