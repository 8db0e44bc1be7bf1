"""The search for one portal's columns: what is asked next, what was found, when it is enough. Pure."""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field

from scrapy import Request
from scrapy.http import TextResponse

from crawler import discovery
from crawler.columns import column_name
from crawler.discovery import Listing, Step
from crawler.family import Link
from crawler.identity import identity
from reference import families, titles
from reference.portals import Portal

PAGES = 40  # asked on the way to the place's own column
UNIT_PAGES = 200  # asked for the columns of its departments and townships
AFTER_FOUND = 8  # pages of the way still looked at once the column is found: its units stand there
BELOW = 3  # columns of years or units looked into, where a column itself shows no report
MORE = 2  # further answers (frame, API, page) asked of one candidate


@dataclass(slots=True)
class Find:
    """A column: `listing` is the best that was read of it, `confirmed` what a report of it turned out to be."""

    url: str
    step: Step
    trail: str
    name: str | None
    listing: Listing
    below: list[tuple[str, str | None]] = field(default_factory=list)
    more: int = 0
    inside: int = 0
    confirmed: str | None = None
    stranger: bool = False

    @property
    def reports(self) -> list[Link]:
        return self.listing.reports

    @property
    def confidence(self) -> str:
        """sure: named, its reports say so, one was opened; likely: two of these; doubtful: less; unasked: elsewhere."""
        if self.stranger:
            return "unasked"
        signs = [bool(self.name), self.listing.strict > 0, self.confirmed is not None]
        known = self.listing.score >= families.discovery().enough
        if all(signs) and known:
            return "sure"
        return "likely" if sum(signs) >= 2 and self.reports else "doubtful"


@dataclass(slots=True)
class Search:
    """One portal. `next()` gives one request at a time, so that a portal is never asked twice at once."""

    portal: Portal
    home: dict[str, int] = field(default_factory=dict)
    finds: list[Find] = field(default_factory=list)
    why: list[str] = field(default_factory=list)
    heap: list[Step] = field(default_factory=list)
    waiting: list[tuple[Request, str, Find]] = field(default_factory=list)
    seen: dict[str, str] = field(default_factory=dict)
    asked: int = 0
    asked_units: int = 0
    ways_after: int = 0
    ended: bool = False

    def push(self, steps: list[Step], trail: str) -> None:
        """Take steps that were not met before; the way there is remembered in words."""
        for step in steps:
            key = identity(step.url)
            if key in self.seen or discovery.is_stranger(step.url, self.portal.url):
                self._elsewhere(step, trail, key)
                continue
            self.seen[key] = f"{trail} › {step.words or step.url}" if trail else "/"
            heapq.heappush(self.heap, step)

    def trail(self, step: Step) -> str:
        """The words of the links that led to a step."""
        return self.seen.get(identity(step.url), "")

    def pop(self) -> Step | None:
        """The dearest step that the budget still allows."""
        while self.heap:
            step = heapq.heappop(self.heap)
            if self._allows(step):
                return step
        return None

    def _allows(self, step: Step) -> bool:
        if step.kind == "unit" or step.organ:
            self.asked_units += 1
            return self.asked_units <= UNIT_PAGES
        if self.found_own and step.kind != "column":
            self.ways_after += 1
            return self.ways_after <= AFTER_FOUND
        self.asked += 1
        return self.asked <= PAGES

    @property
    def found_own(self) -> bool:
        """Is the place's own column found and opened?"""
        return any(find.step.organ is None and find.confidence in ("sure", "likely") for find in self.finds)

    def candidate(self, step: Step, response: TextResponse) -> Find | None:
        """The page as a column, where it may be one: it is named so, or it lists reports."""
        found, name = discovery.listing(response, self.home), column_name(response)
        led = step.kind == "column" or name is not None
        if not found.strict and not (led and (found.reports or found.following or name)):
            return None
        name = name or (step.words if titles.is_column(step.words) else None)
        url = response.url if "#" not in step.url else step.url
        find = Find(url, step, self.trail(step), name, found)
        find.below = discovery.below(response, found.reports)
        self.finds.append(find)
        return find

    def _elsewhere(self, step: Step, trail: str, key: str) -> None:
        """A column that lies on another site is not asked, but told: a disclosure host must first be registered."""
        if key in self.seen or step.kind != "column" or step.rank > -100:
            return
        self.seen[key] = f"{trail} › {step.words}"
        self.finds.append(Find(step.url, step, self.seen[key], step.words, Listing("", 0), stranger=True))

    def worth_telling(self) -> list[Find]:
        """Columns that are proposed: none that lies below another; one that showed nothing only where it is named as a
        column and nothing better was found."""
        good = [f for f in self.finds if f.stranger or f.reports or f.inside]
        under = {identity(url) for find in good for url, _ in find.below}
        top = [find for find in good if identity(find.url) not in under]
        if any(f.step.organ is None and f.confidence in ("sure", "likely") for f in top):
            return [f for f in top if f.confidence in ("sure", "likely") or f.step.organ]
        return top or [find for find in self.finds if find.name]
