"""DOCX → Document, by a walk over its XML: merged cells (gridSpan, vMerge) undone, nothing laid out."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from io import BytesIO

from lxml import etree

from parse.errors import CannotOpenError
from parse.model import Block, Document, Grid, Paragraph, Slot
from parse.readers import pictures
from parse.readers.radicals import ordinary

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
MOST_INFLATED = 200_000_000  # bytes of one member of the archive
MOST_COLUMNS = 100  # a gridSpan beyond this is damage
_HEADING = re.compile(r"(?:heading|标题)\s*([1-6])", re.I)
_HIDDEN = {f"{W}instrText", f"{W}delText", f"{W}del", f"{W}moveFrom", f"{MC}Fallback", f"{W}rt"}
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)


def read(body: bytes) -> Document:
    """A Word document as paragraphs and grids in reading order; raises CannotOpenError."""
    root = xml_of(body, "word/document.xml")
    styles = headings(body)
    inside = root.find(f"{W}body")
    if inside is None:
        raise CannotOpenError("damaged", "Word文件没有正文", "Word file without a body")
    document = Document("docx", blocks_of(inside, styles))
    pictures.add(document, drawn_in(body, inside))
    return document


def drawn_in(body: bytes, inside: etree._Element) -> Iterator[tuple[str, bytes]]:
    """The pictures of a body in reading order: their names in the file, and their bytes."""
    blips = [blip.get(f"{R}embed") for blip in inside.iter(f"{A}blip")]
    if not any(blips):
        return
    try:
        root = xml_of(body, "word/_rels/document.xml.rels")
    except CannotOpenError:
        return
    targets = {str(each.get("Id")): str(each.get("Target")) for each in root}
    for blip in dict.fromkeys(blips):
        name = posixpath.normpath(posixpath.join("word", targets.get(str(blip), "").lstrip("/")))
        try:
            yield name, member(body, name)
        except CannotOpenError:
            continue


def blocks_of(inside: etree._Element, styles: dict[str, int]) -> list[Block]:
    """What stands in a body, in reading order."""
    blocks: list[Block] = []
    for element in flow(inside):
        if element.tag == f"{W}tbl":
            add_table(element, blocks)
        else:
            blocks += paragraph(element, styles)
    return blocks


def member(body: bytes, name: str) -> bytes:
    """One member of a ZIP, its checksum held; raises CannotOpenError, also where it inflates beyond reason."""
    try:
        with zipfile.ZipFile(BytesIO(body)) as archive:
            if archive.getinfo(name).file_size > MOST_INFLATED:
                raise CannotOpenError(
                    "too_large", f"{name}解压后过大", f"{name} inflates to more than is read"
                )
            return archive.read(name)
    except KeyError:
        raise CannotOpenError("damaged", f"文件里没有{name}", f"the file holds no {name}") from None
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, ValueError) as e:
        if isinstance(e, CannotOpenError):
            raise
        raise CannotOpenError("damaged", f"文件损坏:{e}", f"damaged file: {e}"[:200]) from None
    except Exception as e:  # zlib.error and whatever else a broken member raises
        raise CannotOpenError("damaged", f"文件损坏:{e}", f"damaged file: {e}"[:200]) from None


def xml_of(body: bytes, name: str) -> etree._Element:
    text = member(body, name).replace(STRICT, W[1:-1].encode())
    try:
        return etree.fromstring(text, _PARSER)
    except etree.XMLSyntaxError as e:
        raise CannotOpenError(
            "damaged", f"{name}不是合格的XML:{e}", f"{name} is not well-formed: {e}"[:200]
        ) from None


def headings(body: bytes) -> dict[str, int]:
    """Style id → heading level, by the style's name."""
    try:
        root = xml_of(body, "word/styles.xml")
    except CannotOpenError:
        return {}
    levels = {}
    for style in root.iter(f"{W}style"):
        name = style.find(f"{W}name")
        match = _HEADING.match(name.get(f"{W}val", "")) if name is not None else None
        if match:
            levels[style.get(f"{W}styleId", "")] = int(match[1])
    return levels


def flow(parent: etree._Element) -> Iterator[etree._Element]:
    """Paragraphs and tables in order, looked for inside content controls and other wrappers."""
    for child in parent:
        if child.tag in {f"{W}p", f"{W}tbl"}:
            yield child
        elif child.tag not in _HIDDEN and isinstance(child.tag, str):
            yield from flow(child)


