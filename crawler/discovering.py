"""python -m crawler discover: find the columns of yearly reports of portals whose row lacks its list or its family.

What is found is written as proposals for a person to judge; the registry is not touched (python -m crawler accept).
Asked as politely as in a crawl: same robots.txt, pauses, guards of addresses; every answer is kept as WARC.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from scrapy.crawler import CrawlerProcess

from archive import captures, open_archive
from archive.model import ArchiveError
from crawler import options, proposals
from crawler.crawling import Crawl, RefusedError, chosen, facts, kind_of, scrapy_settings
from crawler.discover_spider import DiscoverSpider
from crawler.search import Search
from crawler.summary import table
from reference import portals
from reference.portals import Portal


def main(argv: list[str]) -> int:
    """0 after a search, whatever it found; 2 where it could not begin."""
    args = arguments().parse_args(argv)
    try:
        rows = lacking(chosen(portals.load(args.portals), args.only), everything=args.all)
        searches = discover(Crawl(rows, args.archive, args.captures))
    except (portals.RegistryError, RefusedError, ArchiveError) as error:
        print(f"crawler: {error}", file=sys.stderr)
        return 2
    found = list(proposals.rows(searches))
    proposals.write(args.out, found)
    print(summary(searches, found, args.out))
    return 0


def arguments() -> argparse.ArgumentParser:
    """The options of discovery."""
    parser = argparse.ArgumentParser(
        prog="python -m crawler discover", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    options.add_portals(parser)
    parser.add_argument("--all", action="store_true", help="also portals whose row has a list and a family")
    parser.add_argument("--out", type=Path, default=Path("proposals.csv"), metavar="CSV")
    options.add_archive(parser)
    return parser


def lacking(rows: Sequence[Portal], *, everything: bool) -> list[Portal]:
    """One row for each place that has no row with both list and family; raises RefusedError where nothing is left."""
    complete = {row.code for row in rows if row.list_url and row.family and not row.organ}
    left = [row for row in rows if (everything or row.code not in complete) and not row.organ]
    if not left:
        raise RefusedError("every chosen portal has its list and its family; --all looks again")
    return list({row.code: row for row in reversed(left)}.values())[::-1]


def discover(order: Crawl) -> list[Search]:
    """Search all portals of the order; bytes are kept in its archive. Raises RefusedError or ArchiveError before any
    request."""
    kind = kind_of(order.portals)
    db = open_archive(order.archive, create=True)
    run = captures.begin(
        db, order.captures, kind=kind, depth="discover", settings=facts(order), portals=order.portals
    )
    process = CrawlerProcess(scrapy_settings(order, demo=kind == "demo"))
    crawler = process.create_crawler(DiscoverSpider)
    process.crawl(crawler, portals=order.portals, run=run)
    process.start()
    counts = {
        k.removeprefix("gongkai/"): v
        for k, v in crawler.stats.get_stats().items()
        if k.startswith("gongkai/")
    }
    if crawler.stats.get_value("finish_reason") == "shutdown":
        run.stop()
    else:
        run.close(counts)
    return list(crawler.spider.states.values()) if isinstance(crawler.spider, DiscoverSpider) else []


def summary(searches: list[Search], found: list[dict[str, str]], out: Path) -> str:
    """What came of it: columns by family and confidence, portals where none was found and why."""
    kinds = ("sure", "likely", "doubtful", "unasked")
    counts = Counter((row["family"] or "?", row["confidence"]) for row in found)
    names = sorted({family for family, _ in counts})
    body = [[name, *(str(counts[name, kind]) for kind in kinds)] for name in names]
    lines = [table([["family", *kinds], *body])] if body else []
    have = {row["code"] for row in found}
    for search in searches:
        if search.portal.code not in have:
            why = " | ".join(search.why) or "no column of reports on the pages that were looked at"
            lines.append(f"{search.portal.code} {search.portal.name}: {why}")
    lines.append(f"{len(found)} columns of {len(have)} of {len(searches)} portals written to {out}")
    lines.append(f"put yes into its first column where you agree, then: python -m crawler accept {out}")
    return "\n".join(lines)
