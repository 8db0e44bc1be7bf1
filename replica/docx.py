"""A report as a Word file: the least that an office suite opens, written by hand, the same bytes every time."""

from __future__ import annotations

from html import escape
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from replica.body import Block, Grid, Heading
from replica.tables import Box, Drawn

TYPES = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"""
RELATIONS = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"""
SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def write(title: str, parts: list[Block]) -> bytes:
    """The bytes of a .docx with the title and the blocks of a report."""
    body = _paragraph(title) + "".join(_block(part) for part in parts)
    document = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:document xmlns:w="{SPACE}"><w:body>{body}<w:sectPr/></w:body></w:document>'
    files = {"[Content_Types].xml": TYPES, "_rels/.rels": RELATIONS, "word/document.xml": document}
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as packed:
        for name, text in files.items():
            packed.writestr(ZipInfo(name, (2025, 1, 20, 9, 0, 0)), text, ZIP_DEFLATED)
    return out.getvalue()


def _block(part: Block) -> str:
    if isinstance(part, Grid):
        return _table(part.drawn)
    lines = (part.text,) if isinstance(part, Heading) else part.lines
    return "".join(_paragraph(line) for line in lines)


def _paragraph(text: str) -> str:
    return f'<w:p><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>' if text else "<w:p/>"


def _table(drawn: Drawn) -> str:
    """Word has no row spans: the cells below repeat the column with vMerge."""
    width = sum(box.cols for box in drawn[0])
    grid = "".join('<w:gridCol w:w="900"/>' for _ in range(width))
    held: dict[int, tuple[int, int]] = {}
    rows = "".join(f"<w:tr>{_row(list(row), width, held)}</w:tr>" for row in drawn)
    return f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>'


def _row(boxes: list[Box], width: int, held: dict[int, tuple[int, int]]) -> str:
    """One row; `held` tells for a column how many rows a cell above still covers and how wide it is."""
    cells, column = [], 0
    while column < width:
        left, wide = held.get(column, (0, 0))
        if left:
            held[column] = (left - 1, wide)
            cells.append(_cell("", wide, "<w:vMerge/>"))
        elif boxes:
            box = boxes.pop(0)
            wide = box.cols
            held[column] = (box.rows - 1, wide)
            cells.append(_cell(box.text, wide, '<w:vMerge w:val="restart"/>' if box.rows > 1 else ""))
        else:
            break
        column += wide
    return "".join(cells)


def _cell(text: str, wide: int, merge: str) -> str:
    span = f'<w:gridSpan w:val="{wide}"/>' if wide > 1 else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{900 * wide}" w:type="dxa"/>{span}{merge}</w:tcPr>{_paragraph(text)}</w:tc>'
