"""The rules of reference/rules.json over one report: machine checks and named functions through one engine. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache

import parse.checks.functions  # noqa: F401  (its modules register their rules)
from parse.checks.facts import Facts, from_reading
from parse.checks.machine import outcomes as machine_outcomes
from parse.checks.naming import listed
from parse.checks.outcome import NAMED, PUBLISHED, Outcome, summary
from parse.model import Finding, Reading
from reference import forms, rules
from reference.rules import Instance, Rule

REPORT = ("report",)


def check_report(reading: Reading) -> list[Finding]:
    """The findings that one document proves by itself; [] for what is no report. Never changes the reading."""
    if not reading.report:
        return []
    facts = from_reading(reading)
    return [finding(rule, facts, outcome) for rule, outcome in broken(evaluate(facts, REPORT))]


def evaluate(facts: Facts, scopes: Iterable[str] = REPORT) -> Iterator[tuple[Rule, list[Outcome]]]:
    """Every rule of the scopes with its outcomes, none for a rule that does not apply."""
    wanted = set(scopes)
    for rule, relations in compiled():
        if rule.scope in wanted:
            yield rule, list(apply(rule, relations, facts))


def apply(rule: Rule, relations: tuple[Instance, ...], facts: Facts) -> Iterable[Outcome]:
    """A machine check applies wherever its cells are; a function where the report's form is one of the rule's."""
    if relations:
        return machine_outcomes(rule.id, relations, facts)
    return NAMED[rule.id](facts, rule) if of_form(rule, facts) else ()


def of_form(rule: Rule, facts: Facts) -> bool:
    """A report without a statutory form is held only to the rules of all forms."""
    return facts.form in rule.forms if facts.form else set(rule.forms) == set(forms.FORM_IDS)


@cache
def compiled() -> tuple[tuple[Rule, tuple[Instance, ...]], ...]:
    return tuple((r, tuple(r.check.instances()) if r.check else ()) for r in rules.load())


def broken(evaluated: Iterable[tuple[Rule, list[Outcome]]]) -> Iterator[tuple[Rule, Outcome]]:
    """The outcomes that are published."""
    for rule, outcomes in evaluated:
        yield from ((rule, o) for o in outcomes if o.result in PUBLISHED)


def results(evaluated: Iterable[tuple[Rule, list[Outcome]]]) -> dict[str, str]:
    """Rule id → the one result by which this report is counted."""
    return {rule.id: summary(outcomes) for rule, outcomes in evaluated}


def finding(rule: Rule, facts: Facts, outcome: Outcome) -> Finding:
    """The outcome in the rule's two sentences."""
    words = _words(facts, outcome)
    return Finding(
        rule=rule.id,
        severity=outcome.severity or rule.severity,
        result=outcome.result,
        cells=outcome.cells,
        zh=rule.says.zh.format_map(_Side(words, 0)) + outcome.note[0],
        en=rule.says.en.format_map(_Side(words, 1)) + outcome.note[1],
        expected=outcome.expected,
        found=outcome.found,
        lenient=outcome.lenient,
        reader_doubt=outcome.doubt,
    )


def _words(facts: Facts, outcome: Outcome) -> Mapping[str, object]:
    year = facts.year if facts.year is not None else ("年份不明的", "undated")
    organ = facts.called or facts.organ or facts.title or ("未署名机关", "an unnamed organ")
    base = {
        "organ": organ,
        "year": year,
        "previous_year": (facts.year or 0) - 1,
        "cells": listed(outcome.cells),
    }
    return {**base, "expected": outcome.expected, "found": outcome.found, **outcome.words}


class _Side(dict[str, object]):
    """Fills a template with the Chinese (0) or the English (1) half of each word."""

    def __init__(self, words: Mapping[str, object], side: int) -> None:
        super().__init__({k: v[side] if isinstance(v, tuple) else v for k, v in words.items()})

    def __missing__(self, key: str) -> str:
        raise KeyError(
            f"a sentence of rules.json asks for {{{key}}}, which the rule's function does not give"
        )
