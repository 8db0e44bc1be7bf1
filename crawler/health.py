"""How the crawl is: outcomes of the last run, and every portal that it could not read, with its cause."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from archive import ArchiveError, open_reading
from archive.known import outcomes_of_last, portal_history
from crawler.summary import table


def main(argv: list[str]) -> int:
    """0 where every portal was read, 1 where one was not, 2 where there is no archive."""
    parser = argparse.ArgumentParser(prog="python -m crawler health", description=__doc__)
    parser.add_argument("--archive", type=Path, default=Path("archive.db"), metavar="DB")
    args = parser.parse_args(argv)
    try:
        db = open_reading(args.archive)
    except ArchiveError as error:
        print(f"crawler health: {error}", file=sys.stderr)
        return 2
    counted = [[name, str(fetches), str(places)] for name, fetches, places in outcomes_of_last(db)]
    print(table([["outcome", "fetches", "portals"], *counted]))
    troubled = [[str(cell)[:120] for cell in row] for row in portal_history(db)]
    if troubled:
        print()
        print(table([["portal", "state", "since", "reports", "good of 7", "why"], *troubled]))
    return 1 if troubled else 0
