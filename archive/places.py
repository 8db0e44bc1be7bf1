"""What reference/ knows, as rows that stand beside the archive's own: divisions, portals, cells, their states."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from archive.light import Database
from reference import cells, divisions

STATES = (
    (0, "number", "数字", "a figure"),
    (1, "annotated", "数字带说明", "a figure with a remark"),
    (
        2,
        "inferred",
        "由合计关系确定的数字",
        "a printed figure whose digits or column the form's sums settled",
    ),
    (3, "blank", "空白", "left blank"),
    (4, "mark", "以符号代替数字", "a mark in the place of a figure"),
    (5, "missing", "没有此行、列或表", "the document has no such row, column or table"),
    (6, "unreadable", "无法确定", "printed, but not surely this cell or this number"),
)
"""States of a cell: number, name, Chinese, English. Numbers are never reused."""

STATE_NUMBER = {name: number for number, name, _, _ in STATES}


def fill(db: Database) -> None:
    """Bring the tables that only repeat reference/ up to date with it."""
    with db.atomic():
        db.conn.executemany("insert or replace into cell_states values (?, ?, ?, ?)", STATES)
        db.conn.executemany(
            "insert or replace into cell_defs values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    d.number,
                    d.cell,
                    d.form,
                    d.table_key,
                    d.row_key,
                    d.column_key,
                    d.label_zh,
                    d.label_en,
                    d.unit,
                )
                for d in cells.definitions()
            ],
        )
        _fill_divisions(db)


def _fill_divisions(db: Database) -> None:
    columns = ("code", "name", "level", "parent", "valid_from", "valid_to", "name_en", "pinyin")
    every = [*divisions.history(), *divisions.townships().values()]
    if db.table("divisions").count_where("code not like '99%'") == len(every):
        return
    db.execute("delete from divisions where code not like '99%'")
    db.conn.executemany(
        f"insert into divisions ({', '.join(columns)}) values (?, ?, ?, ?, ?, ?, ?, ?)",
        [tuple(getattr(place, column) for column in columns) for place in every],
    )
    db.execute("delete from successions")
    db.conn.executemany(
        "insert into successions (old, new, date, kind, source) values (?, ?, ?, ?, ?)",
        [
            (change.old, change.new, change.date, change.kind, change.source)
            for change in divisions.successions()
        ],
    )


def put_portals(db: Database, rows: Iterable[Mapping[str, Any]]) -> None:
    """The registry as a crawl used it; a row that the registry no longer holds stays, as a fact of its time."""
    columns = ("code", "name", "level", "family", "url", "list_url", "seen", "until", "note")
    db.conn.executemany(
        f"insert or replace into portals ({', '.join(columns)}) values (:{', :'.join(columns)})", list(rows)
    )
    db.execute(INVENTED)


INVENTED = """insert or ignore into divisions (code, name, level, parent, valid_from)
  select code, name, level, case when code like '%0000' then null when code like '%00' then '990000'
    else substr(code, 1, 4) || '00' end, '2008'
  from portals where code like '99____'"""
"""A demo's invented places are in no code list; their portals name them, so that their pages and parents exist."""


class Places:
    """Names of divisions and portals by code, read once: {code: name}, and what lies in what."""

    def __init__(self, db: Database) -> None:
        portals = db.execute("select code, name from portals order by code, url, list_url").fetchall()
        known = db.execute("select code, name, parent from divisions order by code, valid_from").fetchall()
        self.names: dict[str, str] = {**dict(portals), **{code: name for code, name, _ in known}}
        self._parents = {code: parent for code, _, parent in known}
        self._renamed = db.execute("select old, new from successions where new <> ''").fetchall()

    def parent(self, code: str) -> str:
        """The code that a code lies in, "" above a province; told by the digits where the division is unknown."""
        return self._parents[code] if code in self._parents else parent_of(code)

    @cached_property
    def heirs(self) -> dict[str, set[str]]:
        """The codes that a code came from or went into."""
        heirs = defaultdict(set)
        for old, new in self._renamed:
            heirs[old].add(new)
            heirs[new].add(old)
        return heirs

    @cached_property
    def _children(self) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = defaultdict(dict)
        for code, name in self.names.items():
            found[self.parent(code)][name] = code
        return found

    @cached_property
    def _named(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for code, name in self.names.items():
            if len(code) == 6 and code.isdigit():
                found[name].append(code)
        return found

    def named(self, name: str) -> list[str]:
        """The codes of the counties, prefectures and provinces of a name."""
        return self._named.get(name, [])

    def children(self, code: str) -> dict[str, str]:
        """{name: code} of the divisions right below one."""
        return self._children.get(code, {})

    def above(self, code: str) -> list[str]:
        """The names of a code and of everything it lies in, the widest first."""
        line: list[str] = []
        while code:
            if code in self.names:
                line.insert(0, self.names[code])
            code = self.parent(code)
        return line


def parent_of(code: str) -> str:
    """The code that a code lies in, by its digits; "" above a province and for codes of our own (x…)."""
    if not code.isdigit():
        return ""
    if len(code) > 6:
        return code[:6]
    if code[4:] != "00":
        return code[:4] + "00"
    return code[:2] + "0000" if code[2:] != "0000" else ""
