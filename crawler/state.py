"""How far a portal is in this run: requests still open, what was counted, what went wrong."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Protocol, cast

from scrapy.crawler import Crawler
from scrapy.http import TextResponse

from archive.captures import Run
from archive.content import is_cut
from archive.known import address_of, reports_of
from archive.model import Link
from crawler.identity import identity
from crawler.outcomes import title_of

SITE_NAME = re.compile(r"""<meta\s+name=["']SiteName["']\s+content=["']([^"']+)["']""", re.I)
BESIDE_NAME = re.compile(r"[\s_|—·-]|网站|首页|欢迎(您|访问|光临)?")


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
    known: dict[str, str] = field(default_factory=dict)
    titled: bool = False
    ended: bool = False

    def trouble(self, why: str) -> None:
        """A list that could not be read; the first five are told."""
        if why not in self.why and len(self.why) < 5:
            self.why.append(why)

    def is_new(self, column: str) -> bool:
        """Is this column met for the first time in this run? It is remembered."""
        met = identity(column) in self.columns
        self.columns.add(identity(column))
        return not met

    def one_address(self, run: Run, link: Link) -> Link:
        """The link under the address by which its page is known already, in this run or the archive."""
        if link.canonical not in self.known:
            self.known[link.canonical or ""] = address_of(run.db, link.canonical or "") or link.url
        return replace(link, url=self.known[link.canonical or ""])

    def takes(self, key: str, response: TextResponse) -> bool:
        """Count a list page, and tell what is wrong with it; False where it is none."""
        if self.is_home(response.text):
            self.trouble(f"{key}: the home page in place of a list")
            return False
        self.pages += 1
        if is_cut(response.body):
            self.trouble(f"{key}: the list is cut short")
        return True

    def is_home(self, text: str) -> bool:
        """Is this the home page in place of a list? Its title is the site's name, where lists of this portal that were
        read before had titles of their own."""
        title, name = title_of(text), SITE_NAME.search(text)
        if name and title and not BESIDE_NAME.sub("", title.replace(name[1].strip(), "")):
            return self.titled
        self.titled = self.titled or bool(title)
        return False

    def left(self, run: Run) -> None:
        """One request has ended; the last one ends the portal."""
        self.open -= 1
        if self.open == 0:
            self.finish(run)

    def finish(self, run: Run) -> None:
        """Write what became of the portal."""
        self.ended = True
        known = 0 if self.links else reports_of(run.db, self.code)
        if known:
            self.trouble(f"silence: no list shows a report, though {known} are known")
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
