"""More defects: columns more, fewer or in another order, tables joined or of two years, figures with footnotes."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from random import Random

from reference import forms
from tests.parse.roundtrip_data import Drawn, Sheet, Told
from tests.parse.roundtrip_defects import _figure_rows, _figures


def _one_row_of_heads(told: Told) -> Sheet:
    """Table three under one row of heads."""
    sheet = told.sheets[1]
    table = forms.load(told.form).table("t3")
    heads = [Drawn(table.column(c).label_zh, role="head") for c in table.value_columns]
    sheet.rows[:3] = [[Drawn("项目", 3, role="head"), *heads]]
    return sheet


def remark_column(told: Told, rng: Random) -> None:
    """A column 备注 at the end, mostly blank."""
    sheet = _one_row_of_heads(told)
    sheet.rows[0].append(Drawn("备注", role="head"))
    for row in sheet.rows[1:]:
        row.append(Drawn(rng.choice(("", "", "", "无", "见附件")), role="remark"))


def serial_column(told: Told, rng: Random) -> None:
    """The rows are numbered in a column of their own."""
    sheet = _one_row_of_heads(told)
    sheet.rows[0].insert(0, Drawn("序号", role="head"))
    for n, row in enumerate(sheet.rows[1:], 1):
        row.insert(0, Drawn(str(n), role="serial"))


def total_first(told: Told, rng: Random) -> None:
    """The column 总计 before the others."""
    sheet = _one_row_of_heads(told)
    for row in sheet.rows:
        row.insert(len(row) - 7, row.pop())


def columns_swapped(told: Told, rng: Random) -> None:
    """Two columns in the other order, heads and figures alike."""
    sheet = _one_row_of_heads(told)
    a, b = sorted(rng.sample(range(-7, 0), 2))
    for row in sheet.rows:
        row[a], row[b] = row[b], row[a]


def lost_column(told: Told, rng: Random) -> None:
    """A column is gone, with its head or without."""
    sheet = _one_row_of_heads(told)
    n, head = rng.randint(-7, -1), rng.random() < 0.5
    for row in sheet.rows:
        if row is not sheet.rows[0] or head:
            gone = row.pop(n)
            if gone.cell:
                told.values[gone.cell] = None


def no_heads(told: Told, rng: Random) -> None:
    """Table three without any head; the form's order is all there is."""
    told.sheets[1].rows[:3] = []


def joined_tables(told: Told, rng: Random) -> None:
    """All tables drawn as one, their headings lost or rows of it."""
    rows: list[list[Drawn]] = []
    for sheet in told.sheets:
        if rng.random() < 0.5:
            rows.append([Drawn(forms.load(told.form).table(sheet.key).title_zh, 4, role="head")])
        rows += sheet.rows
    told.sheets = [Sheet("t2", rows)]


def heads_again(told: Told, rng: Random) -> None:
    """The heads of table three stand once more in its middle."""
    sheet = told.sheets[1]
    at = rng.randint(5, len(sheet.rows) - 1)
    if all(c.role != "group" for r in sheet.rows[at:] for c in r):
        at = len(sheet.rows) - 1
    sheet.rows[at:at] = [[Drawn(c.text, c.columns, c.rows, role="head") for c in r] for r in sheet.rows[:3]]


def year_before(told: Told, rng: Random) -> None:
    """Last year's table three stands below this year's; nothing but its figures tells them apart."""
    sheet = told.sheets[1]
    copy = deepcopy(sheet.rows)
    for row in copy:
        for c in row:
            if c.cell and rng.random() < 0.4:
                c.text = str(rng.randint(0, 40))
                if c.text != str(told.values.get(c.cell)):
                    told.values[c.cell] = None
    sheet.rows += copy


def two_years(told: Told, rng: Random) -> None:
    """Each figure beside that of the year before: nothing on the page tells which column is which."""
    sheet = _one_row_of_heads(told)
    for row in sheet.rows:
        for c in list(row[-7:]):
            copy = Drawn(str(rng.randint(0, 40)) if c.cell else c.text, role=c.role)
            row.insert(row.index(c) + rng.randint(0, 1), copy)
            if c.cell and copy.text != c.text:
                told.values[c.cell] = None


def footnotes(told: Told, rng: Random) -> None:
    """Figures with marks of footnotes."""
    for _, row in _figure_rows(told):
        for c in _figures(row):
            if c.text and rng.random() < 0.2:
                c.text += rng.choice(("①", "¹", "*", "[1]", "（注）"))


def twice(told: Told, rng: Random) -> None:
    """A figure stands twice in its cell."""
    for _, row in rng.sample(_figure_rows(told), 6):
        c = rng.choice(_figures(row))
        c.text = f"{c.text}{rng.choice((' ', chr(10)))}{c.text}"


def rows_moved(told: Told, rng: Random) -> None:
    """Rows in another order, each with its label."""
    sheet = told.sheets[1]
    plain = [n for n, r in enumerate(sheet.rows) if len(r) == 8 and _figures(r)]
    if len(plain) > 4:
        a, b = rng.sample(plain, 2)
        sheet.rows[a], sheet.rows[b] = sheet.rows[b], sheet.rows[a]


MORE_DEFECTS: dict[str, Callable[[Told, Random], None]] = {
    f.__name__: f
    for f in (
        remark_column, serial_column, total_first, columns_swapped, lost_column, no_heads, joined_tables, heads_again,
        year_before, two_years, footnotes, twice, rows_moved,
    )
}  # fmt: skip
