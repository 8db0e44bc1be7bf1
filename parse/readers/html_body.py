"""Where on a page the article stands (reference/bodies.toml), and what meta tags and head say of it."""

from __future__ import annotations

import re
from typing import Any

from reference import bodies

_SIMPLE = re.compile(r"([#.]?)([A-Za-z][\w-]*)")


def article(root: Any, text: str) -> Any:
    """The element that holds the article: the first container of the table that holds as many of a report's headings
    and rows of its tables as the whole page; the page itself where none does (tables as an annex beside the text)."""
    table = bodies.load()
    want = [h for h in (*table.headings, *table.rows) if h in text]
    tables = text.count("<table") + text.count("<TABLE")
    for element in _containers(root, text, table):
        if not want and not tables:
            if len("".join(element.itertext())) >= table.least:
                return element
            continue
        inner = "".join(element.itertext())
        if all(h in inner for h in want) and (want or len(inner) >= table.least):
            return element
    return root


def _containers(root: Any, text: str, table: bodies.Bodies) -> list[Any]:
    index = _index(root)
    found: list[Any] = []
    for css in table.css:
        m = _SIMPLE.fullmatch(css)
        if m:
            found.extend(index.get(m[1] + m[2], ()))
        elif "^=" in css:
            name, value = re.findall(r"[\w-]+", css)[:2]
            if value in text:
                found.extend(root.xpath(f"//*[starts-with(@{name}, '{value}')]"))
    return found


def _index(root: Any) -> dict[str, list[Any]]:
    """Elements by #id, .class and tag name (the tags of the table only)."""
    found: dict[str, list[Any]] = {}
    for element in root.iter():
        if len(element) == 0:
            continue
        name = element.get("id")
        if name:
            found.setdefault("#" + name, []).append(element)
        classes = element.get("class")
        if classes:
            for c in classes.split():
                found.setdefault("." + c, []).append(element)
        if element.tag in ("article", "main", "ucapcontent"):
            found.setdefault(element.tag, []).append(element)
    return found


def facts(root: Any) -> dict[str, str]:
    """What the page says of itself: title (meta), page_title, headline, published, organ, site_code, column."""
    table = bodies.load()
    metas = {
        (m.get("name") or m.get("property") or "").lower(): (m.get("content") or "").strip()
        for m in root.iter("meta")
    }
    found = {}
    for key, field in (
        ("title", table.title),
        ("published", table.published),
        ("organ", table.organ),
        ("site_code", table.site),
        ("column", table.column),
    ):
        value = next((metas[n.lower()] for n in field.meta if metas.get(n.lower())), "")
        if value:
            found[key] = value
    for key, path in (("page_title", "title"), ("headline", "h1")):
        element = next(root.iter(path), None)
        text = " ".join("".join(element.itertext()).split()) if element is not None else ""
        if text:
            found[key] = text
    return found
