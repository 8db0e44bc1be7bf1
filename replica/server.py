"""Portals on loopback: one asyncio loop, one address a portal, every answer counted."""

from __future__ import annotations

import asyncio
import ssl
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from replica import switches as obstacles
from replica import tls
from replica.build import address, site
from replica.http import Request, Response, html, http_date, json
from replica.site import Site
from replica.state import State
from replica.world import Plan

CONTROL = "/__replica__/"
REASONS = {
    200: "OK",
    301: "Moved Permanently",
    302: "Found",
    304: "Not Modified",
    403: "Forbidden",
    404: "Not Found",
    412: "Precondition Failed",
}


@dataclass
class Replica:
    """The running portals; `switches` are names, or `name@code` for one portal only."""

    plans: list[Plan]
    port: int
    switches: set[str] = field(default_factory=set)
    requests: Counter[tuple[str, str, int]] = field(default_factory=Counter)
    sites: dict[str, Site] = field(default_factory=dict)
    state: dict[str, State] = field(default_factory=dict)
    servers: list[asyncio.Server] = field(default_factory=list)
    busy: Counter[str] = field(default_factory=Counter)
    most: Counter[str] = field(default_factory=Counter)
    """How many requests of a portal are being answered, and how many that were at most."""
    times: dict[str, list[float]] = field(default_factory=dict)
    secure: dict[str, str] = field(default_factory=dict)
    """The https address of each portal that is served over TLS too, by host."""

    def on(self, code: str) -> frozenset[str]:
        """The switches that hold for one portal."""
        return frozenset(s.split("@")[0] for s in self.switches if s.partition("@")[2] in ("", code))

    def build(self) -> None:
        """Lay out all portals as the switches say."""
        self.sites = {}
        for plan in self.plans:
            host = address(plan)
            self.sites[host] = site(plan, self.port, self.on(plan.code), self.secure.get(host))
        for host in self.sites:
            self.state.setdefault(host, State())

    async def start(self) -> None:
        """Listen on every portal's address; port 0 takes a free one, the same for all."""
        for host in ["127.0.0.1", *(address(plan) for plan in self.plans)]:
            server = await asyncio.start_server(partial(self._serve, host), host, self.port)
            self.port = server.sockets[0].getsockname()[1]
            self.servers.append(server)
        self.build()

    async def secured(self, folder: Path) -> None:
        """Serve portals over TLS too whose switches name a kind of it; the root of trust is written to the folder."""
        kinds = {address(plan): tls.of(self.on(plan.code)) for plan in self.plans}
        for host, context in tls.contexts({host: kind for host, kind in kinds.items() if kind}, folder):
            plan = next(plan for plan in self.plans if address(plan) == host)
            self.secure[host] = f"https://{host}:{await self.start_tls(plan, context)}"
        self.build()

    async def stop(self) -> None:
        for server in self.servers:
            server.close()

    async def start_tls(self, plan: Plan, context: ssl.SSLContext, port: int = 0) -> int:
        """The same portal once more over TLS; returns its port."""
        host = address(plan)
        server = await asyncio.start_server(partial(self._serve, host), host, port, ssl=context)
        self.servers.append(server)
        return int(server.sockets[0].getsockname()[1])

    def answer(self, host: str, request: Request) -> Response:
        """The portal's answer, obstacles that are switched on included."""
        if request.path.startswith(CONTROL):
            return self._control(request)
        host = self.named(request.headers.get("host", "")) or host
        built = self.sites.get(host)
        if built is None:
            return html("<h1>no portal here</h1>", status=404)
        response = obstacles.before(self.on(built.code), built, request, self.state[host])
        if response is None:
            response = obstacles.after(
                self.on(built.code), built, request, self._page(built, request), self.state[host]
            )
        self.requests[host, request.path, response.status] += 1
        return response

    def named(self, host: str) -> str | None:
        """A portal asked by name: g990101.localhost or its www twin, both on 127.0.0.1."""
        code = host.split(":", maxsplit=1)[0].removeprefix("www.").removesuffix(".localhost")
        return next((address(plan) for plan in self.plans if code == f"g{plan.code}"), None)

    def _page(self, built: Site, request: Request) -> Response:
        return built.answer(request) or html(
            "<html><head><title>404 Not Found</title></head><body><h1>404</h1></body></html>", status=404
        )

    def _control(self, request: Request) -> Response:
        if request.path.endswith("/switch"):
            asked = request.form
            self.switches = (self.switches | set(asked.get("on", "").split())) - set(
                asked.get("off", "").split()
            )
            self.build()
            return json({"switches": sorted(self.switches)})
        if request.path.endswith("/clear"):
            self.requests.clear()
        rows = (
            {"host": h, "path": p, "status": s, "count": n} for (h, p, s), n in sorted(self.requests.items())
        )
        return json({"switches": sorted(self.switches), "requests": list(rows)})

    async def _serve(self, host: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while request := await _read(reader, host):
                if not await self._one(host, request, writer):
                    break
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def _one(self, host: str, request: Request, writer: asyncio.StreamWriter) -> bool:
        """Answer one request; False ends the connection."""
        self.busy[host] += 1
        self.most[host] = max(self.most[host], self.busy[host])
        self.times.setdefault(host, []).append(time.monotonic())
        try:
            response = conditional(request, self.answer(host, request))
            await asyncio.sleep(response.delay)
            return await _write(writer, request, response)
        finally:
            self.busy[host] -= 1


def conditional(request: Request, response: Response) -> Response:
    """304 where the client has these bytes already and the portal's pages are static."""
    if response.status != 200 or not response.conditional or request.method == "POST":
        return response
    known = request.headers.get("if-none-match")
    since = request.headers.get("if-modified-since")
    stamp = http_date(response.modified) if response.modified else None
    if known == response.etag or (known is None and since is not None and since == stamp):
        return replace(
            response, status=304, body=b"", headers=(*response.headers, *_stamps(response)), conditional=False
        )
    return response


def _stamps(response: Response) -> list[tuple[str, str]]:
    found = [("ETag", response.etag)]
    return [*found, ("Last-Modified", http_date(response.modified))] if response.modified else found


async def _read(reader: asyncio.StreamReader, host: str) -> Request | None:
    first_byte = await reader.read(1)
    if first_byte in (b"", b"\x16"):  # the end, or a TLS handshake where plain http is spoken
        return None
    head = first_byte + await reader.readuntil(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    method, target, _ = first.split(" ", 2)
    pairs = (line.partition(":") for line in lines if ":" in line)
    headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
    body = await reader.readexactly(int(headers.get("content-length", 0)))
    return Request(method, target, headers, body, host)


PIECES = 8


async def _write(writer: asyncio.StreamWriter, request: Request, response: Response) -> bool:
    """Send the answer; False ends the connection."""
    whole = response.cut is None and response.length is None
    keep = request.headers.get("connection", "").lower() != "close" and whole
    length = len(response.body) if response.length is None else response.length
    lines = [f"HTTP/1.1 {response.status} {REASONS.get(response.status, 'Status')}", "Server: nginx"]
    lines += [f"{name}: {value}" for name, value in _headers(response)]
    lines += [f"Content-Length: {length}", f"Connection: {'keep-alive' if keep else 'close'}"]
    sent = b"" if request.method == "HEAD" else response.body[: response.cut]
    writer.write("\r\n".join(lines).encode("latin-1", "surrogateescape") + b"\r\n\r\n")
    for piece in _pieces(sent, PIECES if response.trickle else 1):
        writer.write(piece)
        await writer.drain()
        await asyncio.sleep(response.trickle)
    if response.reset:
        await asyncio.sleep(0.05)  # what was sent arrives before the connection breaks
        writer.transport.abort()
    return keep


def _pieces(body: bytes, count: int) -> Iterable[bytes]:
    size = len(body) // count + 1
    return (body[start : start + size] for start in range(0, len(body) or 1, size))


def _headers(response: Response) -> Iterable[tuple[str, str]]:
    if response.status != 304 and response.content_type:
        yield "Content-Type", response.content_type
    if response.conditional and response.status == 200:
        yield from _stamps(response)
    yield from response.headers
