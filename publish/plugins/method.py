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
PROBLEMS = "select kind, n from problem_counts order by n desc"
COUNTED = "select state, n from state_counts"


async def method(visit: Visit) -> Page:
    measured = load("accuracy.toml", "measured")
    counted = {row["state"]: row["n"] for row in await visit.rows(COUNTED)}
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
