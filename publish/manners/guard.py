"""CSV that Datasette writes by itself is guarded like ours: text that a spreadsheet would run gets a leading '."""

from __future__ import annotations

import csv
import io

from publish.manners.asgi import App, Message, Receive, Scope, Send, header, query, without
from publish.sheets import guarded


def wrap(app: App) -> App:
    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        path = str(scope.get("path", ""))
        wanted = scope["type"] == "http" and path.startswith("/archive") and "_exact=1" not in query(scope)
        await app(scope, receive, Guard(send).send if wanted else send)

    return wrapped


class Guard:
    """One CSV answer; whatever is no CSV passes untouched."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._csv = False
        self._rest = b""

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._csv = header(message["headers"], b"content-type").startswith((b"text/csv", b"text/plain"))
            self._csv = self._csv and message["status"] == 200
            if self._csv:
                message = {**message, "headers": without(message["headers"], b"content-length")}
        elif message["type"] == "http.response.body" and self._csv:
            message = {
                **message,
                "body": self.feed(message.get("body", b""), message.get("more_body", False)),
            }
        await self._send(message)

    def feed(self, piece: bytes, more: bool) -> bytes:
        """The whole rows of what has come so far, guarded; the rest waits for its end."""
        data = self._rest + piece
        cut = len(data) if not more else whole(data)
        self._rest = data[cut:]
        rows = csv.reader(io.StringIO(data[:cut].decode("utf-8"), newline=""))
        out = io.StringIO()
        csv.writer(out).writerows([guarded(value) for value in row] for row in rows)
        return out.getvalue().encode()


def whole(data: bytes) -> int:
    """Where the last row ends that is complete: a line break outside quotes."""
    at = data.rfind(b"\n")
    while at >= 0 and data.count(b'"', 0, at) % 2:
        at = data.rfind(b"\n", 0, at)
    return at + 1
