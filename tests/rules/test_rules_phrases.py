"""Ways in which reports state their figures, in words of ours: right beside the table, and wrong by one.

A phrase whose number is right must never be called wrong. Where `seen` names a rule, the same phrase must be called
wrong beside a table that says otherwise: fail or uncertain.
"""

from __future__ import annotations

import pytest

from parse.rules import check_report
from tests.rules.rules_kit import a_reading, requests

# 12 new, 2 carried in; 8 granted, 2 in part, 1 refused, 1 not held, 1 petition, 1 withdrawn: 14 done, none carried out.
TABLE = requests(
    new_requests=12, carried_in=2, granted=8, partially_granted=2, denied_third_party=1, unavailable_not_held=1,
    not_processed_petition=1, other_other=1, outcome_total=14,
) | {
    "t4__reconsideration__upheld": 2,
    "t4__reconsideration__pending": 1,
    "t4__reconsideration__total": 3,
    "t4__litigation_direct__other": 1,
    "t4__litigation_direct__total": 1,
    "t2__normative_documents__issued": 3,
    "t2__normative_documents__repealed": 1,
    "t2__normative_documents__in_force": 20,
    "t2__licensing__decisions": 500,
}  # fmt: skip
WRONG = requests(new_requests=31, carried_in=5, granted=30, outcome_total=36) | {
    "t4__reconsideration__upheld": 9,
    "t4__reconsideration__total": 9,
    "t4__litigation_direct__upheld": 7,
    "t4__litigation_direct__total": 7,
}

RIGHT: list[tuple[str, str | None]] = [
    ("本年度共收到政府信息公开申请12件，较上年增加5件。", "N301"),
    ("2024年，全县共收到政府信息公开申请12件（其中自然人12件），上年结转2件，均已按时答复。", "N301"),
    ("全年新收政府信息公开申请12件，上年结转2件，本年度共办理14件。", "N301"),
    ("收到依申请公开12件，其中网上申请9件、信函3件。", "N301"),
    ("全县受理依申请公开事项12件，按时答复率100%。", "N301"),
    ("2024年度，我县共接收政府信息公开申请12件，2023年度结转2件。", "N301"),
    ("共受理公民、法人和其他组织提出的政府信息公开申请12件，同比下降20%。", "N301"),
    ("政府信息公开申请共12件，均为自然人提出。", "N301"),
    ("全年共收到12件政府信息公开申请。", "N301"),
    ("全年办理依申请公开14件（含上年结转2件）。", "N301"),
    ("今年以来，累计收到各类政府信息公开申请十二件。", "N301"),
    ("全年共受理政府信息公开申请14件（含上年结转）。", "N301"),
    ("全年共受理政府信息公开申请14件，含上年结转2件。", "N301"),
    ("共办理政府信息公开申请14件（包括上年结转的2件）。", "N301"),
    ("共办理政府信息公开申请14件（其中上年结转2件）。", "N301"),
    ("办理政府信息公开申请14件（连同2023年度结转件）。", "N301"),
    ("上年结转2件，新收12件，共计14件，全部办结，无结转下年度继续办理件。", None),
    ("收到申请12件，加上上年结转的2件，共14件。", "N301"),
    ("本年度收到的政府信息公开申请数量为12件，已办结14件。", "N301"),
    ("收到政府信息公开申请12件，办结12件，办结率100%。", "N301"),
    ("共收到申请12件，与2023年的17件相比减少5件。", "N301"),
    ("全年依法受理并答复政府信息公开申请14件。", "N301"),
    ("2024年收到申请12份，全部登记编号。", "N301"),
    ("全年共受理政府信息公开申请12宗。", "N301"),
    ("收到政府信息公开申请共计12件，其中县政府办公室受理3件，县自然资源局受理5件，其余4件由乡镇受理。", "N301"),
    ("办理结果：予以公开8件，部分公开2件，不予公开1件，无法提供1件，不予处理1件，其他处理1件。", "N302"),
    ("其中，8件予以公开、2件部分公开、1件不予公开、1件无法提供。", "N302"),
    ("予以公开和部分公开的共10件，不予公开的1件。", "N302"),
    ("作出予以公开答复8件、部分公开答复2件、不予公开答复1件。", "N302"),
    ("答复予以公开的有8件，占57%；部分公开的有2件，占14%。", "N302"),
    ("本机关不掌握的1件，信访类不予处理1件。", None),
    ("信息不存在1件，申请人撤回1件。", "N302"),
    ("无法提供的1件，系本机关不掌握相关政府信息。", "N302"),
    ("结转下年度继续办理0件。", None),
    ("没有结转到下一年度的申请。", None),
    ("上年结转的2件申请已于一月办结。", "N304"),
    ("2023年结转2件，2024年新收12件。", None),
    ("全年发生行政复议3件、行政诉讼1件。", "N401"),
    ("被申请行政复议案件3件，其中维持2件、尚未审结1件；行政诉讼案件1件。", "N401"),
    ("因政府信息公开被申请行政复议3起，被提起行政诉讼1起。", "N401"),
    ("行政复议2件均为维持，另有1件尚未审结。", None),
    ("共发生行政复议、诉讼4件。", "N401"),
    ("发生1件行政诉讼。", "N401"),
    ("未发生因政府信息公开引起的行政复议纠错。", None),
    ("新增行政复议1件，较上年减少2件。", None),
    ("组织复议诉讼案例学习4次，参训60人次。", None),
    ("收到申请后一般在15个工作日内答复，比法定期限缩短5个工作日。", None),
    ("在政务服务大厅设立申请受理点3处，接受现场咨询200余人次。", None),
    ("制作答复书样式6种，印发各单位使用。", None),
    ("根据条例第三十六条第五项答复申请人。", None),
    ("未收到上级转办的政府信息公开申请，自行受理12件。", None),
    ("未经复议直接起诉1件，复议后起诉0件。", None),
    ("未收到单独的商业企业申请。", None),
    ("四季度未收到政府信息公开申请。", None),
    ("其中县教育局未收到政府信息公开申请。", None),
    ("没有收到对答复不满意的投诉。", None),
    ("申请量居前三位的是自然资源、住建和农业农村，分别为5件、4件和3件。", None),
]  # fmt: skip

