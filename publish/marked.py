"""The archived page with a name on every table cell, so that a figure can be shown where it was printed.

The bytes stay as they are at /original/<sha256>; this is a reading copy, made without anything that could run.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

import lxml.html
from lxml.html import HtmlElement

DROPPED = (
    "script",
    "noscript",
    "iframe",
    "frame",
    "object",
    "embed",
    "applet",
    "base",
    "link",
    "meta",
    "form",
    "input",
    "audio",
    "video",
)
STYLE = """:target,:target *{background:#ffe08a!important;color:#000!important}:target{outline:3px solid #9b1c14!important;
scroll-margin:35vh 20vw}body{font-family:sans-serif;line-height:1.6}table{border-collapse:collapse}
td,th{border:1px solid #999;padding:2px 5px}#gongkai-bar{background:#fdf3da;color:#5a3a00;border-bottom:1px solid #c9a;
font:13px/1.5 sans-serif;padding:6px 10px;margin:0 0 12px}#gongkai-bar a{color:#0b4f7a}"""


def html_page(text: str, bar: str) -> str:
    """`text` is the decoded original, `bar` our own line above it as HTML."""
    tree = lxml.html.document_fromstring(_without_declaration(text) or "<p></p>")
    _disarm(tree)
    for number, table in enumerate(_tables(tree), 1):
        _name_cells(number, table)
    body = tree.find("body")
    inner = (
        ""
        if body is None
        else (escape(body.text or "") + "".join(lxml.html.tostring(e, encoding="unicode") for e in body))
    )
    return _frame(bar, inner)


def _without_declaration(text: str) -> str:
    """lxml refuses decoded text that still declares an encoding."""
    start = text.lstrip("\ufeff \t\r\n")
    return start.partition("?>")[2] if start.startswith("<?xml") else text


def _disarm(tree: HtmlElement) -> None:
    """Out with whatever acts or asks another host; the header sandbox would stop it too."""
    for element in list(tree.iter(*DROPPED)):
        element.drop_tree()
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        for name in list(element.attrib):
            if name.startswith("on") or name in ("src", "srcset", "background", "id", "ping", "formaction"):
                del element.attrib[name]
        if element.tag == "a" and element.attrib.pop("href", None):
            element.tag = "span"


def _tables(tree: HtmlElement) -> Iterator[HtmlElement]:
    """Tables that hold cells of their own, in reading order; a table around another is only layout."""
    for table in tree.iter("table"):
        if table.find(".//table") is None:
            yield table


def _name_cells(number: int, table: HtmlElement) -> None:
    """ids t<table>r<row>c<column>, counted after merged cells are undone; a merged cell bears its first place."""
    taken: set[tuple[int, int]] = set()
    for r, row in enumerate(table.iter("tr"), 1):
        c = 1
        row.set("id", f"t{number}r{r}")
        for cell in row:
            if cell.tag not in ("td", "th"):
                continue
            while (r, c) in taken:
                c += 1
            down, across = _span(cell, "rowspan", 1000), _span(cell, "colspan", 100)
            taken |= {(r + i, c + j) for i in range(down) for j in range(across)}
            cell.set("id", f"t{number}r{r}c{c}")
            c += across


def _span(cell: HtmlElement, name: str, most: int) -> int:
    text = (cell.get(name) or "1").strip()
    return min(max(int(text), 1), most) if text.isascii() and text.isdigit() else 1


def text_page(text: str, bar: str) -> str:
    """Plain text, each line with a number and a name."""
    lines = (f'<span id="l{n}">{escape(line)}</span>' for n, line in enumerate(text.splitlines(), 1))
    return _frame(bar, '<pre style="white-space:pre-wrap">' + "\n".join(lines) + "</pre>")


def notice_page(bar: str) -> str:
    """For bytes that a browser should not draw: only our own line."""
    return _frame(bar, "")


def _frame(bar: str, inner: str) -> str:
    return (
        f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>存档原件 archived original</title>'
        f'<style>{STYLE}</style></head><body><div id="gongkai-bar">{bar}</div><div>{inner}</div></body></html>'
    )
