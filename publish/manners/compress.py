"""gzip for text, as it streams; bytes that are packed already go out as they are."""

from __future__ import annotations

import zlib

from publish.manners.asgi import App, Message, Receive, Scope, Send, header, without

TEXT = (b"text/", b"application/json", b"application/atom+xml", b"application/javascript", b"image/svg+xml")
SMALL = 600
LEVEL = 5


def wrap(app: App) -> App:
    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        accepts = b"gzip" in header(scope.get("headers") or (), b"accept-encoding")
        inner = Squeeze(send).send if scope["type"] == "http" and accepts else send
        await app(scope, receive, inner)

    return wrapped


class Squeeze:
    """One answer on its way out."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._start: Message | None = None
        self._packer: zlib._Compress | None = None

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            if self._wanted(message):
                self._start = message  # held until the first piece tells the size
            else:
                await self._send(message)
        elif message["type"] == "http.response.body" and (self._start or self._packer):
            await self._body(message)
        else:
            await self._send(message)

    def _wanted(self, message: Message) -> bool:
        kind = header(message["headers"], b"content-type")
        packed = header(message["headers"], b"content-encoding")
        return message["status"] not in (204, 304) and kind.startswith(TEXT) and not packed

    async def _body(self, message: Message) -> None:
        body, more = message.get("body", b""), message.get("more_body", False)
        if self._start is not None:
            start, self._start = self._start, None
            if not more and len(body) < SMALL:
                await self._send(start)
                await self._send(message)
                return
            headers = without(start["headers"], b"content-length")
            headers += [(b"content-encoding", b"gzip"), (b"vary", b"accept-encoding")]
            await self._send({**start, "headers": headers})
            self._packer = zlib.compressobj(LEVEL, zlib.DEFLATED, zlib.MAX_WBITS | 16)
        if self._packer is not None:
            data = self._packer.compress(body) + (b"" if more else self._packer.flush())
            await self._send({"type": "http.response.body", "body": data, "more_body": more})
