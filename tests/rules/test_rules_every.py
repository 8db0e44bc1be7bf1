"""Every rule over generated counties with errors and honest difficult reports: all errors found, nobody accused wrongly."""

from __future__ import annotations

import pytest

from benchmarks import rules as benchmark
from benchmarks._rules_plants import FIGURES, NEVER, TEXTS
from reference import rules


@pytest.fixture(scope="module")
def tally() -> benchmark.Tally:
    return benchmark.accuracy(1200)


def test_every_rule_can_be_planted_or_says_why_not() -> None:
    assert FIGURES.keys() | TEXTS.keys() | NEVER.keys() == {r.id for r in rules.load()}


def test_all_that_was_planted_is_found(tally: benchmark.Tally) -> None:
    assert tally.wanted - tally.found.keys() == set()
    assert len({rule for rule, *_ in tally.wanted}) >= 70


def test_nothing_else_is_found(tally: benchmark.Tally) -> None:
    soft = {key for key in tally.soft if tally.found.get(key) == "uncertain"}
    assert tally.found.keys() - tally.wanted - soft == set()


def test_no_honest_report_is_accused(tally: benchmark.Tally) -> None:
    assert sum(tally.accused.values()) == 0
    assert len(tally.trapped) >= 20
