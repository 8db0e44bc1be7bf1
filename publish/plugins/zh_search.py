"""Datasette's own search boxes understand Chinese: they call escape_fts(), and here it cuts words as our index does."""

from __future__ import annotations

from typing import Any

from publish import fulltext
from publish.hooks import last_hook
from publish.snippets import snippet


def zh_query(text: str | None) -> str:
    """A search box's text as an FTS5 expression; one that matches nothing for nothing."""
    return fulltext.match(fulltext.terms(text or "")) or '""'


def zh_snippet(text: str | None, query: str | None) -> str:
    """The sentence of a hit with the words in 【】."""
    return snippet(text or "", fulltext.terms(query or ""), "【", "】")


@last_hook
def prepare_connection(conn: Any) -> None:
    conn.create_function("escape_fts", 1, zh_query, deterministic=True)
    conn.create_function("zh_query", 1, zh_query, deterministic=True)
    conn.create_function("zh_snippet", 2, zh_snippet, deterministic=True)
