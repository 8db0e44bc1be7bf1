"""Papers printed by Chromium and LibreOffice, in the ways that pages and office files are set."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from html import escape
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from benchmarks._office import docx_of, placed, xlsx_of
from benchmarks._papers import Paper
from parse.readers import office_convert
from replica.tables import Drawn

SECONDS = 60
RULED = "table{border-collapse:collapse;width:100%}td{border:1px solid #000;padding:3px;font-size:11px}"
BARE = "table{width:100%}td{padding:3px;font-size:11px}"
CSS = {
    "plain": RULED,
    "borders apart": "table{border-spacing:2px;border:1px solid}td{border:1px solid;padding:2px;font-size:11px}",
    "grey lines": RULED + "td{border-color:#ccc}",
    "dashed lines": RULED + "td{border-style:dashed}",
    "dotted lines": RULED + "td{border-style:dotted;border-color:#888}",
    "double lines": RULED + "td{border:3px double #000}",
    "thick lines": RULED + "td{border-width:4px}",
    "head repeated": RULED + "thead{display:table-header-group}td{font-size:16px;padding:12px 2px}",
    "rows not cut": RULED + "tr{break-inside:avoid}td{font-size:15px;padding:9px 2px}",
    "large print": RULED + "body,td{font-size:19px}",
    "small print": RULED + "body,td{font-size:7px}td{padding:0}",
    "framed": RULED + "body{border:2px solid;padding:12px;box-decoration-break:clone}",
    "framed cards": RULED + "p{border:1px solid #999;border-radius:6px;padding:4px}",
    "two columns": RULED + "body{column-count:2}td{font-size:6px;padding:1px}",
    "landscape": RULED + "@page{size:A4 landscape}",
    "labels upright": RULED + "td:first-child{writing-mode:vertical-rl}",
    "figures on their side": RULED + "td.n{writing-mode:vertical-rl;height:50px}",
    "figures stacked": RULED + "td.n{writing-mode:vertical-rl;text-orientation:upright;height:60px}",
    "digits apart": RULED + "td.n{font-family:'DejaVu Sans'}",
    "digits spaced": RULED + "td.n{letter-spacing:2px}",
    "watermark over": RULED + "body:after{content:'政务公开2024';position:fixed;top:300px;left:60px;"
    "font-size:90px;color:rgba(0,0,0,.15)}",
    "watermark pale": RULED
    + "body:after{content:'2024 公开 2025 公开 2026 公开 7 公开 8 公开 9';position:fixed;"
    "top:300px;left:60px;font-size:11px;color:#ddd;letter-spacing:9px}",
    "watermark leaning": RULED
    + "body:after{content:'2024';position:fixed;top:300px;left:60px;font-size:90px;transform:rotate(-30deg);color:#ddd}",
    "figures coloured": RULED + "td.n{color:#c00;font-weight:bold;text-decoration:underline}",
    "figures pale": RULED + "td.n{color:#bbb}",
    "shaded": RULED + "td{background:#eef}tr:nth-child(even) td{background:#dde}",
    "bare": BARE,
    "stripes": BARE + "tr:nth-child(even) td{background:#ddd}",
    "level lines": BARE + "table{border-collapse:collapse}td{border-top:1px solid;border-bottom:1px solid}",
    "white on dark": RULED + "td{background:#234;color:#fff;border-color:#fff}",
    "shadowed": RULED + "td.n{text-shadow:1px 1px 0 #999}",
    "table turned": RULED + "table{transform:rotate(90deg);width:600px;margin:250px 0 250px -50px}",
}


def web_page(made: Paper, css: str) -> bytes:
    """The paper as a page; figures are cells of class n, rows without a figure at the top are the head."""
    parts = [f"<h1>{escape(made.title)}</h1>"]
    for part in made.parts:
        parts.append(f"<p>{escape(part)}</p>" if isinstance(part, str) else web_table(part))
    style = f"<meta charset='utf-8'><style>body{{font-family:'Noto Serif CJK SC'}}{css}</style>"
    return f"<html><head>{style}</head><body>{''.join(parts)}</body></html>".encode()


def web_table(drawn: Drawn) -> str:
    rows: dict[int, str] = {}
    for r, _, box in placed(drawn)[0]:
        kind = ' class="n"' if box.cell else ""
        text = escape(box.text).replace("\n", "<br>")
        rows[r] = rows.get(r, "") + f'<td{kind} rowspan="{box.rows}" colspan="{box.cols}">{text}</td>'
    head = next(r for r in range(len(drawn)) if any(box.cell for box in drawn[r]))
    lines = [f"<tr>{rows.get(r, '')}</tr>" for r in range(len(drawn))]
    return f"<table><thead>{''.join(lines[:head])}</thead><tbody>{''.join(lines[head:])}</tbody></table>"


def chromium() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser")


def printed(page: bytes, heads: bool = False) -> bytes:
    """The page as Chromium prints it; `heads` adds its date, title, address and page numbers."""
    with tempfile.TemporaryDirectory(prefix="gongkai-zoo-") as folder:
        source, out = Path(folder, "page.html"), Path(folder, "page.pdf")
        source.write_bytes(page)
        command = [chromium() or "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"]
        command += [f"--user-data-dir={folder}/profile", "--disable-background-networking"]
        command += [] if heads else ["--no-pdf-header-footer"]
        command += [f"--print-to-pdf={out}", source.as_uri()]
        quiet = subprocess.DEVNULL
        subprocess.run(command, stdout=quiet, stderr=quiet, timeout=SECONDS, check=True, env=os.environ)
        return out.read_bytes()


def by_office(body: bytes, filter_name: str = "writer_pdf_Export") -> bytes:
    """A PDF by LibreOffice."""
    return office_convert.converted(body, office_convert.soffice() or "soffice", f"pdf:{filter_name}")


def word_pdf(made: Paper, rng: Random, how: str) -> bytes:
    document = docx.Document(BytesIO(docx_of(made, rng)))
    for table in document.tables:
        if how == "heads repeated":
            for row in table.rows[:3]:
                row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        for paragraph in (p for row in table.rows for cell in row.cells for p in cell.paragraphs):
            for run in paragraph.runs:
                run.font.size = Pt({"small": 6, "tall": 14, "heads repeated": 13}.get(how, 9))
    section = document.sections[0]
    if how == "framed":
        section._sectPr.append(_page_borders())
    if how == "wide":
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width
    if how == "footed":
        section.footer.paragraphs[0].text = "第 12 页 共 34 页"
        section.header.paragraphs[0].text = made.title
    out = BytesIO()
    document.save(out)
    return by_office(out.getvalue())


def _page_borders() -> Any:
    borders = OxmlElement("w:pgBorders")
    for side in ("top", "left", "bottom", "right"):
        line = OxmlElement(f"w:{side}")
        for key, value in (("val", "single"), ("sz", "8"), ("space", "10"), ("color", "000000")):
            line.set(qn(f"w:{key}"), value)
        borders.append(line)
    return borders


WORD = ("plain", "heads repeated", "tall", "small", "framed", "wide", "footed")


def sheet_pdf(made: Paper) -> bytes:
    """A workbook as Calc prints it: columns that do not fit stand on another page."""
    return by_office(xlsx_of(made), "calc_pdf_Export")
