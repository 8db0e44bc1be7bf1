"""Archived bytes: as served, unable to run anything, and each figure found again where it was printed."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from publish import marked
from publish.typeset import anchor, position, told
from tests.publish.conftest import Asked

SCRIPTED = """<!doctype html><html><head><base href="http://evil.example/"><meta http-equiv="refresh" content="0;url=http://evil.example">
<script>alert(1)</script><style>body{color:red}</style></head><body onload="alert(2)"><table><tr><td onclick="x()">一</td>
<td><a href="javascript:alert(3)">2</a></td></tr></table><img src="http://evil.example/x.png"><iframe src="http://evil.example"></iframe>
<form action="http://evil.example"><input name="a"></form><svg onload="alert(4)"></svg></body></html>"""


def of_report(asked: Asked, report: str) -> str:
    return str(asked.get(f"/report/{report}.json").json()["report"]["sha256"])


def test_the_bytes_are_those_that_were_archived(asked: Asked) -> None:
    sha256 = of_report(asked, "510422-2024")
    answer = asked.get(f"/original/{sha256}")
    assert hashlib.sha256(answer.content).hexdigest() == sha256
    assert b"<script>document.title='ran'</script>" in answer.content, (
        "not even our fixture's script is taken out"
    )


@pytest.mark.parametrize("ending", ["", "/page"])
def test_nothing_in_an_original_can_run(asked: Asked, ending: str) -> None:
    answer = asked.get(f"/original/{of_report(asked, '510422-2024')}{ending}")
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("sandbox;") and "allow-" not in policy
    assert "default-src 'none'" in policy and "script-src" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "set-cookie" not in answer.headers


def test_the_reading_copy_is_disarmed() -> None:
    page = marked.html_page(SCRIPTED, "bar", {(1, 1, 1): "一"})
    assert "evil.example" not in page and "alert(" not in page
    assert not re.search(r"<(script|iframe|form|base|input|meta http)", page)
    assert not re.search(r"\son\w+=", page)
    assert 'id="t1r1c1"' in page


@pytest.mark.parametrize("report", ["510422-2024", "510422-2020", "510422-2018", "622991-2021"])
def test_every_figure_with_a_place_opens_the_original_at_that_place(asked: Asked, report: str) -> None:
    found = asked.get(f"/report/{report}.json").json()
    rows = {row["cell"]: row for row in found["rows"]}
    page = asked.get(f"/report/{report}").text
    original = etree.HTML(asked.get(f"/original/{found['report']['sha256']}/page").text)
    printed = {e.get("id"): str(e.xpath("string()")).strip() for e in original.iterfind(".//*[@id]")}
    links = dict(
        re.findall(r'<td id="([a-z0-9_.]+)"[^>]*><a href="/original/[0-9a-f]{64}/page#(t\d+r\d+c\d+)"', page)
    )
    assert set(links) == {cell for cell, row in rows.items() if row["at"]}
    for cell, name in links.items():
        assert printed[name] == rows[cell]["raw"], cell


def named(page: str, name: str) -> Any:
    """The only element of that id."""
    (found,) = etree.HTML(page).iterfind(f".//*[@id='{name}']")
    return found


def test_tables_are_known_by_what_stands_in_them() -> None:
    """The reading numbers the tables of the article; a page has others around it, and merged cells."""
    page = """<table><tr><td><table><tr><td>菜单</td></tr></table></td></tr></table><table><tr></tr><tr><th rowspan=2>甲</th>
    <th colspan=2>乙</th></tr><tr><td>7</td><td>8</td></tr></table>"""
    drawn = marked.html_page(page, "", {(1, 2, 2): "7", (1, 2, 3): "8"})
    assert named(drawn, "t1r2c2").text == "7" and named(drawn, "t1r2c3").text == "8"
    around = named(drawn, "t1r2c1").getparent()
    assert "甲" in around.xpath("string()"), "a merged cell answers to each of its places"


def test_unknown_and_malformed_hashes(asked: Asked) -> None:
    assert asked.get(f"/original/{'0' * 64}").status_code == 404
    assert asked.get("/original/xyz").status_code == 404
    assert asked.get(f"/original/{'A' * 64}").status_code == 404


def test_a_warc_file_that_is_away_is_said(asked: Asked, snapshot: Path, tmp_path: Path) -> None:
    away = Asked(tmp_path, snapshot)
    answer = away.get(f"/original/{of_report(asked, '510422-2024')}")
    assert answer.status_code == 503 and ".warc.gz" in answer.text
    away.loop.close()


def test_places_are_packed_and_told() -> None:
    assert position(2_006_009) == position("table 2, row 6, column 9") == (2, 6, 9)
    assert anchor("2006009") == "t2r6c9" and anchor("line 12") == "l12" and anchor("page 3") is None
    assert told(2_006_009) == "table 2, row 6, column 9" and told(None) == ""
