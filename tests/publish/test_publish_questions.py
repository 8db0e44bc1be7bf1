"""The twenty-seven questions: each runs, says what stands under it, and is right on planted data."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from publish import questions
from tests.publish.conftest import Asked

KEYS = [question.key for question in questions.load()]


def rows(asked: Asked, key: str, **given: object) -> list[dict[str, Any]]:
    query = "&".join(f"{name}={value}" for name, value in given.items())
    answer = asked.get(f"/questions/{key}.json?{query}")
    assert answer.status_code == 200, answer.text
    return list(answer.json()["rows"])


def test_there_are_twenty_seven_and_each_says_what_it_is() -> None:
    assert [question.n for question in questions.load()] == list(range(1, 28))
    for question in questions.load():
        assert all(
            (
                question.zh,
                question.en,
                question.about_zh,
                question.about_en,
                question.formula,
                question.caveat_zh,
                question.caveat_en,
            )
        )


@pytest.mark.parametrize("key", KEYS)
def test_it_runs_here_and_as_a_canned_query(asked: Asked, key: str) -> None:
    answer = asked.get(f"/questions/{key}.json").json()
    query = "&".join(f"{name}={value}" for name, value in answer["parameters"].items())
    canned = asked.get(f"/archive/{key}.json?{query}&_shape=array").json()
    assert canned == answer["rows"]


@pytest.mark.parametrize("key", KEYS)
def test_beside_every_sum_and_share_stands_what_is_under_it(key: str) -> None:
    (question,) = [q for q in questions.load() if q.key == key]
    if "sum(" in question.sql and "group by" in question.sql:
        assert (
            "as reports" in question.sql
            or "as parts" in question.sql
            or "n," in question.sql
            or "as n" in question.sql
        )
        told = ("as nulls", "as undated", "reader_doubt")
        assert any(word in question.sql for word in told), f"{key} sums and does not tell of nulls"


def test_sums_tell_of_the_nulls_under_them(asked: Asked, snapshot: Path) -> None:
    """510422-2024 lost table four's last row: it is counted under nulls, not taken as 0."""
    (row,) = [r for r in rows(asked, "reconsideration-first") if r["year"] == 2024]
    assert row["nulls"] == 1 and row["reports"] == 3
    direct, both = (
        sqlite3.connect(snapshot)
        .execute("""select sum(iif(row = 'litigation_direct', total, 0)), sum(total) from remedies
      where year = 2024 and row like 'litigation%' and report <> '510422-2024' and organ in ('510491', '510492', '622991')""")
        .fetchone()
    )
    assert (row["direct"], row["n"]) == (direct, both)


def test_planted_facts_are_found(asked: Asked) -> None:
    assert [r["organ"] for r in rows(asked, "missing", year=2023)] == ["622991"]
    assert [r["report"] for r in rows(asked, "text-table", year=2024)] == ["510422-2024"]
    (revised,) = rows(asked, "revisions")
    assert (revised["report"], revised["change"], revised["cells_changed"]) == ("510422-2023", "figures", 1)
    assert {r["province"] for r in rows(asked, "arithmetic", least=1) if r["wrong"]} == {"510000"}
    late = rows(asked, "late", year=2024, least=1)
    assert {r["province"]: r["late"] for r in late} == {"510000": 1, "620000": 0}


def test_small_denominators_are_left_out(asked: Asked) -> None:
    assert all(r["n"] >= 30 for r in rows(asked, "grant-rate", year=2022))
    assert "510422-2022" not in {r["report"] for r in rows(asked, "grant-rate", year=2022)}
    assert "510422-2022" in {r["report"] for r in rows(asked, "grant-rate", year=2022, least=1)}


def test_parts_and_whole(asked: Asked) -> None:
    (row,) = [r for r in rows(asked, "parts", year=2024) if r["report"] == "510422-2024"]
    assert row["parts"] == 3 and row["difference"] == row["county_wide"] - row["parts_sum"]


def test_words_are_counted_by_year(asked: Asked) -> None:
    found = rows(asked, "same-problems", word="不够及时")
    assert all(r["with_words"] == r["reports"] and r["share"] == 1 for r in found)
    assert all(r["with_words"] == 0 for r in rows(asked, "same-problems", word="从未写过"))


def test_places_narrow(asked: Asked) -> None:
    assert {r["report"][:2] for r in rows(asked, "requests-received", year=2024, place="62")} == {"62"}
    assert {r["report"][:2] for r in rows(asked, "requests-received", year=2024, place="510000")} == {"51"}
