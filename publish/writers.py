"""Rows to one file of a format, a piece at a time. Each writer returns how many rows it wrote."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

import pyarrow
from openpyxl import Workbook
from pyarrow import parquet

from publish.sheets import guarded, typed

Columns = Sequence[tuple[str, str]]
Rows = Iterable[Sequence[object]]
Writer = Callable[[Path, Columns, Rows], int]
PIECE = 50_000


def write_csv(path: Path, columns: Columns, rows: Rows) -> int:
    """UTF-8, exactly what the archive holds."""
    return _csv(path, columns, rows, "utf-8")


def write_excel_csv(path: Path, columns: Columns, rows: Rows) -> int:
    """For a spreadsheet: with the mark that shows UTF-8, and text that would run as a formula behind a '."""
    return _csv(path, columns, ([guarded(value) for value in row] for row in rows), "utf-8-sig")


def _csv(path: Path, columns: Columns, rows: Rows, encoding: str) -> int:
    counted = _Counted(rows)
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow([name for name, _ in columns])
        writer.writerows(counted)
    return counted.n


def write_jsonl(path: Path, columns: Columns, rows: Rows) -> int:
    """One object a line."""
    names = [name for name, _ in columns]
    counted = _Counted(rows)
    with path.open("w", encoding="utf-8") as file:
        for row in counted:
            file.write(json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False, default=str) + "\n")
    return counted.n


def write_parquet(path: Path, columns: Columns, rows: Rows) -> int:
    """zstd; integers, floats and text as SQLite declares them, so that codes stay text."""
    schema = pyarrow.schema([(name, _arrow(kind)) for name, kind in columns])
    casts = [_cast(kind) for _, kind in columns]
    n = 0
    with parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        for piece in pieces(iter(rows)):
            n += len(piece)
            arrays = [
                pyarrow.array([None if value is None else cast(value) for value in column], type=field.type)
                for column, cast, field in zip(zip(*piece, strict=True), casts, schema, strict=True)
            ]
            writer.write_table(pyarrow.Table.from_arrays(arrays, schema=schema))
    return n


def write_xlsx(path: Path, columns: Columns, rows: Rows) -> int:
    """One sheet: figures as figures, all else as text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("gongkai")
    sheet.append([name for name, _ in columns])
    counted = _Counted(rows)
    for row in counted:
        sheet.append(typed(sheet, row))
    book.save(path)
    return counted.n


def pieces(rows: Iterator[Sequence[object]]) -> Iterator[list[Sequence[object]]]:
    while piece := list(islice(rows, PIECE)):
        yield piece


class _Counted:
    """Rows that know how many they were."""

    def __init__(self, rows: Rows) -> None:
        self._rows, self.n = rows, 0

    def __iter__(self) -> Iterator[Sequence[object]]:
        for row in self._rows:
            self.n += 1
            yield row


def _arrow(kind: str) -> pyarrow.DataType:
    if "int" in kind:
        return pyarrow.int64()
    return pyarrow.float64() if kind in ("real", "numeric", "num", "float") else pyarrow.string()


def _cast(kind: str) -> Callable[[object], object]:
    if "int" in kind:
        return int  # type: ignore[return-value]
    return float if kind in ("real", "numeric", "num", "float") else str  # type: ignore[return-value]


FORMATS: dict[str, tuple[Writer, str]] = {
    "csv": (write_csv, ".csv"),
    "excel": (write_excel_csv, "-excel.csv"),
    "jsonl": (write_jsonl, ".jsonl"),
    "parquet": (write_parquet, ".parquet"),
    "xlsx": (write_xlsx, ".xlsx"),
}
