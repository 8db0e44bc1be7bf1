"""Errors to plant in what a report says, after the text has stated the figures."""

from __future__ import annotations

import re
from random import Random

from benchmarks._rules_planting import Figure, breaking, modern, previous
from benchmarks._rules_world import Case, World
from replica import bulk

TEXTS: dict[str, Figure] = {}
texts = breaking(TEXTS)


def _swap(case: Case, section: str, pattern: str, new: str) -> bool:
    old = case.texts.get(section, "")
    case.texts[section] = re.sub(pattern, new, old, count=1)
    return case.texts[section] != old


@texts("S001")
def _section_lost(case: Case, _: World, rng: Random) -> bool:
    case.texts.pop("problems", None)
    return modern(case)


@texts("S007")
def _strange_row(case: Case, _: World, rng: Random) -> bool:
    case.problems.append(
        (
            "unknown_label",
            None,
            "表中有法定格式没有的行：其他文件。",
            "a row that the form does not have: 其他文件.",
        )
    )
    return True


@texts("S009")
def _title(case: Case, _: World, rng: Random) -> bool:
    case.title = f"{bulk.self_name(case.body)}{case.year}年政务公开情况"
    return modern(case)


@texts("S010")
def _period(case: Case, _: World, rng: Random) -> bool:
    last = case.year - 1
    return _swap(case, "overview", r"统计期限为.*?12月31日", f"统计期限为{last}年1月1日至{last}年12月31日")


@texts("S011")
def _stale(case: Case, _: World, rng: Random) -> bool:
    case.texts["overview_supervision"] += f"{case.year - 1}年度未发生责任追究情形。"
    return True


@texts("N301")
def _said_new(case: Case, _: World, rng: Random) -> bool:
    total = sum(case.here.get(f"t3.{row}.total", 0) for row in ("new_requests", "carried_in"))
    return _swap(case, "overview_requests", r"公开申请\d+件", f"公开申请{total + rng.randint(3, 9)}件")


@texts("N302")
def _said_granted(case: Case, _: World, rng: Random) -> bool:
    granted = case.here.get("t3.granted.total", 0)
    return _swap(case, "overview_requests", r"予以公开\d+件", f"予以公开{granted + rng.randint(2, 6)}件")


@texts("N303")
def _said_none(case: Case, _: World, rng: Random) -> bool:
    if not case.here.get("t3.new_requests.total"):
        return False
    return _swap(
        case, "overview_requests", r"^.*?结转下年度\d+件。", f"{case.year}年度未收到政府信息公开申请。"
    )


@texts("N304")
def _said_carried(case: Case, _: World, rng: Random) -> bool:
    out = case.here.get("t3.carried_out.total", 0)
    return _swap(case, "overview_requests", r"结转下年度\d+件", f"结转下年度{out + rng.randint(2, 5)}件")


@texts("N305")
def _said_all_done(case: Case, _: World, rng: Random) -> bool:
    case.texts["overview_requests"] = case.texts.get("overview_requests", "") + "全部申请的办结率100%。"
    return bool(case.here.get("t3.carried_out.total"))


@texts("N401")
def _said_reviews(case: Case, _: World, rng: Random) -> bool:
    tracks = ("reconsideration", "litigation_direct", "litigation_after_reconsideration")
    every = sum(case.here.get(f"t4.{t}.total", 0) for t in tracks)
    return _swap(case, "overview_requests", r"行政复议[1-9]\d*件", f"行政复议{every + rng.randint(2, 5)}件")


@texts("N201")
def _said_documents(case: Case, _: World, rng: Random) -> bool:
    issued = case.here.get("t2.normative_documents.issued", 0)
    return _swap(case, "overview_proactive", r"制发行政规范性文件\d+件", f"制发行政规范性文件{issued + 2}件")


@texts("N202")
def _said_licences(case: Case, _: World, rng: Random) -> bool:
    told = case.here.get("t2.licensing.decisions", 0) + rng.randint(3, 400)
    case.texts["overview_proactive"] += f"全年办理行政许可事项{int(told)}件。"
    return case.form == "2021" and "t2.licensing.decisions" in case.here


@texts("N101")
def _parts(case: Case, _: World, rng: Random) -> bool:
    return _swap(case, "overview_proactive", r"公开信息\d+条", f"公开信息{rng.randint(1, 4)}条")


FEE = re.compile("处理费|收费|收取|费用|缴费|缴纳")


@texts("N601")
def _no_fee(case: Case, _: World, rng: Random) -> bool:
    case.texts["other_matters"] = "没有其他需要报告的事项。"
    unpaid = case.here.get("t3.other_fee_unpaid.total")
    return case.year >= 2020 and not unpaid and not FEE.search("".join(case.texts.values()))


@texts("Q004")
def _foreign(case: Case, _: World, rng: Random) -> bool:
    case.texts["overview"] = (
        f"本报告由白石县水务局根据《中华人民共和国政府信息公开条例》编制。{case.texts['overview']}"
    )
    return True


@texts("Q005")
def _empty(case: Case, _: World, rng: Random) -> bool:
    case.texts["problems"] = rng.choice(("无。", "本年度没有明显的问题。"))
    return modern(case)


@texts("Q006")
def _placeholder(case: Case, _: World, rng: Random) -> bool:
    case.texts["overview_platform"] += rng.choice(
        ("由XX县统一建设。", "此处填写平台建设情况。", "栏目共___个。")
    )
    return True


@texts("Q008")
def _generic(case: Case, _: World, rng: Random) -> bool:
    said = "各级单位按照要求开展公开工作，持续完善机制，加强组织领导，推动工作深入开展，取得积极成效，得到各方认可。"
    case.texts |= {key: said for key in case.texts if key.startswith("overview")}
    return True


NARRATIVE = ("overview_management", "overview_platform", "overview_supervision", "problems", "overview")


@texts("X502")
def _last_text(case: Case, world: World, rng: Random) -> bool:
    last = previous(case, world)
    if last is None or last.missing or not set(NARRATIVE) <= last.texts.keys():
        return False
    for key in NARRATIVE:
        case.texts[key] = last.texts[key].replace(f"{last.year}", f"{case.year}")
    tail = case.texts["overview_proactive"].partition("制发")
    head = last.texts["overview_proactive"].partition("制发")[0].replace(f"{last.year}", f"{case.year}")
    case.texts["overview_proactive"] = head + tail[1] + tail[2]
    return last.body.county == case.body.county


@texts("Q003")
def _copied(case: Case, world: World, rng: Random) -> bool:
    others = [
        c for c in world.values() if c.year == case.year and c is not case and not c.must and not c.missing
    ]
    if not others:
        return False
    other = rng.choice(others)
    own, theirs = bulk.self_name(case.body), bulk.self_name(other.body)
    case.texts["problems"] = other.texts["problems"].replace(theirs, own)
    other.must.add("Q003")
    return True
