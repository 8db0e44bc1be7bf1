"""An invented report written in the layouts that real ones were met in; the prose is our own."""

from __future__ import annotations

import html
from collections.abc import Callable
from random import Random

from tests.parse.roundtrip_data import Drawn, Sheet, Told

HEADINGS = {
    "t2": "二、主动公开政府信息情况",
    "t3": "三、收到和处理政府信息公开申请情况",
    "t4": "四、政府信息公开行政复议、行政诉讼情况",
}
BEFORE = [
    "一、总体情况",
    "本机关按条例要求开展工作，全年发布信息若干条。",
    "（一）主动公开。各类信息按时发布，渠道通畅。",
]
AFTER = ["五、存在的主要问题及改进情况", "人手不足，下一年将加强培训。", "六、其他需要报告的事项", "无。"]


def _around(told: Told, tables: list[str], gap: str = "\n") -> str:
    parts = [told.title, *BEFORE]
    for sheet, text in zip(told.sheets, tables, strict=True):
        parts += [HEADINGS[sheet.key], text]
    return gap.join([*parts, *AFTER])


def as_html(told: Told, rng: Random) -> str:
    """Word-pasted or plain cells; &nbsp; for blanks; breaks inside heads."""
    wrap = rng.choice(("{}", "<p>{}</p>", '<p class="MsoNormal"><span style="font-size:12pt">{}</span></p>'))

    def cell(c: Drawn) -> str:
        spans = (f' colspan="{c.columns}"' if c.columns > 1 else "") + (
            f' rowspan="{c.rows}"' if c.rows > 1 else ""
        )
        text = html.escape(c.text) or rng.choice(("&nbsp;", "", " "))
        if c.role == "head" and len(c.text) == 4 and rng.random() < 0.3:
            text = c.text[:2] + "<br/>" + c.text[2:]
        return f"<td{spans}>{wrap.format(text)}</td>"

    def table(sheet: Sheet) -> str:
        rows = "".join("<tr>" + "".join(map(cell, row)) + "</tr>" for row in sheet.rows)
        return f"<table border=1><tbody>{rows}</tbody></table>"

    body = "".join(f"<p>{p}</p>" for p in [told.title, *BEFORE])
    body += "".join(f"<p>{HEADINGS[s.key]}</p>{table(s)}" for s in told.sheets)
    body += "".join(f"<p>{p}</p>" for p in AFTER)
    return f"<html><head><title>{told.title}</title></head><body><div id='zoom'>{body}</div></body></html>"


def _expanded(sheet: Sheet) -> list[list[str]]:
    """Rows with an empty cell for every place that a span covers."""
    grid: dict[tuple[int, int], str] = {}
    for y, row in enumerate(sheet.rows):
        x = 0
        for c in row:
            while (y, x) in grid:
                x += 1
            for b in range(c.rows):
                for a in range(c.columns):
                    grid[y + b, x + a] = c.text if (a, b) == (0, 0) else ""
            x += c.columns
    width = max(x for _, x in grid) + 1
    return [[grid.get((y, x), "") for x in range(width)] for y in range(len(sheet.rows))]


def as_tabs(told: Told, rng: Random) -> str:
    """Tab rows, an empty cell for each covered place; sometimes trailing ones cut off."""
    cut = rng.random() < 0.3

    def row(cells: list[str]) -> str:
        return "\t".join(cells).rstrip("\t") if cut and any(cells[-1:]) else "\t".join(cells)

    return _around(told, ["\n".join(map(row, _expanded(s))) for s in told.sheets])


def as_bars(told: Told, rng: Random) -> str:
    """Bars, a row a line: only drawn cells, closing bars in heaps."""
    lead, tail = rng.choice((("", " |"), ("| ", " |"), ("", "")))

    def line(row: list[Drawn], width: int) -> str:
        return (
            lead + " | ".join(c.text for c in row) + tail + ("|" * max(width - len(row), 0) if tail else "")
        )

    def table(s: Sheet) -> str:
        return "\n".join(line(r, max(map(len, s.rows))) for r in s.rows)

    return _around(told, [table(s) for s in told.sheets])


def as_markdown(told: Told, rng: Random) -> str:
    def table(s: Sheet) -> str:
        rows = _expanded(s)
        lines = ["| " + " | ".join(r) + " |" for r in rows]
        return "\n".join([lines[0], "|" + "---|" * len(rows[0]), *lines[1:]])

    text = _around(told, [table(s) for s in told.sheets], "\n\n")
    return text.replace("二、", "## 二、", 1) if rng.random() < 0.5 else text


def _cells(sheet: Sheet) -> list[str]:
    return [c.text for row in sheet.rows for c in row]


def as_cell_a_line(told: Told, rng: Random) -> str:
    """A cell a line, with or without blank lines between; blanks are lost."""
    gap = rng.choice(("\n", "\n\n"))
    return _around(told, [gap.join(t for t in _cells(s) if t) for s in told.sheets], gap)


def as_cell_bar(told: Told, rng: Random) -> str:
    """Cell and bar on every line, or bar on a line of its own."""
    gap = rng.choice((" |\n", "\n|\n"))
    return _around(told, [gap.join([*_cells(s), ""]).rstrip("\n") for s in told.sheets])


def as_one_line(told: Told, rng: Random) -> str:
    """All on one line, cells set apart by one blank."""
    return _around(told, [" ".join(t for t in _cells(s) if t) for s in told.sheets], " ")


def as_fused(told: Told, rng: Random) -> str:
    """All on one line without any separator."""
    return _around(told, ["".join(_cells(s)) for s in told.sheets], "")


def as_raw(told: Told, rng: Random) -> str:
    """pdftotext -raw: label lines, then a line of figures."""

    def table(s: Sheet) -> str:
        lines: list[str] = []
        for row in s.rows:
            texts = [c.text for c in row if c.role != "figure"]
            figures = " ".join(c.text for c in row if c.role == "figure" and c.text)
            if len(texts) == 1 and figures and rng.random() < 0.7:
                lines.append(f"{texts[0]} {figures}")
            else:
                lines += [*texts, figures]
        return "\n".join(line for line in lines if line)

    return _around(told, [table(s) for s in told.sheets])


LAYOUTS: dict[str, Callable[[Told, Random], str]] = {
    "html": as_html,
    "tabs": as_tabs,
    "bars": as_bars,
    "markdown": as_markdown,
    "cell_a_line": as_cell_a_line,
    "cell_bar": as_cell_bar,
    "one_line": as_one_line,
    "fused": as_fused,
    "raw": as_raw,
}
