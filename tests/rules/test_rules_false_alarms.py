"""Reports that another tool accused and that were right: no fail. Figures of the reports, words of ours."""

from __future__ import annotations

import pytest

from parse.model import Finding, Reading
from parse.rules import check_report
from tests.rules.rules_kit import a_reading, requests


def accusations(reading: Reading) -> list[Finding]:
    """Narrative findings of any kind."""
    return [f for f in check_report(reading) if f.rule in ("N301", "N302", "N303", "N304", "N401")]


def report(text: str, **cells: int) -> Reading:
    return a_reading(said={"overview_requests": text}, **cells)


SUQIAN = {
    "t4__reconsideration__total": 170,
    "t4__reconsideration__pending": 36,
    "t4__litigation_direct__total": 77,
    "t4__litigation_direct__pending": 20,
}


def test_suqian_reviews_the_text_counts_those_concluded() -> None:
    assert accusations(report("办理行政复议134件。", **SUQIAN)) == []


def test_suqian_suits_the_text_counts_those_concluded() -> None:
    assert accusations(report("全市审结行政诉讼57件。", **SUQIAN)) == []
    assert accusations(report("发生行政诉讼案件57件，行政复议案件134件。", **SUQIAN)) == []


def test_huaian_new_requests_are_not_outcomes_and_carry() -> None:
    cells = requests(new_requests=3119, carried_in=34, outcome_total=3050, carried_out=103)
    assert accusations(report("全市共收到政府信息公开申请3119件。", **cells)) == []


SHUYANG = requests(new_requests=713, carried_in=36, outcome_total=749) | {
    "t4__reconsideration__total": 61,
    "t4__litigation_direct__total": 3,
    "t4__litigation_after_reconsideration__total": 10,
}


def test_shuyang_received_means_new_and_carried_in() -> None:
    assert accusations(report("全县共受理政府信息公开申请749件。", **SHUYANG)) == []


def test_shuyang_disputes_are_all_three_blocks() -> None:
    assert accusations(report("发生行政复议、行政诉讼共74件。", **SHUYANG)) == []
    assert accusations(report("涉及政府信息公开的行政复议诉讼74件。", **SHUYANG)) == []


def test_hongze_one_office_is_not_the_district() -> None:
    """17 of the office against 95 of the district."""
    cells = requests(new_requests=95, outcome_total=95, granted=95)
    assert accusations(report("区政府办公室共收到政府信息公开申请17件，予以公开9件。", **cells)) == []


def test_pingtan_suits_are_both_kinds_together() -> None:
    cells = {
        "t4__reconsideration__total": 36,
        "t4__litigation_direct__total": 6,
        "t4__litigation_after_reconsideration__total": 3,
    }
    assert accusations(report("因公开申请引发的行政复议36起，行政诉讼9起。", **cells)) == []


def test_natural_persons_only() -> None:
    cells = requests(new_requests=258) | {"t3__new_requests__total": 275, "t3__new_requests__business": 17}
    assert accusations(report("收到公民政府信息公开申请258件。", **cells)) == []


@pytest.mark.parametrize(
    "text",
    [
        "通过网上申请平台收到申请3件、信函申请2件。",
        "各乡镇收到政府信息公开申请4件。",
        "其中县公安局受理政府信息公开申请4件。",
        "较2023年减少申请6件。",
        "2023年共收到政府信息公开申请15件。",
        "上年共收到政府信息公开申请15件，今年有所减少。",
        "组织依申请公开培训3次，答复咨询20人次。",
        "规范依申请公开的第二十七条、第三十条答复用语。",
        "全年未发生因依申请公开被行政复议纠错或行政诉讼败诉的情形。",
        "没有因答复超期引起的行政复议。",
        "未收取信息处理费，未对申请人设置门槛。",
    ],
)
def test_what_speaks_of_something_else_accuses_nobody(text: str) -> None:
    cells = requests(new_requests=10, granted=10, outcome_total=10) | {
        "t4__reconsideration__total": 55,
        "t4__reconsideration__upheld": 55,
    }
    assert [f for f in accusations(report(text, **cells)) if f.result == "fail"] == []


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("全年收到政府信息公开申请十件。", 10),
        ("共收到依申请公开件二十三件。", 23),
        ("累计受理政府信息公开申请1,295件次。", 1295),
        ("收到政府信息公开申请300余件。", 312),
        ("收到政府信息公开申请近400件。", 391),
        ("收到政府信息公开申请约20件。", 21),
        ("收到政府信息公开申请2.1万件。", 20971),
        ("共收到\n政府信息公开申请1\n0件。", 10),
    ],
)
def test_numbers_as_prose_states_them(text: str, count: int) -> None:
    assert accusations(report(text, **requests(new_requests=count))) == []
    (accused,) = accusations(report(text, **requests(new_requests=count * 3)))
    assert accused.rule == "N301"
