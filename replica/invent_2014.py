"""Figures of the statistics table of 2014–2018, and of the free tables of the years before it."""

from __future__ import annotations

from collections import Counter
from random import Random

SPLITS: dict[str, tuple[str, ...]] = {
    "requests_received": ("req_in_person", "req_fax", "req_online", "req_letter"),
    "requests_closed": ("closed_on_time", "closed_extended"),
    "reply_denied": (
        "denied_state_secret",
        "denied_trade_secret",
        "denied_privacy",
        "denied_security_stability",
        "denied_not_gov_info",
        "denied_other_law",
    ),
    "reconsideration": ("reconsideration_upheld", "reconsideration_corrected", "reconsideration_other"),
    "litigation": ("litigation_upheld", "litigation_corrected", "litigation_other"),
    "staff": ("staff_full_time", "staff_part_time"),
}
REPLIES = (
    "reply_already_public",
    "reply_granted",
    "reply_partial",
    "reply_denied",
    "reply_not_this_organ",
    "reply_not_exist",
    "reply_amend",
    "reply_other_channel",
)
CHANNELS = ("ch_gazette", "ch_website", "ch_weibo", "ch_wechat", "ch_other")
RESPONSES = ("online_interviews", "policy_articles", "social_responses", "other_responses")


def statistics(rng: Random, volume: float) -> dict[str, int | float]:
    """The 58 indicators of the form of 2014 as `{"i.<row>.value": figure}`; A141 to A149 hold."""
    received = max(0, round(rng.gauss(volume, max(volume, 0) ** 0.5)))
    rows = Counter(_activity(rng))
    rows.update(requests_received=received, requests_closed=received, replies=received)
    rows.update(rng.choices(REPLIES, (6, 10, 2, 2, 3, 3, 1, 1), k=received))
    rows.update(reconsideration=sum(rng.random() < 0.05 for _ in range(received)))
    rows.update(litigation=sum(rng.random() < 0.02 for _ in range(received)))
    rows.update(staff=rng.randint(1, 40))
    for total, parts in SPLITS.items():
        rows.update(rng.choices(parts, k=rows[total]))
    cells: dict[str, int | float] = {f"i.{row}.value": count for row, count in rows.items()}
    cells["i.budget.value"] = round(rng.uniform(0, 20), 1)
    return cells


def _activity(rng: Random) -> dict[str, int]:
    published = rng.randint(200, 5000)
    conferences, interviews = rng.randint(0, 6), rng.randint(0, 4)
    rows = {channel: rng.randint(0, published) for channel in CHANNELS}
    rows |= {response: rng.randint(0, 30) for response in RESPONSES}
    rows |= {
        "proactive_total": published,
        "proactive_normative": rng.randint(0, 20),
        "normative_issued": rng.randint(0, 20),
    }
    rows |= {
        "response_total": rng.randint(0, 40),
        "press_conferences": conferences,
        "online_interviews": interviews,
    }
    rows |= {
        "press_conferences_heads": rng.randint(0, conferences),
        "online_interviews_heads": rng.randint(0, interviews),
    }
    rows |= {
        "complaints": 0,
        "fees": 0,
        "ogi_offices": rng.randint(1, 40),
        "reading_points": rng.randint(1, 20),
    }
    return rows | {
        "meetings": rng.randint(1, 6),
        "trainings": rng.randint(1, 6),
        "trained": rng.randint(10, 300),
    }


# The regional tables of 2008–2013 had no national form: label, unit, largest figure.
FREE_LINES: tuple[tuple[str, str, int], ...] = (
    ("主动公开信息数", "条", 900),
    ("全文电子化的主动公开信息数", "条", 800),
    ("新增的行政规范性文件数", "条", 12),
    ("网站专栏页面访问量", "人次", 90000),
    ("现场接待人数", "人次", 300),
    ("咨询电话接听数", "人次", 500),
    ("申请总数", "条", 9),
    ("同意公开答复数", "条", 9),
    ("行政复议数", "件", 1),
    ("行政诉讼数", "件", 1),
)


def free_table(rng: Random) -> list[tuple[str, str, int]]:
    """Label, unit and figure of a table of no statutory form, as printed before 2014."""
    asked = rng.randint(0, 9)
    fixed = {"申请总数": asked, "同意公开答复数": asked, "行政复议数": 0, "行政诉讼数": 0}
    return [(label, unit, fixed.get(label, rng.randint(0, most))) for label, unit, most in FREE_LINES]
