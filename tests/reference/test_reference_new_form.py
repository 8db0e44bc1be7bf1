"""A new form is one JSON file and one recorded report: an invented form of 2027, read by the code as it stands.

The tree of reference/ and parse/ is copied, the form laid beside the others, its cells numbered, and a page of
invented figures read in a process of its own.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from html import escape
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
NEW_ROW = {
    "key": "not_processed_machine", "label_zh": "6.机器批量提交的申请", "label_en": "Submitted in bulk by machine", "parent": "not_processed",
    "kind": "leaf", "variants": ["机器批量申请"], "norm": "机器批量提交的申请",
}  # fmt: skip
NEW_COLUMN = {
    "key": "published", "label_zh": "本年公开件数", "label_en": "Published this year (documents)", "parent": "a20_1", "kind": "leaf",
    "variants": [], "norm": "本年公开件数", "value_type": "integer", "unit": "件",
}  # fmt: skip


def invented_form() -> dict[str, Any]:
    """The form of 2021 with a row more in table three and a column more in table two; its years follow."""
    form: dict[str, Any] = json.loads(
        (ROOT / "reference" / "forms" / "2021.json").read_text(encoding="utf-8")
    )
    form |= {
        "form_id": "2027",
        "document_no": "invented for a test",
        "reporting_years": {"from": 2027, "to": None},
    }
    proactive, requests = form["tables"][0], form["tables"][1]
    proactive["columns"].insert(3, NEW_COLUMN)
    for row in proactive["rows"][:2]:
        row["cells"] = [*row["cells"], "published"]
    keys = [row["key"] for row in requests["rows"]]
    refused = next(item for item in form["derived"] if item["key"] == "not_processed_sum")
    refused["sum_of"] = [*refused["sum_of"], NEW_ROW["key"]]
    requests["rows"].insert(keys.index("not_processed_reissue") + 1, NEW_ROW)
    return form


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the code with the invented form beside the others."""
    tree = tmp_path_factory.mktemp("tree")
    for package in ("reference", "parse"):
        shutil.copytree(
            ROOT / package, tree / package, ignore=shutil.ignore_patterns("__pycache__", "townships.csv")
        )
    (tree / "reference" / "forms" / "2027.json").write_text(
        json.dumps(invented_form(), ensure_ascii=False, indent=1), encoding="utf-8"
    )
    told = run(tree, "-m", "reference.cells")
    assert "9 cells appended" in told
    return tree


