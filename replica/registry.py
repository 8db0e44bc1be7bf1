"""The registry file of the replica: the columns of the real one, loopback addresses."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from replica import families, homes
from replica.site import Site

COLUMNS = ("code", "name", "level", "family", "url", "list_url", "seen", "until", "note")


def rows(sites: Iterable[Site], which: str = "all") -> list[tuple[str, ...]]:
    """One row for each list of each portal ("all"), for those that lie below no other ("tops"), or the homes alone
    ("roots")."""
    found: list[tuple[str, ...]] = []
    for site in sites:
        family = families.load()[site.engine]
        head = (site.code, site.name, site.level)
        if which == "roots":
            found.append((*head, "", homes.root(site), "", "", "", site.note))
            continue
        for column in site.columns() if which == "all" else [site.root, *site.units]:
            found.append(
                (
                    *head,
                    site.family,
                    f"{site.base}/",
                    site.base + family.link(site, column),
                    "2026-11",
                    "",
                    f"organ: {column.organ}; {site.note}" if column.organ else site.note,
                )
            )
    return found


def write(path: Path, sites: Iterable[Site], which: str = "all") -> None:
    """Write the registry; the folder must exist."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(rows(sites, which))
