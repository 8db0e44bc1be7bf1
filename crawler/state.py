"""How far a portal is in this run: requests still open, what was counted, what went wrong."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol, cast

from scrapy.crawler import Crawler

from archive.captures import Run


@dataclass(slots=True)
class PortalState:
    """Counts of one portal. It is `done` when nothing is open and every list could be read, else `failed`."""

    code: str
    open: int = 0
    pages: int = 0
    links: int = 0
    kept: int = 0
    why: list[str] = field(default_factory=list)
    columns: set[str] = field(default_factory=set)
    ended: bool = False

    def trouble(self, why: str) -> None:
        """A list that could not be read; the first five are told."""
        if len(self.why) < 5:
            self.why.append(why)

    def left(self, run: Run) -> None:
        """One request has ended; the last one ends the portal."""
        self.open -= 1
        if self.open == 0:
            self.finish(run)

    def finish(self, run: Run) -> None:
        """Write what became of the portal."""
        self.ended = True
        why = " | ".join(self.why) or None
        run.portal(
            self.code,
            "failed" if why else "done",
            why=why,
            pages=self.pages,
            links=self.links,
            kept=self.kept,
        )


class Night(Protocol):
    """What middlewares and extensions need of the spider."""

    run: Run
    states: dict[str, PortalState]

    def portal_at(self, url: str) -> str:
        """The portal's code for an address."""


def night(crawler: Crawler) -> Night:
    """The running spider; it exists before any middleware is built."""
    return cast(Night, crawler.spider)
