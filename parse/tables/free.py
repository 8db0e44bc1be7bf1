"""Tables of no statutory form (before 2014, and odd ones after): label, unit, figure; never forced into keys."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from parse.model import Document, Free, Grid, Problem, Slot
from parse.numbers import Figure, read
from parse.tables.labels import LIST, vocabulary
from reference.text import norm_label

UNITS = "条|件|次|人次|人|个|元|万元|份|篇|项|宗|期|起|台|场|部|页|处|家|户|件次|条次|册"
_UNIT = re.compile(rf"(?:{UNITS})")
_HEAD = re.compile(r"(?:指标名称|统计指标|项目名称|指标|项\s*目|统计项目|内容)\s*(?:计量)?单\s*位\s*")
_COLUMN = re.compile(
    r"\s*((?:(?:19|20)\d\d年?度?|本年度?|当年|上年|历年|本期)(?:累计|合计|数量|数|统计数)?|统计数|数\s*量|数\s*值|累\s*计)\s*"
)
_LEAD = re.compile(r"^(?:其中|包括)\s*[:：]?\s*|^[（(]?[一二三四五六七八九十\d]{1,2}\s*[)）、.．]\s*")
_ENTRY = re.compile(
    rf"(?P<label>[^\d\s][^\n]{{0,40}}?)\s*(?P<unit>{UNITS})\s*(?P<figures>\d[\d\s.,]*?)(?P<gap>\s*)"
    r"(?=其中|(?P<mark>\d)[、.．]\s*[一-鿿]|[（(]?[一-鿿]|$)"
)
_BETWEEN = re.compile(r"\s*(?:其中\s*[:：]?\s*)?(?:\d{1,2}\s*[、.．]\s*)?")


def free_figures(document: Document, form: str | None) -> tuple[list[Free], list[Problem]]:
    """Every figure of every table that no statutory form knows, and what of them could not be told apart."""
    found: list[Free] = []
    problems: list[Problem] = []
    number = 0
    for block in document.blocks:
        if isinstance(block, Grid):
            found += _of_grid(list(_free_rows(block)), block)
        else:
            for line in block.text.split("\n"):
                part, trouble = _of_line(line, number)
                found += part
                problems += trouble
    return found, problems


# --- drawn tables


def _free_rows(grid: Grid) -> Iterator[list[Slot]]:
    """The grid's rows, if it is a table of figures and no table of a form (nor the page's own box of metadata)."""
    rows = [[s for s in row if s.origin] for row in grid.rows]
    words = sum(is_statutory(s.text) for row in rows for s in row)
    figures = sum(read(s.text).value is not None for row in rows for s in row)
    if figures >= 3 and len(rows) >= 3 and not words and _labelled(rows):
        yield from rows


def is_statutory(text: str) -> bool:
    """True for a row or a block of a printed form, short common words apart."""
    norm = norm_label(text)
    return len(norm) >= 4 and any(
        norm in w.rows or norm in w.groups or norm in w.blocks
        for w in vocabulary().values()
        if w.layout != LIST
    )


def _labelled(rows: list[list[Slot]]) -> bool:
    """Most rows are a label and figures."""
    full = [r for r in rows if r]
    good = sum(read(r[0].text).kind == "text" or len(r) > 1 for r in full)
    return bool(full) and good * 2 > len(full) and any(len(r) > 1 for r in full)


def _of_grid(rows: list[list[Slot]], grid: Grid) -> list[Free]:
    head = next((r for r in rows if sum(read(s.text).kind == "text" for s in r) == len(r) and len(r) > 1), [])
    names = [s.text.strip().replace("\n", "") for s in head]
    found: list[Free] = []
    for y, row in enumerate(rows):
        if row is head:
            continue
        found += _of_row(row, names, f"table {grid.number}, row {y + 1}", grid.number)
    return found


def _of_row(row: Sequence[Slot], names: list[str], at: str, number: int) -> Iterator[Free]:
    """A label, perhaps a unit, figures; a row number before the label is none."""
    cells = list(enumerate(row))
    if cells and read(row[0].text).value is not None and len(row) > 2:
        cells = cells[1:]
    texts = [(x, s.text.strip()) for x, s in cells if read(s.text).kind == "text"]
    unit = next((t for _, t in texts if _UNIT.fullmatch(t)), None)
    labels = [t for _, t in texts if t != unit]
    if not labels:
        return
    for x, s in cells:
        figure = read(s.text)
        if figure.kind in ("text", "blank", "mark") or s.text.strip() == unit:
            continue
        column = names[x] if len(names) == len(row) and x < len(names) else None
        where = f"{at}, column {x + 1}"
        yield Free(tidy(labels[-1]), figure.unit or unit, column, figure.value, s.text.strip(), where, number)


def tidy(label: str) -> str:
    """A label without what only orders it: 其中：, 1., （一）."""
    text = " ".join(label.split())
    before = None
    while before != text:
        before, text = text, _LEAD.sub("", text)
    return text.strip(" ：:")


# --- tables on one line


def _of_line(line: str, number: int) -> tuple[list[Free], list[Problem]]:
    """指标名称 计量单位 2014年度 历年累计 主动公开文件数 条 2543 78967 …, with blanks between the cells or without."""
    m = _HEAD.search(line)
    if not m or len(line) < 60:
        return [], []
    at, columns = m.end(), []
    while c := _COLUMN.match(line, at):
        columns.append("".join(c[1].split()))
        at = c.end()
    if not columns:
        return [], []
    found: list[Free] = []
    problems: list[Problem] = []
    for label, unit, figures, sure in _entries(line[at:]):
        values = _values(figures, len(columns)) if sure else None
        where = f"line of the table {m[0].strip()}: {label}"
        if values is None:
            zh, en = (
                f"“{label}”的数字粘连，不能拆开：{figures}。",
                f"The figures of {label} are fused: {figures}.",
            )
            problems.append(Problem("fused_digits", None, where, zh, en))
        for n, column in enumerate(columns):
            raw = values[n] if values else figures
            figure = read(raw) if values else Figure("run")
            found.append(Free(label, figure.unit or unit, column, figure.value, raw, where, number))
    return found, problems


def _entries(text: str) -> Iterator[tuple[str, str, str, bool]]:
    """(label, unit, figures as printed, whether they surely end there) one after the other.

    Where the number of the next line is fused with the figures before it, it must be the one that is due.
    """
    at, due = 0, {1}
    while m := _ENTRY.match(text, at):
        mark = int(m["mark"]) if m["mark"] else None
        sure = mark is None or bool(m["gap"]) or mark in due
        yield tidy(m["label"]), m["unit"], m["figures"].strip(), sure
        due = {1, (mark or 0) + 1}
        at = m.end()
        lead = _BETWEEN.match(text, at)
        if lead and lead.end() > at and (number := re.search(r"\d+", lead[0])):
            due = {1, int(number[0]) + 1}
        at = lead.end() if lead else at


def _values(figures: str, size: int) -> list[str] | None:
    """The figures of each column: set apart by blanks, or as many fused noughts: other digits can be cut in several ways."""
    parts = figures.split()
    if len(parts) == size and all(read(p).value is not None for p in parts):
        return parts
    if len(parts) != 1 or not parts[0].isdigit():
        return None
    if size == 1:
        return parts
    return ["0"] * size if parts[0] == "0" * size else None
