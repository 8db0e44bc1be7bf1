"""Figures seen → every cell of the form exactly once, each null explained."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache

from parse.model import Cell, Problem
from parse.tables.lines import Item, Line
from parse.tables.match import Matches, Orphan
from parse.tables.says import problem
from parse.tables.seen import Remark, Seen, Sight
from reference import cells as cell_numbers
from reference import forms

_STATES = {"number": "number", "annotated": "annotated", "blank": "blank", "mark": "mark"}


class Filler:
    """Cells and problems of one document for one form."""

    def __init__(self, form: forms.Form, sight: Sight, matches: Matches) -> None:
        self.form, self.matches = form, matches
        self.seen: dict[str, list[Seen]] = defaultdict(list)
        for s in sight.seen:
            self.seen[s.cell].append(s)
        self.remarks = sight.remarks
        self.problems: list[Problem] = []
        self.troubles: dict[tuple[str, str, str], list[tuple[str, str]]] = {}
        self.lost: dict[str, Cell] = {}
        self.ids = self._ids()

    def run(self) -> tuple[list[Cell], list[Problem]]:
        cells = [self._cell(c) for c in self.ids]
        self._tell_troubles()
        for table in self.form.tables:
            self._absent(table, cells)
        for r in self.remarks:
            self.problems.append(problem(r.kind, r.cell, r.line.at(), r.detail or printed(r.line)))
        whole = [c if c is not None else missing(i) for c, i in zip(cells, self.ids, strict=True)]
        return [self.lost.get(c.cell, c) for c in whole], self.problems

    def _ids(self) -> list[str]:
        """The form's cells, an undivided row in the place of its parts, then what other forms' heads brought."""
        ids: list[str] = []
        undivided = {c for c in self.seen if c not in self.form.known and _parent_row(self.form, c)}
        for cell in self.form.cell_ids:
            whole = self.form.wholes.get(cell)
            if whole and any(c.startswith(whole + ".") for c in undivided):
                other = f"{whole}.{cell.rsplit('.', 1)[1]}"
                if other not in ids:
                    ids.append(other)
            else:
                ids.append(cell)
        known = set(ids)
        return ids + sorted(
            (c for c in self.seen if c not in known and _numbered(c)), key=cell_numbers.number_of
        )

    # --- one cell

    def _cell(self, cell: str) -> Cell | None:
        seen = self.seen.get(cell)
        if not seen:
            return None
        if len(seen) == 1:
            return self._doubtful(cell, seen[0]) if seen[0].item is None else self._read(cell, seen[0])
        sure = [s for s in seen if s.item is not None]
        if not sure:
            return self._doubtful(cell, seen[0])
        first = sure[0]
        others = [s for s in seen if s.item is None and s.doubt and not _may_be(s, first)]
        if len({_meaning(s) for s in sure}) > 1 or others:
            return self._two(cell, [*sure, *others])
        return self._read(cell, first)

    def _two(self, cell: str, seen: Sequence[Seen]) -> Cell:
        """The same cell stands twice in the document with different contents."""
        items = [i for s in seen for i in ((s.item,) if s.item else s.doubt)]
        raws = list(dict.fromkeys(i.text.strip() for i in items))
        first = seen[0]
        self.problems.append(problem("two_readings", cell, first.line.at(first.item), " / ".join(raws)))
        return Cell(cell, " / ".join(raws), None, "unreadable", at=first.line.at(first.item))

    def _doubtful(self, cell: str, seen: Seen) -> Cell:
        raw = " / ".join(dict.fromkeys(i.text.strip() for i in seen.doubt if i.text.strip()))
        self._trouble(seen.why or "two_readings", cell, seen.line.at(), printed(seen.line))
        return Cell(cell, raw, None, "unreadable", at=seen.line.at())

    def _trouble(self, kind: str, cell: str, at: str, detail: str) -> None:
        """Keep a problem of a cell; cells of one row with one cause become one problem of the row."""
        self.troubles.setdefault((kind, cell.rsplit(".", 1)[0], detail), []).append((cell, at))

    def _tell_troubles(self) -> None:
        for (kind, row, detail), cells in self.troubles.items():
            whole = {c for c in self.ids if c.startswith(row + ".")}
            if len(cells) == len(whole) and len(cells) > 1:
                self.problems.append(problem(kind, row, cells[0][1], detail))
            else:
                self.problems.extend(problem(kind, c, at, detail) for c, at in cells)

    def _read(self, cell: str, seen: Seen) -> Cell:
        item = seen.item
        assert item is not None
        at, raw, figure = seen.line.at(item), item.text.strip(), item.figure
        page, box = item.slot.page, item.slot.box
        state = _STATES.get(figure.kind)
        if state is None or (item.above and state in ("number", "annotated")):
            kind = {"text": "text_in_number", "run": "fused_digits"}.get(figure.kind, "unreadable")
            self._trouble(kind, cell, at, printed(seen.line) if kind == "fused_digits" else raw)
            return Cell(cell, raw, None, "unreadable", at=at, page=page, box=box)
        unit = self._unit(cell, seen)
        if unit and figure.value is not None:
            self.problems.append(problem("unit_doubtful", cell, at, raw or unit))
        return Cell(
            cell,
            raw,
            figure.value,
            "inferred" if seen.inferred and figure.value is not None else state,
            unit,
            at,
            page=page,
            box=box,
        )

    def _unit(self, cell: str, seen: Seen) -> str | None:
        """The printed unit, where it is another than the form's."""
        assert seen.item is not None
        unit = seen.item.figure.unit or head_unit(seen.head)
        usual = cell_numbers.definitions()[cell_numbers.number_of(cell) - 1].unit
        return unit if unit and unit != usual else None

    # --- what is not there

    def _absent(self, table: forms.Table, cells: Iterable[Cell | None]) -> None:
        """Rows that no line was: lost labels where a line without label stands between their neighbours."""
        ids = [c for c in self.ids if c.startswith(table.key + ".")]
        have = {c.cell.rsplit(".", 1)[0] for c in cells if c is not None}
        rows = list(dict.fromkeys(c.rsplit(".", 1)[0] for c in ids))
        absent = [r for r in rows if r not in have]
        orphans = [o for o in self.matches.orphans if o.table == table.key]
        lost = self._lost_rows(table, rows, absent, orphans)
        for row, orphan in lost.items():
            self.problems.append(problem("label_lost", row, orphan.line.at(), printed(orphan.line)))
            for c in ids:
                if c.rsplit(".", 1)[0] == row:
                    self.lost[c] = Cell(c, "", None, "unreadable", at=orphan.line.at())
        taken = {id(o) for o in lost.values()}
        for o in orphans:
            if id(o) not in taken:
                self.problems.append(problem("unknown_label", None, o.line.at(), printed(o.line)))
        gone = [r for r in absent if r not in lost and not any(x.cell == r for x in self.remarks)]
        if len(gone) == len(rows):
            self.problems.append(problem("table_missing", table.key, "document"))
        else:
            self.problems.extend(problem("row_missing", r, f"table {table.key}") for r in gone)

    def _lost_rows(
        self, table: forms.Table, rows: list[str], absent: list[str], orphans: list[Orphan]
    ) -> dict[str, Orphan]:
        """For each absent row the line without label that may be it: one between the rows read before and after."""
        found: dict[str, Orphan] = {}
        order = {r: n for n, r in enumerate(rows)}
        hits = [(h.line, f"{h.table}.{h.row}") for h in self.matches.hits if h.table == table.key]
        for o in orphans:
            before = order.get(f"{table.key}.{o.after}", -1)
            later = [order[r] for line, r in hits if _after(line, o.line) and order.get(r, -1) > before]
            end = min(later, default=len(rows))
            for r in absent:
                if before < order[r] < end:
                    found.setdefault(r, o)
        return found


