"""The page that a generated organ of the fixture publishes: statutory tables in HTML, each figure knowing its place."""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import dataclass

from reference import forms


@dataclass
class Figure:
    """A figure as the page prints it; `at` is filled when the page is drawn."""

    value: int | float | None
    state: str
    raw: str
    at: str = ""


def page(
    name: str, year: int, form_id: str, figures: Mapping[str, Figure], sections: Mapping[str, str]
) -> bytes:
    """The report as UTF-8 HTML; sets `at` of every figure to "table N, row R, column C"."""
    body = [f"<h1>{html.escape(name)}{year}年政府信息公开工作年度报告</h1>"]
    body += [f"<h2>{key}</h2><p>{html.escape(text)}</p>" for key, text in sections.items()]
    for number, table in enumerate(forms.load(form_id).tables, 1):
        body.append(f"<h2>{html.escape(table.title_zh)}</h2>{_table(number, table, figures)}")
    text = f"<!doctype html><html><head><title>{name}</title><script>document.title='ran'</script></head><body>{''.join(body)}</body></html>"
    return text.encode()


def _table(number: int, table: forms.Table, figures: Mapping[str, Figure]) -> str:
    """A plain grid: the row's label, then a place for each value column."""
    head = "".join(f"<td>{html.escape(table.column(c).label_zh)}</td>" for c in table.value_columns)
    rows = [f"<tr><td>{html.escape(table.title_zh)}</td>{head}</tr>"]
    for n, row in enumerate(table.rows, 2):
        cells = [f"<td>{html.escape(row.label_zh)}</td>"]
        for c, column in enumerate(table.value_columns, 2):
            figure = figures.get(f"{table.key}.{row.key}.{column}") if column in row.cells else None
            if figure is not None and figure.state != "missing":
                figure.at = f"table {number}, row {n}, column {c}"
            cells.append(f"<td>{html.escape(figure.raw) if figure else ''}</td>")
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return f'<table border="1">{"".join(rows)}</table>'
