"""The narrative of a generated report, in words of our own, its numbers read off the figures beside it.

A narrative that disagrees with its table is planted on purpose (`said` overrides what a cell holds).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from random import Random

from replica.invent import Figures, outcome_rows
from replica.sentences import (
    DUTIES,
    MANAGEMENT,
    OPENINGS,
    PLATFORM,
    PROACTIVE,
    SUPERVISION,
    done,
    lacking,
    promised,
)

Sections = dict[str, str]

GENERATED = "（本页为演示生成：单位、数字与文字均属虚构，不是任何真实机关的报告。）"


class Said:
    """Figures as the narrative states them: the printed cells, but for what is planted otherwise."""

    def __init__(self, cells: Figures, planted: Mapping[str, int]) -> None:
        self._cells, self._planted = cells, planted

    def __call__(self, cell: str) -> int:
        return int(self._planted.get(cell, self._cells.get(cell, 0)))

    def sum(self, prefix: str) -> int:
        """All outcome rows of t3 that begin with `prefix`, their totals."""
        return self._planted.get(f"{prefix}sum", sum(self(cell) for cell in _totals(prefix)))


@cache
def _totals(prefix: str) -> tuple[str, ...]:
    rows = {row: None for form in ("2021", "2019") for row in outcome_rows(form)[0] if row.startswith(prefix)}
    return tuple(f"t3.{row}.total" for row in rows)


def sections(
    name: str, year: int, cells: Figures, rng: Random, planted: Mapping[str, int] | None = None
) -> Sections:
    """Section key → text for the narrative sections of forms 2019 and 2021; `name` as the organ calls itself."""
    said = Said(cells, planted or {})
    return {
        "overview": f"{GENERATED}{_period(name, year, rng)}",
        "overview_proactive": _proactive(name, year, said, rng),
        "overview_requests": _requests(year, said),
        "overview_management": _some(MANAGEMENT, 2, rng),
        "overview_platform": _some(PLATFORM, 2, rng),
        "overview_supervision": _some(SUPERVISION, 2, rng),
        "problems": _problems(rng),
        "other_matters": _other(said, rng),
    }


def chapters(name: str, year: int, rng: Random) -> list[tuple[str, str]]:
    """Heading and text of a report of the years without a form: free chapters."""
    return [
        ("一、概述", f"{GENERATED}{_period(name, year, rng)}{_some(MANAGEMENT, 2, rng)}"),
        ("二、主动公开政府信息的情况", _some(PROACTIVE, 3, rng)),
        ("三、依申请公开政府信息和不予公开政府信息的情况", "办理申请的数目见文后附表。"),
        ("四、政府信息公开的收费及减免情况", "没有发生收费和减免。"),
        ("五、因政府信息公开申请行政复议、提起行政诉讼的情况", "没有发生。"),
        ("六、存在的主要问题及改进情况", _problems(rng)),
    ]


def _some(pool: tuple[str, ...], count: int, rng: Random) -> str:
    """Sentences of a pool, and two that nobody else is likely to have."""
    return "".join([*rng.sample(pool, count), done(rng), done(rng)])


def _period(name: str, year: int, rng: Random) -> str:
    opening = rng.choice(OPENINGS).format(name=name, year=year)
    return f"{opening}所列数据的统计期限为{year}年1月1日至{year}年12月31日。"


def _proactive(name: str, year: int, said: Said, rng: Random) -> str:
    parts = [rng.randint(5, 900) for _ in range(3)]
    kinds = rng.sample(("动态类", "政策类", "服务类", "人事类", "财政类", "规划类"), 3)
    split = "、".join(f"{kind}信息{count}条" for kind, count in zip(kinds, parts, strict=True))
    text = f"{year}年，{name}通过门户网站公开信息{sum(parts)}条，其中{split}。{_some(PROACTIVE, 2, rng)}"
    issued, repealed = said("t2.normative_documents.issued"), said("t2.normative_documents.repealed")
    if issued or repealed:
        held = said("t2.normative_documents.in_force")
        text += (
            f"制发行政规范性文件{issued}件，废止行政规范性文件{repealed}件，现行有效行政规范性文件{held}件。"
        )
    return text


def _requests(year: int, said: Said) -> str:
    new, carried = said("t3.new_requests.total"), said("t3.carried_in.total")
    if not new + carried:
        text = f"{year}年度未收到政府信息公开申请，"
    else:
        text = f"{year}年共收到政府信息公开申请{new}件，上年结转{carried}件。{_outcomes(said)}"
    return text + _disputes(said, bool(new + carried))


def _outcomes(said: Said) -> str:
    counts = {
        "予以公开": said("t3.granted.total"),
        "部分公开": said("t3.partially_granted.total"),
        "不予公开": said.sum("denied_"),
        "无法提供": said.sum("unavailable_"),
        "不予处理": said.sum("not_processed_"),
        "其他处理": said.sum("other"),
    }
    done = "，".join(f"{label}{count}件" for label, count in counts.items() if count)
    left = said("t3.carried_out.total")
    return f"{'办理结果为：' + done + '，' if done else ''}结转下年度{left}件。"


def _disputes(said: Said, asked: bool) -> str:
    reviews = said("t4.reconsideration.total")
    suits = said("t4.litigation_direct.total") + said("t4.litigation_after_reconsideration.total")
    if not reviews + suits:
        return (
            "因政府信息公开工作发生的行政复议、行政诉讼均为0件。" if asked else "未发生行政复议、行政诉讼。"
        )
    return f"因政府信息公开工作发生行政复议{reviews}件，行政诉讼{suits}件。"


def _problems(rng: Random) -> str:
    faults = "；".join(f"{number}是{lacking(rng)}" for number in "一二三")
    pledges = "；".join(f"{number}是{promised(rng)}" for number in "一二三")
    return f"主要问题：{faults}。改进情况：{pledges}。{rng.choice(DUTIES)}"


def _other(said: Said, rng: Random) -> str:
    unpaid = said("t3.other_fee_unpaid.total")
    if unpaid:
        return f"本年度发出信息处理费收费通知{unpaid}件，申请人逾期未缴纳，实际收取信息处理费0元。"
    closing = rng.choice(("没有其他需要报告的事项。", "其他事项无。", "无其他需要说明的情况。"))
    return f"本年度没有收取信息处理费。{closing}"
