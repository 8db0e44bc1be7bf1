"""Quirks of published reports in what is not a table: numbers in prose, noise, years and dates, boxes; one row a quirk.

Titles, dates, signatures and headings have tables of their own (meta_cases.py, meta_headings.py), tables theirs
(roundtrip_defects.py), what is no report decoy_pages.py.
"""

from __future__ import annotations

from typing import Any

import pytest

from parse.checks.amounts import amounts
from parse.checks.sentences import plain, sentences
from parse.report import as_json, read_bytes
from reference.text import find_dates
from tests.parse.meta_pages import Told, as_page, as_text, usual

TITLE = "青禾县2024年政府信息公开工作年度报告"

# --- numbers in prose: what they mean at least, at most, and what they count

PROSE: list[tuple[str, list[tuple[float, float, str]]]] = [
    ("公开26040条", [(26040, 26040, "条")]),
    ("收到6宗", [(6, 6, "宗")]),
    ("答复6份", [(6, 6, "份")]),
    ("培训300余人次", [(300, 400, "人次")]),
    ("三百余件", [(300, 400, "件")]),
    ("20多件", [(20, 30, "件")]),
    ("二十余条", [(20, 30, "条")]),
    ("两件", [(2, 2, "件")]),
    ("十二件", [(12, 12, "件")]),
    ("廿件", [(20, 20, "件")]),
    ("一百二十件", [(120, 120, "件")]),
    ("零件", [(0, 0, "件")]),
    ("发布2.96万条", [(29550, 29650, "条")]),
    ("公开3.5万件/次", [(34500, 35500, "件")]),
    ("访问13.2695 万次", [(132694.5, 132695.5, "次")]),
    ("公开14万余条", [(140000, 154000, "条")]),
    ("约20件", [(10, 30, "件")]),
    ("近千件", [(0, 1000, "件")]),
    ("不足10件", [(0, 10, "件")]),
    ("超过100条", [(100, 200, "条")]),
    ("1,234件", [(1234, 1234, "件")]),
    ("１，２３４件", [(1234, 1234, "件")]),
    ("２３件", [(23, 23, "件")]),
    ("23 件", [(23, 23, "件")]),
    ("3—5件", [(3, 5, "件")]),
    ("5至8件", [(5, 8, "件")]),
    ("占14%", [(14, 14, "%")]),
    ("0条占", [(0, 0, "条")]),
    ("26.4粉丝", [(26.4, 26.4, "")]),
    ("32村务公开264条", [(32, 32, ""), (264, 264, "条")]),
    ("4位申请人的4政府信息公开申请", [(4, 4, ""), (4, 4, "")]),
    ("第3件", []),
    ("条例第三十六条", []),
    ("数十条", []),
    ("上百件", []),
    ("一是建章立制", []),
    ("三安全一稳定", []),
    ("三审三校", []),
]


@pytest.mark.parametrize(("prose", "means"), PROSE)
def test_a_number_in_prose(prose: str, means: list[tuple[float, float, str]]) -> None:
    assert [(a.low, a.high, a.unit) for a in amounts(plain(prose))] == means


def test_a_number_cut_from_its_unit_by_a_page_is_one_number() -> None:
    assert sentences("通知公告 320\n\n— 3 —\n\n条。") == ("通知公告320条。",)
    assert [(a.value, a.unit) for a in amounts(sentences("收到申请1\n- 4 -\n2件。")[0])] == [(12, "件")]


# --- years and dates

DATES = [
    ("二○一二年二月二十日", "2012-02-20"),
    ("二〇一〇年一月十九日", "2010-01-19"),
    ("二0一三年十二月三十一日", "2013-12-31"),
    ("二Ｏ一四年三月廿一日", "2014-03-21"),
    ("2021-03-2918:26", "2021-03-29"),
    ("2022年01月30日 15:52", "2022-01-30"),
    ("2021年1 月21 日", "2021-01-21"),
    ("2026.01.13", "2026-01-13"),
    ("2025/1/9", "2025-01-09"),
    ("2017年3月", None),
    ("----年--月--日", None),
    ("2025年13月1日", None),
    ("202311日起", None),
    ("2025111231日", None),
]


