"""Statistics printed as one list (form 2014): indicator, unit, figure. Read only where enough of its groups stand."""

from __future__ import annotations

import re

from parse.model import Cell, Problem
from parse.tables.free import UNITS
from parse.tables.labels import LIST, Words, vocabulary
from parse.tables.lines import Item, Line
from parse.tables.says import problem
from parse.tables.words import words
from reference import forms

_GROUPS = 5  # of the form's group titles must stand as rows
_UNIT = re.compile(rf"[（(]?\s*(?:{UNITS})\s*[)）]?")


def list_form() -> tuple[str, Words] | None:
    """The form that is one list, and its words."""
    for form_id in forms.FORM_IDS:
        form = forms.load(form_id)
        for table in form.tables:
            if vocabulary()[table.key].layout == LIST:
                return form_id, vocabulary()[table.key]
    return None


def read_list(lines: list[Line]) -> tuple[str, list[Cell], list[Problem]] | None:
    """Form, cells and problems; None where fewer than five of the form's group titles stand as rows."""
    known = list_form()
    if known is None:
        return None
    form_id, v = known
    table = forms.load(form_id).tables[0]
    tops = {r.key for r in table.rows if r.parent is None}
    found: dict[str, list[tuple[Line, Item | None, str]]] = {}
    groups: set[str] = set()
    top: str | None = None
    for line in lines:
        for key, item, unit in _entries(line, v, top):
            if key in tops:
                top = key
                groups.add(key)
            found.setdefault(key, []).append((line, item, unit))
    if len(groups) < _GROUPS:
        return None
    cells, problems = [], []
    for row in table.rows:
        if row.cells:
            cell, trouble = _cell(f"{table.key}.{row.key}.{row.cells[0]}", found.get(row.key, []), row.unit)
            cells.append(cell)
            problems += trouble
    return form_id, cells, problems


def _entries(line: Line, v: Words, top: str | None) -> list[tuple[str, Item | None, str]]:
    """The rows that a line names, each with its figure (None for a title or a lost figure) and unit."""
    texts = [i.text for i in line.texts]
    units = [t for t in texts if _UNIT.fullmatch(t.strip())]
    ws = words([t for t in texts if t not in units])
    keys = [k for k in (_key(w.norm, v, top) for w in ws) if k]
    figures = [i for i in line.figures if not i.is_blank]
    unit = units[-1].strip(" （）()") if units else ""
    if not keys:
        return []
    last = figures[0] if len(figures) == 1 else (line.figures[0] if line.figures and not figures else None)
    crowd = len(figures) > 1
    return [*((k, None, "") for k in keys[:-1]), (keys[-1], None if crowd else last, unit)]


def _key(norm: str, v: Words, top: str | None) -> str | None:
    """A row's key; where two rows share a label, the one of the group that is open."""
    if norm in v.groups:
        return v.groups[norm]
    keys = v.rows.get(norm, [])
    if len(keys) > 1:
        keys = [k for k in keys if _top(k, v) == top]
    return keys[0] if len(keys) == 1 else None


def _top(key: str, v: Words) -> str:
    parent = v.parents.get(key)
    return key if parent is None else _top(parent, v)


def _cell(
    cell: str, found: list[tuple[Line, Item | None, str]], usual: str | None
) -> tuple[Cell, list[Problem]]:
    row = cell.rsplit(".", 1)[0]
    if not found:
        return Cell(cell, "", None, "missing"), [problem("row_missing", row, "table")]
    seen = [(line, i, u) for line, i, u in found if i is not None]
    if not seen:
        line = found[0][0]
        if line.has_figures:
            return Cell(cell, "", None, "unreadable", at=line.at()), [
                problem("surplus_figures", cell, line.at(), " | ".join(i.text for i in line.figures))
            ]
        return Cell(cell, "", None, "blank", at=line.at()), []
    line, item, unit = seen[0]
    assert item is not None
    values = {i.figure.value for _, i, _ in seen if i is not None}
    at, raw, f = line.at(item), item.text.strip(), item.figure
    if len(values) > 1:
        return Cell(cell, raw, None, "unreadable", at=at), [problem("two_readings", cell, at, raw)]
    if f.kind in ("text", "run"):
        kind = "text_in_number" if f.kind == "text" else "fused_digits"
        return Cell(cell, raw, None, "unreadable", at=at), [problem(kind, cell, at, raw)]
    printed = f.unit or unit
    return Cell(cell, raw, f.value, f.kind, printed if printed and printed != usual else None, at), []
