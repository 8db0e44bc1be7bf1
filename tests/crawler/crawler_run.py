"""A crawl with settings that the command line does not have, or a harvest of a CDX address:

python -m tests.crawler.crawler_run CSV DIR JSON [CDX]
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from crawler.crawling import Crawl, crawl
from crawler.harvest import Harvest, harvest
from reference import portals

if __name__ == "__main__":
    folder = Path(sys.argv[2])
    rows, given = portals.load([Path(sys.argv[1])]), json.loads(sys.argv[3])
    if sys.argv[4:]:
        print(harvest(Harvest(sys.argv[4], rows, given=given), folder / "a.db", folder / "a"))
    else:
        crawl(Crawl(rows, folder / "a.db", folder / "a", given=given))
