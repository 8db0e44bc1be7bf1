"""Eight hostile questions at a time against a real server, while pages are read: what pages take, what memory it takes."""

from __future__ import annotations

import asyncio
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx

from benchmarks import site_archive

MEMORY = 512
"""MiB that the whole server may take."""

P95 = 0.5
"""Seconds that a page may take meanwhile."""

SECONDS = 12.0
HOSTILE = (
    "select length(hex(randomblob(400000000)))",
    "select group_concat(zeroblob(1000000)) from reports",
    "with recursive c(x) as (select 1 union all select x + 1 from c) select count(*) from c",
    "select count(*) from cells a, cells b where a.value > b.value",
    "select * from cells order by random() limit 10",
    "select json_group_array(text) from sections",
    "select replace(hex(zeroblob(2400000)), '0', 'xxxxxxxxxx')",
    "select count(*) from sections where text like '%行%政%诉%讼%'",
)
PAGES = ("/", "/county/{code}", "/report/{code}-2024", "/coverage?place={code}", "/search?q=诉讼")


@asynccontextmanager
async def serving(folder: Path) -> AsyncIterator[tuple[httpx.AsyncClient, int]]:
    """`python -m publish serve` over the copy in `folder`, and its process."""
    command = [
        sys.executable,
        "-m",
        "publish",
        "serve",
        "--archive",
        str(folder / "archive.db"),
        "--port",
        "8391",
    ]
    process = subprocess.Popen(
        [*command, "--captures", str(folder / "captures")],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        async with httpx.AsyncClient(base_url="http://127.0.0.1:8391", timeout=60) as client:
            for _ in range(600):
                try:
                    await client.get("/robots.txt")
                    break
                except httpx.TransportError:
                    await asyncio.sleep(0.1)
            yield client, process.pid
    finally:
        process.terminate()
        process.wait(10)


async def run(folder: Path, missed: list[str]) -> None:
    """Prints the outcome; adds to `missed` what is over its bound."""
    async with serving(folder) as (client, pid):
        end = time.monotonic() + SECONDS
        attackers = [asyncio.create_task(ask(client, sql, end)) for sql in HOSTILE]
        taken = await read(client, end)
        statuses: Counter[int] = sum((await asyncio.gather(*attackers)), Counter())
        peak = memory(pid)
    p95 = statistics.quantiles(taken, n=20)[-1]
    print(
        f"eight hostile questions at once for {SECONDS:.0f} s: {dict(sorted(statuses.items()))}; {len(taken)} pages, "
        f"p50 {1000 * statistics.median(taken):.0f} ms, p95 {1000 * p95:.0f} ms; server at most {peak:.0f} MiB",
        flush=True,
    )
    if p95 > P95:
        missed.append(f"a page took {1000 * p95:.0f} ms under attack")
    if peak > MEMORY:
        missed.append(f"the server took {peak:.0f} MiB")


async def ask(client: httpx.AsyncClient, sql: str, end: float) -> Counter[int]:
    """One reader who asks the same again as soon as an answer comes."""
    found: Counter[int] = Counter()
    while time.monotonic() < end:
        answer = await client.get("/archive.json", params={"sql": sql})
        found[answer.status_code] += 1
        await asyncio.sleep(0.05)
    return found


async def read(client: httpx.AsyncClient, end: float) -> list[float]:
    """Seconds of every page that another reader reads meanwhile."""
    taken: list[float] = []
    while time.monotonic() < end:
        for n, path in enumerate(PAGES):
            code = site_archive.code((len(taken) * 31 + n) % 300)
            began = time.perf_counter()
            answer = await client.get(path.format(code=code))
            taken.append(time.perf_counter() - began)
            assert answer.status_code == 200, f"{path}: {answer.status_code}"
    return taken


def memory(pid: int) -> float:
    """The most that a process ever held, in MiB."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM"))
