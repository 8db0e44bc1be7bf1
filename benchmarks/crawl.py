"""CPU seconds a page and peak memory: our crawl, archiving on, beside a bare Scrapy spider on the same pages."""

from __future__ import annotations

import json
import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.crawler.crawler_world import serving

PORTAL = "991012"
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


def main() -> int:
    """Print the two figures and their ratio."""
    with tempfile.TemporaryDirectory() as name, serving(Path(name), PORTAL) as world:
        ours = measured(world.command())
        quiet = measured(world.command())  # a night without news: start-up and a dozen conditional requests
        urls = [url for (url,) in sqlite3.connect(Path(name) / "a.db").execute("select url from fetches")]
        (Path(name) / "urls").write_text("\n".join(urls))
        bare = measured([sys.executable, "-c", BARE, str(Path(name) / "urls")])
        idle = measured([sys.executable, "-c", BARE, os.devnull])
    pages = len(urls)
    for label, (seconds, memory) in (
        ("ours", ours),
        ("bare Scrapy", bare),
        ("a quiet night", quiet),
        ("bare start-up", idle),
    ):
        print(f"{label:14} {seconds:6.2f} s CPU  {memory:4.0f} MB")
    own = ((ours[0], quiet[0]), (bare[0], idle[0]))
    per_page = [(seconds - start) / pages * 1000 for seconds, start in own]
    result = {"pages": pages, "ours_ms": round(per_page[0], 2), "bare_ms": round(per_page[1], 2)}
    print(json.dumps(result | {"ratio": round(per_page[0] / per_page[1], 2)}))
    return 0


def measured(command: list[str]) -> tuple[float, float]:
    """CPU seconds of a process and its peak memory in MB (the peak of all children so far)."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, after.ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main())
