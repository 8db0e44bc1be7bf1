"""A portal as plain as can be, for benchmarks: lists of a hundred reports, pages of 20 to 100 KB, on many hosts.

`python -m benchmarks._plain HOSTS PAGES REGISTRY.csv` prints its port and serves until it is ended; PAGES are report
pages over all hosts. `/count` tells how many requests there were.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from random import Random

FAMILY, ON_A_LIST = "cms-html-fj", 100
HEAD = "<html><head><meta charset=utf-8><title>{title}</title></head><body>"
SENTENCE = "本年度按照要求公开信息，办理公开申请，没有发生行政复议和行政诉讼。"


class Portal:
    """All hosts of the benchmark; what a page says follows from its address."""

    def __init__(self, hosts: int, pages: int) -> None:
        self.hosts, self.each, self.count = hosts, pages // hosts, 0
        self.filling = [f"<p>{SENTENCE}{n}</p>" for n in range(1200)]

    def page(self, path: str) -> bytes | None:
        """The page at a path; None where there is none."""
        name = path.rpartition("/")[2]
        if path.startswith("/nb/index"):
            return self._list(int(name.removeprefix("index_").removesuffix(".html") or 0)).encode()
        if path.startswith("/cms/html/r"):
            return self._report(name).encode()
        return None

    def _list(self, number: int) -> str:
        first = number * ON_A_LIST
        rows = [
            f'<li><a href="/cms/html/r{n}.html">第{n}镇2024年政府信息公开工作年度报告</a><span>2025-01-20</span></li>'
            for n in range(first, min(first + ON_A_LIST, self.each))
        ]
        more = f'<a href="/nb/index_{number + 1}.html">下一页</a>' if first + ON_A_LIST < self.each else ""
        return HEAD.format(title="年报") + f"<ul class='list'>{''.join(rows)}</ul>{more}</body></html>"

    def _report(self, name: str) -> str:
        rng = Random(name)
        lines = self.filling[: rng.randint(200, 1000)]
        title = f"第{name[1:].partition('.')[0]}镇2024年政府信息公开工作年度报告"
        rows = "".join(f"<tr><td>{rng.randint(0, 99)}</td></tr>" for _ in range(200))
        article = f"<div id='zoom'>{name}{''.join(lines)}<table>{rows}</table></div>"
        return HEAD.format(title=title) + f"<h1>{title}</h1>{article}</body></html>"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one connection until it is closed."""
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                path = head.split(b" ", 2)[1].decode()
                self.count += path != "/count"
                body = str(self.count).encode() if path == "/count" else self.page(path)
                status = "200 OK" if body is not None else "404 Not Found"
                kind = f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(body or b'')}"
                writer.write(f"{kind}\r\n\r\n".encode() + (body or b""))
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()


def registry(hosts: list[str], port: int) -> str:
    """The registry of these hosts; each is a pool of its own."""
    rows = ["code,name,level,family,url,list_url,seen,until,note"]
    for number, host in enumerate(hosts):
        base = f"http://{host}:{port}"
        rows.append(
            f"99{number + 1:02}01,虚构{number}县,county,{FAMILY},{base}/,{base}/nb/index_0.html,2026-11,,"
        )
    return "\n".join(rows) + "\n"


async def main(hosts: int, pages: int, path: Path) -> None:
    """Serve until ended."""
    portal, names, port = Portal(hosts, pages), [f"127.3.{n}.1" for n in range(hosts)], 0
    servers = []
    for name in names:
        servers.append(await asyncio.start_server(portal.serve, name, port))
        port = servers[0].sockets[0].getsockname()[1]
    path.write_text(registry(names, port), encoding="utf-8")
    print(port, flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])))
