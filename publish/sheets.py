"""Rows as CSV and XLSX that a spreadsheet opens without running anything."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
NUMBER = re.compile(r"[+-]?[\d.,]*")
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
"""Characters that a workbook cannot hold."""


def guarded(value: object) -> object:
    """Text that a spreadsheet would run as a formula gets a leading '; figures, +1036 among them, stay."""
    if isinstance(value, str) and value.startswith(DANGEROUS) and not NUMBER.fullmatch(value):
        return "'" + value
    return value


def columns_of(rows: Sequence[dict[str, Any]]) -> list[str]:
    """Every key of every row, in order of appearance."""
    return list(dict.fromkeys(key for row in rows for key in row))


def as_csv(rows: Sequence[dict[str, Any]], *, exact: bool = False, excel: bool = False) -> bytes:
    """UTF-8 CSV; guarded unless `exact`; with the mark that Excel needs to see UTF-8 if `excel`."""
    keep = (lambda value: value) if exact else guarded
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    columns = columns_of(rows)
    writer.writerow(columns)
    writer.writerows([keep(row.get(column)) for column in columns] for row in rows)
    return out.getvalue().encode("utf-8-sig" if excel else "utf-8")


def as_xlsx(rows: Sequence[dict[str, Any]]) -> bytes:
    """One sheet: numbers as numbers, all else as text, so that codes keep their zeros and nothing is a formula."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("gongkai")
    columns = columns_of(rows)
    sheet.append(columns)
    for row in rows:
        sheet.append(typed(sheet, (row.get(column) for column in columns)))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def typed(sheet: Any, values: Iterable[object]) -> list[Any]:
    """Cells of a row for a write-only sheet."""
    return [_text(sheet, value) if isinstance(value, str) else value for value in values]


def _text(sheet: Any, value: str) -> Any:
    cell = WriteOnlyCell(sheet)
    cell.value = CONTROL.sub("", value)[:32_000]
    cell.data_type = "s"
    return cell
