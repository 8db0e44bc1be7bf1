"""The few pieces of ASGI that the wrappers share."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]


def header(headers: Any, name: bytes) -> bytes:
    """The value of a header, b"" where there is none."""
    return next((value for key, value in headers if key.lower() == name), b"")


def without(headers: Any, *names: bytes) -> Headers:
    return [(key, value) for key, value in headers if key.lower() not in names]


def query(scope: Scope) -> str:
    return bytes(scope.get("query_string") or b"").decode("latin-1")


async def answer(send: Send, status: int, text: str, headers: Headers, kind: bytes) -> None:
    """A short answer."""
    body = text.encode()
    head = [
        (b"content-type", kind),
        (b"content-length", str(len(body)).encode()),
        *headers,
    ]
    await send({"type": "http.response.start", "status": status, "headers": head})
    await send({"type": "http.response.body", "body": body})
