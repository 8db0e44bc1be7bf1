"""A CSV file of facts, row by row: its columns are known beforehand, and a fault names file and line."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path


def rows(path: Path, columns: Sequence[str], error: type[ValueError]) -> Iterator[tuple[int, list[str]]]:
    """(line, values) of every row under the head. Raises `error` for another head or a row of another width."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        if next(reader, []) != list(columns):
            raise error(f"{path}:1: expected the columns {','.join(columns)}")
        for values in reader:
            if len(values) != len(columns):
                raise error(f"{path}:{reader.line_num}: {len(values)} values; expected {len(columns)}")
            yield reader.line_num, values


def check_date(value: str, where: str, error: type[ValueError]) -> None:
    """Raises `error` where the value is no ISO date."""
    try:
        date.fromisoformat(value)
    except ValueError:
        raise error(f"{where}, date: {value!r}; expected a date like 2026-11-25") from None
