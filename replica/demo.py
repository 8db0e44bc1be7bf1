"""`make demo`: the replica's portals are crawled, read, checked and shown, by the same commands as in real life."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from replica import registry
from replica.server import Replica
from replica.world import Plan

ARCHIVE, CAPTURES = Path("archive.db"), Path("captures")
SUMMARY = """
select 'portals' what, family which, count(distinct code) n from portals group by 2
union all select 'fetches of the last crawl', outcome, count(*) from fetches
  where crawl = (select max(id) from crawls) group by 2
union all select 'captures', source, count(*) from captures group by 2
union all select 'reports', year || iif(generated, ' generated', ' published'), count(*) from reports group by 2
union all select 'cells', s.name, count(*) from cells c join cell_states s on s.state = c.state group by 2
union all select 'problems', kind, count(*) from problems group by 2
union all select 'findings', severity || ' ' || rule || ' ' || result, count(*) from findings group by 2
"""


class StepError(RuntimeError):
    """A step of the demo that failed; its own message is on stderr already."""


@contextmanager
def running(replica: Replica) -> Iterator[Replica]:
    """The portals in a thread of their own while the block runs."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        asyncio.run_coroutine_threadsafe(replica.start(), loop).result(60)
        yield replica
    finally:
        asyncio.run_coroutine_threadsafe(replica.stop(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)


def demo(plans: list[Plan], serve: bool, port: int, port_base: int) -> int:
    """Crawl, read, check, count; then the site, with the portals gone."""
    started = time.monotonic()
    try:
        with tempfile.TemporaryDirectory() as folder, running(Replica(plans, port_base)) as replica:
            path = Path(folder) / "demo.csv"
            registry.write(path, replica.sites.values())
            for words in steps(path):
                _step(words)
            asked = sum(replica.requests.values())
    except StepError as error:
        print(f"demo: {error}", file=sys.stderr)
        return 1
    summary()
    print(f"\ndemo: {len(plans)} portals, {asked} requests, {time.monotonic() - started:.0f} s")
    return _publish(port) if serve else 0


def steps(path: Path) -> Iterator[list[str]]:
    """The commands, in order: deadlines are judged from coverage, so it goes before the rules."""
    keep = ["--archive", str(ARCHIVE), "--captures", str(CAPTURES)]
    yield ["crawler", "--portals", str(path), *keep]
    yield ["parse", *keep, "--jobs", "2"]
    yield ["archive", "coverage", *keep]
    yield ["parse", "check", "--archive", str(ARCHIVE), "--jobs", "2"]
    yield ["archive", "derive", "--archive", str(ARCHIVE)]


def _step(words: list[str]) -> None:
    print(f"\n--- python -m {' '.join(words)}", flush=True)
    began = time.monotonic()
    code = subprocess.run([sys.executable, "-m", *words], check=False).returncode
    if code:
        raise StepError(f"`python -m {words[0]}` ended with exit code {code}; its message stands above")
    print(f"    {time.monotonic() - began:.1f} s", flush=True)


def summary() -> None:
    """What the archive holds now, asked through sqlite-utils' own command; here, only archive/ opens archive.db."""
    words = ["sqlite_utils", "query", str(ARCHIVE), SUMMARY, "--table"]
    print(flush=True)
    subprocess.run([sys.executable, "-m", *words], check=True)


def _publish(port: int) -> int:
    words = ["publish", "serve", "--archive", str(ARCHIVE), "--captures", str(CAPTURES), "--port", str(port)]
    print(f"\n--- python -m {' '.join(words)}\n    http://127.0.0.1:{port}/", flush=True)
    return subprocess.run([sys.executable, "-m", *words], check=False).returncode