@pytest.mark.parametrize(("printed", "date"), DATES)
def test_a_date_as_printed(printed: str, date: str | None) -> None:
    assert [d.isoformat() for d in find_dates(printed)] == ([date] if date else [])


def told(**given: Any) -> dict[str, Any]:
    report = Told(**{"title": [TITLE], "sections": usual(), **given})
    return as_json(read_bytes(as_page(report), name="page.html"))


@pytest.mark.parametrize(
    "period",
    [
        "统计期限自202011日起至20201231日止。",
        "统计期限为20251月1日至202512月31日。",
        "统计时间2025111231日。",
        "数据统计期限202311日起。",
    ],
)
def test_a_period_that_lost_its_signs_tells_no_year(period: str) -> None:
    """The title's year stands; without one the text's own sentence, not the digits run together."""
    assert told(head=[period])["year"] == 2024
    assert told(title=["青禾县政府信息公开工作年度报告"], head=[period])["year"] is None


def test_a_period_of_another_year_is_told() -> None:
    found = told(head=["所列数据的统计期限自2021年1月1日起至2021年12月31日止。"])
    assert found["year"] == 2024
    assert "year_doubtful" in {p["kind"] for p in found["problems"]}


def test_other_years_in_the_text_do_not_count() -> None:
    """Last year's sentence left standing, a notice of another year, a folder of another year."""
    sections = [(k, h, t + "2019年度的办法、2023年的通知、2023年度的链接都还在用。") for k, h, t in usual()]
    body = as_page(Told(title=[TITLE], sections=sections))
    url = "http://www.example.gov.cn/2018/202206/t20220613_7.html?year=2019"
    assert read_bytes(body, url=url, name="2023n/page.html").year == 2024


def test_the_year_of_an_address_is_never_taken() -> None:
    body = as_page(Told(title=["青禾县政府信息公开工作年度报告"], sections=usual()))
    reading = read_bytes(body, url="http://www.example.gov.cn/nb/2024/t20250120_7.html")
    assert (reading.year, reading.published_on) == (None, None)
    assert "year_missing" in {p.kind for p in reading.problems}


def test_published_before_the_year_was_over_and_signed_with_its_number() -> None:
    found = told(around=["发布时间：2024-12-19"], end=["青禾县人民政府", "2024年3月15日"])
    assert (found["year"], found["published_on"], found["signed_on"]) == (2024, "2024-12-19", "2024-03-15")


def test_a_head_with_todays_date_and_an_empty_label() -> None:
    found = told(around=["2019年12月3日星期二", "发布时间：", "来源：青禾县政府办"])
    assert found["published_on"] is None


# --- noise

HEAVY = "青(qing)禾(he)縣(xian)2024年(nian)政(zheng)府(fu)信(xin)(xin)息(xi)公開(kāi)工作年度報(bào)告(gao)"
NOISY: list[tuple[str, str, list[str]]] = [
    ("青禾縣2024年政府信息公開工作年度報告", "traditional characters", ["traditional"]),
    ("青禾縣2024年政府信息公開工作年度報(bào)告", "light pinyin", ["pinyin", "traditional"]),
    (HEAVY, "heavy pinyin", ["pinyin", "traditional"]),
]


