"""From readings to rows: whose report, which bytes count, what changed; in any order the same."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from archive import Exchange
from archive.dump import digests
from tests.archive.archive_kit import a_reading, a_run, an_archive, answer, one, put

HOST = "http://yb.example/"


def crawl(folder: Path, *exchanges: Exchange) -> tuple[Database, list[str]]:
    """An archive that kept these, and the ids of the captures in their order."""
    db, captures = an_archive(folder)
    run = a_run(db, captures)
    kept = [run.fetch(exchange).capture_id for exchange in exchanges]
    run.close({})
    assert all(kept)
    return db, [capture for capture in kept if capture]


def test_a_report_of_the_county(tmp_path: Path) -> None:
    db, (page,) = crawl(tmp_path, answer(HOST + "1"))
    told = put(db, {page: a_reading(t3__granted__total=10, t2__fees_charged__fees=13.27)})
    assert told == {"510422-2024": "new"}
    row = next(db.table("reports").rows)
    assert (row["organ"], row["division"], row["year"], row["n_number"]) == ("510422", "510422", 2024, 200)
    figure = "select value, raw, at from figures where report = '510422-2024' and cell = ?"
    assert one(db, figure, "t3.granted.total") == (10, "10", "table 2, row 6, column 9")
    assert one(db, figure, "t2.fees_charged.fees")[0] == 13.27
    assert one(db, "select count(*) from sections") == 1
    assert one(db, "select kind, name from organs") == ("government", "盐边县人民政府")


@pytest.mark.parametrize(
    ("organ", "scope", "expected"),
    [
        ("盐边县人民政府办公室", "office", "510422-office"),
        ("盐边县惠民镇人民政府", "township", "510422105"),
        ("盐边县财政局", "department", "510422-d8f2a0632"),
        ("攀枝花市盐边县财政局", "unclear", "510422-d8f2a0632"),
        ("县财政局", "unclear", "510422-d8f2a0632"),
        ("盐边县人民政府办公室", "county_wide", "510422"),
    ],
)
def test_who_owes_it(tmp_path: Path, organ: str, scope: str, expected: str) -> None:
    db, (page,) = crawl(tmp_path, answer(HOST + "1"))
    assert list(put(db, {page: a_reading(organ, scope=scope)})) == [f"{expected}-2024"]


def test_a_blank_stays_a_blank(tmp_path: Path) -> None:
    db, (page,) = crawl(tmp_path, answer(HOST + "1"))
    put(db, {page: a_reading(t4__reconsideration__total=None)})
    found = "select value, state from figures where cell = 't4.reconsideration.total'"
    assert one(db, found) == (None, "blank")
    assert one(db, "select n_blank from reports") == 1


def test_an_attachment_fills_what_its_page_lacks(tmp_path: Path) -> None:
    page_of = answer(HOST + "1")
    part = answer(HOST + "1.pdf", role="attachment", found_on=HOST + "1", body=b"%PDF-1.7 one")
    db, (page, pdf) = crawl(tmp_path, page_of, part)
    bare = a_reading(missing="t", problems=[_missing("t3")])
    put(db, {page: bare, pdf: a_reading(year=None, organ="", t3__granted__total=7)})
    assert one(db, "select count(*) from reports") == 1
    assert one(db, "select value from figures where cell = 't3.granted.total'") == 7
    roles = dict(db.execute("select capture, role from report_captures where counts").fetchall())
    assert roles == {page: "page", pdf: "attachment"}
    assert one(db, "select count(*) from problems") == 0, "what the attachment has is not missing"


def test_a_page_that_only_leads_to_its_report_gives_its_date(tmp_path: Path) -> None:
    cover = answer(HOST + "1", "报告全文见附件。" * 9, link_text="盐边县财政局2024年政府信息公开工作年度报告")
    part = answer(HOST + "1.docx", role="attachment", found_on=HOST + "1", body=b"PK one")
    other = answer(HOST + "2", "通知" * 50, link_text="盐边县2023年政府信息公开工作年度报告")
    for order in itertools.permutations(range(3)):
        folder = tmp_path / "".join(map(str, order))
        folder.mkdir()
        db, ids = crawl(folder, cover, part, other)
        nothing = a_reading(
            report=False, why_not="no_report", cells=[], published_on="2025-01-20", organ="见附件"
        )
        inside = a_reading("盐边县财政局", scope="department", published_on=None, t3__granted__total=4)
        made = [nothing, inside, nothing | {"published_on": "2024-01-20"}]
        for n in order:
            put(db, {ids[n]: made[n]})
        wanted = ("510422-d8f2a0632-2024", "2025-01-20", ids[1], HOST + "1", "盐边县财政局")
        assert one(db, "select id, published_on, capture, url, organ_printed from reports") == wanted
        roles = dict(db.execute("select capture, role from report_captures where counts").fetchall())
        assert roles == {ids[0]: "page", ids[1]: "attachment"}


def _missing(cell: str) -> dict[str, object]:
    return {"kind": "table_missing", "cell": cell, "at": "", "says": {"zh": "无", "en": "none"}}


def test_a_page_with_tables_goes_before_its_attachment(tmp_path: Path) -> None:
    part = answer(HOST + "1.pdf", role="attachment", found_on=HOST + "1", body=b"%PDF-1.7 one")
    db, (page, pdf) = crawl(tmp_path, answer(HOST + "1"), part)
    put(db, {page: a_reading(t3__granted__total=5), pdf: a_reading(t3__granted__total=6)})
    assert one(db, "select value from figures where cell = 't3.granted.total'") == 5
    assert one(db, "select role, counts from report_captures where capture = ?", pdf) == ("copy", 0)
    assert one(db, "select capture, cell, value from revision_cells") == (pdf, "t3.granted.total", 6)


def test_a_corrected_report_counts_and_the_earlier_is_kept(tmp_path: Path) -> None:
    first = answer(HOST + "1", "a" * 90, at="2025-01-20T01:00:00.000Z")
    second = answer(HOST + "1", "b" * 90, at="2025-02-20T01:00:00.000Z")
    db, (old, new) = crawl(tmp_path, first, second)
    told = put(db, {old: a_reading(t3__granted__total=5)})
    told = put(db, {new: a_reading(t3__granted__total=6)})
    assert told == {"510422-2024": "figures"}
    assert one(db, "select value from figures where cell = 't3.granted.total'") == 6
    held = db.execute('select capture, role, counts, change from report_captures order by "at"').fetchall()
    assert held == [(old, "earlier", 0, None), (new, "page", 1, "figures")]
    assert one(db, "select capture, value from revision_cells") == (old, 5)
    assert one(db, "select first_seen from reports") == "2025-01-20T01:00:00.000Z"


def test_the_portals_own_page_goes_before_a_collections_copy(tmp_path: Path) -> None:
    own = answer(HOST + "1", "a" * 90, at="2025-01-20T01:00:00.000Z")
    copy = answer("http://pzh.example/9", "b" * 90, portal="510400", at="2025-03-20T01:00:00.000Z")
    db, (page, other) = crawl(tmp_path, own, copy)
    put(db, {page: a_reading(t3__granted__total=5), other: a_reading(t3__granted__total=8)})
    assert one(db, "select count(*) from reports") == 1
    assert one(db, "select value from figures where cell = 't3.granted.total'") == 5
    assert one(db, "select role from report_captures where capture = ?", other) == "copy"


def test_a_mirror_never_counts(tmp_path: Path) -> None:
    own = answer(HOST + "1", "a" * 90, at="2025-01-20T01:00:00.000Z")
    mirror = answer(
        "http://copy.example/9",
        "b" * 90,
        at="2025-03-20T01:00:00.000Z",
        source="import:x.warc",
        role="import",
    )
    db, (page, other) = crawl(tmp_path, own, mirror)
    put(db, {page: a_reading(t3__granted__total=5), other: a_reading(t3__granted__total=8)})
    assert one(db, "select value from figures where cell = 't3.granted.total'") == 5
    assert one(db, "select role from report_captures where capture = ?", other) == "mirror"


def test_a_foreign_site_code_waits_for_a_review(tmp_path: Path) -> None:
    body = b"<html><meta name='SiteIDCode' content='3304220001'><body>x</body></html>"
    db, (page,) = crawl(tmp_path, answer(HOST + "1", body=body))
    assert put(db, {page: a_reading()}) == {}
    assert one(db, "select kind, capture, report from problems") == ("foreign_site_code", page, None)
    assert one(db, "select count(*) from reports") == 0


def test_without_a_year_there_is_a_problem_and_no_report(tmp_path: Path) -> None:
    db, (page,) = crawl(tmp_path, answer(HOST + "1"))
    put(db, {page: a_reading(year=None)})
    assert one(db, "select kind from problems") == "year_missing"


def test_the_links_text_gives_the_year(tmp_path: Path) -> None:
    db, (page,) = crawl(tmp_path, answer(HOST + "1", link_text="盐边县2023年政府信息公开工作年度报告"))
    assert list(put(db, {page: a_reading(year=None)})) == ["510422-2023"]


def test_a_reading_that_is_no_report_any_more_takes_its_rows_along(tmp_path: Path) -> None:
    db, (page,) = crawl(tmp_path, answer(HOST + "1"))
    put(db, {page: a_reading()})
    assert put(db, {page: a_reading(report=False, why_not="notice")}, "v2") == {"510422-2024": "gone"}
    for table in ("reports", "cells", "sections", "problems", "report_captures"):
        assert db.table(table).count == 0


def test_reading_again_says_what_changed(tmp_path: Path) -> None:
    db, (page,) = crawl(tmp_path, answer(HOST + "1"))
    put(db, {page: a_reading()})
    assert put(db, {page: a_reading()}, "v2") == {"510422-2024": "same"}
    assert put(db, {page: a_reading(title="另一标题")}, "v3") == {"510422-2024": "text"}
    assert put(db, {page: a_reading(title="另一标题", t3__granted__total=1)}, "v4") == {
        "510422-2024": "figures"
    }


ORDERS = list(itertools.permutations(range(6)))


@given(order=st.sampled_from(ORDERS), cut=st.integers(0, 6))
def test_the_same_captures_in_any_order_give_the_same_rows(
    tmp_path_factory: pytest.TempPathFactory, order: tuple[int, ...], cut: int
) -> None:
    assert _built(tmp_path_factory, order, cut) == _built(tmp_path_factory, tuple(range(6)), 6)


def _built(factory: pytest.TempPathFactory, order: tuple[int, ...], cut: int) -> list[tuple[str, int, str]]:
    exchanges = [
        answer(HOST + "1", "a" * 90, at="2025-01-20T01:00:00.000Z"),
        answer(HOST + "1", "b" * 90, at="2025-02-20T01:00:00.000Z"),
        answer(
            HOST + "1.pdf",
            role="attachment",
            found_on=HOST + "1",
            body=b"%PDF 1",
            at="2025-02-20T01:00:01.000Z",
        ),
        answer("http://pzh.example/9", "c" * 90, portal="510400", at="2025-03-20T01:00:00.000Z"),
        answer(HOST + "2", "d" * 90, at="2025-03-21T01:00:00.000Z"),
        answer(HOST + "3", "e" * 90, at="2025-03-22T01:00:00.000Z"),
    ]
    db, ids = crawl(factory.mktemp("order"), *exchanges)
    made = [
        a_reading(t3__granted__total=1),
        a_reading(t3__granted__total=2, missing="t4"),
        a_reading(year=None, organ="", t3__granted__total=3),
        a_reading(t3__granted__total=4),
        a_reading(missing="t"),
        a_reading("盐边县财政局", scope="department"),
    ]
    for part in (order[:cut], order[cut:]):
        put(db, {ids[n]: made[n] for n in part})
    return list(digests(db))
