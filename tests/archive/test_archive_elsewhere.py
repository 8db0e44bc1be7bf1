"""Whose place a printed organ belongs to: reports of another place on a portal wait for a review."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive import places
from archive.organs import of_another_place
from tests.archive.archive_kit import a_reading, a_run, an_archive, answer, one, put

HERE = [
    ("510422", "盐边县人民政府"),
    ("510422", "盐边县"),
    ("510422", "盐边县惠民镇人民政府"),
    ("510422", "县教育和体育局"),
    ("510422", "我局"),
    ("510422", "惠民镇人民政府"),
    ("510422", "四川省盐边县财政局"),
    ("510422", "攀枝花市盐边生态环境局"),
    ("510422", "攀枝花市生态环境局盐边县分局"),
    ("510422", "攀枝花市惠民镇人民政府"),
    ("510422", "国家税务总局盐边县税务局"),
    ("510422", "国家统计局盐边调查队"),
    ("510422", "青禾县水利局"),
    ("510422", ""),
    ("510400", "盐边县人民政府"),
    ("510400", "攀枝花市仁和区"),
    ("510400", "攀枝花市水利局"),
    ("510000", "攀枝花市盐边县"),
    ("330212", "宁波市鄞州区人民政府"),
]  # fmt: skip
ELSEWHERE = [
    ("510422", "广河县人民政府"),
    ("510422", "临夏回族自治州广河县"),
    ("510422", "四川省发展和改革委员会"),
    ("510422", "攀枝花市东区"),
    ("510422", "攀枝花市水利局"),
    ("510422", "米易县财政局"),
    ("510422", "民政部"),
    ("510422", "国家发展和改革委员会"),
    ("510422", "国务院办公厅"),
    ("510422", "国家税务总局"),
    ("510422", "浙江省"),
    ("510400", "四川省教育厅"),
    ("510000", "云南省昆明市"),
]  # fmt: skip


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> places.Places:
    db, _ = an_archive(tmp_path_factory.mktemp("places"))
    return places.Places(db)


@pytest.mark.parametrize(("portal", "organ"), HERE)
def test_organs_of_a_place_are_its_own(known: places.Places, portal: str, organ: str) -> None:
    assert not of_another_place(known, portal, organ)


@pytest.mark.parametrize(("portal", "organ"), ELSEWHERE)
def test_organs_of_other_places_are_told(known: places.Places, portal: str, organ: str) -> None:
    assert of_another_place(known, portal, organ)


def test_a_place_that_became_another_is_at_home_there(known: places.Places) -> None:
    """A report under the old name or code of a county, on the site of what it became."""
    wrong = [
        (old, new)
        for old in list(known.heirs)
        for new in known.heirs[old]
        if len(new) == 6 and new in known.names and old in known.names
        if of_another_place(known, new, known.names[old] + "人民政府")
    ]
    assert wrong == []


def test_every_county_is_at_home_on_its_own_portal(known: places.Places) -> None:
    line = [code for code in known.names if len(code) == 6 and code.isdigit()]
    wrong = [
        code
        for code in line
        for organ in (known.names[code] + "人民政府", "".join(known.above(code)) + "教育局")
        if of_another_place(known, code, organ)
    ]
    assert wrong == []


def test_a_report_of_another_county_waits(tmp_path: Path) -> None:
    db, captures = an_archive(tmp_path)
    run = a_run(db, captures)
    kept = [run.fetch(answer(f"http://yb.example/{n}", f"页{n}" * 30)).capture_id for n in range(2)]
    run.close({})
    made = {str(kept[0]): a_reading(), str(kept[1]): a_reading("广河县人民政府")}
    assert put(db, made) == {"510422-2024": "new"}
    assert one(db, "select kind, report from problems where kind = 'foreign_organ'") == (
        "foreign_organ",
        None,
    )
