"""The statutory tables drawn as the forms print them: rows of boxes with spans, still without mark-up.

A defect of an example document is a change of these boxes (replica/defects.py); mark-up comes last (markup.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reference import forms
from reference.forms import Form, Row, Table

Number = int | float
Values = Mapping[str, Number | str | None]
RELATION = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"


@dataclass(slots=True)
class Box:
    """A drawn cell: text, its spans, and the cell id where it holds a figure."""

    text: str
    rows: int = 1
    cols: int = 1
    cell: str | None = None


Drawn = list[list[Box]]


def printed(value: Number | str | None, signed: bool = False) -> str:
    """A figure as reports print it; None is an empty cell."""
    if value is None or isinstance(value, str):
        return value or ""
    text = str(int(value)) if float(value).is_integer() else repr(round(float(value), 6))
    return f"+{text}" if signed and value > 0 else text


def draw(form_id: str, table: str, values: Values) -> Drawn:
    """One table of a form with the given figures; a cell that `values` lacks is drawn empty."""
    form = forms.load(form_id)
    if form_id == "2014":
        return _statistics(form, values)
    return {"t2": _proactive, "t3": _requests, "t4": _remedies}[table](form.table(table), values)


def _figure(cell: str, values: Values, cols: int = 1) -> Box:
    return Box(printed(values.get(cell), cell.endswith("items_change")), cols=cols, cell=cell)


def _proactive(table: Table, values: Values) -> Drawn:
    drawn: Drawn = []
    for block in table.blocks:
        rows = [row for row in table.rows if row.parent == block.key]
        drawn.append([Box(block.label_zh, cols=4)])
        columns = rows[0].cells
        labels = [table.column(key).label_zh for key in columns]
        drawn.append([Box("信息内容"), *_spread([Box(label) for label in labels])])
        drawn += [[Box(row.label_zh), *_spread(_figures(row, values))] for row in rows]
    return drawn


def _figures(row: Row, values: Values) -> list[Box]:
    return [_figure(f"t2.{row.key}.{column}", values) for column in row.cells]


def _spread(boxes: list[Box]) -> list[Box]:
    """Three columns' width: the last box takes what is left."""
    boxes[-1].cols = 4 - len(boxes)
    return boxes


def _requests(table: Table, values: Values) -> Drawn:
    leaf = [table.column(key).label_zh for key in table.leaf_columns[1:]]
    drawn: Drawn = [
        [Box(RELATION, rows=3, cols=3), Box("申请人情况", cols=7)],
        [Box("自然人", rows=2), Box("法人或其他组织", cols=5), Box("总计", rows=2)],
        [Box(label) for label in leaf],
    ]
    spans = _spans(table.rows)
    waiting: list[Box] = []
    for row in table.rows:
        if row.kind == "group":
            waiting.append(Box(row.label_zh, rows=spans[row.key]))
            continue
        figures = [_figure(f"t3.{row.key}.{column}", values) for column in row.cells]
        drawn.append([*waiting, Box(row.label_zh, cols=_label_width(row)), *figures])
        waiting = []
    return drawn


def _label_width(row: Row) -> int:
    return {None: 3, "outcome": 2}.get(row.parent, 1)


def _spans(rows: Sequence[Row]) -> dict[str, int]:
    """How many value rows stand beside each group title."""
    parents = {row.key: row.parent for row in rows}
    spans = dict.fromkeys((row.key for row in rows if row.kind == "group"), 0)
    for row in rows:
        above = row.parent if row.kind != "group" else None
        while above is not None:
            spans[above] += 1
            above = parents[above]
    return spans


def _remedies(table: Table, values: Values) -> Drawn:
    results = [column.label_zh for column in table.columns]
    direct, after = (table.row(f"litigation_{key}").label_zh for key in ("direct", "after_reconsideration"))
    figures = [
        _figure(f"t4.{row.key}.{column}", values)
        for row in table.rows
        if row.kind == "leaf"
        for column in row.cells
    ]
    return [
        [Box("行政复议", cols=5), Box("行政诉讼", cols=10)],
        [*(Box(label, rows=2) for label in results), Box(direct, cols=5), Box(after, cols=5)],
        [Box(label) for label in results * 2],
        figures,
    ]


def _statistics(form: Form, values: Values) -> Drawn:
    (table,) = form.tables
    drawn: Drawn = [[Box("统计指标"), Box("单位"), Box("统计数")]]
    for row in table.rows:
        cell = f"{table.key}.{row.key}.value"
        figure = Box("", cell=None) if row.kind == "group" else _figure(cell, values)
        drawn.append([Box(row.label_zh), Box(row.unit or "——"), figure])
    return drawn


def free(lines: Sequence[tuple[str, str, int]]) -> Drawn:
    """A table of no statutory form: label, unit, figure."""
    head = [Box("指标"), Box("单位"), Box("数量")]
    return [head, *([Box(label), Box(unit), Box(str(value))] for label, unit, value in lines)]
