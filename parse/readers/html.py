"""HTML → Document: the article's paragraphs and tables in reading order, and what the page says of itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from parse.errors import CannotOpenError
from parse.grid import Drawn, span, undo
from parse.model import Document, Grid, Paragraph
from parse.readers import pictures
from parse.readers.html_body import article, facts
from reference.text import decode

_NO_TAG = re.compile(r"<(?=[^A-Za-z/!?])|<(?=[A-Za-z][^<>]{0,40}<)")
_SPACE = re.compile(r"[ \t\r\n\f]+")
_SKIP = frozenset(
    (
        "script",
        "style",
        "noscript",
        "template",
        "iframe",
        "select",
        "textarea",
        "object",
        "svg",
        "head",
        "button",
    )
)
_BLOCK = frozenset(
    (
        "p", "div", "li", "ul", "ol", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "center",
        "blockquote", "pre", "tr", "td", "th", "table", "tbody", "thead", "caption", "header", "footer", "form", "hr", "body",
        "ucapcontent", "ucaptitle", "main", "fieldset", "address", "figure", "nav", "aside",
    )
)  # fmt: skip
_STRUCK = frozenset(("s", "del", "strike"))
_ODD = frozenset(("br", "sup", "sub", *_STRUCK))
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_HEADINGS = {f"h{n}": n for n in range(1, 7)}


def read(body: bytes, content_type: str | None = None) -> Document:
    """A Document of a page. Raises CannotOpenError where no element can be found in the bytes."""
    text, encoding = decode(body, content_type)
    root = parse(text)
    document = Document("html", [])
    document.meta = facts(root)
    document.meta["encoding"] = encoding
    chosen = article(root, text)
    document.blocks = list(_Flow(chosen).blocks())
    images = [img.get("src") or img.get("data-src") or "" for img in chosen.iter("img")]
    if images:
        pictures.of_page(document, images)
    if chosen is not root:
        document.meta["around"] = _around(root, chosen)
    return document


def parse(text: str) -> Any:
    """The tree of a page's text; text that only looks like a tag (<中华人民共和国…格式>) stays text."""
    text = _NO_TAG.sub("&lt;", text.replace("\x00", ""))
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        root = None
    if root is None:
        raise CannotOpenError(
            "damaged", "文件中没有任何网页元素", "no element of a page was found in the bytes"
        )
    return root


def _around(root: Any, chosen: Any) -> str:
    """The page's visible text before and beside the article, cut at 6,000 characters: dates and organs stand there."""
    parts: list[str] = []
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if event == "start" and (element is chosen or element.tag in _SKIP):
            walk.skip_subtree()
            continue
        piece = element.text if event == "start" else element.tail
        if element.tag in _BLOCK or element.tag == "br":
            parts.append("\x0b")
        if piece:
            parts.append(piece)
    return clean("".join(parts))[:6000]


class _Flow:
    """One walk over an element; nothing recursive, so that depth costs nothing."""

    def __init__(self, root: Any) -> None:
        self.root = root
        self.tables = 0
        self.buffer: list[str] = []
        self.level = 0
        self.layout = _tables_with_tables(root)

    def blocks(self) -> Iterator[Paragraph | Grid]:
        walk = etree.iterwalk(self.root, events=("start", "end"))
        for event, element in walk:
            tag = element.tag
            if event == "end":
                yield from self._end(element, tag)
            elif tag in _SKIP:
                walk.skip_subtree()
            elif tag == "table" and element not in self.layout:
                yield from self._flush()
                yield from self._table(element)
                walk.skip_subtree()
            else:
                yield from self._start(element, tag)
        yield from self._flush()

    def _start(self, element: Any, tag: str) -> Iterator[Paragraph | Grid]:
        if tag in _BLOCK:
            yield from self._flush()
            self.level = _HEADINGS.get(tag, 0)
        elif tag == "br":
            self.buffer.append("\x0b")
        if element.text:
            self.buffer.append(element.text)

    def _end(self, element: Any, tag: str) -> Iterator[Paragraph | Grid]:
        if tag in _BLOCK:
            yield from self._flush()
            self.level = 0
        if element.tail and element is not self.root:
            self.buffer.append(element.tail)

    def _flush(self) -> Iterator[Paragraph | Grid]:
        text = clean("".join(self.buffer))
        self.buffer.clear()
        if text:
            yield Paragraph(text, heading=self.level)

    def _table(self, table: Any) -> Iterator[Paragraph | Grid]:
        rows = [r for r in _rows(table) if r]
        if _is_prose(rows):
            for row in rows:
                for cell in row:
                    yield from (Paragraph(t) for t in cell.text.split("\n") if t.strip())
            return
        self.tables += 1
        yield undo(rows, self.tables)


def _tables_with_tables(root: Any) -> set[Any]:
    """Tables that hold tables: they only lay out the page."""
    found = set()
    for table in root.iter("table"):
        outer = next(table.iterancestors("table"), None)
        if outer is not None:
            found.add(outer)
    return found


def _rows(table: Any) -> Iterator[list[Drawn]]:
    for tr in table.iter("tr"):
        yield [
            Drawn(cell_text(td), span(td.get("colspan")), span(td.get("rowspan")))
            for td in tr
            if td.tag in ("td", "th")
        ]


def _is_prose(rows: list[list[Drawn]]) -> bool:
    """True for a table that is no table of figures: one column, or long text in few cells."""
    if all(len(r) <= 1 for r in rows):
        return True
    return max(len(r) for r in rows) <= 2 and any(len(c.text) > 400 for r in rows for c in r)


def cell_text(cell: Any) -> str:
    """A cell's text; line breaks and paragraphs as line breaks."""
    chain = _chain(cell)
    if chain is not None:
        return clean(chain)
    parts: list[str] = []
    walk = etree.iterwalk(cell, events=("start", "end"))
    for event, element in walk:
        tag = element.tag
        if event == "start":
            if element is not cell and _unseen(element):
                walk.skip_subtree()
                continue
            if tag in _BLOCK or tag == "br":
                parts.append("\x0b")
            parts.append(_marked(tag, element.text or ""))
        elif element is not cell:
            if tag in _BLOCK:
                parts.append("\x0b")
            if element.tail:
                parts.append(element.tail)
    return clean("".join(parts))


def _unseen(element: Any) -> bool:
    """True for what a browser does not show inside a cell."""
    return element.tag in _SKIP or "display:none" in (element.get("style") or "").replace(" ", "")


def _marked(tag: str, text: str) -> str:
    """Raised numerals stay raised (a footnote is no digit of the figure); struck figures stay apart from the others."""
    if tag in ("sup", "sub"):
        return text.translate(_RAISED)
    return f" ~~{text}~~ " if tag in _STRUCK and text.strip() else text


def _chain(cell: Any) -> str | None:
    """The text of a cell that holds no more than one element in another (<td><p><span>12): most cells by far."""
    if len(cell) == 0:
        return cell.text or ""
    text = cell.text or ""
    while len(cell) == 1:
        cell = cell[0]
        if cell.tag in _SKIP or cell.tag in _ODD or (cell.tail and cell.tail.strip()):
            return None
        if cell.get("style") and _unseen(cell):
            return None
        text += ("\x0b" if cell.tag in _BLOCK else "") + (cell.text or "")
    return text if len(cell) == 0 else None


def clean(text: str) -> str:
    """White space as a browser shows it; hard breaks as line breaks."""
    if text.isalnum():
        return text
    return re.sub(r"[ \xa0\u3000]*[\x0b\n][ \xa0\u3000\x0b\n]*", "\n", _SPACE.sub(" ", text)).strip(
        " \n\xa0\u3000"
    )
