"""A paper as DOCX and as XLSX."""

from __future__ import annotations

from io import BytesIO
from random import Random
from typing import Any

import docx
import openpyxl
from docx.oxml.ns import qn
from docx.shared import Pt

from benchmarks._papers import Paper
from replica.tables import Drawn


def placed(drawn: Drawn) -> tuple[list[tuple[int, int, Any]], int]:
    """Boxes with their first row and column, and the number of columns."""
    taken: set[tuple[int, int]] = set()
    out = []
    for r, row in enumerate(drawn):
        c = 0
        for box in row:
            while (r, c) in taken:
                c += 1
            out.append((r, c, box))
            taken |= {(r + i, c + j) for i in range(box.rows) for j in range(box.cols)}
            c += box.cols
    return out, 1 + max(c for _, c in taken)


def docx_of(made: Paper, rng: Random, layout: bool = False, split: bool = False) -> bytes:
    """A Word file; `layout` sets it all in one cell of an outer table, `split` cuts tables in two at a row."""
    document = docx.Document()
    document.styles["Normal"].font.name = "SimSun"
    document.styles["Normal"].element.rPr.rFonts.set(qn("w:eastAsia"), "宋体")
    home: Any = document.add_table(1, 1).cell(0, 0) if layout else document
    if layout:
        home.add_paragraph(made.title)
    else:
        document.add_heading(made.title, 0)
    for part in made.parts:
        if isinstance(part, str):
            home.add_paragraph(part)
            continue
        for piece in _pieces(part, rng) if split else [part]:
            _word_table(home, piece)
            if not layout:
                home.add_paragraph("")
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _pieces(drawn: Drawn, rng: Random) -> list[Drawn]:
    """A table cut where no merged cell is cut."""
    free = [
        r for r in range(4, len(drawn) - 1) if sum(b.cols for b in drawn[r]) == sum(b.cols for b in drawn[0])
    ]
    cut = rng.choice(free) if free else len(drawn)
    open_rows = {r + i for r, _, b in placed(drawn)[0] for i in range(1, b.rows)}
    return [drawn[:cut], drawn[cut:]] if cut not in open_rows and cut < len(drawn) else [drawn]


def _word_table(home: Any, drawn: Drawn) -> None:
    spots, columns = placed(drawn)
    table = home.add_table(len(drawn), columns)
    if hasattr(home, "styles"):
        table.style = "Table Grid"
    for r, c, box in spots:
        cell = table.cell(r, c)
        if box.rows > 1 or box.cols > 1:
            cell = cell.merge(table.cell(r + box.rows - 1, c + box.cols - 1))
        cell.text = box.text
        for paragraph in cell.paragraphs:
            for run in paragraph.runs:
                run.font.size = Pt(9)


def xlsx_of(made: Paper, one_sheet: bool = True, typed: bool = True) -> bytes:
    """A workbook, all on one sheet or a sheet a table; `typed` figures are numbers, else text."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append([made.title])
    for number, part in enumerate(made.parts):
        if isinstance(part, str):
            sheet.append([part])
            continue
        if not one_sheet:
            sheet = book.create_sheet(f"表{number}")
        top = sheet.max_row + 1 if one_sheet else 1
        for r, c, box in placed(part)[0]:
            cell = sheet.cell(top + r, c + 1, box.text)
            if typed and box.cell and box.text.replace(".", "", 1).isdigit():
                cell.value = float(box.text) if "." in box.text else int(box.text)
            if box.rows > 1 or box.cols > 1:
                sheet.merge_cells(
                    start_row=top + r,
                    start_column=c + 1,
                    end_row=top + r + box.rows - 1,
                    end_column=c + box.cols,
                )
    out = BytesIO()
    book.save(out)
    return out.getvalue()
