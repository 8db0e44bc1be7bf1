"""Datasette's own search boxes understand Chinese: they call escape_fts(), and here it cuts words as our index does.

The index keeps pairs of characters, so that a word of three or more finds a few rows too many. Where the hits are
not too many to be read, each is held against its text; where they are, the page says that it is not.
"""

from __future__ import annotations

from typing import Any

from datasette.filters import FilterArguments

from publish import fulltext
from publish.hooks import hook, last_hook
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

FEW = """select count(*) as n from (select 1 from {}_search where {}_search match ? limit {})"""


@hook
def filters_from_request(request: Any, database: str, table: str, datasette: Any) -> Any:
    """A second look at what a table's search box finds."""
    words = fulltext.terms(request.args.get("_search") or "")
    if table not in TEXTS or not any(len(word) > 2 for word in words):
        return None

    async def look() -> FilterArguments | None:
        name = table.removesuffix("s")
        sql = FEW.format(name, name, MOST + 1)
        found = await datasette.get_database(database).execute(sql, [fulltext.match(words) or '""'])
        if found.first()["n"] > MOST:
            told = f"近似匹配（超过 {MOST:,} 条，不逐条核对）/ more than {MOST:,} hits: not compared letter by letter"
            return FilterArguments([], {}, [told])
        return FilterArguments([f"zh_holds({TEXTS[table]}, :zh_asked)"], {"zh_asked": "\n".join(words)})

    return look


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