def run(tree: Path, *args: str) -> str:
    done = subprocess.run([sys.executable, *args], cwd=tree, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def page(form: dict[str, Any], values: dict[str, int]) -> str:
    """A report of an invented county in the invented form, as plain tables."""
    parts = [
        "<html><head><title>青禾县2027年政府信息公开工作年度报告</title></head><body><h1>青禾县2027年政府信息公开工作年度报告</h1>"
    ]
    for section in form["sections"]:
        parts.append(f"<p>{section['label_zh']}</p>")
        if section["key"] == "overview":
            parts.append("<p>这是为测试编写的一段文字，不是任何机关的报告。</p>")
        parts += [
            TABLES[table["key"]](table, values)
            for table in form["tables"]
            if table["section"] == section["key"]
        ]
    return "".join([*parts, "</body></html>"])


def row_of(texts: list[str]) -> str:
    return "<tr>" + "".join(f"<td>{escape(text)}</td>" for text in texts) + "</tr>"


def proactive(table: dict[str, Any], values: dict[str, int]) -> str:
    labels = {column["key"]: column["label_zh"] for column in table["columns"]}
    rows = []
    for block in table["blocks"]:
        rows.append(f"<tr><td colspan=5>{block['label_zh']}</td></tr>")
        own = [row for row in table["rows"] if row["parent"] == block["key"]]
        rows.append(row_of(["信息内容", *(labels[key] for key in own[0]["cells"])]))
        rows += [
            row_of([row["label_zh"], *(str(values[f"t2.{row['key']}.{key}"]) for key in row["cells"])])
            for row in own
        ]
    return "<table>" + "".join(rows) + "</table>"


def requests(table: dict[str, Any], values: dict[str, int]) -> str:
    leaves = [column for column in table["columns"] if column["kind"] != "group"]
    rows = [row_of(["申请人情况", *(column["label_zh"] for column in leaves)])]
    for row in table["rows"]:
        figures = (
            []
            if row["kind"] == "group"
            else [str(values[f"t3.{row['key']}.{column['key']}"]) for column in leaves]
        )
        rows.append(row_of([row["label_zh"], *figures]))
    return "<table>" + "".join(rows) + "</table>"


def remedies(table: dict[str, Any], values: dict[str, int]) -> str:
    results = [column["label_zh"] for column in table["columns"]]
    heads = "<tr><td colspan=5>行政复议</td><td colspan=10>行政诉讼</td></tr>"
    heads += "<tr>" + "".join(f"<td rowspan=2>{label}</td>" for label in results)
    heads += "<td colspan=5>未经复议直接起诉</td><td colspan=5>复议后起诉</td></tr>" + row_of(results * 2)
    return "<table>" + heads + row_of([str(values[cell]) for cell in table["printed_order"]]) + "</table>"


TABLES = {"t2": proactive, "t3": requests, "t4": remedies}


def invented_values(form: dict[str, Any]) -> dict[str, int]:
    """A figure of its own for every cell, so that none can be taken for another."""
    values: dict[str, int] = {}
    for table in form["tables"]:
        columns = [column["key"] for column in table["columns"] if column["kind"] != "group"]
        for row in table["rows"]:
            for column in row.get("cells", columns) if row["kind"] != "group" else ():
                values[f"{table['key']}.{row['key']}.{column}"] = 100 + len(values)
    return values


@pytest.fixture(scope="module")
def reading(tree: Path) -> dict[str, Any]:
    form = invented_form()
    (tree / "report.html").write_text(page(form, invented_values(form)), encoding="utf-8")
    read: dict[str, Any] = json.loads(run(tree, "-m", "parse", "read", "report.html"))
    return read


def test_the_new_form_is_told_by_its_heads_and_rows(reading: dict[str, Any]) -> None:
    assert (reading["report"], reading["form"], reading["year"]) == (True, "2027", 2027)


def test_every_cell_of_the_new_form_is_read(reading: dict[str, Any]) -> None:
    expected = invented_values(invented_form())
    assert len(expected) == 209
    assert {cell["cell"]: cell["value"] for cell in reading["cells"]} == expected


def test_rules_apply_where_the_report_has_their_cells(reading: dict[str, Any]) -> None:
    """The invented figures add up nowhere, so that the sums of tables three and four must be findings."""
    assert {"A301", "A304", "A401"} <= {finding["rule"] for finding in reading["findings"]}


def test_sums_follow_the_new_form(tree: Path) -> None:
    """A302 adds up the form's own subtotals: the new row counts without a change of the rule."""
    form = invented_form()
    values = dict.fromkeys(invented_values(form), 0)
    for row in ("new_requests", "not_processed_machine", "outcome_total"):
        values |= {f"t3.{row}.natural_person": 7, f"t3.{row}.total": 7}
    (tree / "sums.html").write_text(page(form, values), encoding="utf-8")
    findings = json.loads(run(tree, "-m", "parse", "read", "sums.html"))["findings"]
    assert not {finding["rule"] for finding in findings} & {"A301", "A302", "A304", "A401"}


def test_a_report_of_2021_stays_one(tree: Path) -> None:
    form = json.loads((ROOT / "reference" / "forms" / "2021.json").read_text(encoding="utf-8"))
    html = page(form, invented_values(form)).replace("2027", "2024")
    (tree / "old.html").write_text(html, encoding="utf-8")
    read = json.loads(run(tree, "-m", "parse", "read", "old.html"))
    assert (read["form"], len(read["cells"])) == ("2021", 200)


def test_a_form_file_that_is_wrong_is_told_with_its_place(tree: Path) -> None:
    form = invented_form()
    form["tables"][1]["rows"][0]["norm"] = "别的"
    wrong = tree / "wrong.json"
    wrong.write_text(json.dumps(form, ensure_ascii=False, indent=1), encoding="utf-8")
    code = "from pathlib import Path; from reference import forms; forms.read(Path('wrong.json'))"
    done = subprocess.run([sys.executable, "-c", code], cwd=tree, capture_output=True, text=True, check=False)
    assert "FormError: wrong.json:" in done.stderr
    assert "norm is '别的', expected '本年新收政府信息公开申请数量'" in done.stderr
