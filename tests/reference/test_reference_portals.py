"""The registry: all provinces are there, every row is checked, every fault told with its place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reference import divisions, families, portals

HEAD = ",".join(portals.COLUMNS)
GOOD = "510422,盐边县,county,pzh-shtml-id,http://www.scyanbian.gov.cn/,,2026-04,,"


def write(path: Path, *rows: str, head: str = HEAD) -> Path:
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return path


def test_the_registry_holds_every_province_and_only_known_places() -> None:
    rows = portals.load()
    assert len(rows) == 3209
    assert len({row.code.lstrip("x")[:2] for row in rows}) == 31
    assert {row.code for row in rows} <= set(divisions.load())
    assert sorted(row.code for row in rows if row.code.startswith("x")) == ["x41001", "x50001", "x65001"]


def test_names_and_levels_agree_with_the_divisions() -> None:
    for row in portals.load():
        place = divisions.load()[row.code]
        assert place.name == row.name
        assert place.level in (row.level, "zone")


def test_what_was_inferred_is_noted_and_examples_are_no_lists() -> None:
    rows = portals.load()
    assert sum("inferred" in row.note for row in rows) > 1000
    assert sum(bool(row.list_url) for row in rows) == 241
    assert not [row for row in rows if row.list_url and "example:" in row.note]


def test_no_row_has_a_family_that_its_own_addresses_contradict() -> None:
    """The address of a list or an example fits other families' shapes and not its row's only where the note says so."""
    shapes = {name: family.urls for name, family in families.load().items()}
    for row in portals.load():
        for url in filter(None, (row.list_url, *re.findall(r"example: ([^;\s]+)", row.note))):
            fitting = {name for name, urls in shapes.items() if any(shape.search(url) for shape in urls)}
            assert not fitting or row.family in ("", *fitting) or "its example of" in row.note, (
                row.code,
                url,
                fitting,
            )


def test_a_guess_is_told_from_what_was_seen() -> None:
    rows = portals.load()
    assert 1000 < sum(row.inferred for row in rows) < 1200
    assert not [row for row in rows if row.inferred and not row.family]


def test_a_list_of_a_unit_says_whose_it_is(tmp_path: Path) -> None:
    unit = (
        GOOD.replace(",,2026-04", ",http://www.scyanbian.gov.cn/hmz/,2026-04")
        + "organ: 惠民镇; discovered: /"
    )
    rows = portals.load([write(tmp_path / "r.csv", GOOD, unit)])
    assert [row.organ for row in rows] == [None, "惠民镇"]


def test_a_file_of_the_same_columns_will_do(tmp_path: Path) -> None:
    path = write(
        tmp_path / "demo.csv",
        "510422,盐边县,county,ucap,http://a.localhost:8123/,http://a.localhost:8123/nb/,2026-11-25,,generated",
    )
    portal = portals.load([path])[0]
    assert (portal.host, portal.list_url) == ("a.localhost", "http://a.localhost:8123/nb/")


def test_a_portal_may_have_an_old_row_and_a_new_one(tmp_path: Path) -> None:
    old = "510422,盐边县,county,vsb,http://old.scyanbian.gov.cn/,,2020-01,2024-06,moved"
    rows = portals.load([write(tmp_path / "r.csv", old, GOOD)])
    assert [row.family for row in portals.current(rows)] == ["pzh-shtml-id"]


@pytest.mark.parametrize(
    ("row", "column", "expected"),
    [
        (GOOD.replace("510422", "51042"), "code", "six digits of GB/T 2260"),
        (GOOD.replace(",county,", ",country,"), "level", "one of province, prefecture, county"),
        (GOOD.replace("pzh-shtml-id", "pzh"), "family", r"a family of families.toml"),
        (GOOD.replace("http://", ""), "url", "begins with http:// or https://"),
        (GOOD.replace("http://www", "http://me@www"), "url", "without user"),
        (GOOD.replace(",,2026-04", ",/nb/,2026-04"), "list_url", "begins with http:// or https://"),
        (GOOD.replace("2026-04", "April"), "seen", "a date: 2026-04"),
        (GOOD.replace("盐边县", ""), "name", "the place's name"),
        (GOOD.replace("盐边县", " 盐边县"), "name", "no blank before or after"),
        (GOOD + ",more", "-", "9 columns, not 10"),
    ],
)
def test_a_wrong_row_is_told_with_file_line_and_column(
    tmp_path: Path, row: str, column: str, expected: str
) -> None:
    path = write(tmp_path / "r.csv", GOOD.replace("510422", "510421").replace("盐边县", "米易县"), row)
    with pytest.raises(portals.RegistryError, match=expected) as caught:
        portals.load([path])
    assert (caught.value.file, caught.value.line, caught.value.column) == (str(path), 3, column)


def test_the_same_list_twice_is_told(tmp_path: Path) -> None:
    with pytest.raises(portals.RegistryError, match=r"another list than r\.csv line 2 has"):
        portals.load([write(tmp_path / "r.csv", GOOD, GOOD)])


def test_a_wrong_head_and_a_missing_file_are_told(tmp_path: Path) -> None:
    with pytest.raises(portals.RegistryError, match=r"line 1.*the columns code,name"):
        portals.load([write(tmp_path / "r.csv", head="code,name")])
    with pytest.raises(portals.RegistryError, match="a registry file that exists"):
        portals.load([tmp_path / "absent.csv"])


def test_a_code_of_another_province_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portals, "FOLDER", tmp_path)
    with pytest.raises(portals.RegistryError, match="a code of province 11"):
        portals.load([write(tmp_path / "11_beijing.csv", GOOD)])


def test_every_family_of_the_registry_can_be_recognised() -> None:
    used = {row.family for row in portals.load()} - {""}
    assert used <= families.names()
    assert {name for name, family in families.load().items() if not family.urls} == {"generic"}


@pytest.mark.parametrize(
    ("name", "links", "text"),
    [
        ("trs-wcm", ["https://a.gov.cn/xw/202501/t20250123_86676420.html"] * 3, ""),
        ("trs-wcm", [], '<script>createPageHTML(5, 0, "index", "html");</script>'),
        ("ucap", ["https://a.gov.cn/abc/c118921/202501/bebedd4efcd74c6bb252b26cc3396f58.shtml"] * 3, ""),
        (
            "hanweb",
            ["https://a.gov.cn/art/2025/1/22/art_1229670702_98847.html"] * 2
            + ["https://a.gov.cn/col/col1229850035/index.html"],
            "",
        ),
        ("gd-nfcms-gkmlpt", ["https://a.gov.cn/zwgk/content/post_2147681.html"] * 3, ""),
        ("lonsun", ["https://a.gov.cn/public/column/12731?type=3&action=list"] * 3, ""),
        ("vsb", ["https://a.gov.cn/info/2381/644672.htm"] * 3, ""),
        ("pc-list", ["https://a.gov.cn/fsxrmzf/xzgfx3134/pc/list.html"] * 3, ""),
        ("shangwang", ["https://a.gov.cn/XxgkContent/showList/180/0/page_1.html"] * 3, ""),
        ("epoint", ["https://a.gov.cn/govxxgk/x/2025-01-15/5f4c.html"] * 3, ""),
        ("content-noext", ["https://a.gov.cn/zwgk/xxgknb/zjzfxxgknb/content_98482"] * 3, ""),
        ("shaanxi-19d", ["https://a.gov.cn/zwgk/zfnb/1881268348977160193.html"] * 3, ""),
        ("henan-date-id", ["https://a.gov.cn/2026/01-07/1370442.html"] * 3, ""),
        ("jeecms", ["https://a.gov.cn/zyyw/123456.jhtml"] * 3, ""),
        ("hunan-c-i", ["https://a.gov.cn/c18595/20250916/i2425719.html"] * 3, ""),
        ("siteserver", ["https://a.gov.cn/contents/62030/428497.html"] * 3, ""),
        ("pzh-shtml-id", ["https://a.gov.cn/zwgk/czxx/qtxxgk/10255007.shtml"] * 3, ""),
        ("htmls-rand", ["https://a.gov.cn/htmls/ueo3hhjr_xingzhengguifanxingwenjian/list-1.html"] * 3, ""),
        (
            "columns-uuid",
            ["https://a.gov.cn/columns/46a69ba8-0000-4000-8000-171893c30000/202502/17/x.html"] * 3,
            "",
        ),
        (
            "zibo-gongkai",
            ["https://a.gov.cn/gongkai/site_yyx/channel_c_5f_n_16/doc_5f4c5f4c5f4c5f4c5f4c5f4c.html"] * 3,
            "",
        ),
        ("tsid-dir", ["https://a.gov.cn/x/bmxxgknb/2025021015252070511/index.html"] * 3, ""),
    ],
)
def test_a_family_is_recognised_by_its_addresses(name: str, links: list[str], text: str) -> None:
    found = families.recognise(links, text)
    assert found is not None and found[0] == name


def test_little_evidence_is_none() -> None:
    assert families.recognise(["https://a.gov.cn/", "https://a.gov.cn/about.html"], "<p>hello</p>") is None
