"""/method: what is read and how, how well, what is withheld, what was wrong, and how to say so."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Any

from publish import series
from publish.hooks import hook
from publish.page import Page, Row, Visit, route
from reference import forms, problems, rules

HERE = Path(__file__).parents[1]
WITHHELD = "select target, what, reason_zh, reason_en, date from withheld order by date desc"
PROBLEMS = "select kind, count(*) as n from problems group by kind order by n desc"
STATES = """select s.name, s.says_zh, s.says_en, (select count(*) from cells c where c.state = s.state) as n from cell_states s
  order by s.state"""
COUNTED = """select sum(n_number) as number, sum(n_annotated) as annotated, sum(n_inferred) as inferred, sum(n_blank) as blank,
  sum(n_mark) as mark, sum(n_missing) as missing, sum(n_unreadable) as unreadable, count(*) as reports from reports"""


async def method(visit: Visit) -> Page:
    measured = load("accuracy.toml", "measured")
    counted = await visit.one(COUNTED) or {}
    context: dict[str, Any] = {
        "accuracy": measured,
        "errata": load("errata.toml", "erratum"),
        "counted": counted,
    }
    context["contact"] = os.environ.get("GONGKAI_CONTACT", "")
    context["withheld"] = await visit.rows(WITHHELD)
    context["problems"] = await visit.rows(PROBLEMS)
    context["kinds"] = problems.KINDS
    context["rules"] = rules.load()
    context |= {"indicators": series.indicators(), "rates": series.rates(), "form_ids": forms.FORM_IDS}
    return Page("method.html", visit.say("nav.method"), measured, context, name="gongkai-accuracy")


def load(name: str, key: str) -> list[Row]:
    return list(tomllib.loads((HERE / name).read_text(encoding="utf-8"))[key])


@hook
def register_routes() -> list[Any]:
    return [route("/method", method)]
