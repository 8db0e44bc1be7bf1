"""Titles: the patterns and decoys met on portals, with invented or generic organs."""

from __future__ import annotations

import pytest

from reference import divisions, titles

REPORTS = [
    ("青禾县2024年政府信息公开工作年度报告", 2024, "青禾县", "county_wide"),
    ("青禾县人民政府2024年政府信息公开工作年度报告", 2024, "青禾县人民政府", "county_wide"),
    ("青禾县人民政府办公室2024年政府信息公开工作年度报告", 2024, "青禾县人民政府办公室", "office"),
    ("青禾县松溪镇人民政府2024年政府信息公开工作年度报告", 2024, "青禾县松溪镇人民政府", "township"),
    ("青禾县教育和体育局2024年度政府信息公开工作年度报告", 2024, "青禾县教育和体育局", "department"),
    ("青禾县统计局2023年度政府信息公开工作报告", 2023, "青禾县统计局", "department"),
    ("青禾县2017年政府信息公开工作报告", 2017, "青禾县", "county_wide"),
    ("青禾县发展和改革局2022年政府信息公开年度报告", 2022, "青禾县发展和改革局", "department"),
    ("青禾县地税局2013年信息公开年度报告", 2013, "青禾县地税局", "department"),
    ("青禾区残联2024年政府信息公开年报", 2024, "青禾区残联", "department"),
    ("青禾市公共资源交易中心2024年政府信息公开工作的年度报告", 2024, "青禾市公共资源交易中心", "department"),
    ("2024年青禾县政府信息公开工作年度报告", 2024, "青禾县", "county_wide"),
    ("2021年区集体经济署政府信息公开工作年度报告", 2021, "区集体经济署", "department"),
    ("2024年柳荫路街道政府信息公开工作年度报告", 2024, "柳荫路街道", "township"),
    ("青禾县政府信息公开工作2024年度报告", 2024, "青禾县", "county_wide"),
    ("青禾区大钟镇政府信息公开工作年度报告 (2023年)", 2023, "青禾区大钟镇", "township"),
    ("青禾县民政局关于2023年政府信息公开年度报告", 2023, "青禾县民政局", "department"),
    ("青禾县商务局2024年政务信息公开工作开展年度报告", 2024, "青禾县商务局", "department"),
    ("市残联政府信息公开工作年度报告", None, "市残联", "department"),
    ("青禾区政府信息公开工作年度报告【城区本级】", None, "青禾区", "county_wide"),
    ("2020年度政府信息公开工作年度报告", 2020, None, "unclear"),
    ("弋水镇人民政府信息公开2024年度报告", 2024, "弋水镇人民政府", "township"),
    ("太原镇政府信息公开2024年年度报告", 2024, "太原镇", "township"),
    (
        "青禾州人民政府(州政府办公室)2024年政府信息公开工作年度报告",
        2024,
        "青禾州人民政府(州政府办公室)",
        "unclear",
    ),
    ("青禾市2021年气象局政府信息公开工作年度报告", 2021, "青禾市气象局", "department"),
    ("大柳镇人民政府2021政府信息公开工作年度报告", 2021, "大柳镇人民政府", "township"),
    ("青禾省人民政府办公厅2022 政府信息公开工作年度报告", 2022, "青禾省人民政府办公厅", "office"),
    ("青禾县兴旺镇2023年政府信息公开工作", 2023, "青禾县兴旺镇", "township"),
    ("青禾县兴旺镇2023年政府信息公开工作年度报", 2023, "青禾县兴旺镇", "township"),
    ("青禾县2024年\n\n政府信息公开工作年度报告", 2024, "青禾县", "county_wide"),
    ("青禾县2024年 政府信息公开工作 年度报告.docx", 2024, "青禾县", "county_wide"),
    ("2025青禾县大垅乡2025年度政府信息公开工作年度报告", 2025, "青禾县大垅乡", "township"),
    ("2024筱塘乡政府信息公开工作年度报告", 2024, "筱塘乡", "township"),
    ("2023政府信息公开工作年度报告", 2023, None, "unclear"),
    ("关于2011年政府信息公开工作的年度\n报告", 2011, None, "unclear"),
    ("青禾市2016年政务信息公开年度报告", 2016, "青禾市", "county_wide"),
    ("青禾县文广新局2013年度信息公开工作年度报告", 2013, "青禾县文广新局", "department"),
    ("关于公布青禾市2009年度政府信息公开工作年度报告的通知", 2009, "青禾市", "county_wide"),
    ("青禾县２０２４年度政府信息公开工作年度报告", 2024, "青禾县", "county_wide"),
    ("青禾县二〇一二年度政府信息公开工作年度报告", 2012, "青禾县", "county_wide"),
    ("青禾县二○一二年政府信息公开工作年度报告", 2012, "青禾县", "county_wide"),
    ("青禾县政府信息公开2024年报", 2024, "青禾县", "county_wide"),
    (
        "国家税务总局青禾县税务局2024年政府信息公开工作年度报告",
        2024,
        "国家税务总局青禾县税务局",
        "department",
    ),
    (
        "青禾经济技术开发区管委会2024年政府信息公开工作年度报告",
        2024,
        "青禾经济技术开发区管委会",
        "department",
    ),
    ("青禾县人民政府办公室2024年政府信息公开工作年度…", 2024, "青禾县人民政府办公室", "office"),
    ("青禾县教育局2024年政府信息公...", 2024, "青禾县教育局", "department"),
    ("青禾县2024年政府信息公开年度工作报告", 2024, "青禾县", "county_wide"),
    ("青禾县2016年政府信息公开工作情况报告", 2016, "青禾县", "county_wide"),
    ("青禾县2024年政府信息公开工作年度报告-青禾县人民政府门户网站", 2024, "青禾县", "county_wide"),
    ("青禾县2024年政府信息公开工作年度报告 2025-01-23", 2024, "青禾县", "county_wide"),
    ("正文 青禾县2024年政府信息公开工作年度报告", 2024, "青禾县", "county_wide"),
    ("1.青禾县水利局2024年政府信息公开工作年度报告", 2024, "青禾县水利局", "department"),
    ("景河镇市人民政府2024年政府信息公开工作年度报告", 2024, "景河镇市人民政府", "county_wide"),
    ("青禾县住房和城乡建设局2024年政府信息公开工作年度报告", 2024, "青禾县住房和城乡建设局", "department"),
    ("青禾自治县2024年政府信息公开工作年度报告", 2024, "青禾自治县", "county_wide"),
    ("青禾旗巴音苏木2024年政府信息公开工作年度报告", 2024, "青禾旗巴音苏木", "township"),
    ("县政府办2024年政府信息公开工作年度报告", 2024, "县政府办", "office"),
    (
        "青禾县政务服务管理办公室2024年政府信息公开工作年度报告",
        2024,
        "青禾县政务服务管理办公室",
        "department",
    ),
    ("青禾县大湾街道办事处2024年政府信息公开工作年度报告", 2024, "青禾县大湾街道办事处", "township"),
    ("我局2024年政府信息公开工作年度报告", 2024, "我局", "unclear"),
    ("青禾縣2024年政府信息公開工作年度報(bào)告", 2024, "青禾县", "county_wide"),
    ("青禾综合实验区2025年度政府信息公开工作年度报告", 2025, "青禾综合实验区", "department"),
    ("2023年政府信息公开年度报告（青禾县教育局）", 2023, "青禾县教育局", "department"),
    ("【年度报告】青禾县教育局2023年政府信息公开工作年度报告", 2023, "青禾县教育局", "department"),
    ("青禾县2016年政府信息公开情况统计表", 2016, "青禾县", "county_wide"),
    ("青禾县审计局关于2023年度政府信息公开工作报告", 2023, "青禾县审计局", "department"),
    ("青禾县2023年政府信息公开工作年度报告（青政办〔2024〕1号）", 2023, "青禾县", "county_wide"),
    ("青禾县政务公开2015年年报", 2015, "青禾县", "county_wide"),
]

