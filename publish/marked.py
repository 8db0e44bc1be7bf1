"""The archived page with a name on every table cell, so that a figure can be shown where it was printed.

The bytes stay as they are at /original/<sha256>; this is a reading copy, made without anything that could run.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape
from itertools import product

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
STYLE = """:target,:target *,td:has(>span:target),th:has(>span:target){background:#ffe08a!important;color:#000!important}:target,td:has(>span:target),th:has(>span:target){outline:3px solid #9b1c14!important;
scroll-margin:35vh 20vw}body{font-family:sans-serif;line-height:1.6}table{border-collapse:collapse}
td,th{border:1px solid #999;padding:2px 5px}#gongkai-bar{background:#fdf3da;color:#5a3a00;border-bottom:1px solid #c9a;
font:13px/1.5 sans-serif;padding:6px 10px;margin:0 0 12px}#gongkai-bar a{color:#0b4f7a}svg.sheet{display:block;width:100%;max-width:900px;height:auto;border:1px solid #999;margin:0 0 12px}
svg.sheet rect{fill:#9fc1d8;fill-opacity:.12}svg.sheet rect:target{fill:#ffd24d;fill-opacity:.45;stroke:#9b1c14;stroke-width:1.5;outline:0}"""


Places = Mapping[tuple[int, int, int], str]
"""What was read where: (table, row, column) and the text that stood there."""


def html_page(text: str, bar: str, read: Places) -> str:
    """`text` is the decoded original, `bar` our own line above it as HTML, `read` what the report took from it."""
    tree = lxml.html.document_fromstring(_without_declaration(text) or "<p></p>")
    _disarm(tree)
    _name_tables(tree, read)
    _name_paragraphs(tree, read)
    body = tree.find("body")
    inner = ""
    if body is not None:
        inner = escape(body.text or "") + "".join(lxml.html.tostring(e, encoding="unicode") for e in body)
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


def _name_tables(tree: HtmlElement, read: Places) -> None:
    """Gives each table that was read the number that the reading knows it by.

    The reading numbers the tables of the article only, so a table is recognised by what stands in it.
    """
    grids = [grid(table) for table in tree.iter("table") if table.find(".//table") is None]
    for number in sorted({place[0] for place in read}):
        wanted = {(r, c): _plain(text) for (t, r, c), text in read.items() if t == number}
        found = [(*_best_shift(cells, wanted), -abs(n - number + 1), n) for n, cells in enumerate(grids)]
        score, shift, _, n = max(found, default=(0, 0, 0, 0))
        if score:
            _name_cells(number, grids[n], shift)


def _name_paragraphs(tree: HtmlElement, read: Places) -> None:
    """A figure that the page prints beside its table, in a paragraph of its own that no other has."""
    there = {element.get("id") for element in tree.iter() if isinstance(element.tag, str)}
    alone: dict[str, list[HtmlElement]] = {}
    for element in tree.iter("p", "div", "span"):
        if len(element) == 0:
            alone.setdefault(_plain(element.text or ""), []).append(element)
    for (t, r, c), text in read.items():
        found = alone.get(_plain(text), [])
        if f"t{t}r{r}c{c}" not in there and len(found) == 1:
            found[0].set("id", f"t{t}r{r}c{c}")


def _best_shift(cells: Grid, wanted: Mapping[tuple[int, int], str]) -> tuple[int, int]:
    """How many figures agree, and by how many rows the reading's table begins later than the page's.

    The reading parts tables that a page runs together, and joins what it breaks.
    """
    plain = {place: _plain(cell.text_content()) for place, cell in cells.items()}
    last = max((r for r, _ in cells), default=0)
    shifts = sorted(range(-20, last), key=abs)
    scores = [
        (sum(plain.get((r + d, c)) == text for (r, c), text in wanted.items()), -abs(d), d) for d in shifts
    ]
    score, _, shift = max(scores, default=(0, 0, 0))
    return score, shift


Grid = dict[tuple[int, int], HtmlElement]


def grid(table: HtmlElement) -> Grid:
    """{(row, column): cell} with merged cells undone; rows without any cell do not count."""
    found: Grid = {}
    rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr")]
    for r, row in enumerate((row for row in rows if row), 1):
        c = 1
        for cell in row:
            while (r, c) in found:
                c += 1
            for place in product(range(r, r + _span(cell, "rowspan")), range(c, c + _span(cell, "colspan"))):
                found.setdefault(place, cell)
    return found


def _span(cell: HtmlElement, name: str) -> int:
    digits = re.search(r"\d{1,9}", cell.get(name) or "")
    return min(max(int(digits[0]), 1), 60) if digits and "%" not in (cell.get(name) or "") else 1


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _name_cells(number: int, cells: Grid, shift: int) -> None:
    """ids t<table>r<row>c<column>; a merged cell bears the first of its places, the others name an empty span in it."""
    for (r, c), cell in cells.items():
        name = f"t{number}r{r - shift}c{c}"
        if cell.get("id") is None:
            cell.set("id", name)
        else:
            cell.insert(0, lxml.html.Element("span", id=name))


def text_page(text: str, bar: str) -> str:
    """Plain text, each line with a number and a name."""
    lines = (f'<span id="l{n}">{escape(line)}</span>' for n, line in enumerate(text.splitlines(), 1))
    return _frame(bar, '<pre style="white-space:pre-wrap">' + "\n".join(lines) + "</pre>")


def transcript_page(bar: str, places: Sequence[tuple[str, str, str, str]], shown: str = "") -> str:
    """For bytes that a browser should not draw: drawn pages as HTML, and what was read where, as (id, place, label, text)."""
    rows = "".join(
        f'<tr id="{escape(name)}"><td>{escape(place)}</td><td>{escape(label)}</td><td>{escape(text)}</td></tr>'
        for name, place, label, text in places
    )
    return _frame(bar, shown + (f"<table>{rows}</table>" if rows else ""))


def _frame(bar: str, inner: str) -> str:
    return (
        f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>存档原件 archived original</title>'
        f'<style>{STYLE}</style></head><body><div id="gongkai-bar">{bar}</div><div>{inner}</div></body></html>'
    )
