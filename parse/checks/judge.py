"""One organ's year before all the rules: its report, the years before, its parts, its copies, its deadline. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

from parse import rules as engine
from parse.checks.facts import Facts
from parse.checks.levels import LEVELS, Group
from parse.checks.outcome import NOT_APPLICABLE, PASS, PUBLISHED, Outcome, summary
from parse.checks.published import PUBLISHED as PUBLICATION
from parse.checks.published import Publication
from reference import rules
from reference.rules import Rule

HERE = Path(__file__).parent


@cache
def version() -> str:
    """A digest of the rules and of all code that judges: a change of any of it judges everything again."""
    mark = blake2b(digest_size=8)
    beside = [HERE.parent / f"{name}.py" for name in ("rules", "check", "model")]
    for path in [*sorted(HERE.glob("*.py")), *beside]:
        mark.update(path.read_bytes())
    mark.update(rules.TABLE.read_bytes())
    return mark.hexdigest()


Copy = tuple[tuple[str, str], tuple[str, str], str, float]
"""(section in two languages, the other organ in two languages, the other report's id, similarity)."""


@dataclass(slots=True)
class Case:
    """`report` is None where only a report was expected. `crossing` says in two languages what parts this report
    from the one before (a merger, another scope), None where nothing does."""

    organ: str
    year: int
    division: str
    report: str | None
    facts: Facts
    group: Group | None = None
    publication: Publication | None = None
    copies: tuple[Copy, ...] = ()
    crossing: tuple[str, str] | None = None


def verdicts(case: Case) -> Iterator[tuple[Rule, list[Outcome]]]:
    """Every rule in the file's order with its outcomes."""
    for rule, relations in engine.compiled():
        if rule.scope == "publication":
            yield rule, list(PUBLICATION[rule.id](case.publication, rule)) if case.publication else []
        elif case.report is None:
            yield rule, []
        elif rule.id == "Q003":
            yield rule, _copied(case, rule)
        elif rule.scope == "org_group":
            yield rule, list(LEVELS[rule.id](case.group, rule)) if case.group else []
        else:
            found = list(engine.apply(rule, relations, case.facts))
            yield rule, [_softened(o, case) for o in found] if rule.scope == "report_pair" else found


def _softened(outcome: Outcome, case: Case) -> Outcome:
    """Years that cannot be compared without more: whatever breaks between them is a note, never a fault."""
    if case.crossing is None or outcome.result != "fail":
        return outcome
    return replace(outcome, result="uncertain", severity="info", note=case.crossing)


def _copied(case: Case, rule: Rule) -> list[Outcome]:
    threshold = float(rule.params["threshold"])
    found = [
        Outcome(
            "fail",
            (),
            f"< {threshold}",
            f"{share:.2f}",
            words={"section": section, "other": other, "similarity": f"{share:.0%}"},
            key=f"{section[0]}:{report}",
        )
        for section, other, report, share in case.copies
        if share >= threshold
    ]
    return found or [PASS if case.facts.sections else NOT_APPLICABLE]


def fingerprint(rule: str, organ: str, year: int, cells: Iterable[str], key: str = "") -> str:
    """Names a finding by what it is of, never by how it is worded."""
    facts = "\n".join([rule, organ, str(year), *sorted(cells), key])
    return blake2b(facts.encode(), digest_size=12).hexdigest()


def row(case: Case, rule: Rule, outcome: Outcome, parser_version: str) -> dict[str, Any]:
    """The finding as a row of findings, without review and first_seen."""
    found = engine.finding(rule, case.facts, outcome)
    return {
        "organ": case.organ,
        "division": case.division,
        "year": case.year,
        "report": case.report,
        "rule": rule.id,
        "severity": found.severity,
        "result": found.result,
        "reader_doubt": int(found.reader_doubt),
        "lenient": found.lenient,
        "cells": json.dumps(found.cells),
        "expected": _text(found.expected),
        "found": _text(found.found),
        "says_zh": found.zh,
        "says_en": found.en,
        "fingerprint": fingerprint(rule.id, case.organ, case.year, outcome.cells, outcome.key),
        "review": None,
        "parser_version": parser_version,
    }


def _text(value: object) -> str | None:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return None if value is None else str(value)


def opened(case: Case, found: Iterable[tuple[Rule, list[Outcome]]]) -> Iterator[dict[str, Any]]:
    """The second reading (blank = 0) of what could not be evaluated, as rows of `lenient`: kept, never published as a
    finding and in no count of findings."""
    for rule, outcomes in found:
        for outcome in outcomes:
            if outcome.result == "not_evaluable" and outcome.lenient:
                yield {
                    "organ": case.organ, "year": case.year, "report": case.report, "rule": rule.id, "result": outcome.lenient,
                    "cells": json.dumps(outcome.cells), "expected": _text(outcome.expected), "found": _text(outcome.found),
                }  # fmt: skip


def results(found: Iterable[tuple[Rule, list[Outcome]]]) -> list[tuple[str, str | None]]:
    """(result, lenient) of each rule in order: what is counted."""
    return [(summary(outcomes), lenient(outcomes)) for _, outcomes in found]


def lenient(outcomes: list[Outcome]) -> str | None:
    """What the second reading says of a rule that could not be evaluated."""
    seen = {o.lenient for o in outcomes if o.result == "not_evaluable"}
    return "fail" if "fail" in seen else "pass" if "pass" in seen else None


def broken(found: Iterable[tuple[Rule, list[Outcome]]]) -> Iterator[tuple[Rule, Outcome]]:
    for rule, outcomes in found:
        yield from ((rule, o) for o in outcomes if o.result in PUBLISHED)


def ids() -> list[str]:
    """The rules in the order of `results`."""
    return [rule.id for rule in rules.load()]
