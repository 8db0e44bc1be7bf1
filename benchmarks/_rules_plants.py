"""Errors of every kind to plant, one function a rule: it changes the case and says whether it could.

`FIGURES` change cells before the text states them, `TEXTS` what stands in the report afterwards, `WORLD` several
reports at once. Which rules of sums, years and levels a change of figures breaks is worked out apart, from the figures
(_rules_truth.py); a function names only what that cannot know.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

from benchmarks._rules_world import Case, World, late
from replica import bulk
from replica.invent import APPLICANTS

Figure = Callable[[Case, World, Random], bool]
FIGURES: dict[str, Figure] = {}
TEXTS: dict[str, Figure] = {}
NEVER = {"N603": "it says that two figures are never compared, and has no finding"}
"""What cannot be planted, and why."""


def figures(*rules: str) -> Callable[[Figure], Figure]:
    def register(function: Figure) -> Figure:
        FIGURES.update(dict.fromkeys(rules, function))
        return function

    return register


def texts(*rules: str) -> Callable[[Figure], Figure]:
    def register(function: Figure) -> Figure:
        TEXTS.update(dict.fromkeys(rules, function))
        return function

    return register


def previous(case: Case, world: World) -> Case | None:
    return world.get((next(k for k, c in world.items() if c is case)[0], case.year - 1))


def modern(case: Case) -> bool:
    return case.form != "2014"


# --- figures: sums


@figures("A301")
def _new_short(case: Case, _: World, rng: Random) -> bool:
    found = [c for c in APPLICANTS if case.cells.get(f"t3.new_requests.{c}", 0) > 1]
    for column in (rng.choice(found), "total") if found else ():
        case.add("new_requests", column, -1)
    return bool(found)


@figures("A302")
def _outcome_short(case: Case, _: World, rng: Random) -> bool:
    found = [c for c in APPLICANTS if case.cells.get(f"t3.granted.{c}", 0) > 0]
    for column in (rng.choice(found), "total") if found else ():
        case.add("granted", column, -1)
    return bool(found)


@figures("A304")
def _row_total(case: Case, _: World, rng: Random) -> bool:
    ok = bool(case.cells.get("t3.new_requests.total", 0) > 1)
    if ok:
        case.add("new_requests", "total", -1)
    return ok


@figures("A306")
def _total_blank(case: Case, _: World, rng: Random) -> bool:
    rows = [
        r for r in ("granted", "partially_granted", "unavailable_not_held") if case.cells.get(f"t3.{r}.total")
    ]
    for row in rows:
        case.cells[f"t3.{row}.total"] = None
    case.must |= {"S006"} if rows else set()
    return bool(rows)


@figures("A401")
def _track(case: Case, _: World, rng: Random) -> bool:
    cell = "t4.reconsideration.total"
    if not case.cells.get(cell):
        return False
    case.cells[cell] -= 1
    return True


def _documents(case: Case, column: str, value: int) -> bool:
    if case.form != "2021":
        return False
    case.cells[f"t2.normative_documents.{column}"] = value
    return True


@figures("A201")
def _below_floor(case: Case, _: World, rng: Random) -> bool:
    issued = case.cells.get("t2.normative_documents.issued", 0)
    floor = issued - case.cells.get("t2.normative_documents.repealed", 0)
    return bool(floor > 0) and _documents(case, "in_force", floor - 1)


@figures("X201")
def _stock(case: Case, _: World, rng: Random) -> bool:
    return _documents(
        case, "in_force", case.cells.get("t2.normative_documents.in_force", 0) + rng.randint(2, 9)
    )


@figures("X202")
def _repealed(case: Case, world: World, rng: Random) -> bool:
    last = previous(case, world)
    if last is None or last.form != "2021" or case.form != "2021":
        return False
    stock = last.cells["t2.normative_documents.in_force"] or 0
    return _documents(case, "repealed", stock + case.cells["t2.normative_documents.issued"] + 3)


@figures("A202")
def _rules_made(case: Case, _: World, rng: Random) -> bool:
    column = "issued" if case.form == "2021" else "made"
    case.cells[f"t2.government_rules.{column}"] = 1
    if column == "issued":
        case.cells["t2.government_rules.repealed"] = 1
    return modern(case)


@figures("A203")
def _more_public(case: Case, _: World, rng: Random) -> bool:
    total = case.cells.get("t2.normative_documents.total_public", 0)
    case.cells["t2.normative_documents.newly_public"] = total + 2
    return case.form == "2019"


@figures("A204")
def _negative_items(case: Case, _: World, rng: Random) -> bool:
    held = case.cells.get("t2.licensing.items_previous_year", 0)
    case.cells["t2.licensing.items_change"] = -held - 2
    return case.form == "2019"


@figures("X203")
def _items(case: Case, world: World, rng: Random) -> bool:
    if case.form != "2019" or case.year != 2020:
        return False
    case.cells["t2.penalties.items_previous_year"] += 3
    return True


@figures("A205")
def _fee_unit(case: Case, _: World, rng: Random) -> bool:
    case.cells["t2.fees_charged.fees"] = 2_500_000.0 + rng.randint(1, 9)
    return case.form == "2021"


@figures("S005")
def _fraction(case: Case, _: World, rng: Random) -> bool:
    cell = "t2.penalties.decisions" if modern(case) else "i.trainings.value"
    case.cells[cell] = case.cells.get(cell, 0) + 0.5
    case.must.add("S005")
    return True


@figures("S006")
def _blanks(case: Case, _: World, rng: Random) -> bool:
    names = [c for c in case.cells if not c.startswith("t3.") or c.endswith("research")]
    for cell in rng.sample(names, min(3, len(names))):
        case.cells[cell] = None
        case.states[cell] = rng.choice(("", "mark"))
    case.must.add("S006")
    return True


# --- figures: the form of 2014

WHOLES = {"A141": "replies", "A142": "requests_received", "A143": "requests_closed", "A144": "reply_denied",
          "A145": "reconsideration", "A146": "litigation", "A147": "staff"}  # fmt: skip


def _whole(rule: str, row: str) -> None:
    @figures(rule)
    def plant(case: Case, _: World, rng: Random) -> bool:
        if case.form != "2014":
            return False
        case.cells[f"i.{row}.value"] += 2
        return True


for _rule, _row in WHOLES.items():
    _whole(_rule, _row)


@figures("A148")
def _too_many_documents(case: Case, _: World, rng: Random) -> bool:
    case.cells["i.proactive_normative.value"] = case.cells.get("i.proactive_total.value", 0) + 1
    return case.form == "2014"


@figures("A149")
def _too_many_heads(case: Case, _: World, rng: Random) -> bool:
    case.cells["i.press_conferences_heads.value"] = case.cells.get("i.press_conferences.value", 0) + 1
    return case.form == "2014"


# --- figures: years


@figures("X301", "X302")
def _carried(case: Case, world: World, rng: Random) -> bool:
    last = previous(case, world)
    if last is None or not modern(case) or not modern(last):
        return False
    for row in ("carried_in", "granted", "outcome_total"):
        for column in ("natural_person", "total"):
            case.add(row, column, 2)
    return True


@figures("X401")
def _vanished(case: Case, world: World, rng: Random) -> bool:
    last = previous(case, world)
    if last is None or not modern(case) or not last.here.get("t4.reconsideration.pending"):
        return False
    case.cells |= {c: 0 for c in case.cells if c.startswith("t4.reconsideration.")}
    return True


@figures("X501")
def _same_figures(case: Case, world: World, rng: Random) -> bool:
    last = previous(case, world)
    if last is None or last.form != case.form:
        return False
    case.cells, case.states = dict(last.cells), dict(last.states)
    return True


@figures("X503")
def _jump(case: Case, world: World, rng: Random) -> bool:
    last = previous(case, world)
    cell = "t2.licensing.decisions" if modern(case) else "i.requests_received.value"
    if last is None or (last.here.get(cell) or 0) < 20:
        return False
    case.cells[cell] = int(last.cells[cell]) * 12
    return True


@figures("N402")
def _suits_without_review(case: Case, world: World, rng: Random) -> bool:
    if not modern(case) or previous(case, world) is None:
        return False
    track = "t4.litigation_after_reconsideration"
    for column in ("upheld", "total"):
        case.cells[f"{track}.{column}"] += 25
    return True


def _quiet(case: Case, outcome: str | None = None, asked: int = 0) -> None:
    """Nothing asked, or `asked` requests by persons with one outcome."""
    case.cells |= {c: 0 for c in case.cells if c.startswith("t3.")}
    for row in ("new_requests", outcome, "outcome_total") if outcome else ():
        for column in ("natural_person", "total"):
            case.cells[f"t3.{row}.{column}"] = asked


@figures("N403")
def _only_refusals(case: Case, world: World, rng: Random) -> bool:
    last = previous(case, world)
    if case.year < 2024 or last is None:
        return False
    _quiet(last)
    _quiet(case, "denied_state_secret", 2)
    for column in ("upheld", "total"):
        case.cells[f"t4.litigation_direct.{column}"] += 1
    return True


@figures("N404")
def _disputes_of_nothing(case: Case, world: World, rng: Random) -> bool:
    last = previous(case, world)
    before = previous(last, world) if last else None
    if last is None or before is None or not modern(before):
        return False
    for one in (case, last, before):
        _quiet(one)
    for column in ("upheld", "total"):
        case.cells[f"t4.reconsideration.{column}"] += 1
    return True


@figures("N602")
def _unpaid(case: Case, _: World, rng: Random) -> bool:
    if case.form != "2021" or not case.cells["t3.granted.natural_person"]:
        return False
    for column in ("natural_person", "total"):
        case.add("granted", column, -1)
        case.add("other_fee_unpaid", column, 1)
    case.must.add("N602")
    return True


@figures("Q001", "Q002")
def _all_zero(case: Case, _: World, rng: Random) -> bool:
    case.cells = dict.fromkeys(case.cells, 0)
    return modern(case) and case.body.kind == "township"


@figures("Q007")
def _perfect(case: Case, _: World, rng: Random) -> bool:
    if not modern(case) or case.cells["t3.carried_in.total"]:
        return False
    _quiet(case, "granted", 60)
    return True


# --- figures: levels


@figures("L301", "L302", "L303")
def _county_short(case: Case, _: World, rng: Random) -> bool:
    if case.body.kind != "government" or not modern(case) or case.cells["t3.granted.natural_person"] <= 40:
        return False
    by = case.cells["t3.granted.natural_person"] - rng.choice((0, 1, 20))
    for row in ("new_requests", "granted", "outcome_total"):
        for column in ("natural_person", "total"):
            case.add(row, column, -by)
    return True


@figures("L304")
def _county_is_office(case: Case, world: World, rng: Random) -> bool:
    office = next((c for c in world.values() if c.key == (f"{case.body.division}-office", case.year)), None)
    if case.body.kind != "government" or not modern(case) or office is None:
        return False
    case.cells |= {c: v for c, v in office.cells.items() if c[:2] in ("t3", "t4")}
    return any(v for c, v in case.here.items() if c.startswith("t3."))


@figures("L305")
def _county_decisions(case: Case, _: World, rng: Random) -> bool:
    if case.body.kind != "government" or case.form != "2021":
        return False
    case.cells["t2.licensing.decisions"] //= 2
    return True


# --- structure, as the reader tells it


@figures("S002")
def _table_lost(case: Case, _: World, rng: Random) -> bool:
    table = rng.choice(("t2", "t3", "t4"))
    case.states |= {c: "missing" for c in case.cells if c.startswith(f"{table}.")}
    case.cells |= {c: None for c in case.cells if c.startswith(f"{table}.")}
    case.must.add("S002")
    return modern(case)


@figures("S003")
def _column(case: Case, _: World, rng: Random) -> bool:
    if rng.random() < 0.5:
        case.problems.append(("surplus_column", "t3", "表头多出一列：其他。", "a column more: 其他."))
    else:
        lost = [c for c in case.cells if c.startswith("t3.") and c.endswith(".research")]
        case.states |= dict.fromkeys(lost, "missing")
        case.cells |= dict.fromkeys(lost)
    case.must.add("S003")
    return modern(case)


@figures("S004")
def _row_lost(case: Case, _: World, rng: Random) -> bool:
    if not modern(case):
        return False
    if case.form == "2021" and rng.random() < 0.5:
        rows = ("other_no_correction", "other_fee_unpaid", "other_other")
        for column in (*APPLICANTS, "total"):
            case.cells[f"t3.other.{column}"] = sum(case.cells.pop(f"t3.{row}.{column}") or 0 for row in rows)
    else:
        lost = [c for c in case.cells if c.startswith("t3.denied_third_party.")]
        case.states |= dict.fromkeys(lost, "missing")
        case.cells |= dict.fromkeys(lost)
    case.must.add("S004")
    return True


@figures("S008")
def _old_form(case: Case, _: World, rng: Random) -> bool:
    from replica.invent import invent  # noqa: PLC0415

    if case.form != "2021":
        return False
    kept = {c: v for c, v in case.cells.items() if not c.startswith("t3.other_") and c[:2] != "t2"}
    rows = ("other_no_correction", "other_fee_unpaid", "other_other")
    for column in (*APPLICANTS, "total"):
        kept[f"t3.other.{column}"] = sum(case.cells[f"t3.{row}.{column}"] for row in rows)
    case.form, case.cells = "2019", {**invent("2019", case.body.kind, rng), **kept}
    case.must.add("S008")
    return True


# --- texts


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


# --- publication


@texts("D001", "D002", "D003", "D004")
def _late(case: Case, _: World, rng: Random) -> bool:
    case.published_on = case.signed_on = late(case, rng.randint(3, 70))
    kinds = {"government": "D002", "township": "D003"}
    case.must.add("D004" if case.year <= 2018 else kinds.get(case.body.kind, "D001"))
    return True


@texts("D005")
def _early(case: Case, _: World, rng: Random) -> bool:
    case.published_on = case.signed_on = f"{case.year}-12-{rng.randint(10, 30)}"
    return True


@texts("D006")
def _absent(case: Case, _: World, rng: Random) -> bool:
    case.missing = True
    case.must = {"D006"}
    return case.body.kind != "government"


@texts("D007")
def _revised(case: Case, _: World, rng: Random) -> bool:
    cell = "t3.granted.total" if modern(case) else "i.reply_granted.value"
    if cell not in case.here:
        return False
    case.versions.append(("earlier", {cell: case.cells[cell] + 3}, None))
    case.versions.append(("page", {}, "figures"))
    return True


@texts("D008")
def _order(case: Case, _: World, rng: Random) -> bool:
    if rng.random() < 0.5:
        case.signed_on, case.published_on = case.published_on, case.signed_on
        return bool(case.signed_on and case.signed_on > case.published_on)
    case.first_seen = f"{case.year + 1}-01-01T01:00:00.000Z"
    return True


@texts("D009")
def _differs(case: Case, _: World, rng: Random) -> bool:
    cell = "t2.compulsion.decisions" if modern(case) else "i.meetings.value"
    if cell not in case.here:
        return False
    role = rng.choice(("copy", "attachment", "continuation"))
    case.versions.append((role, {cell: case.cells[cell] + 1}, None))
    return True
