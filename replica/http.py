"""A request and an answer, as little of HTTP as portals need."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime
from hashlib import blake2b
from json import dumps
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

BEIJING = timezone(timedelta(hours=8))


@dataclass(frozen=True)
class Request:
    """One request: `target` as sent, headers with lower-case names, the body of a POST."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes = b""
    host: str = ""

    @property
    def path(self) -> str:
        return unquote(urlsplit(self.target).path)

    @property
    def query(self) -> dict[str, str]:
        return dict(parse_qsl(urlsplit(self.target).query, keep_blank_values=True))

    @property
    def form(self) -> dict[str, str]:
        """The fields of a form sent by POST, those of the query where it was a GET."""
        sent = dict(parse_qsl(self.body.decode("utf-8", "replace"), keep_blank_values=True))
        return self.query | sent

    @property
    def cookies(self) -> str:
        return self.headers.get("cookie", "")


@dataclass(frozen=True)
class Response:
    """One answer. `modified` and `etag` make it conditional; `cut` ends the connection after so many bytes, `reset`
    without a goodbye; `trickle` is the pause between pieces, `length` a false Content-Length."""

    body: bytes = b""
    status: int = 200
    content_type: str = "text/html; charset=utf-8"
    headers: tuple[tuple[str, str], ...] = ()
    modified: datetime | None = None
    conditional: bool = True
    delay: float = 0.0
    cut: int | None = None
    reset: bool = False
    trickle: float = 0.0
    length: int | None = None

    @property
    def etag(self) -> str:
        return f'"{blake2b(self.body, digest_size=8).hexdigest()}"'


Handler = Callable[[Request], Response]


@dataclass
class Routes:
    """Path → handler; a handler is called for every request, so that switches show at once."""

    paths: dict[str, Handler] = field(default_factory=dict)

    def add(self, path: str, handler: Handler) -> None:
        self.paths[path] = handler


def html(text: str, modified: datetime | None = None, status: int = 200, charset: str = "utf-8") -> Response:
    """A page of HTML; static pages carry the time of their last change."""
    body = text.encode(charset, "xmlcharrefreplace")
    return Response(body, status, f"text/html; charset={label(charset)}", modified=modified)


def label(charset: str) -> str:
    """What a portal calls its charset: the old ones say gb2312 and mean more."""
    return "gb2312" if charset == "gb18030" else charset


def json(value: Any) -> Response:
    """An answer of an API: never conditional, as on the portals."""
    return Response(
        dumps(value, ensure_ascii=False).encode(),
        content_type="application/json;charset=UTF-8",
        conditional=False,
    )


def redirect(location: str, status: int = 302, headers: tuple[tuple[str, str], ...] = ()) -> Response:
    return Response(b"", status, headers=(("Location", location), *headers), conditional=False)


def http_date(moment: datetime) -> str:
    """A Beijing wall-clock time as HTTP writes it."""
    local = moment if moment.tzinfo else moment.replace(tzinfo=BEIJING)
    return format_datetime(local.astimezone(UTC), usegmt=True)
