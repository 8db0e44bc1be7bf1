"""What a page is here: an answer made of rows, given as HTML, JSON, CSV or XLSX at the same address."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from datasette.utils import sqlite_timelimit
from datasette.utils.asgi import Response

from publish import words
from publish.sheets import as_csv, as_xlsx
from reference import forms

Row = dict[str, Any]
PATIENCE = 15_000
"""Milliseconds that one piece of SQL of a page may take."""

DATABASE = "archive"


class NotHereError(Exception):
    """404: the address names nothing we know; the message is a key of strings.toml."""


class BadInputError(Exception):
    """400: the query string asks for something that cannot be; the message is a key of strings.toml."""


@dataclass
class Page:
    """`rows` is what .csv, .json and .xlsx give: the figures that are on the screen. `data` is added to .json."""

    template: str
    title: str
    rows: Sequence[Row]
    context: dict[str, Any] = field(default_factory=dict)
    data: dict[str, Any] = field(default_factory=dict)
    name: str = "gongkai"
    status: int = 200


class Visit:
    """One request: its language, its arguments, and the archive to ask."""

    def __init__(self, datasette: Any, request: Any) -> None:
        self.datasette, self.request = datasette, request
        self.explicit = request.args.get("lang")
        self.lang = words.choose(self.explicit, request.headers.get("accept-language", ""))
        self.site = datasette.gongkai
        self.given: dict[str, str] = {}

    def say(self, key: str, **values: object) -> str:
        return words.say(self.lang, key, **values)

    def section(self, key: str) -> str:
        """The statutory title of a narrative section, "" for a chapter that no form knows."""
        for line in forms.load(forms.FORM_IDS[0]).sections:
            if line.key == key:
                return line.label_zh if self.lang == "zh" else line.label_en
        return ""

    def arg(self, name: str, default: str = "") -> str:
        return (self.given.get(name) or self.request.args.get(name) or default).strip()

    def number(self, name: str, default: int, low: int, high: int) -> int:
        """A whole number of the query string within bounds; BadInputError otherwise."""
        text = self.arg(name)
        if not text:
            return default
        if not text.isascii() or not text.isdigit() or not low <= int(text[:9]) <= high:
            raise BadInputError("error.bad_number")
        return int(text)

    def part(self, name: str) -> str:
        """A part of the path."""
        return str(self.request.url_vars.get(name) or "")

    async def rows(self, sql: str, *params: object, **named: object) -> list[Row]:
        """Rows of SQL that this program wrote. Its limit is wide: where it is slow, the machine is busy, not the reader bold."""

        def fetch(connection: Any) -> list[Row]:
            with sqlite_timelimit(connection, PATIENCE):
                return [dict(row) for row in connection.execute(sql, named or list(params))]

        found: list[Row] = await self.datasette.get_database(DATABASE).execute_fn(fetch)
        return found

    async def asked(self, sql: str, **named: object) -> list[Row]:
        """Rows of SQL whose reach the reader chose: within the limits of a reader's own SQL."""
        found = await self.datasette.get_database(DATABASE).execute(sql, named)
        return [dict(row) for row in found.rows]

    async def one(self, sql: str, *params: object) -> Row | None:
        found = await self.rows(sql, *params)
        return found[0] if found else None

    def link(self, path: str, **query: object) -> str:
        """An address of ours that stays in the language that was chosen by hand."""
        kept = {k: v for k, v in query.items() if v not in (None, "")}
        if self.explicit in words.LANGUAGES and "lang" not in query:
            kept["lang"] = self.explicit
        base, mark, fragment = path.partition("#")
        return base + (f"?{urlencode(kept)}" if kept else "") + mark + fragment

    def here(self, **changes: object) -> str:
        """This very address with some arguments changed; an empty value takes one away."""
        query = {k: self.request.args.get(k) for k in self.request.args if k != "_"} | changes
        return self.link(self.path, **query)

    @property
    def path(self) -> str:
        """The path without the ending that names a format."""
        path = str(self.request.path)
        for ending in FORMATS:
            path = path.removesuffix(f".{ending}")
        return path

    def absolute(self, path: str) -> str:
        return str(self.datasette.absolute_url(self.request, path))


FORMATS = ("json", "csv", "xlsx")
Handler = Callable[[Visit], Awaitable[Page]]


def view(handler: Handler) -> Callable[..., Awaitable[Response]]:
    """A Datasette view out of an async function from Visit to Page; bad addresses become pages too."""

    async def answer(datasette: Any, request: Any) -> Response:
        visit = Visit(datasette, request)
        try:
            page = await handler(visit)
        except NotHereError as error:
            page = trouble(visit, 404, str(error))
        except BadInputError as error:
            page = trouble(visit, 400, str(error))
        return await respond(visit, page)

    return answer


def route(pattern: str, handler: Handler) -> tuple[str, Callable[..., Awaitable[Response]]]:
    """A pattern and its view; every page also answers with .json, .csv and .xlsx behind its path."""
    endings = "|".join(FORMATS)
    return rf"^{pattern}(?:\.(?P<format>{endings}))?$", view(handler)


def trouble(visit: Visit, status: int, key: str) -> Page:
    row = {"ok": False, "status": status, "error": visit.say(key)}
    context = {"message": visit.say(key), "status": status, "formats": ()}
    return Page("trouble.html", visit.say(key), [row], context, status=status)


async def failed(visit: Visit, status: int, message: str, detail: str = "", sqlite: str = "") -> Response:
    """An answer that is no page of rows: what happened in one line, then what to do or what SQLite said."""
    context = {"title": message, "message": message, "status": status, "detail": detail, "sqlite": sqlite}
    context |= {
        "visit": visit,
        "lang": visit.lang,
        "ours": True,
        "formats": (),
        "sql": visit.arg("sql")[:2000],
    }
    body = await visit.datasette.render_template("trouble.html", context, request=visit.request)
    return Response.html(body, status)


async def respond(visit: Visit, page: Page) -> Response:
    """The page in the format that the address asks for."""
    form = visit.request.url_vars.get("format")
    day = visit.site.facts.get("snapshot_at", "")[:10]
    if form == "json":
        body = json.dumps({**page.data, "rows": page.rows}, ensure_ascii=False, default=str)
        return Response(body, page.status, content_type="application/json; charset=utf-8")
    if form == "csv":
        exact, excel = visit.arg("exact") == "1", visit.arg("excel") == "1"
        return _file(as_csv(page.rows, exact=exact, excel=excel), page, day, "csv", "text/csv; charset=utf-8")
    if form == "xlsx":
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        return _file(as_xlsx(page.rows), page, day, "xlsx", kind)
    context = {"title": page.title, "visit": visit, "lang": visit.lang, "ours": True, **page.context}
    body = await visit.datasette.render_template(page.template, context, request=visit.request)
    return Response.html(body, page.status)


def _file(body: bytes, page: Page, day: str, ending: str, kind: str) -> Response:
    """A download, named after the day of the data."""
    headers = {"content-disposition": f'attachment; filename="{page.name}-{day}.{ending}"'}
    return Response(body, page.status, headers, content_type=kind)
