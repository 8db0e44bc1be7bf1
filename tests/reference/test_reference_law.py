"""Deadlines, what is withheld, reviews: small tables with checked loaders."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from reference import deadlines, reviews, withheld

SHA = "0" * 63 + "1"


@pytest.mark.parametrize(
    ("kind", "year", "day", "statutory"),
    [
        ("government", 2024, date(2025, 3, 31), True),
        ("office", 2024, date(2025, 1, 31), True),
        ("department", 2019, date(2020, 1, 31), True),
        ("township", 2024, date(2025, 1, 31), False),
        ("zone", 2024, date(2025, 1, 31), False),
        ("department", 2018, date(2019, 3, 31), True),
        ("township", 2008, date(2009, 3, 31), True),
    ],
)
def test_who_publishes_by_when(kind: str, year: int, day: date, statutory: bool) -> None:
    found = deadlines.deadline(kind, year)
    assert found is not None
    assert (found.day, found.statutory) == (day, statutory)
    assert deadlines.statutory(kind, year) == (day if statutory else None)


def test_the_day_itself_is_in_time() -> None:
    found = deadlines.deadline("department", 2024)
    assert found is not None
    assert [found.days_late(date(2025, 1, day)) for day in (30, 31)] == [-1, 0]
    assert found.days_late(date(2025, 2, 1)) == 1


def test_nothing_was_due_before_2008() -> None:
    assert deadlines.deadline("government", 2007) is None


def test_an_unknown_kind_is_told() -> None:
    with pytest.raises(deadlines.DeadlineError, match="expected one of government"):
        deadlines.deadline("court", 2024)


def test_dates_are_chinas() -> None:
    assert deadlines.day_in_china(datetime(2025, 1, 31, 15, 59, tzinfo=UTC)) == date(2025, 1, 31)
    assert deadlines.day_in_china(datetime(2025, 1, 31, 16, 1, tzinfo=UTC)) == date(2025, 2, 1)
    with pytest.raises(ValueError, match="no time zone"):
        deadlines.day_in_china(datetime(2025, 1, 31))


def test_dates_ahead_are_those_of_the_coming_season() -> None:
    ahead = deadlines.ahead(date(2026, 11, 25))
    assert [(item.day, item.year) for item in ahead if item.statutory] == [
        (date(2027, 1, 31), 2026),
        (date(2027, 3, 31), 2026),
    ]
    assert deadlines.ahead(date(2027, 2, 10))[0].day == date(2027, 3, 31)
    assert deadlines.earliest(2026) == date(2027, 1, 1)


def test_the_registers_load() -> None:
    assert withheld.rows() == [tuple(row) for row in withheld.rows()]
    assert reviews.reading(SHA) is None
    assert reviews.finding("none", SHA) is None


def test_a_review_holds_only_for_the_bytes_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "findings.csv"
    path.write_text(
        f"fingerprint,sha256,verdict,note_zh,note_en,by,date\nabc,{SHA},explained,说明,a note,an editor,2026-11-25\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(reviews, "_findings", lambda: reviews.read_findings(path))
    found = reviews.finding("abc", SHA)
    assert found is not None and found.verdict == "explained"
    assert reviews.finding("abc", "f" * 64) is None
    assert reviews.outdated("abc", "f" * 64) and not reviews.outdated("abc", SHA)


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (f"abc,{SHA},maybe,说明,note,me,2026-11-25", "verdict: 'maybe'; expected one of confirmed"),
        ("abc,123,confirmed,说明,note,me,2026-11-25", "sha256: '123'"),
        (f"abc,{SHA},confirmed,,note,me,2026-11-25", "a note in Chinese and in English"),
        (f"abc,{SHA},confirmed,说明,note,me,yesterday", "date: 'yesterday'"),
        (f"abc,{SHA}", "2 values; expected 7"),
    ],
)
def test_a_wrong_review_is_told(tmp_path: Path, row: str, says: str) -> None:
    path = tmp_path / "findings.csv"
    path.write_text(f"fingerprint,sha256,verdict,note_zh,note_en,by,date\n{row}\n", encoding="utf-8")
    with pytest.raises(reviews.ReviewError, match=says):
        reviews.read_findings(path)


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("510422,text,因,why,2026-11-25", "target: '510422'"),
        ("510422-2024,figures,因,why,2026-11-25", "what: 'figures'"),
        ("510422-2024,text,,why,2026-11-25", "a reason in Chinese and in English"),
        ("510422-2024,text,因,why,soon", "date: 'soon'"),
    ],
)
def test_a_wrong_row_of_what_is_withheld_is_told(tmp_path: Path, row: str, says: str) -> None:
    path = tmp_path / "withheld.csv"
    path.write_text(f"target,what,reason_zh,reason_en,date\n{row}\n", encoding="utf-8")
    with pytest.raises(withheld.WithheldError, match=says):
        withheld.read(path)


def test_what_may_be_withheld_is_named_exactly(tmp_path: Path) -> None:
    path = tmp_path / "withheld.csv"
    rows = [
        f"{SHA},original,因,why,2026-11-25",
        "510422105-2024,section:problems,因,why,2026-11-25",
        "510422-d0123abcd-2024,text,因,why,2026-11-25",
    ]
    path.write_text("target,what,reason_zh,reason_en,date\n" + "\n".join(rows) + "\n", encoding="utf-8")
    assert [item.what for item in withheld.read(path)] == ["original", "section:problems", "text"]
