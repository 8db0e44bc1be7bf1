"""Every family: columns found from the root alone, and reports found from one row a portal, beside what was planted.

Two tables over the replica's invented portals (2008–2025, departments, townships, decoys, six kinds of home page): what
`crawler discover` proposes where the registry has only roots, and what a crawl keeps where it has only each portal's own
list. `--full` with reports of full length; exit 1 where anything is missing or wrong.
"""

from __future__ import annotations

import argparse
import csv
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from urllib.parse import urlsplit

from crawler.identity import identity
from crawler.summary import table
from replica import families, world
from replica.site import Site
from tests.crawler.crawler_world import ROOT, World, serving

Counts = dict[str, list[int]]


def main() -> int:
    """Print both tables; 0 where found is planted everywhere."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.families", description=__doc__)
    parser.add_argument(
        "--full", action="store_true", help="all units and whole reports, not the small replica"
    )
    small = () if parser.parse_args().full else ("--small",)
    only = ",".join(plan.code for plan in world.plans() if plan.code >= "991000")
    with tempfile.TemporaryDirectory() as name:
        good = discovery(Path(name), only, *small)
        good &= crawl(Path(name), only, *small)
    return 0 if good else 1


def discovery(folder: Path, only: str, *small: str) -> bool:
    """Columns proposed beside columns planted."""
    with serving(folder, only, "--roots", *small) as running:
        began = time.monotonic()
        out = folder / "proposals.csv"
        keep = ["--archive", str(folder / "d.db"), "--captures", str(folder / "d")]
        asked = [
            sys.executable,
            "-m",
            "crawler",
            "discover",
            "--portals",
            str(running.registry),
            "--out",
            str(out),
            *keep,
        ]
        subprocess.run(asked, cwd=ROOT, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        seconds = time.monotonic() - began
        with out.open(encoding="utf-8-sig", newline="") as file:
            proposed = list(csv.DictReader(file))
        counts = proposals_of(running, proposed)
    requests = running.rows("select count(*) from fetches", name="d")[0][0]
    print(shown("discovery", ["portals", "columns", "found", "family right", "sure", "other"], counts))
    print(f"{requests} requests, {seconds:.0f} s\n")
    return all(row[1] == row[2] == row[3] and not row[5] for row in counts.values())


def proposals_of(running: World, proposed: list[dict[str, str]]) -> Counts:
    """By family: portals, planted columns, found, with the right family, sure, and proposals of anything else."""
    counts: Counts = defaultdict(lambda: [0] * 6)
    for site in running.sites():
        own = [row for row in proposed if row["code"] == site.code]
        planted, parts = planted_columns(site)
        found = [row for row in own if identity(row["list_url"]) in planted]
        other = [row for row in own if identity(row["list_url"]) not in planted | parts]
        right = [row for row in found if row["family"] == site.family]
        sure = [row for row in found if row["confidence"] == "sure"]
        for place, number in enumerate((1, len(planted), len(found), len(right), len(sure), len(other))):
            counts[site.family][place] += number
    return counts


def planted_columns(site: Site) -> tuple[set[str], set[str]]:
    """Columns that must be proposed, and parts of them that may be."""
    family = families.load()[site.engine]
    top = {identity(site.base + family.link(site, column)) for column in [site.root, *site.units]}
    return top, {identity(site.base + family.link(site, column)) for column in site.root.children}


def crawl(folder: Path, only: str, *small: str) -> bool:
    """Reports kept beside reports planted."""
    with serving(folder, only, "--tops", *small) as running:
        began = time.monotonic()
        running.crawl(name="c")
        seconds = time.monotonic() - began
        planted, captured = set(running.planted()), running.captured("c")
        family_of = {site.base.partition("//")[2]: site.family for site in running.sites()}
    counts: Counts = defaultdict(lambda: [0] * 4)
    for url in planted | captured:
        row = counts[family_of[urlsplit(url).netloc]]
        row[0] += url in planted
        row[1] += url in planted and url in captured
        row[2] += url not in planted
    pages = running.rows("select portal, pages from crawl_portals", name="c")
    named = {site.code: site.family for site in running.sites()}
    for portal, count in pages:
        counts[named[portal]][3] += count
    print(shown("crawl", ["planted", "found", "other", "list pages"], counts))
    print(f"{seconds:.0f} s; of 991304 the report of 2025 is found as the column that it is\n")
    return all(row[0] - row[1] == row[2] == (1 if name == "vsb" else 0) for name, row in counts.items())


def shown(what: str, heads: list[str], counts: Counts) -> str:
    """A table with its sum."""
    rows = [[name, *map(str, counts[name])] for name in sorted(counts)]
    total = [str(sum(column)) for column in zip(*counts.values(), strict=True)]
    return table([[what, *heads], *rows, ["all", *total]])


if __name__ == "__main__":
    sys.exit(main())
