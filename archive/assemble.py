"""One report out of the captures that hold it: which bytes count, what the others say, and the rows.

Everything here is a function of the readings of one report; the order in which they came does not matter.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from archive.light import Database
from archive.readings import Json, Read

PRINTED = ("number", "annotated", "inferred", "blank", "mark", "unreadable")
"""States of a cell that a document has, whatever it printed there."""


@dataclass(slots=True)
class Group:
    """A page as it was captured at one moment, with the attachments that belong to it."""

    page: Read
    attachments: list[Read] = field(default_factory=list)

    @property
    def has_tables(self) -> bool:
        """Whether any part of it holds a figure of a statutory form, or a table of none."""
        return any(has_tables(read) for read in (self.page, *self.attachments))


@dataclass(frozen=True, slots=True)
class Holding:
    """What one capture is to its report: a row of report_captures."""

    read: Read
    role: str
    counts: bool
    change: str | None


def has_tables(read: Read) -> bool:
    """Whether a reading holds figures."""
    return any(cell["state"] in PRINTED for cell in read.reading["cells"]) or bool(read.reading["free"])


def groups_of(reads: list[Read]) -> list[Group]:
    """Every page of a report at its moments, oldest first, each with the newest attachments found on it.

    An attachment whose page is no report stands for a page itself.
    """
    pages = [read for read in reads if read.capture.role != "attachment"]
    addresses = {read.capture.url for read in pages}
    orphans = [read for read in reads if read not in pages and read.capture.found_on not in addresses]
    newest: dict[str, dict[str, Read]] = defaultdict(dict)
    for read in reads:
        if read.capture.role == "attachment" and read.capture.found_on:
            newest[read.capture.found_on][read.capture.url] = read
    made = [Group(page, list(newest[page.capture.url].values())) for page in pages]
    return sorted(made + [Group(read) for read in orphans], key=lambda group: _when(group.page))


def _when(read: Read) -> tuple[str, str]:
    return read.capture.fetched_at, read.capture.id


def chosen(groups: list[Group], division: str, mirrors: set[str]) -> Group:
    """The bytes that count: the portal's own page before a collection's copy, then one that has tables, then the
    newest; a mirror only where there is nothing else."""

    def rank(group: Group) -> tuple[bool, bool, bool, tuple[str, str]]:
        own = group.page.capture.portal[:6] == division[:6]
        return group.page.capture.id not in mirrors, own, group.has_tables, _when(group.page)

    return max(groups, key=rank)


def mirrors_of(db: Database, reads: list[Read]) -> set[str]:
    """Captures that no registered portal served: imports from hosts that the registry does not know."""
    brought = [read for read in reads if read.capture.source != "crawl"]
    if not brought:
        return set()
    hosts = {urlsplit(url).hostname for (url,) in db.execute("select url from portals")}
    return {read.capture.id for read in brought if urlsplit(read.capture.url).hostname not in hosts}


@dataclass(frozen=True, slots=True)
class Merged:
    """One reading out of a group; `gave` are the attachments that gave something, `main` where the figures lie."""

    reading: Json
    gave: list[Read]
    main: Read


def merged(group: Group) -> Merged:
    """The page's reading, its lacking cells from the attachments that have them.

    A page that only leads to its attachments gives its date and address, the first attachment the rest.
    """
    order = sorted(group.attachments, key=lambda read: (-_printed(read), read.capture.url))
    parts = [group.page, *order]
    base = next((read for read in parts if read.reading["report"]), group.page)
    reading = dict(base.reading)
    with_figures = [read for read in parts if _printed(read)]
    form = with_figures[0].reading["form"] if with_figures else reading["form"]
    cells: dict[str, Json] = {}
    source: dict[str, str] = {}
    for read in parts if not with_figures else [read for read in parts if read.reading["form"] == form]:
        for cell in read.reading["cells"]:
            held = cells.get(cell["cell"])
            if held is None or (held["state"] == "missing" and cell["state"] != "missing"):
                cells[cell["cell"]], source[cell["cell"]] = cell, read.capture.id
    gave = [read for read in order if read is base or (_printed(read) and read.capture.id in source.values())]
    reading |= {"form": form, "cells": list(cells.values())}
    _fill_rest(reading, parts, gave)
    if group.page.reading.get("published_on"):
        reading["published_on"] = group.page.reading["published_on"]
    reading["problems"] = _problems(reading, [group.page, *gave], cells)
    main = next((read for read in with_figures if read is group.page or read in gave), base)
    return Merged(
        reading | {"kind": main.reading["kind"], "places": main.reading.get("places", [])}, gave, main
    )


def first_published(groups: list[Group], group: Group, mirrors: set[str]) -> str | None:
    """The day under which the report was first seen, on the kind of site that counts: a later date of the same page,
    or of a second article, does not make the first one late, nor an earlier one the late one timely."""
    portal = group.page.capture.portal
    same = (
        each for each in groups if each.page.capture.portal == portal and each.page.capture.id not in mirrors
    )
    return next(
        (each.page.reading["published_on"] for each in same if each.page.reading.get("published_on")), None
    )


def _printed(read: Read) -> int:
    return sum(cell["state"] in PRINTED for cell in read.reading["cells"])


def _fill_rest(reading: Json, parts: list[Read], gave: list[Read]) -> None:
    """Narrative, free tables and facts that are lacking come from the first part that has them."""
    for key in ("sections", "free", "published_on", "signed_on", "organ", "title"):
        for read in parts:
            if not reading.get(key) and read.reading.get(key):
                reading[key] = read.reading[key]
                if read is not parts[0] and read not in gave and key in ("sections", "free"):
                    gave.append(read)


def _problems(reading: Json, reads: list[Read], cells: dict[str, Json]) -> list[Json]:
    """Problems of every part that counts, but for losses that another part made good; each with its capture."""
    found = []
    for read in reads:
        for problem in read.reading["problems"]:
            lost = problem["kind"] in ("table_missing", "row_missing", "column_missing")
            if len(reads) > 1 and lost and problem["cell"] and not _lacks(cells, problem["cell"]):
                continue
            found.append(problem | {"capture": read.capture.id})
    return found


def _lacks(cells: dict[str, Json], name: str) -> bool:
    """Whether a cell, or any below a row or table, is still missing."""
    return any(
        cell["state"] == "missing" for key, cell in cells.items() if key == name or key.startswith(name + ".")
    )


def holdings(
    reads: list[Read], groups: list[Group], group: Group, gave: list[Read], mirrors: set[str]
) -> list[Holding]:
    """What each capture is to the report: page, attachment, continuation, copy, mirror or earlier; and what changed
    since the capture of the same address before it."""
    pages = {each.page.capture.id: each for each in groups}
    found, before = [], dict[str, Read]()
    for read in sorted(reads, key=_when):
        change = _change(before.get(read.capture.url), read, before)
        before[read.capture.url] = read
        if read.capture.id in pages:
            each = pages[read.capture.id]
            found.append(Holding(read, _role(each, group, mirrors), each is group, change))
        else:
            found.append(_attachment(read, group, gave, change))
    return found


def _attachment(read: Read, group: Group, gave: list[Read], change: str | None) -> Holding:
    """An attachment of the page that counts: a copy where the page has the tables itself."""
    if read not in group.attachments:
        return Holding(read, "earlier", False, change)
    if read in gave:
        return Holding(read, "continuation" if has_tables(group.page) else "attachment", True, change)
    return Holding(read, "copy" if has_tables(read) else "attachment", False, change)


def _role(each: Group, group: Group, mirrors: set[str]) -> str:
    if each is group:
        return "page"
    if each.page.capture.id in mirrors:
        return "mirror"
    return "earlier" if each.page.capture.url == group.page.capture.url else "copy"


def _change(old: Read | None, new: Read, before: dict[str, Any]) -> str | None:
    """figures, text, or republished: an older report at another address, or the same words under a later date."""
    if old is None:
        same = [read for read in before.values() if read.capture.portal == new.capture.portal]
        again = same and new.capture.role == "report" and any(read.capture.role == "report" for read in same)
        return "republished" if again else None
    if figures(old) != figures(new):
        return "figures"
    if _words(old) != _words(new):
        return "text"
    dates = [read.reading.get("published_on") for read in (old, new)]
    return "republished" if all(dates) and dates[0] != dates[1] else None


def figures(read: Read) -> dict[str, tuple[Any, str]]:
    """{cell: (value, printed)} of what a reading prints."""
    return {
        cell["cell"]: (cell["value"], cell["raw"] if cell["value"] is None else "")
        for cell in read.reading["cells"]
        if cell["state"] in PRINTED
    }


def _words(read: Read) -> list[tuple[str, str]]:
    return [(section["title"], section["text"]) for section in read.reading["sections"]]
