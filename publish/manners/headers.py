"""Headers on every answer: nothing from another host, no script but ours, no cookies, no way to guess a type."""

from __future__ import annotations

from publish.manners.asgi import App, Headers, Message, Receive, Scope, Send, header, without

OURS = (
    b"default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; frame-src 'self'; "
    b"form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
)
DATASETTE = (
    b"default-src 'none'; style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    b"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
)
ALWAYS: Headers = [
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"SAMEORIGIN"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), interest-cohort=()"),
]
OPEN = (b"application/json", b"text/csv", b"application/atom+xml")
CLOSED = (
    "/-/databases",
    "/-/databases.json",
    "/-/threads",
    "/-/threads.json",
    "/-/actor",
    "/-/messages",
    "/-/allow-debug",
)
"""Addresses of Datasette that tell of the machine, or set cookies, and that no reader needs."""


def wrap(app: App, day: str) -> App:
    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        path = str(scope["path"])

        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": dressed(path, _named(path, list(message["headers"]), day))}
            await send(message)

        await app(_closed(scope) if path in CLOSED else scope, receive, marked)

    return wrapped


def _named(path: str, headers: Headers, day: str) -> Headers:
    """The whole database is saved under the day of its data."""
    if path != "/archive.db":
        return headers
    name = f'attachment; filename="gongkai-{day}.db"'.encode()
    return [*without(headers, b"content-disposition"), (b"content-disposition", name)]


def _closed(scope: Scope) -> Scope:
    return {**scope, "path": "/-/closed", "raw_path": b"/-/closed", "query_string": b""}


def dressed(path: str, headers: Headers) -> Headers:
    """The headers of an answer with ours; those that an original brings along stand."""
    kept = without(headers, b"set-cookie", b"x-powered-by", b"server", *(name for name, _ in ALWAYS))
    kept += ALWAYS
    if not header(kept, b"content-security-policy"):
        kept.append((b"content-security-policy", DATASETTE if is_datasette(path) else OURS))
    if not header(kept, b"referrer-policy"):
        kept.append((b"referrer-policy", b"same-origin"))
    kind = header(kept, b"content-type")
    if kind.startswith(OPEN) and not header(kept, b"access-control-allow-origin"):
        kept.append((b"access-control-allow-origin", b"*"))
    return [(name, safe_location(value) if name.lower() == b"location" else value) for name, value in kept]


def is_datasette(path: str) -> bool:
    return path.startswith(("/archive", "/-/", "/_internal"))


def safe_location(value: bytes) -> bytes:
    """A redirect stays on this host: what a browser would read as another host's address becomes a path."""
    if value.startswith(b"/"):
        return b"/" + value.lstrip(b"/\\")
    return value
