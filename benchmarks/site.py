"""How fast the site answers on a generated archive, beside a bare Datasette table page in the same run.

`python -m benchmarks.site [REPORTS] [--keep FOLDER]` (100,000; narratives of 400 characters). Prints p50, p95 and weight
of every kind of page, each p95 as a ratio to the bare page; a CSV stream of a million rows beside sqlite3's own; eight
hostile questions at once against a server of its own, with the memory it took. Ends with what missed its mark, and 1.
"""

from __future__ import annotations

import argparse
import asyncio
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from datasette.app import Datasette

from benchmarks import site_archive, site_attack
from publish import questions, site
from publish.snapshot import take

ROUNDS = 25
HEAVIEST = 250_000
"""Bytes of a page."""

STREAMED = 1_000_000
PAGES = {
    "home": "/",
    "county": "/county/{code}",
    "report": "/report/{report}",
    "coverage": "/coverage",
    "coverage, one county": "/coverage?place={code}",
    "coverage, what is late": "/coverage?state=late",
    "findings": "/findings",
    "findings, one rule": "/findings?rule=A304&place={code}",
    "changes, new": "/changes?kind=new",
    "compare": "/compare?a={code},110101,120201&year=2024",
    "facets": "/archive/reports?_facet=year&_facet=form",
    "search, 2 rare": "/search?q=龘{digit}",
    "search, place": "/search?q=县{code}",
    "table search, 3 rare": "/archive/sections?_search=龘{digit}",
}
SEARCHES = {
    "search, 1 common": "/search?q=诉",
    "search, 2 common": "/search?q=诉讼",
    "search, 4 common": "/search?q=行政诉讼",
    "search, 2 common, year": "/search?q=诉讼&year=2022",
    "table search, 2 common": "/archive/sections?_search=诉讼",
    "table search, 4 common": "/archive/sections?_search=行政诉讼",
}
"""Words that most narratives have: allowed twice as much as a page."""

missed: list[str] = []


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.site", description=__doc__)
    parser.add_argument("reports", nargs="?", type=int, default=100_000)
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="keep the archive there, or use it again")
    args = parser.parse_args(argv)
    if args.keep:
        args.keep.mkdir(parents=True, exist_ok=True)
        asyncio.run(measure(*made(args.keep, args.reports)))
    else:
        with tempfile.TemporaryDirectory() as name:
            asyncio.run(measure(*made(Path(name), args.reports)))
    print("missed: " + "; ".join(missed) if missed else "every mark is met")
    return 1 if missed else 0


def made(folder: Path, reports: int) -> tuple[Path, Path]:
    """The public copy and its folder."""
    snapshot = folder / "exports" / "archive.db"
    if not snapshot.exists():
        began = time.monotonic()
        site_archive.fill(folder / "archive.db", reports)
        print(f"{reports:,} reports made in {time.monotonic() - began:.0f} s", flush=True)
        began = time.monotonic()
        take(folder / "archive.db", snapshot)
        size = snapshot.stat().st_size / 2**20
        print(f"public copy: {time.monotonic() - began:.0f} s, {size:,.0f} MiB", flush=True)
    return snapshot, folder


async def measure(snapshot: Path, folder: Path) -> None:
    bare = Datasette([], immutables=[str(snapshot)], settings={"suggest_facets": False})
    base = (await timed(bare, "/archive/reports?_size=50"))[0]  # before ours: plugins are of the process
    ours = site.build(snapshot, folder / "captures")
    row("bare Datasette table page", base, base, 0, 1)
    for pages, most in ((PAGES, 2.0), (SEARCHES, 4.0)):
        for name, path in pages.items():
            taken, weight = await timed(ours, path)
            row(name, taken, base, weight, most)
    await ask_all(ours)
    await stream(ours, snapshot)
    await site_attack.run(folder, missed)


async def ask_all(ours: Any) -> None:
    """Every ready-made question over all reports; those that the time limit cut are named."""
    taken, cut = {}, []
    for question in questions.load():
        began = time.monotonic()
        answer = await ours.client.get(f"/questions/{question.key}.json", timeout=60)
        taken[question.key] = time.monotonic() - began
        if answer.status_code != 200:
            cut.append(question.key)
    slowest = sorted(taken, key=lambda key: taken[key])[-3:]
    told = ", ".join(f"{key} {taken[key]:.2f} s" for key in slowest)
    print(
        f"questions: {len(taken) - len(cut)} of {len(taken)} within the limit; slowest: {told}; cut: {cut or 'none'}",
        flush=True,
    )
    missed.extend(f"question {key} cut" for key in cut)


async def timed(datasette: Any, path: str) -> tuple[list[float], int]:
    """Seconds of ROUNDS requests, each of another county or report, and the heaviest answer in bytes.

    One request before them opens connections.
    """
    taken, weight = [], 0
    for n in range(-1, ROUNDS):
        code = site_archive.code((n * 97) % 300)
        address = path.format(code=code, report=f"{code}-{2021 + n % 4}", digit=n % 10)
        began = time.perf_counter()
        answer = await datasette.client.get(address, timeout=60)
        if n >= 0:
            taken.append(time.perf_counter() - began)
        assert answer.status_code == 200, f"{address}: {answer.status_code}"
        weight = max(weight, len(answer.content))
    return taken, weight


def row(name: str, taken: list[float], base: list[float], weight: int, most: float) -> None:
    p95 = statistics.quantiles(taken, n=20)[-1]
    ratio = p95 / statistics.quantiles(base, n=20)[-1]
    print(
        f"{name:28} p50 {1000 * statistics.median(taken):7.1f} ms   p95 {1000 * p95:7.1f} ms   {ratio:5.2f} × bare   "
        f"{weight / 1000:6.1f} KB",
        flush=True,
    )
    if ratio > most:
        missed.append(f"{name} {ratio:.2f} × bare, not {most:.0f}")
    if weight > HEAVIEST:
        missed.append(f"{name} {weight:,} bytes")


async def stream(ours: Any, snapshot: Path) -> None:
    """Rows a second of our CSV stream, beside sqlite3's own CSV of the same rows."""
    last = last_report(snapshot)
    began = time.perf_counter()
    answer = await ours.client.get(f"/archive/cells.csv?_stream=1&_size=max&report__lte={last}", timeout=900)
    lines = answer.text.count("\n") - 1
    rate = lines / (time.perf_counter() - began)
    told = f"CSV stream: {lines:,} rows at {rate:,.0f} rows/s"
    if shutil.which("sqlite3"):
        sql = f"select * from cells where report <= {last}"
        began = time.perf_counter()
        subprocess.run(["sqlite3", "-csv", str(snapshot), sql], stdout=subprocess.DEVNULL, check=True)
        floor = lines / (time.perf_counter() - began)
        told += f"; sqlite3's own {floor:,.0f} rows/s, {floor / rate:.1f} × ours"
    print(told, flush=True)


def last_report(snapshot: Path) -> int:
    """The report up to which there are a million cells."""
    connection = sqlite3.connect(snapshot)
    found = connection.execute(
        "select max(report) from (select report from cells order by report limit ?)", [STREAMED]
    )
    return int(found.fetchone()[0])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
