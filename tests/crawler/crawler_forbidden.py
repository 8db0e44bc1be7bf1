"""Run by test_crawler_addresses.py in a process of its own: a real (not demo) crawl whose names lead to wrong places.

Only 127.0.0.77 counts as public here, because a test has no other address to serve from; every connection that the
process makes is written to standard output as JSON, by an audit hook below all libraries.
"""

from __future__ import annotations

import ipaddress
import json
import socket
import sys
from pathlib import Path
from typing import Any

PUBLIC = "127.0.0.77"


def main(registry: Path, folder: Path, names: dict[str, list[str]], cdx: str, data: str) -> None:
    """`names` says what each host resolves to, a lookup after another; the last answer stays. With `cdx` it is a
    harvest of that archive, its files below `data`."""
    connections: list[str] = []

    def hook(event: str, args: tuple[Any, ...]) -> None:
        if event == "socket.connect":
            connections.append(str(args[1]))

    real_lookup, asked = socket.getaddrinfo, dict[str, int]()

    def lookup(host: Any, port: Any, *more: Any, **words: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if name not in names:
            return real_lookup(host, port, *more, **words)
        turn = asked[name] = asked.get(name, -1) + 1
        address = names[name][min(turn, len(names[name]) - 1)]
        return real_lookup(address, port, *more, **words)

    socket.getaddrinfo = lookup
    # Only now: Twisted takes hold of the lookup when it is imported.
    from crawler import addresses, settings  # noqa: PLC0415
    from crawler.crawling import Crawl, crawl  # noqa: PLC0415
    from crawler.harvest import Harvest, harvest  # noqa: PLC0415
    from reference import portals  # noqa: PLC0415

    public = addresses.is_public
    addresses.is_public = lambda address: address == ipaddress.ip_address(PUBLIC) or public(address)
    settings.CONTACT = "test@example.org"
    sys.addaudithook(hook)
    given = {"DOWNLOAD_DELAY": 0.001, "BACK_OFF_FIRST": 0, "DNSCACHE_SIZE": 0, "LOG_ENABLED": False}
    rows = portals.load([registry])
    if cdx:
        harvest(Harvest(cdx, rows, data=data, given=given), folder / "a.db", folder / "captures")
    else:
        crawl(Crawl(rows, folder / "a.db", folder / "captures", given=given))
    print(json.dumps(connections))


if __name__ == "__main__":
    cdx, data = sys.argv[4:6] or ("", "")
    main(Path(sys.argv[1]), Path(sys.argv[2]), json.loads(sys.argv[3]), cdx, data)
