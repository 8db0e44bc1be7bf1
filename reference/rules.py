"""The rules that a report must keep: rules.json, checked. `python -m reference.rules` prints docs/rules.md.

What must hold stands in `name`, what is said where it does not in `says`, on what ground in `why` and `source`.
A rule with a `check` is run by machine over cells; one without is a function of parse that bears the rule's id.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from itertools import product
from pathlib import Path
from string import Formatter
from typing import Any

from reference import cells, forms

TABLE = Path(__file__).with_name("rules.json")
FAMILIES = ("structure", "arithmetic", "cross_year", "narrative", "cross_level", "publication", "quality")
SCOPES = ("report", "report_pair", "org_group", "publication")
SEVERITIES = ("error", "warning", "info")
OPERATORS = ("==", "<=", ">=")
PLACEHOLDERS = ("organ", "year", "cells", "where", "lhs", "rhs", "difference", "expected", "found")
PREVIOUS = "prev."


class RuleError(ValueError):
    """rules.json holds something that cannot be used: the rule, the line, what is expected."""


@dataclass(frozen=True, slots=True)
class Words:
    """The same in Chinese and in English."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Term:
    """One summand: a cell or derived id, its sign, and whether it is the previous year's report that holds it."""

    cell: str
    sign: int
    previous: bool


@dataclass(frozen=True, slots=True)
class Instance:
    """A check for one choice of its variables, e.g. {"col": "total"}."""

    chosen: Mapping[str, str]
    lhs: tuple[Term, ...]
    op: str
    rhs: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Check:
    """A relation between two sums, for every choice of `foreach`. An empty side is 0."""

    foreach: Mapping[str, tuple[str, ...]]
    lhs: tuple[str, ...]
    op: str
    rhs: tuple[str, ...]

    def instances(self) -> Iterator[Instance]:
        """The relation with its variables filled in, one for each choice."""
        for values in product(*self.foreach.values()):
            chosen = dict(zip(self.foreach, values, strict=True))
            yield Instance(chosen, _terms(self.lhs, chosen), self.op, _terms(self.rhs, chosen))


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `check` is None where a function of parse decides it; `forms` is a note for readers: a rule applies
    to every report that has all its cells. `gives` are the rule's own placeholders, besides PLACEHOLDERS."""

    id: str
    slug: str
    family: str
    forms: tuple[str, ...]
    severity: str
    scope: str
    name: Words
    expression: str
    check: Check | None
    blank: str
    says: Words
    why: Words
    source: str
    gives: tuple[str, ...] = ()
    params: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""
    exempt: str = ""
    not_across: tuple[str, ...] = ()


@cache
def load() -> tuple[Rule, ...]:
    """The rules in the file's order. Raises RuleError."""
    return read(TABLE)


def by_id(rule_id: str) -> Rule:
    """The rule with an id; KeyError where there is none."""
    return {rule.id: rule for rule in load()}[rule_id]


def read(path: Path) -> tuple[Rule, ...]:
    """The rules of any file of this shape. Raises RuleError."""
    text = path.read_text(encoding="utf-8")
    try:
        entries = json.loads(text)["rules"]
    except json.JSONDecodeError as error:
        raise RuleError(f"{path}:{error.lineno}:{error.colno}: not JSON ({error.msg})") from None
    rules: list[Rule] = []
    for entry in entries:
        where = f"{path}:{_line(text, entry.get('id'))}: rule {entry.get('id')}"
        rules.append(_rule(entry, where))
        if [rule.id for rule in rules].count(rules[-1].id) > 1:
            raise RuleError(f"{where}: the id stands twice; expected each once")
    return tuple(rules)


def _rule(entry: dict[str, Any], where: str) -> Rule:
    known = {item.name for item in fields(Rule)}
    if unknown := set(entry) - known:
        raise RuleError(f"{where}: unknown keys {sorted(unknown)}; expected {sorted(known)}")
    try:
        words = {key: Words(**entry[key]) for key in ("name", "says", "why")}
        check = _check(entry["check"], where)
        lists = {key: tuple(entry.get(key, ())) for key in ("forms", "gives", "not_across")}
        rule = Rule(**{**entry, **words, **lists, "check": check})
    except (KeyError, TypeError) as error:
        raise RuleError(f"{where}: {error}; expected every key of a rule, with zh and en") from None
    for fault in _faults(rule):
        raise RuleError(f"{where}: {fault}")
    return rule


def _check(entry: dict[str, Any] | None, where: str) -> Check | None:
    if entry is None:
        return None
    if set(entry) != {"foreach", "lhs", "op", "rhs"}:
        raise RuleError(f"{where}: check has the keys {sorted(entry)}; expected foreach, lhs, op, rhs")
    foreach = {name: tuple(values) for name, values in entry["foreach"].items()}
    return Check(foreach, tuple(entry["lhs"]), entry["op"], tuple(entry["rhs"]))


def _faults(rule: Rule) -> Iterator[str]:
    named = (("family", FAMILIES), ("scope", SCOPES), ("severity", SEVERITIES))
    for key, allowed in named:
        if getattr(rule, key) not in allowed:
            yield f"{key} is {getattr(rule, key)!r}; expected one of {', '.join(allowed)}"
    allowed_words = {*PLACEHOLDERS, *rule.gives}
    for language in ("zh", "en"):
        used = {name for _, name, _, _ in Formatter().parse(getattr(rule.says, language)) if name}
        if not used <= allowed_words:
            yield f"says.{language} uses {sorted(used - allowed_words)}; expected words out of {sorted(allowed_words)}"
    if rule.check:
        yield from _check_faults(rule.check)


def _check_faults(check: Check) -> Iterator[str]:
    if check.op not in OPERATORS:
        yield f"op is {check.op!r}; expected one of {', '.join(OPERATORS)}"
    known = _known_cells()
    for instance in check.instances():
        for term in (*instance.lhs, *instance.rhs):
            if term.cell not in known:
                yield f"names the cell {term.cell!r}, which no form has; expected a cell or derived id"


@cache
def _known_cells() -> frozenset[str]:
    derived = set()
    for form_id in forms.FORM_IDS:
        form = forms.load(form_id)
        for item in form.derived:
            columns = form.table(item.table).value_columns if "." not in item.sum_of[0] else ("",)
            derived |= {f"{item.table}.{item.key}.{column}".rstrip(".") for column in columns}
    return frozenset(derived | {definition.cell for definition in cells.definitions()})


def _terms(texts: tuple[str, ...], chosen: Mapping[str, str]) -> tuple[Term, ...]:
    return tuple(_term(text.format(**chosen)) for text in texts)


def _term(text: str) -> Term:
    bare = text.removeprefix("-")
    return Term(bare.removeprefix(PREVIOUS), -1 if text != bare else 1, bare.startswith(PREVIOUS))


def _line(text: str, rule_id: str | None) -> int:
    at = re.search(rf'"id":\s*"{re.escape(rule_id or "")}"', text)
    return text.count("\n", 0, at.start()) + 1 if at else 1


if __name__ == "__main__":
    from reference.rules_page import page

    print(page(load()), end="")
