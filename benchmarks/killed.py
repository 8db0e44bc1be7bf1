"""kill -9 at random moments of the crawl and of the reading run, each resumed twice: does anything differ or come twice?

python -m benchmarks.killed [MOMENTS] [SEED]     20 moments of each by default; a table, and exit 1 where one differs

A crawl is killed when the portals have seen a random number of its requests, its resumption after a random number of
further ones; the third start gets through. What counts is `dump-hash` beside an undisturbed run, and the portals' own
log: an address asked more often than undisturbed was in flight at a kill, one a pool at most.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from archive import open_reading
from archive.dump import digests
from tests.crawler.crawler_world import ROOT, World, serving

PORTALS = "990101,990102,990201"
MOMENTS, SEED = 20, 20261125


@dataclass(frozen=True)
class Outcome:
    """One moment: what was killed when, and how it ended. `twice` are requests beyond those of an undisturbed run."""

    what: str
    kills: str
    same: bool
    twice: int
    allowed: int

    @property
    def good(self) -> bool:
        return self.same and self.twice <= self.allowed


def digest(path: Path) -> str:
    """The whole of dump-hash."""
    with closing(open_reading(path)) as db:
        return next(one for name, _, one in digests(db) if name == "all")


def asked(world: World) -> Counter[tuple[str, str]]:
    """Requests by host and path; probes (an address of chance on each host) are left out."""
    seen: Counter[tuple[str, str]] = Counter()
    for row in world.log():
        if len(row["path"].strip("/")) != 16 or row["status"] != 404:
            seen[row["host"], row["path"]] += row["count"]
    return seen


def killed_at(world: World, name: str, requests: int) -> int:
    """Start a crawl and kill it when the portals have seen so many requests more; returns how many they had seen."""
    before = world.asked()
    process = subprocess.Popen(
        world.command(name=name), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    while (seen := world.asked() - before) < requests and process.poll() is None:
        time.sleep(0.005)
    process.kill()
    process.wait()
    return seen


def crawls(world: World, moments: int, draw: random.Random) -> Iterator[Outcome]:
    """The crawl, killed twice at each moment. Leaves the undisturbed archive as `whole`."""
    world.log(clear=True)
    world.crawl(name="whole")
    wanted, once, total = digest(world.folder / "whole.db"), asked(world), world.asked()
    pools = len({host for host, _ in once})
    for number in range(moments):
        name = f"k{number}"
        world.log(clear=True)
        first = killed_at(world, name, draw.randint(1, total - 2))
        second = killed_at(world, name, draw.randint(1, max(2, total - first - 2)))
        world.crawl(name=name)
        twice = sum((asked(world) - once).values())
        same = digest(world.folder / f"{name}.db") == wanted
        yield Outcome("crawl", f"after {first} and {second} of {total} requests", same, twice, 2 * pools)
        shutil.rmtree(world.folder / name)
        (world.folder / f"{name}.db").unlink()


def parse(folder: Path, name: str) -> list[str]:
    """The command line of the reading run."""
    keep = ["--archive", str(folder / f"{name}.db"), "--captures", str(folder / "whole")]
    return [sys.executable, "-m", "parse", *keep, "--jobs", "2"]


def parses(folder: Path, moments: int, draw: random.Random) -> Iterator[Outcome]:
    """The reading run over the undisturbed crawl, killed twice at each moment with its readers left to themselves."""
    plain = folder / "whole.db"
    run = {"cwd": ROOT, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    shutil.copy(plain, folder / "read.db")
    began = time.monotonic()
    subprocess.run(parse(folder, "read"), check=True, **run)  # type: ignore[call-overload]
    took, wanted = time.monotonic() - began, digest(folder / "read.db")
    for _ in range(moments):
        shutil.copy(plain, folder / "p.db")
        kills = [draw.uniform(0.3, 1.0) * took for _ in range(2)]
        held = []
        for after in kills:
            process = subprocess.Popen(parse(folder, "p"), **run)  # type: ignore[call-overload]
            time.sleep(after)
            os.kill(process.pid, 9)
            process.wait()
            with closing(open_reading(folder / "p.db")) as db:
                held.append(db.table("readings").count)
        subprocess.run(parse(folder, "p"), check=True, **run)  # type: ignore[call-overload]
        words = ", ".join(f"{after:.1f} s ({n} read)" for after, n in zip(kills, held, strict=True))
        yield Outcome("parse", f"after {words} of {took:.1f} s", digest(folder / "p.db") == wanted, 0, 0)
        for left in folder.glob("p.db*"):
            left.unlink()


def main(argv: list[str]) -> int:
    """The table."""
    moments, seed = (int(argv[0]) if argv else MOMENTS), (int(argv[1]) if argv[1:] else SEED)
    draw, bad = random.Random(seed), 0
    with tempfile.TemporaryDirectory() as name, serving(Path(name), PORTALS) as world:
        for of in (crawls(world, moments, draw), parses(world.folder, moments, draw)):
            for one in of:
                bad += not one.good
                hashes = "dump-hash equal" if one.same else "DUMP-HASH DIFFERS"
                print(
                    f"{one.what}  killed {one.kills:58} {hashes}  twice {one.twice} (≤ {one.allowed})",
                    flush=True,
                )
    print(f"{2 * moments} moments, each killed twice: {bad} differ")
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
