"""Find and fetch yearly reports: ask the registry's portals for what is new and keep every answer as WARC.

python -m crawler                              tonight's run over reference/portals
python -m crawler --only 5104 --deep           one prefecture, every known report page again
python -m crawler import PATH…                 WARC, WACZ, folders, single files of other tools
python -m crawler import --cdx URL             pages that portals deleted, from an archive that answers CDX questions
python -m crawler discover                     where portals without a list keep their reports, as proposals
python -m crawler accept PROPOSALS             put the chosen ones into the registry
python -m crawler merge                        rows of what several shards fetched (--shard K/N)
python -m crawler health                       outcomes of the last run, portals that could not be read and why
"""

from __future__ import annotations

import argparse
import sys
from datetime import datetime, timedelta

from archive.model import ArchiveError
from crawler import accepting, discovering, health, importing, options, shards
from crawler.crawling import Crawl, RefusedError, chosen, crawl
from crawler.summary import summary
from reference import portals

COMMANDS = {
    "accept": accepting.main,
    "discover": discovering.main,
    "health": health.main,
    "import": importing.main,
    "merge": shards.main,
}


def main(argv: list[str] | None = None) -> int:
    """0 after a crawl, also where portals failed; 2 where it could not begin."""
    argv = sys.argv[1:] if argv is None else argv
    if argv and argv[0] in COMMANDS:
        return COMMANDS[argv[0]](argv[1:])
    args = arguments().parse_args(argv)
    try:
        rows = chosen(portals.load(args.portals), args.only)
        done = crawl(
            Crawl(rows, args.archive, args.captures, again(args), hour(args.until), shard=shard(args.shard))
        )
    except (portals.RegistryError, RefusedError, ArchiveError) as error:
        print(f"crawler: {error}", file=sys.stderr)
        return 2
    print(summary(done, rows))
    return 0


def arguments() -> argparse.ArgumentParser:
    """The options of the crawl."""
    parser = argparse.ArgumentParser(
        prog="python -m crawler", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    options.add_portals(parser)
    parser.add_argument(
        "--deep", action="store_true", help="every known report page again, to see edits and removals"
    )
    parser.add_argument(
        "--due", action="store_true", help="known report pages that the calendar says are due"
    )
    parser.add_argument(
        "--until", metavar="HH:MM", help="stop at this hour, local time; the rest comes first in the next run"
    )
    parser.add_argument(
        "--shard", metavar="K/N", help="one of N processes that share a crawl by the Redis at GONGKAI_REDIS"
    )
    options.add_archive(parser)
    return parser


def again(args: argparse.Namespace) -> str | None:
    """Which known pages are looked at again."""
    return "all" if args.deep else "due" if args.due else None


def shard(text: str | None) -> shards.Shard | None:
    """Which of several processes this is. Raises RefusedError for other words."""
    try:
        return shards.Shard.named(text) if text else None
    except ValueError as error:
        raise RefusedError(str(error)) from None


def hour(text: str | None) -> datetime | None:
    """The next moment with this local time, or the moment that a whole date names. Raises RefusedError for other words."""
    if text is None:
        return None
    now = datetime.now().astimezone()
    try:
        if "T" in text:
            return datetime.fromisoformat(text).astimezone()
        at = datetime.strptime(text, "%H:%M")
    except ValueError:
        raise RefusedError(f"--until {text}: expected an hour like 05:30, or 2026-11-26T05:30") from None
    until = now.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0)
    return until if until > now else until + timedelta(days=1)


if __name__ == "__main__":
    sys.exit(main())
