"""Conditional answers. A page is made of the copy, the address and the day alone: while these are the same, so is it."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import blake2b

from publish.manners.asgi import App, Headers, Message, Receive, Scope, Send, header, query, without

FOREVER = b"public, max-age=31536000, immutable"
SHORT = b"public, max-age=60"


def wrap(app: App, version: str) -> App:
    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            await app(scope, receive, send)
            return
        tag, lasting = etag(scope, version), is_static(scope)
        if tag in header(scope["headers"], b"if-none-match").split(b", "):
            await send({"type": "http.response.start", "status": 304, "headers": cached([], tag, lasting)})
            await send({"type": "http.response.body", "body": b""})
            return

        async def tagged(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 200:
                message = {**message, "headers": cached(message["headers"], tag, lasting)}
            await send(message)

        await app(scope, receive, tagged)

    return wrapped


def etag(scope: Scope, version: str) -> bytes:
    language = header(scope["headers"], b"accept-language")
    day = datetime.now(UTC).strftime("%Y-%m-%d")
    parts = (version, day, str(scope["path"]), query(scope), language.decode("latin-1"))
    return b'W/"' + blake2b("\n".join(parts).encode(), digest_size=12).hexdigest().encode() + b'"'


def is_static(scope: Scope) -> bool:
    """Our static files bear their hash in the address."""
    return str(scope["path"]).startswith(("/static/", "/-/static/")) and bool(query(scope))


def cached(headers: Headers, tag: bytes, lasting: bool) -> Headers:
    kept = without(headers, b"etag", b"cache-control", b"vary")
    rest = [(b"etag", tag), (b"cache-control", FOREVER if lasting else SHORT)]
    return [*kept, *rest, (b"vary", b"accept-encoding, accept-language")]
