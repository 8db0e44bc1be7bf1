"""Honest reports that are easy to accuse wrongly: what is put in must make no rule fail.

`BEFORE` change figures, `AFTER` the text and the dates. Each says whether it fits the case.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

from benchmarks._rules_world import Case, World, late
from replica.invent import APPLICANTS

DEADLINES = {"D001", "D002", "D003", "D004"}
Trap = Callable[[Case, World, Random], bool]
BEFORE: dict[str, Trap] = {}
AFTER: dict[str, Trap] = {}


def trap(where: dict[str, Trap], name: str) -> Callable[[Trap], Trap]:
    def register(function: Trap) -> Trap:
        where[name] = function
        return function

    return register


def asked(case: Case) -> int:
    return int(case.here.get("t3.new_requests.total", 0))


def instead(case: Case, text: str) -> bool:
    """The sentence on requests replaced, that on disputes kept."""
    held = case.texts.get("overview_requests", "")
    _, mark, tail = held.partition("结转下年度")
    if not mark:
        return False
    case.texts["overview_requests"] = text + tail.partition("。")[2]
    return True


@trap(BEFORE, "blanks that stand for 0")
def _blank_columns(case: Case, _: World, rng: Random) -> bool:
    columns = [c for c in APPLICANTS if c != "natural_person"]
    empty = [c for c in columns if not any(case.here.get(f"t3.{r}.{c}", 0) for r in _rows(case))]
    for column in empty:
        case.cells |= {c: None for c in case.cells if c.startswith("t3.") and c.endswith(f".{column}")}
    case.must |= {"S006"} if empty else set()
    return bool(empty) and case.form != "2014"


def _rows(case: Case) -> list[str]:
    return list(dict.fromkeys(c.split(".")[1] for c in case.cells if c.startswith("t3.")))


@trap(BEFORE, "totals left blank in all rows but the sums")
def _blank_totals(case: Case, _: World, rng: Random) -> bool:
    rows = [r for r in _rows(case) if r not in ("new_requests", "carried_in", "outcome_total", "carried_out")]
    case.cells |= {f"t3.{r}.total": None for r in rows if f"t3.{r}.total" in case.cells}
    case.must |= {"S006"}
    return case.form != "2014" and bool(rows)


@trap(BEFORE, "figures that sums settled, one of them wrong")
def _inferred(case: Case, _: World, rng: Random) -> bool:
    cell = "t3.granted.natural_person"
    if not case.here.get(cell):
        return False
    case.cells[cell] -= 1
    case.states |= {c: "inferred" for c in case.cells if c.startswith("t3.")}
    return True


@trap(BEFORE, "a branch led from above, outside the county's figures")
def _vertical(case: Case, world: World, rng: Random) -> bool:
    if case.form == "2014" or not case.body.name.endswith(("体育局", "粮食局")):
        return False
    for one in [c for c in world.values() if c.body.organ == case.body.organ]:
        name = f"{one.body.county}税务局"
        one.title = one.title.replace(one.body.name, name)
        one.body = replace(one.body, name=name)
    for row in ("new_requests", "granted", "outcome_total"):
        for column in ("natural_person", "total"):
            case.add(row, column, 400)
    return True


@trap(BEFORE, "an office's report under the county's title")
def _office_scope(case: Case, world: World, rng: Random) -> bool:
    if case.body.kind != "government" or case.form == "2014":
        return False
    case.scope = rng.choice(("office", "unclear"))
    for row in ("new_requests", "granted", "outcome_total"):
        for column in ("natural_person", "total"):
            case.add(row, column, -min(1, case.cells[f"t3.granted.{column}"]))
    return True


@trap(AFTER, "new and carried in told as one")
def _together(case: Case, _: World, rng: Random) -> bool:
    every = asked(case) + int(case.here.get("t3.carried_in.total", 0))
    return every > 0 and instead(case, f"{case.year}年共受理政府信息公开申请{every}件（含上年结转）。")


@trap(AFTER, "one office's requests only")
def _office_only(case: Case, _: World, rng: Random) -> bool:
    if case.body.kind != "government" or asked(case) < 20:
        return False
    return instead(
        case, f"{case.year}年，县政府办公室共收到政府信息公开申请{rng.randint(3, 15)}件，予以公开2件。"
    )


@trap(AFTER, "a number told roughly")
def _roughly(case: Case, _: World, rng: Random) -> bool:
    n = asked(case)
    if n < 21:
        return False
    tens = n // 10 * 10
    said = rng.choice((f"{tens}余件" if n > tens else f"约{tens}件", f"约{tens}件", f"近{tens + 10}件"))
    return instead(case, f"{case.year}年共收到政府信息公开申请{said}。")


@trap(AFTER, "Chinese numerals")
def _numerals(case: Case, _: World, rng: Random) -> bool:
    n = asked(case)
    return 0 < n < 10 and instead(case, f"全年共收到政府信息公开申请{'零一二三四五六七八九'[n]}件。")


@trap(AFTER, "natural persons only")
def _persons(case: Case, _: World, rng: Random) -> bool:
    n = int(case.here.get("t3.new_requests.natural_person", 0))
    return 0 < n < asked(case) and instead(case, f"全年收到公民提出的政府信息公开申请{n}件。")


@trap(AFTER, "disputes without the pending ones")
def _concluded(case: Case, _: World, rng: Random) -> bool:
    total, pending = (int(case.here.get(f"t4.reconsideration.{c}", 0)) for c in ("total", "pending"))
    if not pending or total == pending:
        return False
    case.texts["overview_requests"] = (
        f"全年收到政府信息公开申请{asked(case)}件。审结行政复议{total - pending}件。"
    )
    return True


@trap(AFTER, "reviews and suits told as one")
def _three_blocks(case: Case, _: World, rng: Random) -> bool:
    tracks = ("reconsideration", "litigation_direct", "litigation_after_reconsideration")
    every = int(sum(case.here.get(f"t4.{t}.total", 0) for t in tracks))
    case.texts["overview_requests"] = (
        f"全年收到政府信息公开申请{asked(case)}件。发生行政复议、行政诉讼共{every}件。"
    )
    return every > 0


@trap(AFTER, "last year's figures for comparison")
def _compared(case: Case, _: World, rng: Random) -> bool:
    n, last = asked(case), rng.randint(30, 90)
    return n > 0 and instead(
        case,
        f"{case.year}年共收到政府信息公开申请{n}件，{case.year - 1}年收到{last}件，同比减少{last - n}件。",
    )


@trap(AFTER, "parts in several units")
def _units(case: Case, _: World, rng: Random) -> bool:
    case.texts["overview_proactive"] += "发布信息120条，其中原创80条，阅读9万次，同比增加900条。"
    return case.form != "2014"


@trap(AFTER, "letters, licences and petitions of other kinds")
def _other_letters(case: Case, _: World, rng: Random) -> bool:
    case.texts["overview_platform"] += "受理县长信箱来信58件，办理热线工单800件，答复网上咨询31件。"
    case.texts["overview_management"] += "审查规范性文件40件，转发上级规范性文件12件。"
    return case.form != "2014"


@trap(AFTER, "a date of the site's move")
def _migrated(case: Case, _: World, rng: Random) -> bool:
    case.published_on = late(case, rng.randint(200, 900))
    case.first_seen = f"{late(case, 1500)}T01:00:00.000Z"
    case.may |= DEADLINES
    return True


@trap(AFTER, "late by the page, signed in time")
def _signed_in_time(case: Case, _: World, rng: Random) -> bool:
    case.published_on = late(case, rng.randint(2, 60))
    case.may |= DEADLINES
    return True


@trap(AFTER, "late by the page, unsigned, seen much later")
def _unsigned(case: Case, _: World, rng: Random) -> bool:
    case.published_on, case.signed_on = late(case, rng.randint(2, 60)), None
    case.first_seen = f"{late(case, 700)}T01:00:00.000Z"
    case.may |= DEADLINES
    return True


@trap(AFTER, "several captures that say the same, and a mirror that does not")
def _captures(case: Case, _: World, rng: Random) -> bool:
    cell = next(iter(case.here))
    case.versions += [("earlier", {}, None), ("copy", {}, None), ("mirror", {cell: 99999}, None)]
    return True


@trap(AFTER, "an address that moved")
def _moved(case: Case, _: World, rng: Random) -> bool:
    case.state = rng.choice(("moved", "removed"))
    return True


@trap(AFTER, "not to be reached from here")
def _blocked(case: Case, _: World, rng: Random) -> bool:
    case.missing, case.state = True, rng.choice(("blocked_from_here", "unreadable"))
    return case.body.kind != "government"


@trap(AFTER, "a text of which no mark-up is known")
def _only_text(case: Case, _: World, rng: Random) -> bool:
    case.kind = "text"
    case.may.add("S002")
    case.states |= {c: "missing" for c in case.cells if c.startswith("t4.")}
    case.cells |= {c: None for c in case.cells if c.startswith("t4.")}
    return case.form != "2014"


@trap(AFTER, "an organ founded in the year")
def _founded(case: Case, _: World, rng: Random) -> bool:
    old = f"{case.year}年1月1日至"
    case.may.add("S010")
    case.texts["overview"] = case.texts["overview"].replace(old, f"{case.year}年5月28日至")
    return True


@trap(AFTER, "an assessment of the year before")
def _assessed(case: Case, _: World, rng: Random) -> bool:
    case.texts["overview_supervision"] += (
        f"针对{case.year - 1}年第三方评估指出的问题逐项整改，{case.year - 1}年度考核结果全县通报。"
    )
    return True