def paragraph(element: etree._Element, styles: dict[str, int]) -> list[Block]:
    """The paragraph, then whatever stands in text boxes anchored to it."""
    style = element.find(f"{W}pPr/{W}pStyle")
    level = styles.get(style.get(f"{W}val", ""), 0) if style is not None else 0
    blocks: list[Block] = []
    text = text_of(element)
    if text.strip():
        blocks.append(Paragraph(text.strip(), heading=level))
    for box in element.iter(f"{W}txbxContent"):
        if any(ancestor.tag in _HIDDEN for ancestor in box.iterancestors()):
            continue
        for inner in flow(box):
            if inner.tag == f"{W}tbl":
                add_table(inner, blocks)
            elif text_of(inner).strip():
                blocks.append(Paragraph(text_of(inner).strip()))
    return blocks


def text_of(element: etree._Element) -> str:
    """The text of a paragraph or run as it is seen; tracked deletions, field codes and text boxes left out."""
    parts: list[str] = []
    for child in element:
        if child.tag == f"{W}t":
            parts.append(child.text or "")
        elif child.tag in {f"{W}br", f"{W}cr"}:
            parts.append("\n")
        elif child.tag == f"{W}tab":
            parts.append("\t")
        elif child.tag == f"{W}noBreakHyphen":
            parts.append("-")
        elif child.tag not in _HIDDEN and child.tag != f"{W}txbxContent" and isinstance(child.tag, str):
            parts.append(text_of(child))
    return ordinary("".join(parts))


def add_table(table: etree._Element, blocks: list[Block]) -> None:
    """The table as a grid; tables inside its cells follow it, the text of a layout cell stays a paragraph."""
    inner = [nested for nested in table.iter(f"{W}tbl") if nested is not table and _owner(nested) is table]
    rows = [row for row in grid_rows(table) if row]
    if inner and all(len({id(slot) for slot in row if slot.origin}) == 1 for row in rows):
        for cell in table.iter(f"{W}tc"):
            if _owner(cell) is table:
                _layout_cell(cell, blocks)
        return
    if any(slot.text.strip() for row in rows for slot in row):
        blocks.append(Grid(tuple(rows), 1 + sum(isinstance(block, Grid) for block in blocks)))
    for nested in inner:
        add_table(nested, blocks)


def _layout_cell(cell: etree._Element, blocks: list[Block]) -> None:
    for element in flow(cell):
        if element.tag == f"{W}tbl":
            add_table(element, blocks)
        elif text_of(element).strip():
            blocks.append(Paragraph(text_of(element).strip()))


def _owner(element: etree._Element) -> etree._Element | None:
    """The table that an element stands in."""
    return next((a for a in element.iterancestors() if a.tag == f"{W}tbl"), None)


def grid_rows(table: etree._Element) -> list[tuple[Slot, ...]]:
    """Rows of slots; a cell that spans is repeated with origin False."""
    rows: list[tuple[Slot, ...]] = []
    for line in table.iter(f"{W}tr"):
        if _owner(line) is table:
            rows.append(_row(line, table, rows[-1] if rows else ()))
    return rows


def _row(line: etree._Element, table: etree._Element, above: tuple[Slot, ...]) -> tuple[Slot, ...]:
    row: list[Slot] = [Slot("") for _ in range(_number(line.find(f"{W}trPr/{W}gridBefore"), 0))]
    for cell in line.iter(f"{W}tc"):
        if _owner(cell) is not table:
            continue
        span = max(1, _number(cell.find(f"{W}tcPr/{W}gridSpan"), 1))
        merge = cell.find(f"{W}tcPr/{W}vMerge")
        goes_on = merge is not None and merge.get(f"{W}val", "continue") == "continue"
        if goes_on and len(row) < len(above):
            slot = Slot(above[len(row)].text, origin=False)
        else:
            slot = Slot(cell_text(cell))
        row += [slot, *[Slot(slot.text, origin=False)] * (span - 1)]
    return tuple(row)


def _number(element: etree._Element | None, otherwise: int) -> int:
    value = element.get(f"{W}val", "") if element is not None else ""
    return min(int(value), MOST_COLUMNS) if value.isdecimal() else otherwise


def cell_text(cell: etree._Element) -> str:
    """A cell's paragraphs, a line each; a table inside it is left to itself."""
    return "\n".join(
        text.strip() for e in flow(cell) if e.tag == f"{W}p" for text in (text_of(e),) if text.strip()
    )
