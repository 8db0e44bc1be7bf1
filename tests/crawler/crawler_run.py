"""A crawl with settings that the command line does not have: `python -m tests.crawler.crawler_run CSV DIR JSON`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from crawler.crawling import Crawl, crawl
from reference import portals

if __name__ == "__main__":
    folder = Path(sys.argv[2])
    rows, given = portals.load([Path(sys.argv[1])]), json.loads(sys.argv[3])
    crawl(Crawl(rows, folder / "a.db", folder / "a", given=given))
