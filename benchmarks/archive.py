"""The archive: bytes into WARC and back beside plain compression, readings into rows beside plain inserts.

`python -m benchmarks.archive [--pages N] [--reports N]`; 1,000 and 5,000 where nothing is said.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import sqlite3
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from archive import Exchange, bodies, open_archive, places, readings, rebuild, reports
from archive.captures import begin
from archive.coverage import refresh
from archive.derive import build
from archive.dump import digests
from archive.light import Database
from archive.verify import verify
from replica import bulk

WORDS = "政府信息公开申请办理结果依法主动规范性文件行政复议诉讼维持纠正其他年度报告总计商业企业科研机构"
INSERT = """insert into captures (id, url, canonical, portal, fetched_at, sha256, length, warc_file, warc_offset, role)
  values (?, ?, ?, ?, '2025-01-20T00:00:00.000Z', ?, 0, 'none', 0, 'report')"""


def timed(what: str, count: int, unit: str, work: Callable[[], Any]) -> float:
    """Do it and print how long it took; returns seconds."""
    wall, cpu = time.monotonic(), time.process_time()
    work()
    wall, cpu = time.monotonic() - wall, time.process_time() - cpu
    print(f"  {what:34} {wall:7.2f} s  {cpu:7.2f} s CPU  {count / wall:10,.0f} {unit}/s")
    return wall


def pages(count: int) -> list[bytes]:
    """Pages of 20 to 100 KB of which no two are the same."""
    rng = random.Random(7)
    found = []
    for _ in range(count):
        cells = (
            f"<td class=xl{n % 40}>{word}{rng.randrange(10**6)}</td>"
            for n, word in zip(range(rng.randrange(700, 3500)), WORDS * 99, strict=False)
        )
        found.append(
            f"<html><body><div id=zoom><table><tr>{'</tr><tr>'.join(cells)}</tr></table></div></body></html>".encode()
        )
    return found


def warc(folder: Path, count: int) -> None:
    """Write, read and verify captures; beside it the floor: the same bytes compressed into one file."""
    served = pages(count)
    size = sum(map(len, served))
    print(f"WARC: {count} pages, {size / 1e6:.0f} MB")

    def floor() -> None:
        with (folder / "plain").open("wb") as file:
            for body in served:
                file.write(zlib.compress(body, 6))

    db = open_archive(folder / "warc.db", create=True)
    captures = folder / "captures"

    def write() -> None:
        run = begin(db, captures, kind="demo")
        for n, body in enumerate(served):
            run.fetch(Exchange(f"http://a.example/{n}", "990101", "report", "kept", status=200, body=body))
        run.close({})

    plain = timed("compress only (floor)", count, "pages", floor)
    ours = timed("keep: WARC, rows, digests", count, "pages", write)
    print(
        f"  ratio {ours / plain:.2f}; {(folder / 'plain').stat().st_size / 1e6:.1f} MB against {_size(captures) / 1e6:.1f} MB"
    )
    timed(
        "read every record",
        count,
        "pages",
        lambda: [None for path in captures.glob("*.gz") for _ in bodies.records(path)],
    )
    timed("verify", size // 10**6, "MB", lambda: verify(db, captures))
    fresh = open_archive(folder / "fresh.db", create=True)
    timed("index from the files alone", count, "pages", lambda: rebuild.index(fresh, captures))


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.iterdir())


def rows(folder: Path, count: int) -> None:
    """Readings into rows, and what is made of rows; the floor is executemany of the same cells."""
    print(f"rows: {count} reports")
    db = open_archive(folder / "rows.db", create=True)
    places.fill(db)
    known = places.Places(db)
    made = list(bulk.reports(count))
    floor = timed(
        "insert the cells only (floor)", count, "reports", lambda: _plain(folder / "plain.db", made)
    )
    ours = timed("readings, reports, all rows", count, "reports", lambda: _assemble(db, known, made))
    print(
        f"  ratio {ours / floor:.1f}; archive {(folder / 'rows.db').stat().st_size / count / 1000:.1f} KB a report"
    )
    timed("derive", count, "reports", lambda: build(db))
    timed("coverage", count, "reports", lambda: refresh(db))
    timed("dump-hash", count, "reports", lambda: list(digests(db)))


def _plain(path: Path, made: list[dict[str, Any]]) -> None:
    with sqlite3.connect(path) as plain:
        plain.execute(
            "create table cells (report, cell, value, state, unit, raw, at, primary key (report, cell)) without rowid"
        )
        for n, record in enumerate(made):
            cells = enumerate(record["reading"]["cells"])
            plain.executemany(
                "insert into cells values (?, ?, ?, ?, ?, ?, ?)",
                [(n, k, c["value"], 0, None, None, 2006009) for k, c in cells],
            )


def _assemble(db: Database, known: places.Places, made: list[dict[str, Any]]) -> None:
    for batch in _batches(made, 50):
        with db.atomic():
            found = {}
            for n, record in batch:
                url = f"http://{record['county']}.example/{n}"
                db.conn.execute(INSERT, [f"{n:064}", url, url, record["county"], f"{n:064}"])
                found[f"{n:064}"] = record["reading"]
            for capture, reading in found.items():
                readings.put(db, capture, "bench", reading)
            reports.write(db, readings.settle(db, found, known), known, "bench")


def _batches(made: list[dict[str, Any]], size: int) -> Iterator[list[tuple[int, dict[str, Any]]]]:
    numbered = list(enumerate(made))
    for start in range(0, len(numbered), size):
        yield numbered[start : start + size]


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.archive", description=__doc__)
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--reports", type=int, default=5000)
    args = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as name:
        warc(Path(name), args.pages)
        rows(Path(name), args.reports)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"peak_mb": round(peak)}))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
