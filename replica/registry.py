"""The registry file of the replica: the columns of the real one, loopback addresses."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from replica import families
from replica.site import Site

COLUMNS = ("code", "name", "level", "family", "url", "list_url", "seen", "until", "note")


def rows(sites: Iterable[Site], roots_only: bool = False) -> list[tuple[str, ...]]:
    """One row for each list of each portal; with `roots_only` the roots alone, for discovery."""
    found: list[tuple[str, ...]] = []
    for site in sites:
        family = families.load()[site.engine]
        head = (site.code, site.name, site.level)
        if roots_only:
            found.append((*head, "", f"{site.base}/", "", "", "", site.note))
            continue
        for column in site.columns():
            found.append(
                (
                    *head,
                    site.family,
                    f"{site.base}/",
                    site.base + family.link(site, column),
                    "2026-11",
                    "",
                    site.note,
                )
            )
    return found


def write(path: Path, sites: Iterable[Site], roots_only: bool = False) -> None:
    """Write the registry; the folder must exist."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(rows(sites, roots_only))