DECOYS = [
    ("文字解读:青禾街道2024年政府信息公开工作年度报告", "explainer"),
    ("问答解读：青禾区2024年政府信息公开工作年度报告.docx", "explainer"),
    ("一图读懂青禾县2024年政府信息公开工作年度报告", "explainer"),
    ("青禾县2024年政府信息公开工作年度报告（图解版本）", "explainer"),
    ("青禾市2024年度政府信息公开工作年度报告公布情况", "roll_call"),
    ("关于2014年政府信息公开工作要点落实情况的函", "letter"),
    ("青禾区2024年上半年依申请公开情况统计", "statistics"),
    ("青禾县基层政务公开标准目录", "catalogue"),
    (
        "国务院办公厅政府信息与政务公开办公室关于印发《中华人民共和国政府信息公开工作年度报告格式》的通知",
        "empty_form",
    ),
    ("关于做好2018年政府信息公开工作年度报告编制发布工作的通知", "notice"),
    ("青禾县2018年政府信息公开工作年度报告报送通知", "notice"),
    ("青禾省政府信息公开工作年度报告制度", "rules"),
    ("青禾省政府信息公开年度报告管理办法（试行）", "rules"),
    ("xx县2020年政府信息公开工作年度报告", "sample"),
    ("20政府信息公开度报告", "sample"),
    ("青禾市2015年政府信息公开工作年度报告专题", "topic_page"),
    ("Annual Report of Qinghe District on Government Information Disclosure in 2019", "translation"),
    ("青禾县政府网站工作年度报表（2024年度）", "website_report"),
    ("青禾县2024年政府信息公开工作总结", "summary"),
    ("青禾大学2023-2024学年信息公开工作年度报告", "other_report"),
    ("青禾县2024年法治政府建设年度报告", "other_report"),
    ("青禾县政府信息公开指南", "rules"),
    ("青禾县住建局2023年政府信息公开工作年度报告情况说明", "explainer"),
    ("青禾县2024年第一季度政府信息公开工作报告", "statistics"),
    ("青禾县人民政府办公室关于2023年政府信息公开工作年度报告公开情况的通报", "roll_call"),
    ("青禾县召开政府信息公开年度报告编制工作培训会", "topic_page"),
]

