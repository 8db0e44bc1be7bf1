"""CPU time a page and memory: our crawl, archiving on, beside a bare Scrapy spider that only fetches the same pages.

python -m benchmarks.crawl            the ratio, over 1,200 pages of 20–100 KB on eight hosts
python -m benchmarks.crawl 100000     resident memory over so many pages (a long run)
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

PAGES, HOSTS, ROUNDS = 1200, 8, 3
BARE = """
import sys, scrapy
from scrapy.crawler import CrawlerProcess
class Bare(scrapy.Spider):
    name = "bare"
    async def start(self):
        for url in open(sys.argv[1]).read().split():
            yield scrapy.Request(url, dont_filter=True)
    def parse(self, response):
        response.xpath("//a/@href").getall()
process = CrawlerProcess({"LOG_ENABLED": False, "CONCURRENT_REQUESTS_PER_DOMAIN": 1, "TELNETCONSOLE_ENABLED": False})
process.crawl(Bare)
process.start()
"""


def main(argv: list[str]) -> int:
    """The ratio, or the memory over as many pages as are named."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        return memory(folder, int(argv[0])) if argv else ratio(folder)


def ratio(folder: Path) -> int:
    """Print CPU milliseconds a page of both, start-up taken off, the best of some rounds each, and their ratio."""
    with serving(folder, PAGES) as port:
        urls = [f"http://127.3.{n % HOSTS}.1:{port}/cms/html/r{n // HOSTS}.html" for n in range(PAGES)]
        (folder / "urls").write_text("\n".join(urls))
        (folder / "none.csv").write_text((folder / "r.csv").read_text().replace("/nb/index_0", "/nb/none"))
        bare = [sys.executable, "-c", BARE]
        lines = {
            "ours": best(lambda n: ours(folder, f"o{n}")),
            "ours, start-up": best(lambda n: ours(folder, f"s{n}", "none.csv")),
            "bare Scrapy": best(lambda n: [*bare, str(folder / "urls")]),
            "bare, start-up": best(lambda n: [*bare, os.devnull]),
        }
    for label, seconds in lines.items():
        print(f"{label:14} {seconds:6.2f} s CPU")
    own, start, plain, idle = lines.values()
    result = {
        "pages": PAGES,
        "ours_ms": (own - start) / PAGES * 1000,
        "bare_ms": (plain - idle) / PAGES * 1000,
    }
    print(
        json.dumps(
            {k: round(v, 2) for k, v in (result | {"ratio": result["ours_ms"] / result["bare_ms"]}).items()}
        )
    )
    return 0


def memory(folder: Path, pages: int) -> int:
    """Print resident memory at every tenth of the pages; 1 where the last half grows by more than a tenth."""
    with serving(folder, pages) as port:
        process = subprocess.Popen(ours(folder, "m"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        samples: list[tuple[int, float]] = []
        while process.poll() is None:
            done = int(urlopen(f"http://127.3.0.1:{port}/count").read())
            if done >= (len(samples) + 1) * pages / 10:
                samples.append((done, resident(process.pid)))
                print(f"{done:7} requests  {samples[-1][1]:5.0f} MB", flush=True)
            time.sleep(0.2)
    half = samples[len(samples) // 2][1]
    print(json.dumps({"pages": pages, "half_mb": round(half), "last_mb": round(samples[-1][1])}))
    return int(samples[-1][1] > 1.1 * half)


@contextmanager
def serving(folder: Path, pages: int) -> Iterator[int]:
    """The plain portals in a process of their own; gives their port."""
    command = [sys.executable, "-m", "benchmarks._plain", str(HOSTS), str(pages), str(folder / "r.csv")]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout
        yield int(process.stdout.readline())
    finally:
        process.kill()
        process.wait()


def ours(folder: Path, name: str, registry: str = "r.csv") -> list[str]:
    """The command line of our crawl into an archive of its own."""
    keep = ["--archive", str(folder / f"{name}.db"), "--captures", str(folder / name)]
    return [sys.executable, "-m", "crawler", "--portals", str(folder / registry), *keep]


def best(command: object) -> float:
    """CPU seconds of the best of some rounds."""
    assert callable(command)
    return min(measured(command(number)) for number in range(ROUNDS))


def measured(command: list[str]) -> float:
    """CPU seconds of a process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def resident(pid: int) -> float:
    """Resident memory of a process in MB; 0 where it is gone."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except OSError:
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
