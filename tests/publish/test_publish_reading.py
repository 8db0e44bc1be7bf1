"""What a reader may count on: places by name, findings in words, numbers that lead to cells, downloads of a whole table."""

from __future__ import annotations

import csv
import io
import re
import sqlite3

import pytest

from publish import charts, narrative
from publish.manners.queue import BUSY
from tests.publish.conftest import Asked


def table(asked: Asked, path: str) -> list[list[str]]:
    answer = asked.get(path)
    assert answer.status_code == 200
    return list(csv.reader(io.StringIO(answer.text)))


def test_home_tells_what_the_last_days_brought(asked: Asked) -> None:
    page = asked.get("/?lang=en").text
    assert re.search(r"<b>\d+</b> new reports", page) and "Portals last looked at" in page
    assert re.search(r"<b>20\d\d-0[13]-31</b>", page), "the next statutory date"
    assert page.index("盐边县人民政府</span> 2024") < page.index("盐边县云杉事务局"), "governments first"


@pytest.mark.parametrize("name", ["盐边县", "盐边", "Yanbian", "yanbian", "510422"])
@pytest.mark.parametrize("path", ["/coverage", "/findings", "/changes"])
def test_a_place_is_found_by_its_name(asked: Asked, path: str, name: str) -> None:
    assert asked.get(f"{path}.json?place={name}").json() == asked.get(f"{path}.json?place=510422").json()


@pytest.mark.parametrize("name", ["无此县", "Nowhere", "'or 1=1--"])
def test_a_name_of_no_place_is_said_to_be_none(asked: Asked, name: str) -> None:
    assert asked.get(f"/findings?place={name}").status_code == 400


def test_a_county_lists_its_newest_year_first(asked: Asked) -> None:
    years = [row["year"] for row in asked.get("/coverage.json?place=510422").json()["rows"]]
    assert years == sorted(years, reverse=True) and len(set(years)) == 7


def test_no_change_is_lost_between_two_pages(asked: Asked) -> None:
    """Many reports are first seen in the same moment: the next page goes on after the last of them."""
    rows = asked.get("/changes.json?kind=new").json()["rows"]
    assert len({row["report"] for row in rows}) == 48
    for n in (0, 20, 46):
        before = f"{rows[n]['at']}~{rows[n]['report']}"
        assert asked.get(f"/changes.json?kind=new&before={before}").json()["rows"] == rows[n + 1 :]


def test_compare_takes_single_reports(asked: Asked) -> None:
    rows = asked.get("/compare.json?a=510422-2019,510422-2024,青榆区&year=2023").json()["rows"]
    assert [row["id"] for row in rows] == ["510422-2019", "510422-2024", "510491-2023"]
    page = asked.get("/compare?a=510422-2019,510422-2024&lang=en").text
    assert "different forms" in page and 'class="break"' in page


def test_charts_side_by_side_share_their_axes() -> None:
    series = [[(2020, 10.0), (2021, 20.0)], [(2021, 5.0)]]
    shared = charts.frame(series)
    assert shared == charts.Frame(2020, 2021, 20.0)
    high, low = (charts.line(points, "x", shared=shared) for points in series)
    assert float(re.findall(r'cy="(\d+)"', high)[1]) < float(re.findall(r'cy="(\d+)"', low)[0])
    assert charts.frame([[(2020, None)]]) is None


def test_a_finding_names_its_cells_in_words(asked: Asked) -> None:
    for lang, words in (("zh", "（一）予以公开 · 总计"), ("en", "Granted in full (disclosed) · Total")):
        page = asked.get(f"/report/510422-2024?lang={lang}").text
        assert re.search(rf'<a href="#t3.granted.total"[^>]*>{re.escape(words)}</a> <b>99</b>', page)


CELLS = {"t3.new_requests.total": 75, "t3.granted.total": 0, "t2.normative_documents.issued": 2}


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("全年共收到政府信息公开申请75件。", "t3.new_requests.total"),
        ("制发行政规范性文件2件。", "t2.normative_documents.issued"),
        ("予以公开0件。", "t3.granted.total"),
        ("收到申请74件。", None),
        ("收到申请，75件已办结。", None),
        ("收到75封来信。", None),
        ("收到申请75.5%。", None),
        ("主动予以公开，0件。", None),
    ],
)
def test_a_number_leads_to_the_cell_that_holds_it(text: str, cell: str | None) -> None:
    found = list(narrative.held(text, CELLS).values())
    assert found == ([cell] if cell else [])
    assert (f'href="#{cell}"' in narrative.linked(text, [], CELLS)) == bool(cell)


def test_a_whole_table_is_streamed_as_the_database_has_it(asked: Asked) -> None:
    connection = sqlite3.connect(asked.snapshot)
    for name in ("cells", "organ_labels", "sections", "figures"):
        head, *rows = table(asked, f"/archive/{name}.csv?_stream=1&_exact=1")
        cursor = connection.execute(f"select * from {name}")
        assert head == [column[0] for column in cursor.description]
        assert rows == [["" if value is None else str(value) for value in row] for row in cursor]


def test_a_streamed_table_is_narrowed_and_guarded(asked: Asked) -> None:
    few = table(asked, "/archive/reports.csv?_stream=1&year=2024&organ=510422")
    assert len(few) == 2 and few[1][1] == "510422-2024"
    assert few == table(asked, "/archive/reports.csv?year=2024&organ=510422")
    assert len(table(asked, "/archive/reports.csv?_stream=1&year__gte=2023")) == 1 + 13
    assert table(asked, "/archive/year_totals.csv?_stream=1") == table(
        asked, "/archive/year_totals.csv?_size=max"
    )
    sorted_too = table(asked, "/archive/reports.csv?_stream=1&_sort_desc=year&_size=max")
    assert sorted_too[1][4] == "2024", "what is more than a comparison is Datasette's to do"
    assert asked.get("/archive/nope.csv?_stream=1").status_code == 404
    name = asked.get("/archive/reports.csv?_stream=1").headers["content-disposition"]
    assert re.search(r'filename="gongkai-reports-20\d\d-\d\d-\d\d\.csv"', name)


def test_downloads_bear_the_day_of_their_data(asked: Asked) -> None:
    for path in ("/county/510422.csv", "/findings.xlsx", "/archive.db"):
        assert re.search(r"-?20\d\d-\d\d-\d\d\.", asked.get(path).headers["content-disposition"]), path


@pytest.mark.parametrize(("lang", "words"), [("zh", "这条 SQL 不能执行"), ("en", "This SQL cannot be run")])
def test_bad_sql_is_told_in_two_languages(asked: Asked, lang: str, words: str) -> None:
    answer = asked.get(f"/archive?sql=selec&lang={lang}")
    assert answer.status_code == 400
    assert words in answer.text and "<code>selec</code>" in answer.text


def test_who_is_turned_away_is_told_in_both_languages() -> None:
    assert "同时查询的人太多" in BUSY and "Too many questions" in BUSY


def test_a_feed_says_when_portals_were_last_looked_at(asked: Asked) -> None:
    assert "2025-04-01 11:00" in asked.get("/feeds/county.atom?code=510422&lang=en").text
