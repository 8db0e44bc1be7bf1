"""A paper in the rarer formats: saved web archives, office files in one XML text, OFD, files under a wrong name."""

from __future__ import annotations

import base64
import zipfile
from io import BytesIO
from random import Random
from xml.sax.saxutils import escape, quoteattr

from benchmarks._layout import HIGH, WIDE, Ink, Style, pages_of, wide
from benchmarks._office import docx_of, placed
from benchmarks._papers import Paper
from benchmarks._zoo_web import RULED, web_page
from parse.readers import office_convert
from replica.tables import Drawn

MM = 25.4 / 72
SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
FLAT = "http://schemas.microsoft.com/office/2006/xmlPackage"


def mht_of(made: Paper, charset: str = "gb2312") -> bytes:
    """As Word and old browsers save a page: one part of several, in base64."""
    page = web_page(made, RULED).decode().replace("charset='utf-8'", f"charset={charset}")
    text = base64.encodebytes(page.encode("gb18030" if charset.startswith("gb") else charset)).decode()
    head = 'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="----=_NextPart_01"\r\n\r\n'
    part = (
        "------=_NextPart_01\r\nContent-Location: file:///C:/1.htm\r\nContent-Transfer-Encoding: base64\r\n"
    )
    kind = f'Content-Type: text/html; charset="{charset}"\r\n\r\n'
    other = "------=_NextPart_01\r\nContent-Type: text/xml\r\n\r\n<xml/>\r\n------=_NextPart_01--\r\n"
    return f"{head}{part}{kind}{text}\r\n{other}".encode()


def converted(made: Paper, target: str, rng: Random) -> bytes:
    """A Word file in another format, by LibreOffice."""
    return office_convert.converted(docx_of(made, rng), office_convert.soffice() or "soffice", target)


def flat_of(made: Paper, rng: Random) -> bytes:
    """Word's flat package: all its XML parts in one text."""
    parts = []
    with zipfile.ZipFile(BytesIO(docx_of(made, rng))) as archive:
        for name in archive.namelist():
            if name.endswith(".xml"):
                text = archive.read(name).decode().partition("?>")[2]
                parts.append(
                    f"<pkg:part pkg:name={quoteattr('/' + name)}><pkg:xmlData>{text}</pkg:xmlData></pkg:part>"
                )
    return f'<?xml version="1.0"?><pkg:package xmlns:pkg="{FLAT}">{"".join(parts)}</pkg:package>'.encode()


def sheet_2003(made: Paper) -> bytes:
    """Excel 2003 XML, merged cells by MergeAcross and MergeDown."""
    rows: list[str] = []
    for part in made.parts:
        if isinstance(part, str):
            rows.append(_sheet_row([f"<Cell>{_data(part)}</Cell>"]))
        else:
            rows += _sheet_table(part)
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    inside = f"<Worksheet ss:Name='1'><Table>{''.join(rows)}</Table></Worksheet>"
    return f"<?xml version='1.0'?><Workbook xmlns='{space}' xmlns:ss='{space}'>{inside}</Workbook>".encode()


def _sheet_table(drawn: Drawn) -> list[str]:
    lines: dict[int, list[str]] = {}
    for r, c, box in placed(drawn)[0]:
        spans = f' ss:Index="{c + 1}" ss:MergeAcross="{box.cols - 1}" ss:MergeDown="{box.rows - 1}"'
        lines.setdefault(r, []).append(f"<Cell{spans}>{_data(box.text)}</Cell>")
    return [_sheet_row(lines.get(r, [])) for r in range(len(drawn))]


def _sheet_row(cells: list[str]) -> str:
    return f"<Row>{''.join(cells)}</Row>"


def _data(text: str) -> str:
    kind = "Number" if text.isdecimal() else "String"
    return f'<Data ss:Type="{kind}">{escape(text)}</Data>' if text else ""


def ofd_of(made: Paper, rng: Random, style: Style | None = None) -> bytes:
    """OFD: the layout of a printed page as text and path objects."""
    pages = pages_of(made, style or Style(), rng)
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        root = f"<ofd:OFD {SPACE}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
        archive.writestr("OFD.xml", root)
        named = [f'<ofd:Page ID="{n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages))]
        area = f"<ofd:PageArea><ofd:PhysicalBox>0 0 {WIDE * MM:.2f} {HIGH * MM:.2f}</ofd:PhysicalBox></ofd:PageArea>"
        common = f"<ofd:CommonData>{area}</ofd:CommonData><ofd:Pages>{''.join(named)}</ofd:Pages>"
        archive.writestr("Doc_0/Document.xml", f"<ofd:Document {SPACE}>{common}</ofd:Document>")
        for n, ink in enumerate(pages):
            archive.writestr(f"Doc_0/Pages/Page_{n}/Content.xml", _ofd_page(ink))
    return out.getvalue()


def _ofd_page(ink: Ink) -> str:
    things = []
    for x0, y0, x1, y1 in ink.lines:
        left, top = min(x0, x1) * MM, (HIGH - max(y0, y1)) * MM
        right, low = abs(x1 - x0) * MM, abs(y1 - y0) * MM
        data = f"<ofd:AbbreviatedData>M 0 0 L {right:.3f} {low:.3f}</ofd:AbbreviatedData>"
        things.append(
            f'<ofd:PathObject Boundary="{left:.3f} {top:.3f} {right:.3f} {low:.3f}">{data}</ofd:PathObject>'
        )
    for x, y, size, text in ink.texts:
        high = size * MM
        steps = " ".join(f"{wide(letter, high):.3f}" for letter in text[:-1])
        code = f'<ofd:TextCode X="0" Y="{high * 0.8:.3f}" DeltaX="{steps}">{escape(text)}</ofd:TextCode>'
        box = f"{x * MM:.3f} {(HIGH - y) * MM - high * 0.8:.3f} {wide(text, high):.3f} {high:.3f}"
        things.append(f'<ofd:TextObject Boundary="{box}" Font="1" Size="{high:.3f}">{code}</ofd:TextObject>')
    return f"<ofd:Page {SPACE}><ofd:Content><ofd:Layer>{''.join(things)}</ofd:Layer></ofd:Content></ofd:Page>"


def workbook_as_page(made: Paper) -> bytes:
    """What many sites call .xls: a page."""
    return web_page(made, RULED).replace(
        b"<body>", b'<body xmlns:x="urn:schemas-microsoft-com:office:excel">'
    )
