"""Examples for the rules of publication: in time, at all, changed afterwards."""

from __future__ import annotations

from typing import Any

from parse.checks.facts import Facts
from parse.checks.judge import Case
from parse.checks.published import Publication
from tests.rules.rules_cases import Make, case


def published(kind: str = "government", state: str = "on_time", year: int = 2024, **given: Any) -> Case:
    made = case(year)
    deadline = None if kind == "township" and year > 2018 else f"{year + 1}-03-31"
    made.publication = Publication(kind, year, state, deadline, **given)
    return made


def absent_report() -> Case:
    """A year for which a report was expected and none came."""
    return Case(
        "990101",
        2024,
        "990101",
        None,
        Facts(None, 2024, {}, {}),
        publication=Publication("government", 2024, "missing"),
    )


def deadline_rule(kind: str, year: int = 2024) -> dict[str, Make]:
    """Published in time; late with a late signature; late beside a signature in time; out of reach; another's deadline."""

    def dated(published_on: str, **given: Any) -> Case:
        return published(kind, "late", year=year, published_on=f"{year + 1}-{published_on}", **given)

    other = "township" if kind == "government" else "government"
    return {
        "pass": lambda: dated("01-20"),
        "fail": lambda: dated("06-01", signed_on=f"{year + 1}-05-20"),
        "uncertain": lambda: dated("06-01", signed_on=f"{year + 1}-01-20"),
        "not_evaluable": lambda: published(kind, "blocked_from_here", year=year),
        "not_applicable": lambda: published(other if year > 2018 else kind, year=2024),
    }


NO_PUBLICATION: Make = case


EXAMPLES: dict[str, dict[str, Make]] = {
    "D001": deadline_rule("department"),
    "D002": deadline_rule("government"),
    "D003": deadline_rule("township"),
    "D004": deadline_rule("department", 2016),
    "D005": {
        "pass": lambda: published(published_on="2025-01-20"),
        "fail": lambda: published(published_on="2024-12-19"),
        "uncertain": lambda: published(published_on="2024-12-19", signed_on="2025-01-19"),
        "not_evaluable": published,
        "not_applicable": NO_PUBLICATION,
    },
    "D006": {
        "pass": published,
        "fail": absent_report,
        "not_evaluable": lambda: published(state="blocked_from_here"),
        "not_applicable": NO_PUBLICATION,
    },
    "D007": {
        "pass": lambda: published(first_seen="2025-01-20T02:00:00.000Z"),
        "fail": lambda: published(
            first_seen="2025-01-20T02:00:00.000Z", changes=(("figures", "2025-02-01T02:00:00.000Z"),)
        ),
        "not_evaluable": published,
        "not_applicable": NO_PUBLICATION,
    },
    "D008": {
        "pass": lambda: published(
            signed_on="2025-01-10", published_on="2025-01-12", first_seen="2025-01-13T02:00:00.000Z"
        ),
        "fail": lambda: published(published_on="2025-03-12", first_seen="2025-01-13T02:00:00.000Z"),
        "uncertain": lambda: published(signed_on="2025-02-10", published_on="2025-01-12"),
        "not_evaluable": published,
        "not_applicable": NO_PUBLICATION,
    },
    "D009": {
        "fail": lambda: published(differing={"t3.granted.total": (9, "copy")}, ours={"t3.granted.total": 7}),
        "uncertain": lambda: published(
            differing={"t3.granted.total": (9, "copy")}, ours={"t3.granted.total": None}
        ),
        "not_applicable": published,
    },
}
