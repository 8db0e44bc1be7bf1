"""XLS, XLSX, XLSB and ODS → Document by calamine: a sheet is one or more grids, merged cells undone."""

from __future__ import annotations

import datetime
import re
import zipfile
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from parse.errors import CannotOpenError
from parse.model import Block, Document, Grid, Paragraph, Slot
from parse.readers.compound import is_locked
from parse.readers.office import member
from parse.readers.radicals import ordinary

MOST_CELLS = 500_000  # of one sheet; a statutory report has some hundreds
MOST_SHEETS = 50
MOST_REACH = 20_000_000  # rows × columns up to the last cell that is written
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_CELL = re.compile(rb'<(?:\w+:)?c [^>]*?r="([A-Z]{1,3})(\d{1,7})"')


def read(body: bytes, kind: str = "xls") -> Document:
    """A workbook as paragraphs and grids, sheet by sheet; raises CannotOpenError."""
    if is_locked(body):
        raise CannotOpenError("encrypted", "文件已加密，需要口令", "encrypted workbook: it needs a password")
    check_reach(body)
    document = Document(kind, [])
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(body))
        for name in book.sheet_names[:MOST_SHEETS]:
            add_sheet(book.get_sheet_by_name(name), document.blocks)
    except CannotOpenError:
        raise
    except (CalamineError, ValueError, OSError, OverflowError) as e:
        if "assword" in str(e):
            raise CannotOpenError(
                "encrypted", "文件已加密，需要口令", "encrypted workbook: it needs a password"
            ) from None
        raise CannotOpenError(
            "damaged", f"表格文件无法打开:{e}", f"workbook cannot be opened: {e}"[:200]
        ) from None
    except BaseException as e:  # a panic of the Rust code is no Exception
        if type(e).__name__ != "PanicException":
            raise
        raise CannotOpenError("damaged", "表格文件损坏", "workbook damaged beyond reading") from None
    return document


def check_reach(body: bytes) -> None:
    """Raise CannotOpenError for an XLSX with a cell so far off that the library would ask for all of memory at once."""
    try:
        with zipfile.ZipFile(BytesIO(body)) as archive:
            sheets = [name for name in archive.namelist() if _SHEET.fullmatch(name)]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return
    for name in sheets[:MOST_SHEETS]:
        rows, columns = 1, 1
        for letters, digits in _CELL.findall(member(body, name)):
            rows = max(rows, int(digits))
            columns = max(columns, sum((n - 64) * 26**i for i, n in enumerate(reversed(letters))))
        if rows * columns > MOST_REACH:
            raise CannotOpenError("too_large", "工作表过大", f"a sheet of {rows} × {columns} cells")


def add_sheet(sheet: CalamineSheet, blocks: list[Block]) -> None:
    """A sheet's rows as paragraphs and grids; raises CannotOpenError for one that is too large."""
    if sheet.total_height * sheet.total_width > MOST_CELLS:
        raise CannotOpenError(
            "too_large", "工作表过大", f"a sheet of {sheet.total_height} × {sheet.total_width} cells"
        )
    gridded(filled(sheet), blocks)


def gridded(rows: Sequence[tuple[Slot, ...]], blocks: list[Block]) -> None:
    """Rows of one cell are paragraphs, runs of other rows are grids; an empty row ends a grid."""
    run: list[tuple[Slot, ...]] = []
    for row in [*rows, ()]:
        texts = [slot.text for slot in row if slot.origin and slot.text.strip()]
        lone = len(texts) == 1 and is_prose(row, texts[0])
        if texts and not lone:
            run.append(row)
            continue
        if run:
            blocks.append(Grid(tuple(run), 1 + sum(isinstance(block, Grid) for block in blocks)))
            run = []
        if lone:
            blocks.append(Paragraph(texts[0].strip()))


def is_prose(row: Sequence[Slot], text: str) -> bool:
    """Whether a row's only text is a title or a paragraph over the table, not a block title or a label in it."""
    return (
        len(text) > 60
        or any(word in text for word in ("年度报告", "情况", "事项"))
        or text.endswith(("。", "："))
    )


def filled(sheet: CalamineSheet) -> list[tuple[Slot, ...]]:
    """The sheet's rows with the text of a merged cell in every place that it covers."""
    values = sheet.to_python(skip_empty_area=False)
    rows = [[Slot(printed(value)) for value in row] for row in values]
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        for r in range(top, min(bottom + 1, len(rows))):
            for c in range(left, min(right + 1, len(rows[r]))):
                if (r, c) != (top, left):
                    rows[r][c] = Slot(rows[top][left].text, origin=False)
    return [tuple(row) for row in rows]


def printed(value: Any) -> str:
    """A cell's value as a person sees it: 12.0 is 12, a date is its day, 0 is not empty."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(round(value, 10))
    if isinstance(value, datetime.datetime | datetime.date):
        return value.strftime("%Y-%m-%d")
    return ordinary(str(value)) if value is not None else ""
