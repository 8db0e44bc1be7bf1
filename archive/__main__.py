"""python -m archive: look after archive.db and captures/."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from archive import ArchiveError, explained, open_archive, open_reading, places, rebuild
from archive.coverage import refresh
from archive.derive import build
from archive.dump import digests
from archive.verify import verify


def _verify(args: argparse.Namespace) -> int:
    """Read and hash every record again; exit 1 where anything is wrong. Changes nothing."""
    done = verify(open_reading(args.archive), args.captures)
    print("\n".join(done.lines()))
    return 1 if done.faults else 0


def _index(args: argparse.Namespace) -> int:
    """Rebuild crawls, fetches, captures, pages and links from the WARC files."""
    if not Path(args.captures).is_dir():
        raise ArchiveError(f"{args.captures}: no folder of WARC files here. Name it with --captures.")
    db = open_archive(args.archive, create=True)
    events = rebuild.index(db, args.captures)
    places.fill(db)
    counts = ", ".join(
        f"{db.table(table).count} {table}" for table in ("crawls", "fetches", "captures", "links")
    )
    print(f"{events} events: {counts}. Next: python -m parse.")
    return 0


def _derive(args: argparse.Namespace) -> int:
    """Make the tables that are derived from cells: proactive, requests, remedies, indicators, balance."""
    made = build(open_archive(args.archive))
    print(", ".join(f"{rows} {name}" for name, rows in made.items()))
    return 0


def _dump_hash(args: argparse.Namespace) -> int:
    """Print a digest of the rows by natural keys, a table a line, the whole last."""
    for table, rows, digest in digests(open_reading(args.archive)):
        print(f"{digest}  {table} ({rows} rows)")
    return 0


def _coverage(args: argparse.Namespace) -> int:
    """Hold what is expected of every organ and year against what was found."""
    states = refresh(open_archive(args.archive))
    print(", ".join(f"{count} {state}" for state, count in states.items()) or "nothing is due")
    return 0


COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "verify": _verify,
    "index": _index,
    "coverage": _coverage,
    "derive": _derive,
    "dump-hash": _dump_hash,
}


def main(argv: list[str] | None = None) -> int:
    """Run one command; ArchiveError is one line on stderr and exit 1."""
    parser = argparse.ArgumentParser(prog="python -m archive", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, do in COMMANDS.items():
        command = commands.add_parser(name, help=(do.__doc__ or "").splitlines()[0])
        command.add_argument("--archive", type=Path, default=Path("archive.db"), metavar="DB")
        command.add_argument("--captures", type=Path, default=Path("captures"), metavar="DIR")
    args = parser.parse_args(argv)
    try:
        with explained(args.archive):
            return COMMANDS[args.command](args)
    except ArchiveError as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
