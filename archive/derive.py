"""Tables made from cells for people who ask with SQL: generated from the form files, dropped and built again at will.

`proactive` (table 2), `requests` (table 3) and `remedies` (table 4) have a row per report and printed row and a column
per printed column; `indicators` has one wide row per report, `balance` one per organ and pair of years. A null is a
figure that is not there, never 0; `cells_null` counts the nulls that stand behind a row.
"""

from __future__ import annotations

from collections.abc import Iterable

from archive.light import Database
from reference import cells as numbers
from reference import forms

SPAN = 4_000
"""Reports that are grouped at a time: their cells fit into memory, where all at once are sorted on the disk."""

LONG = {"t2": "proactive", "t3": "requests", "t4": "remedies"}
FACTS = "r.id as report, r.organ, r.division, r.year, r.form"

BALANCE = """create table balance as
  with figures_of as (
    select r.key, r.id, r.organ, r.division, r.year, {picks}
    from reports r join cells c on c.report = r.key where c.cell in ({cells}) group by r.key)
  select n.id as report, n.organ, n.division, n.year, b.id as report_before,
    b.carried_out as carried_out_before, n.carried_in, n.carried_in - b.carried_out as carried_gap,
    b.in_force as in_force_before, n.issued, n.repealed, n.in_force,
    n.in_force - (b.in_force + n.issued - n.repealed) as in_force_gap
  from figures_of n join figures_of b on b.organ = n.organ and b.year = n.year - 1"""

BALANCED = {
    "carried_in": "t3.carried_in.total",
    "carried_out": "t3.carried_out.total",
    "issued": "t2.normative_documents.issued",
    "repealed": "t2.normative_documents.repealed",
    "in_force": "t2.normative_documents.in_force",
}


def build(db: Database) -> dict[str, int]:
    """Drop and make every derived table; returns {table: rows}. Readers see the old ones until all are made."""
    with db.atomic():
        for table_key, name in LONG.items():
            _long(db, name, table_key)
        _indicators(db)
        _balance(db)
        for name in (*LONG.values(), "indicators", "balance"):
            db.execute(f"create index {name}_report on {name} (report)")
            db.execute(f"create index {name}_division on {name} (division, year)")
    names = (*LONG.values(), "indicators", "balance")
    return {name: db.execute(f"select count(*) from {name}").fetchone()[0] for name in names}


def _all_forms() -> list[forms.Form]:
    return [forms.load(form_id) for form_id in forms.FORM_IDS]


def _columns(table_key: str) -> list[str]:
    """The columns of a table over all forms, the newest form's first."""
    tables = [table for form in _all_forms() for table in form.tables if table.key == table_key]
    return list(dict.fromkeys(column for table in tables for column in table.value_columns))


def _labels(db: Database, table_key: str) -> None:
    """Rows of a table by form: printed label and place in the form."""
    db.execute("drop table if exists temp.row_labels")
    db.execute("create temp table row_labels (form, row_key, zh, en, position, primary key (form, row_key))")
    for form in _all_forms():
        for table in (table for table in form.tables if table.key == table_key):
            rows = [
                (form.form_id, row.key, row.label_zh, row.label_en, n) for n, row in enumerate(table.rows)
            ]
            db.conn.executemany("insert into row_labels values (?, ?, ?, ?, ?)", rows)


def _long(db: Database, name: str, table_key: str) -> None:
    _labels(db, table_key)
    columns = _columns(table_key)
    picks = ", ".join(f"max(iif(d.column_key = '{column}', c.value, null)) as {column}" for column in columns)
    select = (
        f"select {FACTS}, d.row_key as row, l.zh as label_zh, l.en as label_en, l.position, {picks}, "
        "sum(c.value is null) as cells_null from cells c join reports r on r.key = c.report "
        "join cell_defs d on d.number = c.cell left join row_labels l on l.form = r.form and l.row_key = d.row_key "
        f"where d.table_key = '{table_key}' and c.report between {{}} and {{}} "
        "group by c.report, d.row_key order by c.report, l.position"
    )
    _by_spans(db, name, select)


def _by_spans(db: Database, name: str, select: str) -> None:
    """The table of a select that groups by report, made of SPAN reports at a time; {} and {} are their first and last key."""
    db.execute(f"drop table if exists {name}")
    db.execute(f"create table {name} as {select.format(0, 0)} limit 0")
    (last,) = db.execute("select coalesce(max(key), 0) from reports").fetchone()
    for first in range(0, last + 1, SPAN):
        db.execute(f"insert into {name} {select.format(first, first + SPAN - 1)}")


def cells_of(form: forms.Form, name: str) -> list[str]:
    """The printed cells behind a cell id or the id of a derived sum (t3.denied_sum.total, t4.litigation_total)."""
    table, _, rest = name.partition(".")
    key, _, column = rest.partition(".")
    derived = {each.key: each for each in form.derived if each.table == table}
    if key not in derived:
        return [name]
    return [f"{table}.{part}.{column}" if column else f"{table}.{part}" for part in derived[key].sum_of]


def _indicators(db: Database) -> None:
    """The figures that exist in several forms, side by side: null where the form has none or a cell of it is null."""
    names = list(dict.fromkeys(each.key for form in _all_forms() for each in form.harmonised))
    _indicator_cells(db)
    sums = ", ".join(f"max(iif(indicator = '{name}' and got = n, total, null)) as {name}" for name in names)
    _by_spans(
        db,
        "indicators",
        "with sums as (select r.key, i.indicator, i.n, sum(c.value) as total, "
        "count(c.value) as got from reports r join indicator_cells i on i.form = r.form "
        "left join cells c on c.report = r.key and c.cell = i.cell where r.key between {} and {} "
        f"group by r.key, i.indicator) select {FACTS}, {sums}, sum(n - got) as cells_null from reports r "
        "join sums s on s.key = r.key group by r.key order by r.key",
    )


def _indicator_cells(db: Database) -> None:
    db.execute("drop table if exists temp.indicator_cells")
    db.execute("create temp table indicator_cells (form, indicator, cell, n)")
    for form in _all_forms():
        for each in form.harmonised:
            found = [cell for name in each.of for cell in cells_of(form, name)]
            rows = [(form.form_id, each.key, numbers.number_of(cell), len(found)) for cell in found]
            db.conn.executemany("insert into indicator_cells values (?, ?, ?, ?)", rows)


def _balance(db: Database) -> None:
    """What was carried out of a year beside what came into the next, and the stock of documents."""
    cells = {name: numbers.number_of(cell) for name, cell in BALANCED.items()}
    picks = ", ".join(
        f"max(iif(c.cell = {number}, c.value, null)) as {name}" for name, number in cells.items()
    )
    db.execute("drop table if exists balance")
    db.execute(BALANCE.format(picks=picks, cells=_list(cells.values())))


def _list(values: Iterable[int]) -> str:
    return ", ".join(map(str, values))
