"""The five example reports: their figures, their documents' defects, and what the reader makes of the pages."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from parse.report import as_json, read_bytes
from replica import examples

TRUTH = Path(__file__).parents[3] / "shared/reports/truth"
NUMBERS = {"yanbian": 0, "guanghe": 1, "weibin": 2, "huimin": 3, "yumin": 4}
LOST = {
    "yanbian": [],
    "guanghe": [],
    "weibin": [],
    "huimin": ["t3.granted"],
    "yumin": ["t3.other_fee_unpaid", "t3.other_other", "t3.outcome_total", "t3.carried_out", "t4"],
}


def reading(name: str) -> dict[str, Any]:
    page = f"<html><head><title>{examples.title(name)}</title></head><body>{examples.content(name)}</body></html>"
    return as_json(read_bytes(page.encode(), content_type="text/html; charset=utf-8"))


@pytest.mark.parametrize("name", sorted(NUMBERS))
def test_figures_are_those_of_the_documents(name: str) -> None:
    if not TRUTH.is_dir():
        pytest.skip("the example documents are not part of the repository")
    truth = json.loads((TRUTH / f"s{NUMBERS[name]}.json").read_text("utf-8"))
    assert examples.load(name)["cells"] == truth["cells"]


@pytest.mark.parametrize("name", sorted(NUMBERS))
def test_pages_read_as_the_documents_do(name: str) -> None:
    """Every figure right, or null where the document lost it; never another figure."""
    got = {cell["cell"]: cell["value"] for cell in reading(name)["cells"]}
    for cell, value in examples.load(name)["cells"].items():
        lost = any(cell.startswith(f"{head}.") for head in LOST[name])
        assert got[cell] == value or (got[cell] is None and lost), (cell, got[cell], value)


def test_yanbian_has_its_fee_line_outside_the_table() -> None:
    content = examples.content("yanbian")
    assert not re.search(r"<td[^>]*>(?:(?!</td>).)*行政事业性收费", content)
    assert "8597.09" in content


def test_guanghe_is_traditional_with_pinyin_and_question_marks() -> None:
    content = examples.content("guanghe")
    assert "報(bào)告" in content
    assert content.count(">0?<") == 125
    assert content.count("結(jié)果維持") == 1


def test_weibin_has_short_rows() -> None:
    rows = re.findall(r"<tr[^>]*>.*?</tr>", examples.content("weibin"), re.S)
    short = next(row for row in rows if "5.要求行政机关" in row)
    full = next(row for row in rows if "4.无正当理由" in row)
    assert short.count("<td") == full.count("<td")
    assert 'rowspan="17"' in next(row for row in rows if "予以公开" in row)


def test_huimin_has_eight_figures_and_a_lost_label() -> None:
    content = examples.content("huimin")
    assert "予以公开" not in re.sub(r"<[^>]+>", "", content).replace("不予公开", "").replace("不 予", "")
    assert "**" in content
    assert "握相关政府信息" in content


def test_yumin_contradicts_itself_and_lacks_table_four() -> None:
    content = re.sub(r"<[^>]+>", "", examples.content("yumin"))
    assert "受理政府信息公开申请2件，其中予以公开2件" in content
    assert "2023年度" in content
    assert "结果维持" not in content
    found = {finding["rule"] for finding in reading("yumin")["findings"]}
    assert "S002" in found