NOTHING = [
    "",
    "青禾县2025年部门预算公开",
    "关于青禾县2024年国民经济和社会发展统计公报",
    "首页",
    "下一页",
    "青禾县人民政府",
]
COLUMNS = [
    "政府信息公开年报",
    "政府信息公开年度报告",
    "信息公开年报",
    "年度报告",
    "政府信息公开工作年度报告",
    "区政府组成部门信息公开年度报告",
    "2024年政府信息公开年报",
    "部门年报",
    "乡镇街道年报",
]


@pytest.mark.parametrize(("title", "year", "organ", "kind"), REPORTS)
def test_a_report_is_known_by_its_title(title: str, year: int | None, organ: str | None, kind: str) -> None:
    assert titles.judge(title) == titles.Title(True, None, year, organ, kind)


@pytest.mark.parametrize(("title", "why_not"), DECOYS)
def test_what_looks_like_a_report_is_named(title: str, why_not: str) -> None:
    judged = titles.judge(title)
    assert (judged.is_report, judged.why_not, judged.is_decoy) == (False, why_not, True)
    assert titles.judge(title, column=True).why_not == why_not


@pytest.mark.parametrize("title", NOTHING)
def test_other_titles_say_nothing(title: str) -> None:
    judged = titles.judge(title)
    assert (judged.is_report, judged.why_not, judged.is_decoy) == (False, "no_words", False)


@pytest.mark.parametrize("title", COLUMNS)
def test_a_column_is_known_by_its_name(title: str) -> None:
    assert titles.is_column(title)


@pytest.mark.parametrize("title", ["各乡镇年报", "2022年各部门年报", "历年年报"])
def test_columns_of_units_are_no_reports_even_in_a_column(title: str) -> None:
    assert titles.judge(title, column=True).why_not == "column"


@pytest.mark.parametrize("title", ["政府信息公开年报", "工作年度报告", "政府信息公开工作年度报告"])
def test_a_columns_name_alone_is_no_report(title: str) -> None:
    assert titles.judge(title).why_not == "column"


@pytest.mark.parametrize(
    "title", ["青禾县2024年政府信息公开工作年度报告", "青禾县教育局年报", "政府信息公开指南", "首页"]
)
def test_a_report_is_no_column(title: str) -> None:
    assert not titles.is_column(title)


@pytest.mark.parametrize(
    ("title", "year"),
    [("2024年", 2024), ("教育局年度报告", None), ("2023年年度报告", 2023), ("2022年报", 2022)],
)
def test_short_titles_are_reports_only_in_a_column_of_reports(title: str, year: int | None) -> None:
    assert not titles.judge(title).is_report
    judged = titles.judge(title, column=True)
    assert (judged.is_report, judged.year) == (True, year)


@pytest.mark.parametrize("text", ["2023年", "各乡镇", "县直部门", "县级部门", "区县", "乡镇、街道"])
def test_columns_of_units_are_known(text: str) -> None:
    assert titles.is_unit_column(text)


def test_a_date_is_not_the_reporting_year() -> None:
    assert titles.year_of("青禾县2023年政府信息公开工作年度报告（2024年1月12日发布）") == 2023


def test_every_decoy_has_two_languages() -> None:
    assert all(zh and en for zh, en in titles.decoy_kinds().values())


@pytest.mark.parametrize(
    "pattern", ["{}2024年政府信息公开工作年度报告", "2023年{}政府信息公开年度报告", "{}2021年度信息公开年报"]
)
def test_every_place_of_the_country_can_be_an_organ(pattern: str) -> None:
    """No name of a town or county is taken for a decoy, a year or another kind of organ."""
    places = [(place.name, "township") for place in divisions.townships().values()]
    places += [(row.name, "county_wide") for row in divisions.history() if row.level != "zone"]
    wrong = [
        (name, judged)
        for name, kind in dict.fromkeys(places)
        if (judged := titles.judge(pattern.format(name))) and (judged.organ, judged.kind) != (name, kind)
    ]
    assert wrong == []
