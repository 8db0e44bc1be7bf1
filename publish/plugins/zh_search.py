"""Datasette's own search boxes understand Chinese: they call escape_fts(), and here it cuts words as our index does.

The index keeps pairs of characters, so that a word of three or more finds a few rows too many. Where the hits are
not too many to be read, each is held against its text; where they are, the page says that it is not, and they are
not counted: counting the hits of 诉讼 takes as long as reading every narrative.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

from datasette.filters import FilterArguments

from publish import fulltext
from publish.hooks import hook, last_hook
from publish.manners.asgi import App, Receive, Scope, Send, query
from publish.snippets import snippet

MOST = 20_000
"""Hits up to which every one is held against its text: about a tenth of a second."""

TEXTS = {
    "sections": "title || ' ' || text",
    "reports": """coalesce(title, '') || ' ' || (select o.name || ' ' || o.place_zh || ' ' || o.place_en from organ_labels o
      where o.organ = reports.organ) || ' ' || coalesce((select coalesce(p.pinyin, '') || ' ' || coalesce(p.english, '')
      from place_names p where p.code = reports.division), '')""",
}
"""What the index of a table is made of, as SQL over its row."""

SEARCHED = re.compile(r"/archive/(sections|reports)(?:\.json)?")
FEW = """select count(*) as n from (select 1 from {}_search where {}_search match ? limit {})"""


@hook
def filters_from_request(request: Any, database: str, table: str, datasette: Any) -> Any:
    """A second look at what a table's search box finds."""
    words = fulltext.terms(request.args.get("_search") or "")
    if table not in TEXTS or not any(len(word) > 2 for word in words):
        return None

    async def look() -> FilterArguments | None:
        if await hits(datasette, table, words) > MOST:
            told = f"近似匹配（超过 {MOST:,} 条，不逐条核对）/ more than {MOST:,} hits: not compared letter by letter"
            return FilterArguments([], {}, [told])
        return FilterArguments([f"zh_holds({TEXTS[table]}, :zh_asked)"], {"zh_asked": "\n".join(words)})

    return look


async def hits(datasette: Any, table: str, words: list[str]) -> int:
    """How many rows of a table the index finds, counted to one more than MOST."""
    name = table.removesuffix("s")
    sql = FEW.format(name, name, MOST + 1)
    found = await datasette.get_database("archive").execute(sql, [fulltext.match(words) or '""'])
    return int(found.first()["n"])


@hook
def asgi_wrapper(datasette: Any) -> Callable[[App], App]:
    """Spares Datasette the count of very many hits; it has no bound for that of its own."""

    def wrap(app: App) -> App:
        async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] == "http" and await _too_many(datasette, scope):
                scope = {**scope, "query_string": bytes(scope["query_string"]) + b"&_nocount=1"}
            await app(scope, receive, send)

        return wrapped

    return wrap


async def _too_many(datasette: Any, scope: Scope) -> bool:
    """Whether this is a search in a table's box with more hits than are counted."""
    found = SEARCHED.fullmatch(str(scope["path"]))
    asked = dict(parse_qsl(query(scope))).get("_search", "")
    if not found or not asked or "_nocount" in query(scope):
        return False
    return await hits(datasette, found[1], fulltext.terms(asked)) > MOST


def zh_holds(text: str | None, words: str) -> bool:
    """Whether a text has every one of the words, which stand a line each."""
    return fulltext.holds(text or "", words.split("\n"))


def zh_query(text: str | None) -> str:
    """A search box's text as an FTS5 expression; one that matches nothing for nothing."""
    return fulltext.match(fulltext.terms(text or "")) or '""'


def zh_snippet(text: str | None, query: str | None) -> str:
    """The sentence of a hit with the words in 【】."""
    return snippet(text or "", fulltext.terms(query or ""), "【", "】")


@last_hook
def prepare_connection(conn: Any) -> None:
    conn.create_function("escape_fts", 1, zh_query, deterministic=True)
    conn.create_function("zh_holds", 2, zh_holds, deterministic=True)
    conn.create_function("zh_query", 1, zh_query, deterministic=True)
    conn.create_function("zh_snippet", 2, zh_snippet, deterministic=True)
