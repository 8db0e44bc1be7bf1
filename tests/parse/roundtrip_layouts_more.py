"""More layouts that real reports were met in: conversions of PDF, torn Markdown, bars everywhere, table four as rows."""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Callable, Iterator
from random import Random

from reference import forms
from tests.parse.roundtrip_data import Drawn, Sheet, Told
from tests.parse.roundtrip_layouts import AFTER, BEFORE, HEADINGS, _around, _expanded, as_html


def _wide(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _pad(text: str, width: int) -> str:
    return text + " " * max(width - _wide(text), 0)


def as_layout(told: Told, rng: Random) -> str:
    """pdftotext -layout: columns at fixed places, labels wrapped, blanks told by their place alone."""

    def table(s: Sheet) -> str:
        rows = _expanded(s)
        width = [0] * len(rows[0])
        for r in rows:
            for n, c in enumerate(r):
                width[n] = max(width[n], min(_wide(c), 12))
        return "\n".join(line for r in rows for line in _wrapped(r, width))

    return _around(told, [table(s) for s in told.sheets])


def _wrapped(row: list[str], width: list[int]) -> Iterator[str]:
    """A row as lines: cells broken at their width, figures on the middle line."""
    cells = [_broken(c, w) for c, w in zip(row, width, strict=True)]
    height = max(map(len, cells))
    for y in range(height):
        at = 2
        line = " " * at
        for lines, w in zip(cells, width, strict=True):
            above = (height - len(lines)) // 2
            text = lines[y - above] if 0 <= y - above < len(lines) else ""
            line = _pad(line, at) + text
            at += w + 3
        yield line.rstrip()


def _broken(text: str, width: int) -> list[str]:
    lines = [""]
    for c in text:
        if _wide(lines[-1] + c) > max(width, 2):
            lines.append("")
        lines[-1] += c
    return lines


def as_torn_markdown(told: Told, rng: Random) -> str:
    """Many small tables, each with its rule; labels thrown out between them now and then."""

    def table(s: Sheet) -> str:
        out: list[str] = []
        for n, row in enumerate(s.rows):
            line = "| " + " | ".join(c.text for c in row) + " |"
            if n == 0 or rng.random() < 0.2:
                line = f"\n{line}\n|{'---|' * len(row)}"
            out.append(line)
        return "\n".join(out)

    return _around(told, [table(s) for s in told.sheets], "\n\n")


def as_bar_before(told: Told, rng: Random) -> str:
    """A bar on the line before each row, or bars alone on lines between."""

    def table(s: Sheet) -> str:
        return "\n".join("|\n" + " | ".join(c.text for c in r) + " |" for r in s.rows)

    return _around(told, [table(s) for s in told.sheets])


def as_page_of_bars(told: Told, rng: Random) -> str:
    """The whole page set in one layout table: heaps of bars between the lines of text."""

    def table(s: Sheet) -> str:
        return "\n".join("".join(f"{c.text} | " for c in r) for r in s.rows)

    text = _around(told, [table(s) for s in told.sheets])
    heap = " | " * rng.randint(30, 120)
    return f"{heap}\n{heap.join(text.split(chr(10), 3))}\n{heap}"


def as_drawn_tabs(told: Told, rng: Random) -> str:
    """Tab rows of the drawn cells alone: what a span covers has no place."""
    return _around(told, ["\n".join("\t".join(c.text for c in r) for r in s.rows) for s in told.sheets])


def as_blanks(told: Told, rng: Random) -> str:
    """A row a line, cells set apart by two blanks or more; empty cells are lost."""
    gap = " " * rng.randint(2, 6)
    return _around(
        told, ["\n".join(gap.join(c.text for c in r if c.text) for r in s.rows) for s in told.sheets]
    )


def _remedy_rows(told: Told, with_group: bool) -> Sheet:
    """Table four with a row a track and a column a result."""
    table = forms.load(told.form).table("t4")
    cells = {c.cell: c for r in told.sheets[-1].rows for c in r if c.cell}
    heads = [Drawn("", 2 if with_group else 1, role="head")]
    rows = [[*heads, *(Drawn(c.label_zh, role="head") for c in table.columns)]]
    for r in (r for r in table.rows if r.cells):
        lead = [Drawn(r.label_zh, 2 if with_group and not r.parent else 1)]
        if with_group and r.parent and len(rows) == 2:
            lead.insert(0, Drawn("行政诉讼", 1, 2, role="group"))
        found = [cells.get(f"t4.{r.key}.{c}") or Drawn("", role="figure") for c in r.cells]
        rows.append([*lead, *(Drawn(c.text, cell=c.cell, role="figure") for c in found)])
    return Sheet("t4", rows)


def as_remedy_rows(told: Told, rng: Random) -> str:
    """HTML with table four as a matrix of tracks and results."""
    told.sheets[-1:] = [_remedy_rows(told, rng.random() < 0.6)]
    return as_html(told, rng)


def as_remedy_row_bars(told: Told, rng: Random) -> str:
    """Bars with table four as a matrix of tracks and results."""
    told.sheets[-1:] = [_remedy_rows(told, False)]
    tables = ["\n".join("| " + " | ".join(c.text for c in r) + " |" for r in s.rows) for s in told.sheets]
    return _around(told, tables)


def as_split_html(told: Told, rng: Random) -> str:
    """Tables cut into two by a page break, the heads sometimes again; a page number between."""
    text = as_html(told, rng)
    parts = text.split("</tr>")
    for n in sorted(rng.sample(range(4, len(parts) - 2), 3), reverse=True):
        if "</table>" not in parts[n] and 'rowspan="' not in parts[n]:
            parts[n - 1] += f"</tr></table>{rng.choice(('', '<p>- 3 -</p>'))}<table border=1>"
            parts[n - 1 : n + 1] = [parts[n - 1] + parts[n]]
    return "</tr>".join(parts)


def as_outside_article(told: Told, rng: Random) -> str:
    """The tables stand outside the element that holds the article."""
    body = "".join(f"<p>{html.escape(p)}</p>" for p in [told.title, *BEFORE, *HEADINGS.values(), *AFTER])
    whole = as_html(told, rng)
    tables = "".join(f"<table{t.split('</table>')[0]}</table>" for t in whole.split("<table")[1:])
    return (
        f"<html><head><title>{told.title}</title></head><body><div class='TRS_Editor'>{body}</div>"
        f"<div class='fj'>{tables}</div></body></html>"
    )


MORE: dict[str, Callable[[Told, Random], str]] = {
    "layout": as_layout,
    "torn_markdown": as_torn_markdown,
    "bar_before": as_bar_before,
    "page_of_bars": as_page_of_bars,
    "drawn_tabs": as_drawn_tabs,
    "blanks": as_blanks,
    "remedy_rows": as_remedy_rows,
    "remedy_row_bars": as_remedy_row_bars,
    "split_html": as_split_html,
    "outside_article": as_outside_article,
}
