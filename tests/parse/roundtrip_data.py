"""An invented report as data, and its three tables as the form draws them: cells with spans. All figures are made up."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from reference import forms

Number = int | float


@dataclass
class Drawn:
    """A cell of a table: text, spans, the form's cell it prints (None for labels and heads)."""

    text: str
    columns: int = 1
    rows: int = 1
    cell: str | None = None
    role: str = "label"  # label, group, head, block, figure


@dataclass
class Sheet:
    """A table as rows of cells; `key` is the form's table."""

    key: str
    rows: list[list[Drawn]]


@dataclass
class Told:
    """A report: form, figures as printed (None: a blank), title, tables, narrative."""

    form: str
    values: dict[str, Number | None]
    title: str
    sheets: list[Sheet] = field(default_factory=list)


def invent(rng: Random, form_id: str) -> Told:
    """A report whose sums hold (in nine of ten), most figures 0, as in reality."""
    form = forms.load(form_id)
    values: dict[str, Number | None] = {}
    for cell in form.table("t2").cell_ids:
        values[cell] = _t2(rng, cell)
    _t3(rng, form, values)
    for row in form.table("t4").rows:
        if row.cells:
            four = [_small(rng) for _ in range(4)]
            values |= {f"t4.{row.key}.{c}": v for c, v in zip(row.cells, [*four, sum(four)], strict=True)}
    if rng.random() < 0.1:
        cell = rng.choice([c for c in values if c.startswith(("t3", "t4"))])
        values[cell] = (values[cell] or 0) + rng.randint(1, 9)
    year = {"2021": rng.randint(2021, 2025), "2019": rng.randint(2019, 2020)}[form_id]
    told = Told(form_id, values, f"测试县{year}年政府信息公开工作年度报告")
    told.sheets = [sheet_t2(told), sheet_t3(told), sheet_t4(told)]
    return told


def _small(rng: Random) -> int:
    return 0 if rng.random() < 0.7 else rng.choice((1, 2, 3, rng.randint(4, 60), rng.randint(10, 900)))


def _t2(rng: Random, cell: str) -> Number:
    if cell.endswith(("fees", "amount")):
        return rng.choice((0, rng.randint(1, 9999), round(rng.uniform(0, 9999), rng.choice((1, 2, 6)))))
    if cell.endswith("items_change"):
        return rng.randint(-9, 20)
    return rng.choice((0, 0, _small(rng), rng.randint(0, 20000)))


def _t3(rng: Random, form: forms.Form, values: dict[str, Number | None]) -> None:
    table = form.table("t3")
    leaves = table.leaf_columns
    total = dict.fromkeys(leaves, 0)
    for row in table.rows:
        if row.cells and row.parent is not None and row.kind != "total":
            one = {c: (_small(rng) if rng.random() < 0.3 else 0) for c in leaves}
            for c in leaves:
                total[c] += one[c]
            _row(values, row.key, one)
    out = {c: _small(rng) for c in leaves}
    back = {c: min(_small(rng), total[c] + out[c]) for c in leaves}
    _row(values, "outcome_total", total)
    _row(values, "carried_out", out)
    _row(values, "carried_in", back)
    _row(values, "new_requests", {c: total[c] + out[c] - back[c] for c in leaves})


def _row(values: dict[str, Number | None], row: str, one: dict[str, int]) -> None:
    values |= {f"t3.{row}.{c}": v for c, v in one.items()} | {f"t3.{row}.total": sum(one.values())}


def printed(value: Number | None) -> str:
    return "" if value is None else str(value)


# --- tables as the form draws them


def sheet_t2(told: Told) -> Sheet:
    table = forms.load(told.form).table("t2")
    rows: list[list[Drawn]] = []
    for block in table.blocks:
        members = [r for r in table.rows if r.parent == block.key]
        columns = [table.column(c) for c in members[0].cells]
        spans = {1: [3], 2: [1, 2], 3: [1, 1, 1]}[len(columns)]
        rows.append([Drawn(block.label_zh, 4, role="block")])
        heads = [Drawn(c.label_zh, s, role="head") for c, s in zip(columns, spans, strict=True)]
        rows.append([Drawn("信息内容", role="head"), *heads])
        for r in members:
            cells = [f"t2.{r.key}.{c}" for c in r.cells]
            figures = [
                Drawn(printed(told.values[c]), s, cell=c, role="figure")
                for c, s in zip(cells, spans, strict=True)
            ]
            rows.append([Drawn(r.label_zh), *figures])
    return Sheet("t2", rows)


def sheet_t3(told: Told) -> Sheet:
    table = forms.load(told.form).table("t3")
    head = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
    names = [table.column(c).label_zh for c in table.leaf_columns]
    rows = [
        [Drawn(head, 3, 3, role="head"), Drawn("申请人情况", 7, role="head")],
        [
            Drawn(names[0], 1, 2, role="head"),
            Drawn("法人或其他组织", 5, role="head"),
            Drawn("总计", 1, 2, role="head"),
        ],
        [Drawn(n, role="head") for n in names[1:]],
    ]
    children = {r.key: [x for x in table.rows if x.parent == r.key] for r in table.rows}
    height = sum(len(children[r.key]) or 1 for r in children["outcome"])
    for r in table.rows:
        if not r.cells:
            continue
        figures = [
            Drawn(printed(told.values[f"t3.{r.key}.{c}"]), cell=f"t3.{r.key}.{c}", role="figure")
            for c in table.value_columns
        ]
        lead: list[Drawn] = []
        if r.key == children["outcome"][0].key:
            lead.append(Drawn("三、本年度办理结果", 1, height, role="group"))
        if r.parent and r.parent != "outcome" and children[r.parent][0].key == r.key:
            lead.append(Drawn(table.row(r.parent).label_zh, 1, len(children[r.parent]), role="group"))
        width = 3 if r.parent is None else 2 if r.parent == "outcome" else 1
        rows.append([*lead, Drawn(r.label_zh, width), *figures])
    return Sheet("t3", rows)


def sheet_t4(told: Told) -> Sheet:
    table = forms.load(told.form).table("t4")
    names = [c.label_zh for c in table.columns]
    five = [Drawn(n, role="head") for n in names]
    figures = [Drawn(printed(told.values[c]), cell=c, role="figure") for c in table.cell_ids]
    return Sheet(
        "t4",
        [
            [Drawn("行政复议", 5, role="head"), Drawn("行政诉讼", 10, role="head")],
            [
                *(Drawn(n, 1, 2, role="head") for n in names),
                Drawn("未经复议直接起诉", 5, role="head"),
                Drawn("复议后起诉", 5, role="head"),
            ],
            [*five, *(Drawn(n, role="head") for n in names)],
            figures,
        ],
    )
