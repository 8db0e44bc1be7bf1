"""A portal, and an archive of others, that lead where nobody should go. All words are ours."""

from __future__ import annotations

import json
import re
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

TITLE = "政府信息公开工作年度报告"
REDIRECTS = [
    "http://127.0.0.1:{port}/secret", "http://10.0.0.1/", "http://169.254.169.254/latest/meta-data/", "http://2130706433:{port}/",
    "http://[::1]:{port}/", "http://portal.example@127.0.0.1:{port}/", "http://user:word@portal.example:{port}/", "file:///etc/passwd",
    "ftp://portal.example/", "gopher://portal.example/", "data:text/html,x", "http://unregistered.example:{port}/",
    "http://rebind.example:{port}/", "//127.0.0.1:{port}/", "http://portal.example.evil.example:{port}/", "http://[portal.example]/",
]  # fmt: skip


def target(number: int, port: int) -> str:
    return REDIRECTS[number].format(port=port)


def page(title: str, rows: list[tuple[str, str]]) -> bytes:
    links = "".join(
        f'<li><a href="{escape(url)}">{text}</a><span>2025-01-20</span></li>' for url, text in rows
    )
    return f"<html><head><title>{title}</title></head><body><div class='TRS_Editor'><ul>{links}</ul></div></body></html>".encode()


class Portal(BaseHTTPRequestHandler):
    """A registered portal whose lists, articles and attachments lead where nobody should go, and an archive of others
    that does the same."""

    server: ThreadingHTTPServer

    def do_GET(self) -> None:
        path, query = urlsplit(self.path).path, urlsplit(self.path).query
        number = int(found[0]) if (found := re.findall(r"\d+", path.removesuffix(".html"))) else 0
        to = target(number % len(REDIRECTS), self.server.server_port)
        if path == "/robots.txt" and self.headers["Host"].startswith("robots"):
            self.answer(302, b"", to="http://127.0.0.1:1/robots.txt")
        elif path.startswith("/redirect"):
            self.answer(302, b"", to=to)
        elif path.startswith("/stub"):
            self.answer(200, f'<html><meta http-equiv="refresh" content="0;url={to}"></html>'.encode())
        elif path.startswith("/rows"):
            self.answer(
                200,
                page(
                    "年报",
                    [
                        *self.everywhere("/t20250120_1.html"),
                        ("/article/t20250120_7.html", f"盐边县2024年{TITLE}"),
                    ],
                ),
            )
        elif path.startswith("/article"):
            self.answer(200, page(f"盐边县2024年{TITLE}", self.everywhere("/1.pdf")))
        elif path.startswith("/gone/cdx"):
            self.answer(200, self.captures(query), "text/x-ndjson")
        elif path.endswith("-index"):
            self.answer(
                200, b'{"pages": 1}' if "showNumPages" in query else self.captures(query), "text/x-ndjson"
            )
        elif "id_/" in path:
            self.answer(
                302 if "t20250120_3" in path else 200,
                page(f"盐边县2023年{TITLE}", self.everywhere("/2.pdf")),
                to=to,
            )
        else:
            self.answer(404, b"")

    def everywhere(self, end: str) -> list[tuple[str, str]]:
        port = self.server.server_port
        return [
            (target(n, port).rstrip("/") + end, f"盐边县{2008 + n}年{TITLE}") for n in range(len(REDIRECTS))
        ]

    def captures(self, query: str) -> bytes:
        urls = [url for url, _ in self.everywhere("/t20250120_2.html")]
        urls += [f"http://portal.example:{self.server.server_port}/rows/t20250120_{n}.html" for n in (3, 4)]
        told = [{"urlkey": "x", "timestamp": "20200101000000", "url": url, "mime": "text/html", "status": "200", "digest": url,
                 "length": "100", "offset": "0", "filename": f"../../{n}@127.0.0.1/x.warc.gz"} for n, url in enumerate(urls)]  # fmt: skip
        return "\n".join(map(json.dumps, told)).encode()

    def answer(self, status: int, body: bytes, kind: str = "text/html; charset=utf-8", to: str = "") -> None:
        self.send_response(status)
        if to and status == 302:
            self.send_header("Location", to)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Quiet."""
