"""A server that answers as the Wayback Machine and Common Crawl do, and the reports that it holds. All words are ours."""

from __future__ import annotations

import json
import threading
from collections import Counter
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

HOST = "http://www.scyanbian.gov.cn"
COLUMN = f"{HOST}/zfxxgk/zfxxgknb"
KEYS = ["urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length"]


def line(url: str, stamp: str, digest: str, status: str = "200", mime: str = "text/html") -> list[str]:
    return ["cn,gov)/x", stamp, url, mime, status, digest, "900"]


REPORT = "<html><head><title>{title}</title></head><body><h1>{title}</h1><p>{body}</p>{more}</body></html>"
GONE = "<html><head><title>404</title></head><body>您访问的页面不存在</body></html>"


def report(number: int, more: str = "") -> bytes:
    title = f"盐边县{2010 + number}年政府信息公开工作年度报告"
    return REPORT.format(title=title, body="本报告所列数据的统计期限为全年。" * 20, more=more).encode()


@dataclass
class Other:
    """What the other archive holds, and what it was asked."""

    pages: dict[tuple[str, str], tuple[int, dict[str, str], bytes]] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    index: list[dict[str, Any]] = field(default_factory=list)
    asked: Counter[str] = field(default_factory=Counter)
    keys: bool = True
    slow_at: int = 0
    paused: threading.Event = field(default_factory=threading.Event)
    free: threading.Event = field(default_factory=threading.Event)

    def put(
        self, url: str, stamp: str, body: bytes, *, status: int = 200, mime: str = "text/html", **headers: str
    ) -> None:
        self.pages[stamp, url] = (
            status,
            {"Content-Type": mime} | {k.replace("_", "-"): v for k, v in headers.items()},
            body,
        )

    def rows(self) -> list[list[str]]:
        return [line(url, stamp, f"D{hash(body)}", "200", headers["Content-Type"])
                for (stamp, url), (_, headers, body) in sorted(self.pages.items(), key=lambda each: each[0][::-1])]  # fmt: skip


class Wayback(BaseHTTPRequestHandler):
    """/cdx/search/cdx with limits and resume keys, /web/<time>id_/<url>, …-index with pages, ranges of files."""

    server: Server

    def do_GET(self) -> None:
        other = self.server.other
        other.asked[self.path] += 1
        path, query = (
            urlsplit(self.path).path,
            {k: v[0] for k, v in parse_qs(urlsplit(self.path).query).items()},
        )
        if path == "/robots.txt":
            self.answer(404, {}, b"")
        elif path == "/cdx/search/cdx":
            self.answer(200, {"Content-Type": "application/json"}, json.dumps(wayback(other, query)).encode())
        elif path.endswith("-index"):
            self.answer(*common_crawl(other, query))
        elif path.startswith("/web/"):
            self.replay(other, unquote(self.path.removeprefix("/web/")))
        else:
            self.ranged(other, path)

    def replay(self, other: Other, rest: str) -> None:
        stamp, _, url = rest.partition("id_/")
        if other.slow_at and sum(1 for path in other.asked if path.startswith("/web/")) == other.slow_at:
            other.paused.set()
            other.free.wait(30)
        status, headers, body = other.pages[stamp, url]
        own = {
            name: headers[name]
            for name in ("Content-Type", "Content-Encoding", "Retry-After", "Location")
            if name in headers
        }
        self.answer(
            status,
            own | {"X-Archive-Orig-Last-Modified": "Tue, 10 Jan 2023 04:32:00 GMT", "Memento-Datetime": "x"},
            body,
        )

    def ranged(self, other: Other, path: str) -> None:
        first, last = map(int, self.headers.get("Range", "bytes=0-0").removeprefix("bytes=").split("-"))
        self.answer(
            206,
            {"Content-Type": "application/octet-stream"},
            other.files[path.removeprefix("/")][first : last + 1],
        )

    def answer(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in (headers | {"Content-Length": str(len(body))}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Quiet."""


class Server(ThreadingHTTPServer):
    other: Other


def wayback(other: Other, query: dict[str, str]) -> list[Any]:
    rows = [row for row in other.rows() if row[2].startswith(query["url"])]
    rows = rows[int(query.get("resumeKey", "0")) :]
    limit = int(query.get("limit", "100000"))
    more = [[], [str(int(query.get("resumeKey", "0")) + limit)]] if len(rows) > limit and other.keys else []
    return [KEYS, *rows[:limit], *more] if rows else []


def common_crawl(other: Other, query: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
    found = [row for row in other.index if row["url"].startswith(query["url"])]
    kind = {"Content-Type": "text/x-ndjson"}
    if "showNumPages" in query:
        return 200, kind, json.dumps({"pages": len(found), "pageSize": 1, "blocks": 1}).encode()
    if not found:
        return 404, kind, b'{"message": "No Captures found for: x"}'
    return 200, kind, json.dumps(found[int(query["page"])]).encode()
