"""Tables derived from cells: the form's own words, nulls kept, sums only where every part is there."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlite_utils import Database

from archive.derive import build, cells_of
from reference import forms
from tests.archive.archive_kit import a_reading, a_run, an_archive, answer, one, put


@pytest.fixture
def db(tmp_path: Path) -> Database:
    """Two years of one county: 2023 complete, 2024 with a blank and a lost table 4."""
    db, captures = an_archive(tmp_path)
    run = a_run(db, captures)
    pages = [
        run.fetch(answer(f"http://yb.example/{year}", str(year) * 30)).capture_id for year in (2023, 2024)
    ]
    run.close({})
    first = a_reading(
        year=2023, t3__new_requests__total=9, t3__denied_state_secret__total=2, t3__denied_third_party__total=3,
        t3__carried_out__total=4, t2__normative_documents__in_force=20, t4__litigation_direct__total=1,
        t4__litigation_after_reconsideration__total=2,
    )  # fmt: skip
    second = a_reading(
        missing="t4", t3__carried_in__total=5, t3__denied_state_secret__total=None, t2__fees_charged__fees=13.5,
        t2__normative_documents__issued=3, t2__normative_documents__repealed=1, t2__normative_documents__in_force=22,
    )  # fmt: skip
    put(db, dict(zip(map(str, pages), (first, second), strict=True)))
    build(db)
    return db


def test_a_row_a_report_and_printed_row(db: Database) -> None:
    row = "select total, natural_person, label_zh, cells_null from requests where report = ? and row = ?"
    assert one(db, row, "510422-2023", "new_requests") == (9, 0, "一、本年新收政府信息公开申请数量", 0)
    assert one(db, row, "510422-2024", "denied_state_secret")[0] is None
    assert one(db, row, "510422-2024", "denied_state_secret")[3] == 1
    fees = "select fees, issued from proactive where report = '510422-2024' and row = 'fees_charged'"
    assert one(db, fees) == (13.5, None)
    assert one(db, "select count(*) from remedies where report = '510422-2023'") == 3


def test_indicators_are_null_where_a_part_is(db: Database) -> None:
    row = "select requests_received, denied, litigation_total, cells_null from indicators where report = ?"
    assert one(db, row, "510422-2023") == (9, 5, 3, 0)
    assert one(db, row, "510422-2024")[:3] == (0, None, None)
    assert one(db, row, "510422-2024")[3] > 1


def test_balance_holds_two_years_side_by_side(db: Database) -> None:
    row = (
        "select report, report_before, carried_out_before, carried_in, carried_gap, in_force_gap from balance"
    )
    assert one(db, row) == ("510422-2024", "510422-2023", 4, 5, 1, 0)


def test_building_again_gives_the_same(db: Database) -> None:
    before = list(db.query("select * from requests"))
    assert build(db)["requests"] == len(before)
    assert list(db.query("select * from requests")) == before


def test_every_indicator_is_made_of_cells_that_its_form_prints() -> None:
    for form_id in forms.FORM_IDS:
        form = forms.load(form_id)
        for indicator in form.harmonised:
            for name in indicator.of:
                assert set(cells_of(form, name)) <= set(form.cell_ids), (form_id, indicator.key)
