"""What a cell, a row or a column is called in a sentence, in Chinese and English."""

from __future__ import annotations

from functools import cache

from reference import cells, forms
from reference.rules import Instance

Pair = tuple[str, str]

SUBTOTALS: dict[str, Pair] = {
    "denied_sum": ("（三）不予公开", "Refused"),
    "unavailable_sum": ("（四）无法提供", "Unable to provide"),
    "not_processed_sum": ("（五）不予处理", "Not processed"),
    "other_sum": ("（六）其他处理", "Other handling"),
    "litigation_total": ("行政诉讼", "Administrative litigation"),
}
TRACKS: dict[str, Pair] = {
    "reconsideration": ("行政复议", "administrative reconsideration"),
    "litigation_direct": ("未经复议直接起诉", "direct litigation"),
    "litigation_after_reconsideration": ("复议后起诉", "litigation after reconsideration"),
}


@cache
def _lines() -> dict[str, Pair]:
    """`table.row` and `table.*.column` → label, the newest form's first."""
    found: dict[str, Pair] = {}
    for form_id in forms.FORM_IDS:
        for table in forms.load(form_id).tables:
            for row in table.rows:
                found.setdefault(f"{table.key}.{row.key}", (row.label_zh, row.label_en))
            for column in table.columns:
                found.setdefault(f"{table.key}.*.{column.key}", (column.label_zh, column.label_en))
    return found


@cache
def _cells() -> dict[str, Pair]:
    return {d.cell: (d.label_zh, d.label_en) for d in cells.definitions()}


@cache
def cell_label(cell: str) -> Pair:
    """The label of a cell, of a subtotal or (`prev.`) of last year's cell; the id itself where it has none."""
    if cell.startswith("prev."):
        zh, en = cell_label(cell[5:])
        return f"上年报告的{zh}", f"last year’s {en}"
    if cell in _cells():
        return _cells()[cell]
    table, *rest = cell.split(".")
    if not rest:
        found = next(t for f in forms.FORM_IDS for t in forms.load(f).tables if t.key == table)
        return found.title_zh, found.title_en
    row, *column = rest
    if not column and row not in SUBTOTALS:
        return row_label(table, row)
    if row in SUBTOTALS:
        tail = _lines().get(f"{table}.*.{column[0]}") if column else None
        zh, en = SUBTOTALS[row]
        return (f"{zh} · {tail[0]}", f"{en} · {tail[1]}") if tail else (zh, en)
    return cell, cell


def row_label(table: str, row: str) -> Pair:
    """The label of a row, of a table-four track or of a subtotal."""
    return TRACKS.get(row) or SUBTOTALS.get(row) or _lines().get(f"{table}.{row}", (row, row))


def column_label(table: str, column: str) -> Pair:
    return _lines().get(f"{table}.*.{column}", (column, column))


@cache
def section_label(section: str) -> Pair:
    """The heading of a section."""
    lines = {s.key: s for f in forms.FORM_IDS for s in forms.load(f).sections}
    return (lines[section].label_zh, lines[section].label_en) if section in lines else (section, section)


def chosen_label(relation: Instance) -> Pair:
    """What tells this instance of a rule from the others: its row, column or track; ("", "") where it is the only one."""
    table = (*relation.lhs, *relation.rhs)[0].cell.split(".")[0]
    if "col" in relation.chosen:
        return column_label(table, relation.chosen["col"])
    key = relation.chosen.get("row") or relation.chosen.get("track")
    return row_label(table, key) if key else ("", "")


def listed(ids: tuple[str, ...]) -> Pair:
    """Labels of several cells, at most six of them by name."""
    labels = [cell_label(i) for i in ids[:6]]
    more = len(ids) - len(labels)
    zh, en = "、".join(zh for zh, _ in labels), ", ".join(en for _, en in labels)
    return (f"{zh}等{len(ids)}格", f"{en} and {more} more") if more > 0 else (zh, en)