@pytest.mark.parametrize(("title", "kind", "noise"), NOISY)
def test_a_copy_with_pinyin_or_traditional_characters(title: str, kind: str, noise: list[str]) -> None:
    swap = {
        "总体情况": "總體情況",
        "主动公开": "主動公開",
        "收到和处理": "收到和處理",
        "报告": "報(bào)告",
        "开": "開(kāi)",
    }
    sections = []
    for key, heading, text in usual():
        for plain_word, word in swap.items():
            heading, text = heading.replace(plain_word, word), text.replace(plain_word, word)  # noqa: PLW2901
        sections.append((key, heading, text + ("這是開會時說過的話，後來寫進了報告。" if text else "")))
    found = as_json(read_bytes(as_text(Told(title=[title], sections=sections)), name="page.txt"))
    assert (found["title"], found["organ"], found["year"]) == (TITLE, "青禾县", 2024), kind
    assert [s["section"] for s in found["sections"]] == [key for key, _, _ in usual()]
    assert set(noise) <= {"pinyin", "traditional"} & ({*found["noise"]} | set(noise))


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (["正文"], "正文 on a line before the title"),
        (["字体：大 中 小", "打印 关闭 分享到：微信 微博"], "font and share buttons"),
        (["首页 > 政务公开 > 政府信息公开年报"], "a trail"),
        (["索引号：11510-2025-0003", "文号：青政办〔2025〕3号", "签发人：王某"], "number and signer at the head"),
        (["县政府信息公开办:"], "a salutation"),
        (["??为做好本项工作，现报告如下。"], "question marks for an indent"),
        (["六?！钡戎行墓ぷ? ?。ㄒ唬┲鲃?dòng)"], "debris of a wrong charset"),
        (["<!--[if gte mso 9]><xml></xml><![endif]-->"], "Word's conditional comments"),
        (["浏览次数：2023 次"], "a counter that looks like a year"),
        (["引言", "这份材料说明一年的工作。", "专有名词解释", "条例是指管这件事的行政法规。"], "an introduction and a glossary"),
        (["编制说明：本报告照格式编写。"], "a remark on the making"),
    ],
)  # fmt: skip
def test_what_stands_around_a_report_changes_nothing(head: list[str], kind: str) -> None:
    plainly, noisy = told(), told(head=head)
    before = told(title=[*head, TITLE])
    for found in (noisy, before):
        for key in ("report", "title", "organ", "scope", "year", "published_on", "signed_on", "cells"):
            assert found[key] == plainly[key], (kind, key)
        assert [s["section"] for s in found["sections"]] == [s["section"] for s in plainly["sections"]], kind


def test_page_numbers_inside_the_text_are_left_out() -> None:
    sections = [(k, h, t) for k, h, t in usual()]
    sections[1:1] = [("", "", "— 4 —"), ("", "", "-3-"), ("", "", "第 2 页 共 7 页")]
    found = told(sections=sections)
    assert found["sections"][0]["text"] == usual()[0][2]


def test_doubled_marks_in_a_heading() -> None:
    sections = [(k, h.replace("、", ",、"), t) for k, h, t in usual()]
    assert [s["section"] for s in told(sections=sections)["sections"]] == [k for k, _, _ in usual()]


# --- whose report

ORGANS: list[tuple[str, str, str, str]] = [
    ("我局2024年政府信息公开工作年度报告", "发布机构：青禾县水利局", "我局", "unclear"),
    ("区统计局2024年政府信息公开工作年度报告", "来源：青禾区统计局", "区统计局", "department"),
    (
        "青禾县畜牧局2008年政府信息公开工作年度报告",
        "发布机构：青禾县畜牧渔业服务中心",
        "青禾县畜牧局",
        "department",
    ),
    ("青禾县白禾镇2024年政府信息公开工作年度报告", "发布机构：青禾县人民政府", "青禾县白禾镇", "township"),
    ("青禾县白禾镇2024年政府信息公开工作年度报告", "来源：青禾县融媒体中心", "青禾县白禾镇", "township"),
    (
        "国家税务总局青禾县税务局2024年政府信息公开工作年度报告",
        "来源：办公室",
        "国家税务总局青禾县税务局",
        "department",
    ),
]


@pytest.mark.parametrize(("title", "box", "organ", "scope"), ORGANS)
def test_the_box_does_not_outweigh_the_title(title: str, box: str, organ: str, scope: str) -> None:
    found = told(title=[title], around=[box])
    assert (found["organ"], found["scope"]) == (organ, scope)


@pytest.mark.parametrize(
    ("sentence", "scope"),
    [
        ("全县各乡镇、各部门一共发了若干条。", "county_wide"),
        ("全镇共召开会议若干次。", "township"),
        ("我们做了一些事。", "unclear"),
    ],
)
def test_scope_from_the_text_where_nothing_else_tells(sentence: str, scope: str) -> None:
    found = told(title=["2024年政府信息公开工作年度报告"], head=[sentence])
    assert found["scope"] == scope
    assert bool(found["scope_evidence"]) == (scope != "unclear")
