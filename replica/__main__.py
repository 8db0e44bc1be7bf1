"""`python -m replica serve|demo|bulk`: portals on loopback, the demo, readings in bulk."""

from __future__ import annotations

import argparse
import asyncio
import sys
from dataclasses import replace
from pathlib import Path

from replica import bulk, registry, revisions, switches, tls, world
from replica.demo import demo
from replica.server import Replica


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 0 when it did its work."""
    parser = argparse.ArgumentParser(prog="python -m replica", description=__doc__)
    commands = parser.add_subparsers(required=True)
    serving = commands.add_parser("serve", help="portals on loopback until interrupted")
    serving.add_argument("--registry", type=Path, required=True, metavar="OUT.csv")
    serving.add_argument(
        "--only", default="", metavar="FAMILY,…|CODE,…", help="these portals; without it those of the demo"
    )
    serving.add_argument("--all", action="store_true", help="every portal of portals.toml")
    serving.add_argument("--switch", action="append", default=[], metavar="NAME[@CODE]")
    serving.add_argument(
        "--small",
        action="store_true",
        help="one department and one township a county, reports of a few lines",
    )
    serving.add_argument(
        "--tops", action="store_true", help="write only each portal's own list, not those below it"
    )
    serving.add_argument("--roots", action="store_true", help="write only the portals' roots, for discovery")
    serving.add_argument("--port-base", type=int, default=8100, metavar="N", help="0 takes a free port")
    serving.set_defaults(run=_serve)
    showing = commands.add_parser("demo", help="crawl, read and check the replica, then serve the site")
    showing.add_argument("--serve", type=int, choices=(0, 1), default=1, help="0 stops before the site")
    showing.add_argument("--port", type=int, default=8001, metavar="N", help="the site's port")
    showing.add_argument(
        "--port-base", type=int, default=8100, metavar="N", help="the portals' port, the same in every run"
    )
    showing.add_argument("--only", default="", metavar="FAMILY,…|CODE,…", help="these portals alone")
    showing.set_defaults(run=_demo)
    filling = commands.add_parser("bulk", help="readings as JSON lines, for benchmarks")
    filling.add_argument("--reports", type=int, required=True, metavar="N")
    filling.add_argument("--rate", type=float, default=0.02, help="share of reports with a planted error")
    filling.add_argument("--seed", type=int, default=0)
    filling.add_argument("--planted", type=Path, metavar="OUT.csv")
    filling.set_defaults(run=_bulk)
    given = parser.parse_args(arguments)
    try:
        return int(given.run(given))
    except KeyboardInterrupt:
        return 0
    except OSError as error:
        print(
            f"replica: {error}; another replica may be running, or name another --port-base", file=sys.stderr
        )
        return 1


def chosen(only: str, everything: bool = False, small: bool = False) -> list[world.Plan]:
    """The portals named by family or code; those of the demo where none is named. Raises SystemExit for an unknown name."""
    names = {name for name in only.split(",") if name}
    plans = [p for p in world.plans() if everything or (names & {p.family, p.code} if names else p.demo)]
    if unknown := names - {p.family for p in plans} - {p.code for p in plans}:
        raise SystemExit(
            f"replica: no portal of family or code {', '.join(sorted(unknown))} in replica/portals.toml"
        )
    return [replace(plan, departments=1, townships=1) for plan in plans] if small else plans


def _serve(given: argparse.Namespace) -> int:
    names = {*switches.names(), *revisions.EVENTS, *tls.KINDS, "thin"}
    if unknown := {name.split("@")[0] for name in given.switch} - names:
        print(
            f"replica: no switch {', '.join(sorted(unknown))}; there are {', '.join(sorted(names))}",
            file=sys.stderr,
        )
        return 2
    thin = {"thin"} if given.small else set()
    replica = Replica(chosen(given.only, given.all, given.small), given.port_base, set(given.switch) | thin)
    which = "roots" if given.roots else "tops" if given.tops else "all"
    asyncio.run(_until_stopped(replica, given.registry, which))
    return 0


def _demo(given: argparse.Namespace) -> int:
    return demo(chosen(given.only), bool(given.serve), given.port, given.port_base)


def _bulk(given: argparse.Namespace) -> int:
    rows = bulk.write(given.reports, given.rate, given.seed, given.planted)
    print(f"replica: {given.reports} readings, {rows} rows of planted errors", file=sys.stderr)
    return 0


async def _until_stopped(replica: Replica, path: Path, which: str) -> None:
    await replica.start()
    await replica.secured(path.parent)
    registry.write(path, replica.sites.values(), which)
    print(
        f"replica: {len(replica.sites)} portals ready, registry {path}, log {next(iter(replica.sites.values())).base}/__replica__/log",
        flush=True,
    )
    await asyncio.Event().wait()


if __name__ == "__main__":
    sys.exit(main())
