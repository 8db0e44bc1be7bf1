"""How a statutory form is printed: the header and stub cells of each table with their spans, and where figures stand.

Returns plain rows of Box, so that the template only draws.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from reference import forms

CONTENT = ("信息内容", "Content")
APPLICANTS = ("申请人情况", "Applicants")


@dataclass(frozen=True)
class Box:
    """One drawn cell. `cell` is the id of the figure that stands in it; a box without one is a label."""

    zh: str = ""
    en: str = ""
    cell: str = ""
    across: int = 1
    down: int = 1
    scope: str = ""
    title: bool = False


Drawn = list[list[Box]]


@dataclass(frozen=True)
class Printed:
    """A table ready to be drawn."""

    key: str
    zh: str
    en: str
    head: Drawn
    body: Drawn


@cache
def printed(form_id: str) -> tuple[Printed, ...]:
    """The tables of a form in their order. Raises FileNotFoundError for a form that is not known."""
    return tuple(_table(table) for table in forms.load(form_id).tables)


def _table(table: forms.Table) -> Printed:
    head: Drawn = []
    if table.blocks:
        body = list(_blocks(table))
    elif table.key == "t4":
        head, body = _remedies(table)
    elif table.value_columns == ("value",):
        head, body = _list(table)
    else:
        head, body = _requests_head(table), list(_stubbed(table))
    return Printed(table.key, table.title_zh, table.title_en, head, body)


def _blocks(table: forms.Table) -> Iterator[list[Box]]:
    """Form t2: under each article of the Regulations a header of its own."""
    wide = max(len(row.cells) for row in table.rows)
    for block in table.blocks:
        rows = [row for row in table.rows if row.parent == block.key]
        keys = rows[0].cells
        yield [Box(block.label_zh, block.label_en, across=wide + 1, scope="colgroup", title=True)]
        heads = [table.column(key) for key in keys]
        labels = [
            Box(c.label_zh, c.label_en, across=_across(n, keys, wide), scope="col")
            for n, c in enumerate(heads)
        ]
        yield [Box(*CONTENT, scope="col"), *labels]
        for row in rows:
            figures = [
                Box(cell=f"{table.key}.{row.key}.{key}", across=_across(n, keys, wide))
                for n, key in enumerate(keys)
            ]
            yield [Box(row.label_zh, row.label_en, scope="row"), *figures]


def _across(n: int, keys: tuple[str, ...], wide: int) -> int:
    """The last column of a narrow block takes the places that wider blocks fill."""
    return wide - len(keys) + 1 if n == len(keys) - 1 else 1


def _requests_head(table: forms.Table) -> Drawn:
    """Three lines: the printed relation and 申请人情况, then the kinds of applicant, then the organisations."""
    groups = {
        c.key: [d for d in table.columns if d.parent == c.key] for c in table.columns if c.kind == "group"
    }
    second: list[Box] = []
    third: list[Box] = []
    for column in table.columns:
        if column.parent:
            continue
        inside = groups.get(column.key, [])
        second.append(
            Box(
                column.label_zh,
                column.label_en,
                across=max(1, len(inside)),
                down=1 if inside else 2,
                scope="col",
            )
        )
        third += [Box(c.label_zh, c.label_en, scope="col") for c in inside]
    relation = Box("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）",
                   "(In each column, item 1 plus item 2 equals item 3 plus item 4)", across=depth(table), down=3)  # fmt: skip
    first = Box(*APPLICANTS, across=len(table.value_columns), scope="colgroup")
    return [[relation, first], second, third]


def depth(table: forms.Table) -> int:
    """How many label columns the nested rows need."""
    return max(len(_chain(table, row)) for row in table.rows)


def _chain(table: forms.Table, row: forms.Row) -> list[forms.Row]:
    """A row and the group titles above it, outermost first."""
    chain = [row]
    while chain[0].parent:
        chain.insert(0, table.row(chain[0].parent))
    return chain


def _stubbed(table: forms.Table) -> Iterator[list[Box]]:
    """Form t3: group titles stand once, beside all the lines below them."""
    leaves = [row for row in table.rows if row.cells]
    deep = depth(table)
    drawn: set[str] = set()
    for row in leaves:
        chain = _chain(table, row)
        labels = []
        for level, part in enumerate(chain[:-1]):
            if part.key not in drawn:
                drawn.add(part.key)
                under = sum(part in _chain(table, leaf)[: level + 1] for leaf in leaves)
                labels.append(Box(part.label_zh, part.label_en, down=under, scope="rowgroup"))
        labels.append(Box(row.label_zh, row.label_en, across=deep - len(chain) + 1, scope="row"))
        yield labels + [Box(cell=f"{table.key}.{row.key}.{column}") for column in row.cells]


def _remedies(table: forms.Table) -> tuple[Drawn, Drawn]:
    """Form t4: one line of figures below a header of three."""
    leaves = [row for row in table.rows if row.cells]
    columns = [table.column(key) for key in table.value_columns]
    first, second, third = [], [], []
    for row in table.rows:
        if row.parent is None:
            under = sum(leaf is row or leaf.parent == row.key for leaf in leaves)
            first.append(Box(row.label_zh, row.label_en, across=under * len(columns), scope="colgroup"))
    for leaf in leaves:
        labels = [Box(c.label_zh, c.label_en, down=1 if leaf.parent else 2, scope="col") for c in columns]
        if leaf.parent:
            second.append(Box(leaf.label_zh, leaf.label_en, across=len(columns), scope="colgroup"))
            third += labels
        else:
            second += labels
    figures = [Box(cell=f"{table.key}.{leaf.key}.{c.key}") for leaf in leaves for c in columns]
    return [first, second, third], [figures]


def _list(table: forms.Table) -> tuple[Drawn, Drawn]:
    """Form 2014: one list of indicator, unit, figure."""
    head = [
        [
            Box("统计指标", "Indicator", scope="col"),
            Box("单位", "Unit", scope="col"),
            Box("统计数", "Value", scope="col"),
        ]
    ]
    body = []
    for row in table.rows:
        label = Box(
            row.label_zh, row.label_en, scope="row", title=not row.cells, across=1 if row.cells else 3
        )
        rest = [Box(row.unit or ""), Box(cell=f"{table.key}.{row.key}.value")] if row.cells else []
        body.append([label, *rest])
    return head, body
