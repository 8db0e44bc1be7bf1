"""Office files that are one XML text: Word 2003, Word's flat package, Excel 2003 → Document."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from parse.errors import CannotOpenError
from parse.model import Document, Slot
from parse.readers import office
from parse.readers.office_sheet import MOST_CELLS, gridded
from parse.readers.radicals import ordinary

WORD_2003 = "{http://schemas.microsoft.com/office/word/2003/wordml}"
FLAT = "{http://schemas.microsoft.com/office/2006/xmlPackage}"
SHEET = "{urn:schemas-microsoft-com:office:spreadsheet}"
MARKS = {
    "word2003": b"schemas.microsoft.com/office/word/2003/wordml",
    "flat": b"schemas.microsoft.com/office/2006/xmlPackage",
    "sheet2003": b"urn:schemas-microsoft-com:office:spreadsheet",
}
_RENAMED = {"vmerge": "vMerge", "gridSpan": "gridSpan"}
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)


def kind_of(head: bytes) -> str | None:
    """Which of these a text that begins as XML is, None for none of them."""
    return next((kind for kind, mark in MARKS.items() if mark in head), None)


def read_word(body: bytes) -> Document:
    """A Word 2003 XML file or a flat package."""
    root = _root(body)
    for element in root.iter():
        if isinstance(element.tag, str) and element.tag.startswith(WORD_2003):
            name = element.tag.removeprefix(WORD_2003)
            element.tag = office.W + _RENAMED.get(name, name)
            for key, value in list(element.attrib.items()):
                if str(key).startswith(WORD_2003):
                    element.set(office.W + str(key).removeprefix(WORD_2003), value)
    inside = next(root.iter(f"{office.W}body"), None)
    if inside is None:
        raise CannotOpenError("damaged", "Word文件没有正文", "Word file without a body")
    return Document("docx", office.blocks_of(inside, {}))


def read_sheet(body: bytes) -> Document:
    """An Excel 2003 XML file."""
    document = Document("xls", [])
    for sheet in _root(body).iter(f"{SHEET}Table"):
        gridded(_rows(sheet), document.blocks)
    return document


def _root(body: bytes) -> etree._Element:
    try:
        return etree.fromstring(body, _PARSER)
    except (etree.XMLSyntaxError, ValueError) as e:
        raise CannotOpenError("damaged", f"XML损坏：{e}", f"damaged XML: {e}"[:200]) from None


def _rows(table: etree._Element) -> list[tuple[Slot, ...]]:
    """Rows with merged cells undone; a cell says its column where ones before it are empty, and what it spans."""
    taken: dict[tuple[int, int], Slot] = {}
    r = 0
    for row in table.iterfind(f"{SHEET}Row"):
        r = _number(row, "Index", r + 1)
        c = 0
        for cell in row.iterfind(f"{SHEET}Cell"):
            c = _number(cell, "Index", c + 1)
            while (r, c) in taken:
                c += 1
            text = "".join(data for part in cell.iterfind(f"{SHEET}Data") for data in _texts(part))
            wide, high = _number(cell, "MergeAcross", 0), _number(cell, "MergeDown", 0)
            if len(taken) + (wide + 1) * (high + 1) > MOST_CELLS:
                raise CannotOpenError("too_large", "工作表过大", f"a sheet of more than {MOST_CELLS} cells")
            for dy in range(high + 1):
                for dx in range(wide + 1):
                    taken[r + dy, c + dx] = Slot(ordinary(_plain(text)), origin=not (dx or dy))
            c += wide
    if not taken:
        return []
    last_row, last_column = max(r for r, _ in taken), max(c for _, c in taken)
    if last_row * last_column > MOST_CELLS:
        raise CannotOpenError("too_large", "工作表过大", f"a sheet of {last_row} × {last_column} cells")
    return [
        tuple(taken.get((r, c), Slot("")) for c in range(1, last_column + 1)) for r in range(1, last_row + 1)
    ]


def _texts(element: etree._Element) -> Iterator[str]:
    yield from (str(text) for text in element.itertext())


def _plain(text: str) -> str:
    """Excel writes 12.0 for twelve in a few versions."""
    return text[:-2] if text.endswith(".0") and text[:-2].isdecimal() else text


def _number(element: etree._Element, name: str, otherwise: int) -> int:
    value = element.get(SHEET + name, "")
    return min(int(value), MOST_CELLS) if value.isdecimal() else otherwise
