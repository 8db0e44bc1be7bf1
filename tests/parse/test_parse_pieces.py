"""The small parts of reading: numbers, labels, kinds, hostile pages, what is no report."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from parse.errors import CannotOpenError
from parse.grid import span
from parse.numbers import read
from parse.report import read_bytes
from parse.tables.labels import enumerator, nearest, vocabulary
from reference import cells, forms
from reference.text import find_dates, norm_label, simplified


@pytest.mark.parametrize(
    ("text", "kind", "value", "unit"),
    [
        ("0", "number", 0, None),
        ("0?", "number", 0, None),
        ("１２", "number", 12, None),
        ("1,234", "number", 1234, None),
        ("减4", "number", -4, None),
        ("+19", "number", 19, None),
        ("240万元", "number", 240, "万元"),
        ("251000元", "number", 251000, "元"),
        ("22（其中修订16件）", "annotated", 22, None),
        ("", "blank", None, None),
        ("—", "mark", None, None),
        ("/", "mark", None, None),
        ("1 2", "run", None, None),
        ("007", "run", None, None),
        ("— 4 —", "text", None, None),
        ("一", "text", None, None),
    ],
)
def test_what_a_cell_prints(text: str, kind: str, value: float | None, unit: str | None) -> None:
    figure = read(text)
    assert (figure.kind, figure.value, figure.unit) == (kind, value, unit)


def test_every_cell_of_every_form_has_a_number() -> None:
    assert {d.cell for d in cells.wanted()} <= {d.cell for d in cells.definitions()}
    assert [len(forms.load(f).cell_ids) for f in ("2021", "2019", "2014")] == [200, 198, 58]


def test_labels_are_compared_without_numerals_brackets_and_glosses() -> None:
    assert norm_label("（二）部分公开（区分处理的，只计这一情形，不计其他情形）") == "部分公开"
    assert norm_label("第二十條第（一）項") == "第二十条第一项"
    assert norm_label("規(guī)范性文件") == "规范性文件"
    assert enumerator("（七）总计") == "七"


def test_a_misprinted_label_is_told_only_where_no_other_is_near() -> None:
    rows = vocabulary()["t3"].rows
    assert nearest("其他法律行政止公开", rows) == "denied_other_law"
    assert nearest("行政", rows) is None


def test_simplified_text_is_left_alone() -> None:
    assert simplified("乾县於潜镇（app）") == ("乾县於潜镇（app）", [])
    assert [d.isoformat() for d in find_dates("二○一二年二月二十日，2021-03-2918:26")] == [
        "2012-02-20",
        "2021-03-29",
    ]


@pytest.mark.parametrize(("text", "columns"), [("1000000000", 60), ("100%", 1), ("0", 1), ("", 1), ("3", 3)])
def test_spans_as_people_write_them(text: str, columns: int) -> None:
    assert span(text) == columns


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 20000 + "x",
        "<table><tr><td colspan=1000000000 rowspan=1000000000>1</td></tr></table>",
        "<table>" * 300 + "<tr><td>1",
        "<中华人民共和国政府信息公开工作年度报告格式><p>文字",
    ],
)
def test_hostile_pages_are_read_in_bounded_time(page: str) -> None:
    assert read_bytes(page.encode()).report is False


@pytest.mark.parametrize("body", [b"", b"  \n", bytes(range(1, 9)) * 200])
def test_bytes_that_are_no_document(body: bytes) -> None:
    with pytest.raises(CannotOpenError):
        read_bytes(body)


def test_the_empty_form_is_no_report() -> None:
    rows = "".join(
        f"<tr><td>{r.label_zh}</td>{'<td></td>' * 7}</tr>"
        for r in forms.load("2021").table("t3").rows
        if r.cells
    )
    reading = read_bytes(f"<p>三、收到和处理政府信息公开申请情况</p><table>{rows}</table>".encode())
    assert (reading.report, reading.why_not) == (False, "empty_form")


def test_the_command_says_in_one_line_what_it_cannot_open(tmp_path: Path) -> None:
    empty = tmp_path / "empty.pdf"
    empty.write_bytes(b"")
    done = subprocess.run(
        [sys.executable, "-m", "parse", "read", str(empty)],
        check=False,
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1
