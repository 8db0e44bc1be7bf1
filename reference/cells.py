"""A number for every cell of every form (reference/cells.csv): only appended, never reused.

`python -m reference.cells` appends the cells that a new form file brings.
"""

from __future__ import annotations

import csv
from dataclasses import astuple, dataclass, fields
from functools import lru_cache
from pathlib import Path

from reference import forms, sheet

PATH = Path(__file__).parent / "cells.csv"


class CellsError(ValueError):
    """cells.csv is wrong: file, line, column, what is expected."""


@dataclass(frozen=True)
class CellDef:
    """A cell. `form` names the forms that print it, newest first, set apart by blanks ("2021 2019");
    labels and unit are the newest form's."""

    number: int
    cell: str
    form: str
    table_key: str
    row_key: str
    column_key: str
    label_zh: str
    label_en: str
    unit: str


@lru_cache
def definitions() -> list[CellDef]:
    """All cells by number; raises CellsError where the file is wrong."""
    names = [f.name for f in fields(CellDef)]
    found = []
    for line, values in sheet.rows(PATH, names, CellsError):
        if values[0] != str(line - 1):
            raise CellsError(f"{PATH}:{line}: expected number {line - 1}")
        found.append(CellDef(int(values[0]), *values[1:]))
    return found


@lru_cache
def _numbers() -> dict[str, int]:
    return {d.cell: d.number for d in definitions()}


def number_of(cell_id: str) -> int:
    """The number of a cell; KeyError for an id that no form has."""
    return _numbers()[cell_id]


def wanted() -> list[CellDef]:
    """A definition (number 0) for every cell of every form, and for the undivided t3.other of form 2021."""
    printed: dict[str, list[str]] = {}
    first: dict[str, CellDef] = {}
    for form_id in forms.FORM_IDS:
        for table in forms.load(form_id).tables:
            for row in table.rows:
                columns = row.cells or (table.value_columns if row.key == "other" else ())
                for column in columns:
                    d = _definition(table, row, table.column(column))
                    printed.setdefault(d.cell, []).append(form_id)
                    first.setdefault(d.cell, d)
    return [CellDef(0, c, " ".join(printed[c]), *astuple(d)[3:]) for c, d in first.items()]


def _definition(table: forms.Table, row: forms.Row, column: forms.Column) -> CellDef:
    return CellDef(
        0,
        f"{table.key}.{row.key}.{column.key}",
        "",
        table.key,
        row.key,
        column.key,
        f"{row.label_zh} · {column.label_zh}",
        f"{row.label_en} · {column.label_en}",
        row.unit or column.unit or "",
    )


def main() -> None:
    """Append what is wanted and not yet numbered."""
    names = [f.name for f in fields(CellDef)]
    known = {d.cell for d in definitions()} if PATH.exists() else set()
    new = [d for d in wanted() if d.cell not in known]
    fresh = not PATH.exists()
    with PATH.open("a", encoding="utf-8", newline="") as f:
        writer = csv.writer(f, lineterminator="\n")
        if fresh:
            writer.writerow(names)
        for number, d in enumerate(new, len(known) + 1):
            writer.writerow([number, *astuple(d)[1:]])
    print(f"{PATH.name}: {len(new)} cells appended, {len(known)} were there")


if __name__ == "__main__":
    main()
