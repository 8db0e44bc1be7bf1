"""Defects of real documents, done to an invented report: each changes its tables and what it truly prints."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from tests.parse.roundtrip_data import Drawn, Sheet, Told


def _figure_rows(told: Told) -> list[tuple[Sheet, list[Drawn]]]:
    return [(s, r) for s in told.sheets for r in s.rows if any(c.role == "figure" for c in r)]


def _labelled(told: Told) -> list[list[Drawn]]:
    return [r for _, r in _figure_rows(told) if any(c.role == "label" for c in r)]


def _label(row: list[Drawn]) -> Drawn:
    return next(c for c in row if c.role == "label")


def _figures(row: list[Drawn]) -> list[Drawn]:
    return [c for c in row if c.role == "figure"]


def none(told: Told, rng: Random) -> None:
    """No defect."""


def drop_label(told: Told, rng: Random) -> None:
    for row in rng.sample(_labelled(told), rng.randint(1, 3)):
        if rng.random() < 0.5:
            _label(row).text = ""
        else:
            row.remove(_label(row))


def drop_figure(told: Told, rng: Random) -> None:
    """A figure's cell is gone; the others close up."""
    for _, row in rng.sample(_figure_rows(told), rng.randint(1, 3)):
        gone = rng.choice(_figures(row))
        row.remove(gone)
        told.values[gone.cell or ""] = None


def blank(told: Told, rng: Random) -> None:
    for _ in range(rng.randint(1, 30)):
        gone = rng.choice(_figures(rng.choice(_figure_rows(told))[1]) or [Drawn("", cell="")])
        gone.text = rng.choice(("", "", "/", "—", "-"))
        told.values[gone.cell or ""] = None


def blank_row(told: Told, rng: Random) -> None:
    for _, row in rng.sample(_figure_rows(told), rng.randint(1, 6)):
        for c in _figures(row):
            c.text = ""
            told.values[c.cell or ""] = None


def stray_figure(told: Told, rng: Random) -> None:
    """One figure more than columns."""
    for _, row in rng.sample([r for r in _figure_rows(told) if len(_figures(r[1])) > 1], rng.randint(1, 2)):
        figures = _figures(row)
        at = row.index(rng.choice(figures))
        row.insert(at + rng.randint(0, 1), Drawn(str(rng.choice((0, 0, rng.randint(1, 99)))), role="figure"))


def drop_row(told: Told, rng: Random) -> None:
    for sheet, row in rng.sample(_figure_rows(told), rng.randint(1, 4)):
        sheet.rows.remove(row)
        for c in _figures(row):
            told.values[c.cell or ""] = None


def drop_heads(told: Told, rng: Random) -> None:
    for sheet in told.sheets:
        if rng.random() < 0.5:
            heads = [c for r in sheet.rows for c in r if c.role in ("head", "block")]
            for c in rng.sample(heads, rng.randint(1, len(heads))):
                for r in sheet.rows:
                    if c in r:
                        r.remove(c)
        sheet.rows = [r for r in sheet.rows if r]


def wrong_head(told: Told, rng: Random) -> None:
    """总计 headed 其他, two heads alike, a head cut short."""
    heads = [c for s in told.sheets for r in s.rows for c in r if c.role == "head" and len(c.text) < 10]
    for c in rng.sample(heads, 3):
        c.text = rng.choice(("其他", "本年新", c.text[:-1], rng.choice(heads).text))
        if not told.sheets[0].rows:
            break
    told.values |= {}


def misprint(told: Told, rng: Random) -> None:
    for row in rng.sample(_labelled(told), rng.randint(1, 4)):
        c = _label(row)
        at = rng.randrange(len(c.text))
        c.text = c.text[:at] + rng.choice(("", "口", c.text[at] * 2)) + c.text[at + 1 :]


def cut_label(told: Told, rng: Random) -> None:
    """The end or the beginning of a label is lost."""
    for row in rng.sample(_labelled(told), rng.randint(1, 4)):
        c = _label(row)
        n = rng.randint(1, len(c.text))
        c.text = rng.choice((c.text[:n], c.text[-n:]))


def break_label(told: Told, rng: Random) -> None:
    """A label broken over two rows, the second without figures (s3, s4), or the first."""
    for sheet, row in _figure_rows(told):
        label = next((c for c in row if c.role == "label"), None)
        if label is None or rng.random() > 0.15 or len(label.text) < 4:
            continue
        n = rng.randint(2, len(label.text) - 1)
        rest, first = label.text[n:], label.text[:n]
        empty = [Drawn("", c.columns, role="figure") for c in _figures(row)]
        at = sheet.rows.index(row)
        if rng.random() < 0.7:
            label.text = first
            sheet.rows.insert(at + 1, [Drawn(rest, label.columns), *empty])
        else:
            label.text = rest
            sheet.rows.insert(at, [Drawn(first, label.columns), *empty])


