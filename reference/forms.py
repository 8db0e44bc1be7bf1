"""The statutory forms: one JSON file a form in reference/forms/, and what it says of sections, tables and cells.

A cell id is `<table>.<row>.<column>`, e.g. `t3.granted.total`; the same id means the same definition in every form.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from reference.text import norm_label

FOLDER = Path(__file__).parent / "forms"
FORM_IDS: tuple[str, ...] = tuple(sorted((p.stem for p in FOLDER.glob("*.json")), reverse=True))


class FormError(ValueError):
    """A form file that is wrong: file, line and column, what stands there, what is expected."""


@dataclass(frozen=True)
class Line:
    """What rows, columns, blocks and sections share: a key, the printed label, its other spellings."""

    key: str
    label_zh: str
    label_en: str
    parent: str | None
    kind: str
    variants: tuple[str, ...]
    norm: str

    @cached_property
    def spellings(self) -> frozenset[str]:
        """Every normalised spelling, `norm` included."""
        return frozenset({self.norm, *(norm_label(v) for v in self.variants)}) - {""}


@dataclass(frozen=True)
class Row(Line):
    """A printed row; `cells` are the keys of the columns that hold a figure in it, () for a group title.

    `unit` is set where the form fixes the unit by row (form 2014).
    """

    cells: tuple[str, ...] = ()
    unit: str | None = None


@dataclass(frozen=True)
class Column(Line):
    """A printed column. `value_type`: integer, signed_integer or decimal. `unit` as the form fixes it."""

    value_type: str = "integer"
    unit: str | None = None


@dataclass(frozen=True)
class Table:
    """A table of a form.

    `leaf_columns` are the keys of the columns that add up to `total_column`; without a total, all columns.
    """

    key: str
    section: str
    title_zh: str
    title_en: str
    blocks: tuple[Line, ...]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    leaf_columns: tuple[str, ...]
    total_column: str | None = None

    def row(self, key: str) -> Row:
        return next(r for r in self.rows if r.key == key)

    def column(self, key: str) -> Column:
        return next(c for c in self.columns if c.key == key)

    @cached_property
    def value_columns(self) -> tuple[str, ...]:
        """Keys of all columns that hold figures, in printed order."""
        return tuple(c.key for c in self.columns if c.kind != "group")

    @cached_property
    def cell_ids(self) -> tuple[str, ...]:
        return tuple(f"{self.key}.{r.key}.{c}" for r in self.rows for c in r.cells)


@dataclass(frozen=True)
class Derived:
    """A subtotal that the form does not print: `key` = sum of `sum_of` (row keys, or row.column)."""

    key: str
    table: str
    sum_of: tuple[str, ...]


@dataclass(frozen=True)
class Harmonised:
    """An indicator that exists in several forms; `of` are cell ids or derived ids (t3.denied_sum.total)."""

    key: str
    of: tuple[str, ...]
    comparability: str


@dataclass(frozen=True)
class Form:
    """One statutory form. `years` are the first and last reporting year it is meant for (None: still in use)."""

    form_id: str
    name_zh: str
    name_en: str
    document_no: str
    sections: tuple[Line, ...]
    tables: tuple[Table, ...]
    derived: tuple[Derived, ...]
    harmonised: tuple[Harmonised, ...]
    years: tuple[int, int | None]

    @cached_property
    def cell_ids(self) -> tuple[str, ...]:
        """All cell ids in printed order."""
        return tuple(c for t in self.tables for c in t.cell_ids)

    @cached_property
    def known(self) -> frozenset[str]:
        """All cell ids, to ask whether one is of this form."""
        return frozenset(self.cell_ids)

    @cached_property
    def wholes(self) -> dict[str, str]:
        """Cell id → the group row that its row is a part of (t3.other), for the cells that have one."""
        return {
            f"{t.key}.{r.key}.{c}": f"{t.key}.{r.parent}"
            for t in self.tables
            for r in t.rows
            if r.parent and any(o.key == r.parent for o in t.rows)
            for c in r.cells
        }

    def table(self, key: str) -> Table:
        return next(t for t in self.tables if t.key == key)


@lru_cache
def load(form_id: str) -> Form:
    """The form of reference/forms/<form_id>.json; raises FormError where the file is wrong."""
    return read(FOLDER / f"{form_id}.json")


def read(path: Path) -> Form:
    """A form from any path (a new form is tried this way before it is landed)."""
    text = path.read_text(encoding="utf-8")
    try:
        data = json.loads(text)
    except json.JSONDecodeError as e:
        raise FormError(f"{path}:{e.lineno}:{e.colno}: not JSON ({e.msg})") from None
    try:
        form = _form(data)
    except KeyError as e:
        raise FormError(f"{path}:1:1: lacks the key {e}") from None
    for where, what in _faults(form):
        line, column = _place(text, where)
        raise FormError(f"{path}:{line}:{column}: {where}: {what}")
    return form


def _form(d: dict[str, Any]) -> Form:
    years = d["reporting_years"]
    return Form(
        form_id=d["form_id"],
        name_zh=d["name_zh"],
        name_en=d["name_en"],
        document_no=d["document_no"],
        sections=tuple(Line(**_line(s)) for s in d.get("sections", ())),
        tables=tuple(_table(t) for t in d["tables"]),
        derived=tuple(Derived(x["key"], x["table"], tuple(x["sum_of"])) for x in d.get("derived", ())),
        harmonised=tuple(
            Harmonised(k, tuple(x["of"]), x["comparability"]) for k, x in d.get("harmonised", {}).items()
        ),
        years=(years["from"], years["to"]),
    )


def _line(d: dict[str, Any]) -> dict[str, Any]:
    keys = ("key", "label_zh", "label_en", "parent", "kind", "norm")
    return {k: d[k] for k in keys} | {"variants": tuple(d.get("variants", ()))}


def _table(d: dict[str, Any]) -> Table:
    columns = tuple(
        Column(
            **_line(c),
            value_type=c.get("value_type", d.get("value_type", "integer")),
            unit=c.get("unit", d.get("unit")),
        )
        for c in d["columns"]
    )
    values = tuple(c.key for c in columns if c.kind != "group")
    total = next((c.key for c in columns if c.kind == "total"), None)
    return Table(
        key=d["key"],
        section=d.get("section", ""),
        title_zh=d["title_zh"],
        title_en=d["title_en"],
        blocks=tuple(Line(**_line(b)) for b in d.get("blocks", ())),
        columns=columns,
        rows=tuple(_row(r, values) for r in d["rows"]),
        leaf_columns=tuple(c for c in values if c != total),
        total_column=total,
    )


def _row(d: dict[str, Any], values: tuple[str, ...]) -> Row:
    cells = () if d["kind"] == "group" else tuple(d.get("cells", values))
    return Row(**_line(d), cells=cells, unit=d.get("unit"))


def _faults(form: Form) -> Iterator[tuple[str, str]]:
    """What a form file may have wrong, as (key, what is expected)."""
    for t in form.tables:
        columns, parents = set(t.value_columns), {r.key for r in t.rows} | {b.key for b in t.blocks}
        for line in (*t.rows, *t.columns, *t.blocks):
            if line.norm != norm_label(line.label_zh):
                yield line.key, f"norm is {line.norm!r}, expected {norm_label(line.label_zh)!r}"
        for r in t.rows:
            if not set(r.cells) <= columns:
                yield r.key, f"cells are {list(r.cells)}, expected keys out of {sorted(columns)}"
            if r.parent is not None and r.parent not in parents:
                yield r.key, f"parent is {r.parent!r}, expected the key of a row or block of {t.key}"
        if len(set(t.cell_ids)) != len(t.cell_ids):
            yield t.key, "a row key stands twice, expected each once"
    known = {t.key for t in form.tables}
    for d in form.derived:
        if d.table not in known:
            yield d.key, f"table is {d.table!r}, expected one of {sorted(known)}"


def _place(text: str, key: str) -> tuple[int, int]:
    at = max(text.find(f'"key": "{key}"'), 0)
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