ELSEWHERE = [
    ("overview_management", "制发行政规范性文件3件，废止1件，现行有效20件。"),
    ("overview_management", "全县现行有效的规范性文件20件，其中2024年制定3件。"),
    ("overview_management", "审查备案规范性文件40件，提出意见12条。"),
    ("overview_management", "对133件规范性文件作了清理，保留20件，废止1件，拟修订5件。"),
    ("overview_management", "以县政府办公室名义印发规范性文件2件。"),
    ("overview_management", "公开历年行政规范性文件65件，转发上级规范性文件30件。"),
    ("overview_proactive", "网站公开行政许可信息9000条、行政处罚信息700条。"),
    (
        "overview_proactive",
        "全年公开信息5200条，其中概况类300条、动态类4000条、公告类900条，网站访问80万次。",
    ),
    ("overview_proactive", "发布信息1200条，其中政策解读20条，通过公众号推送信息3000条。"),
    ("overview_proactive", "发布信息1200条，其中原创800条，同比增加900条。"),
    ("overview_supervision", "2023年度考核结果全县通报，2024年培训3次。"),
    ("overview_supervision", "对2023年第三方评估指出的问题逐项整改，未发生责任追究情形。"),
    ("problems", "与2023年相比，收到申请的数量上升，答复的压力增大。" * 4),
    ("other_matters", "根据国办函〔2020〕109号文件，本年度未发出收费通知，信息处理费收取0元。"),
]


@pytest.mark.parametrize(("text", "seen"), RIGHT, ids=lambda v: str(v)[:24])
def test_a_right_number_is_never_called_wrong(text: str, seen: str | None) -> None:
    reading = a_reading(said={"overview_requests": text}, **TABLE)
    assert [(f.rule, f.zh) for f in check_report(reading) if f.rule[0] in "NS"] == []


@pytest.mark.parametrize(("text", "seen"), [p for p in RIGHT if p[1]], ids=lambda v: str(v)[:24])
def test_the_same_phrase_is_seen_where_the_table_says_otherwise(text: str, seen: str) -> None:
    reading = a_reading(said={"overview_requests": text}, **WRONG)
    assert seen in {f.rule for f in check_report(reading)}


@pytest.mark.parametrize(("section", "text"), ELSEWHERE, ids=lambda v: str(v)[:24])
def test_the_other_sections_are_not_accused_either(section: str, text: str) -> None:
    reading = a_reading(said={section: text}, **TABLE)
    assert [
        (f.rule, f.result, f.zh) for f in check_report(reading) if f.rule[0] in "NS" and f.result == "fail"
    ] == []


NOTHING = [
    "2024年度，本单位未收到政府信息公开申请，无行政复议、行政诉讼案件。",
    "全年未收到依申请公开申请，未因政府信息公开申请被提起行政复议、行政诉讼。",
    "2024年，收到政府信息公开申请0件，结转0件。",
    "本年度没有收到任何形式的政府信息公开申请。",
    "全年无依申请公开事项。",
    "2024年我镇无政府信息公开申请，较2023年减少3件。",
    "我局全年受理政府信息公开申请零件。",
    "2024年，共收到政府信息公开申请0件。收到行政复议0件、行政诉讼0件。",
    "受理网上信访件120件，办理12345热线工单800件，均按期答复。",
    "共办理县长信箱来信58件，办结率100%，受理政务服务申请2300件。",
    "受理许可申请136件，办结136件。",
    "全年共受理群众来信来访申请事项33件。",
    "收到人大代表建议12件、政协提案20件，全部公开答复。",
    "本年度未发生依申请公开收费。未发生行政复议及行政诉讼的情况。",
    "受理各类救助申请451件，审批公示451件。",
    "2024年收到公开申请0件（上年为4件）。",
]
"""Beside tables that are 0 throughout."""


@pytest.mark.parametrize("text", NOTHING, ids=lambda v: str(v)[:24])
def test_nothing_asked_and_other_kinds_of_letters_accuse_nobody(text: str) -> None:
    for section in ("overview_requests", "overview_proactive"):
        found = check_report(a_reading(said={section: text}))
        assert [(f.rule, f.zh) for f in found if f.rule[0] in "NS" and f.result == "fail"] == []
