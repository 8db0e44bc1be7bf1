"""Every rule on a case that passes, one that breaks it, one that cannot be evaluated, one it does not apply to."""

from __future__ import annotations

from typing import Any

import pytest

from parse.checks import judge
from parse.checks.judge import Case
from parse.checks.levels import LEVELS
from parse.checks.outcome import NAMED
from parse.checks.published import PUBLISHED
from reference import rules
from tests.rules.rules_cases import BROKEN
from tests.rules.rules_examples import EXAMPLES, NEVER
from tests.rules.rules_examples_dates import published

CASES = [(rule, wanted) for rule, cases in EXAMPLES.items() for wanted in cases]


def result(rule: str, case: Case) -> str:
    return dict(zip(judge.ids(), judge.results(judge.verdicts(case)), strict=True))[rule][0]


@pytest.mark.parametrize(("rule", "wanted"), CASES, ids=str)
def test_example(rule: str, wanted: str) -> None:
    got = result(rule, EXAMPLES[rule][wanted]())
    assert got in (("fail", "uncertain") if wanted == BROKEN else (wanted,))


@pytest.mark.parametrize("rule", [r.id for r in rules.load()])
def test_every_rule_has_an_example_of_every_result(rule: str) -> None:
    have = {BROKEN if r in ("fail", "uncertain") else r for r in EXAMPLES[rule]}
    never = {r for n, r in NEVER if n == rule}
    assert have | never == {"pass", BROKEN, "not_evaluable", "not_applicable"}


def test_every_rule_is_decided_by_a_check_or_by_one_function() -> None:
    for rule in rules.load():
        functions = [
            rule.id in NAMED,
            rule.id in LEVELS,
            rule.id in PUBLISHED,
            rule.id == "Q003",
            rule.check is not None,
        ]
        assert functions.count(True) == 1, rule.id
    assert {*NAMED, *LEVELS, *PUBLISHED} <= {r.id for r in rules.load()}


@pytest.mark.parametrize("rule", [r for r in EXAMPLES if {"fail", "uncertain", BROKEN} & EXAMPLES[r].keys()])
def test_a_finding_is_said_in_both_languages(rule: str) -> None:
    for wanted in {"fail", "uncertain", BROKEN} & EXAMPLES[rule].keys():
        case = EXAMPLES[rule][wanted]()
        found = [judge.row(case, r, o, "v") for r, o in judge.broken(judge.verdicts(case)) if r.id == rule]
        assert found
        for row in found:
            assert row["says_zh"].strip() and row["says_en"].strip()
            assert "None" not in row["says_zh"] + row["says_en"]
            assert "{" not in row["says_zh"] + row["says_en"]
            assert len(row["fingerprint"]) == 24


@pytest.mark.parametrize(
    ("given", "result_"),
    [
        ({"signed_on": "2025-05-20"}, "fail"),
        ({"signed_on": "2025-01-20"}, "uncertain"),
        ({"signed_on": "2025-05-20", "shared_date": True}, "uncertain"),
        ({"first_seen": "2025-06-03T01:00:00.000Z"}, "fail"),
        ({"first_seen": "2026-06-03T01:00:00.000Z"}, "uncertain"),
        ({}, "uncertain"),
    ],
)
def test_a_late_page_date_alone_proves_nothing(given: dict[str, Any], result_: str) -> None:
    case = published("government", "late", published_on="2025-06-01", **given)
    assert result("D002", case) == result_
