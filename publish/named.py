"""What a finding points at, in words: a cell, a row or a table of the form, with its figure and where it stands on the page."""

from __future__ import annotations

from collections.abc import Mapping

from publish.page import Row
from reference import forms


def pointed(names: list[str], cells: Mapping[str, Row], form_id: str | None, lang: str) -> list[Row]:
    """`{label, raw, anchor}` of every name that the page of a report of this form shows."""
    return [found for name in names if (found := _one(name, cells, form_id, lang))]


def _one(name: str, cells: Mapping[str, Row], form_id: str | None, lang: str) -> Row | None:
    label = "label_zh" if lang == "zh" else "label_en"
    cell = cells.get(name)
    if cell:
        return {"label": cell[label] or name, "raw": cell["raw"], "anchor": name}
    first = next((each for each in cells if each.startswith(f"{name}.")), None)
    if first is None or form_id is None:
        return None
    key, _, row = name.partition(".")
    table = next(each for each in forms.load(form_id).tables if each.key == key)
    if not row:
        return {"label": table.title_zh if lang == "zh" else table.title_en, "raw": "", "anchor": key}
    line = next((each for each in table.rows if each.key == row), None)
    words = getattr(line, label) if line else name
    return {"label": words, "raw": "", "anchor": first}