def _after(line: Line, than: Line) -> bool:
    if line.grid is None or than.grid is None:
        return line.grid is not None or than.grid is not None
    return (line.grid.number, line.row) > (than.grid.number, than.row)


def _meaning(seen: Seen) -> tuple[str, object]:
    assert seen.item is not None
    f = seen.item.figure
    if f.value is not None:
        return "value", f.value
    return ("empty", None) if f.kind in ("blank", "mark") else ("text", seen.item.text)


def _may_be(doubtful: Seen, sure: Seen) -> bool:
    """Whether a doubtful second printing of a cell can be the figure that is sure."""
    return sure.item is not None and any(i.figure.value == sure.item.figure.value for i in doubtful.doubt)


def missing(cell: str) -> Cell:
    return Cell(cell, "", None, "missing")


def printed(line: Line) -> str:
    """A line's figures as printed, for people."""
    texts = [i.text.strip() for i in (*line.texts, *line.figures)]
    return " | ".join(t or "␣" for t in texts)[:200]


@lru_cache(maxsize=1024)
def head_unit(head: str) -> str | None:
    """The unit that a head names: 本年收费金额（单位：元）."""
    for unit in ("万元", "亿元", "千元", "元"):
        if any(f"{mark}{unit}" in head.replace(" ", "") for mark in ("：", ":", "（", "(", "单位")):
            return unit
    return None


def _numbered(cell: str) -> bool:
    try:
        return cell_numbers.number_of(cell) > 0
    except KeyError:
        return False


def _parent_row(form: forms.Form, cell: str) -> bool:
    key, row, _ = cell.split(".")
    return any(r.key == row and not r.cells for t in form.tables if t.key == key for r in t.rows)


__all__ = ["Filler", "Item", "Remark"]
