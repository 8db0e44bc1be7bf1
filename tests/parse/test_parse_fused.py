"""Fused figures of table two, which has no sums: cut apart only where noughts leave one way."""

from __future__ import annotations

import pytest

from parse.report import read_bytes

HEAD = "二、主动公开政府信息情况第二十条第（一）项信息内容本年制发件数本年废止件数现行有效件数"
TAIL = (
    "第二十条第（五）项信息内容本年处理决定数量行政许可59第二十条第（六）项信息内容本年处理决定数量行政处罚0行政强制531"
    "第二十条第（八）项信息内容本年收费金额（单位：万元）行政事业性收费8248.35"
)
COLUMNS = ("issued", "repealed", "in_force")


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("000", (0, 0, 0)),
        ("00473", (0, 0, 473)),
        ("500", (None, None, None)),  # 5 | 0 | 0, or 50 | 0 and a cell left blank
        ("030", (None, None, None)),
        ("000473", (None, None, None)),  # no number begins with a nought
        ("00", (None, None, None)),
    ],
)
def test_only_noughts_tell_where_a_figure_ends(
    printed: str, expected: tuple[int | None, int | None, int | None]
) -> None:
    text = f"安和市财政局2023年政府信息公开工作年度报告{HEAD}规章000行政规范性文件{printed}{TAIL}"
    reading = read_bytes(text.encode(), name="fused.txt")
    cells = {c.cell: c for c in reading.cells}
    found = tuple(cells[f"t2.normative_documents.{c}"].value for c in COLUMNS)
    assert found == expected
    if expected[0] is None:
        assert any(p.cell and p.cell.startswith("t2.normative_documents") for p in reading.problems)