def lost_leads(told: Told, rng: Random) -> None:
    """Wide labels become narrow: the figures stand left of their heads."""
    for _, row in _figure_rows(told):
        if rng.random() < 0.3:
            for c in row:
                if c.role in ("label", "group"):
                    c.columns = 1


def repeat_row(told: Told, rng: Random) -> None:
    """A row stands twice, the second time perhaps with other figures."""
    for sheet, row in rng.sample(_figure_rows(told), 2):
        copy = [Drawn(c.text, c.columns, c.rows if c.role != "group" else 1, c.cell, c.role) for c in row]
        if rng.random() < 0.5:
            c = rng.choice(_figures(copy))
            c.text = str(rng.randint(0, 99))
            if c.text != printed(told, c):
                told.values[c.cell or ""] = None
        sheet.rows.insert(sheet.rows.index(row) + 1, copy)


def printed(told: Told, c: Drawn) -> str:
    value = told.values.get(c.cell or "")
    return "" if value is None else str(value)


def page_break(told: Told, rng: Random) -> None:
    """A page number inside a table, a head row again."""
    for sheet in told.sheets:
        at = rng.randint(1, len(sheet.rows))
        sheet.rows.insert(at, [Drawn(rng.choice(("— 4 —", "- 12 -", "-3-")), max(1, 4))])
        if rng.random() < 0.4:
            again = [Drawn(c.text, c.columns, 1, role="head") for c in sheet.rows[0]]
            sheet.rows.insert(at + 1, again)


def merged(told: Told, rng: Random) -> None:
    """Two figures of a row in one cell."""
    for _, row in rng.sample(_figure_rows(told), rng.randint(1, 3)):
        figures = _figures(row)
        if len(figures) < 2:
            continue
        n = rng.randrange(len(figures) - 1)
        a, b = figures[n], figures[n + 1]
        a.text, a.columns = f"{a.text}{rng.choice((' ', '', chr(10)))}{b.text}", a.columns + b.columns
        row.remove(b)


def formats(told: Told, rng: Random) -> None:
    """The same numbers, printed otherwise."""
    for _, row in _figure_rows(told):
        for c in _figures(row):
            if not c.text or rng.random() > 0.3:
                continue
            full = "".join(chr(ord(d) + 0xFEE0) if d.isdigit() else d for d in c.text)
            value = told.values.get(c.cell or "")
            grouped = f"{value:,}" if isinstance(value, int) else c.text
            c.text = rng.choice(
                (full, grouped, f"{c.text}?", f" {c.text} ", f"{c.text}件", f"{c.text}（其中新增若干件）")
            )


def two_lines(told: Told, rng: Random) -> None:
    """Labels broken inside their cell, blanks between characters."""
    for sheet in told.sheets:
        for row in sheet.rows:
            for c in row:
                if c.role != "figure" and len(c.text) > 3 and rng.random() < 0.3:
                    n = rng.randint(1, len(c.text) - 1)
                    c.text = c.text[:n] + rng.choice((" ", "  ", "\u3000")) + c.text[n:]


def undivided(told: Told, rng: Random) -> None:
    """（六）其他处理 as one row in a form that has three."""
    sheet = told.sheets[1]
    parts = [r for r in sheet.rows if any((c.cell or "").startswith("t3.other_") for c in r)]
    if len(parts) != 3:
        return
    for r in parts[1:]:
        sheet.rows.remove(r)
    for r in parts:
        for c in _figures(r):
            told.values[c.cell or ""] = None
    row = parts[0]
    row[:] = [Drawn("（六）其他处理", 2), *_figures(row)]
    for r in sheet.rows:
        for c in r:
            if c.role == "group" and c.rows > 10:
                c.rows -= 2
    for c in _figures(row):
        cell = "t3.other." + (c.cell or "").rsplit(".", 1)[1]
        told.values[cell], c.cell = int(c.text), cell


DEFECTS: dict[str, Callable[[Told, Random], None]] = {
    f.__name__: f
    for f in (
        none, drop_label, drop_figure, blank, blank_row, stray_figure, drop_row, drop_heads, misprint, cut_label,
        break_label, lost_leads, repeat_row, page_break, merged, formats, two_lines, undivided,
    )
}  # fmt: skip
