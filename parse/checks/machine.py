"""Rules that are data: sums on both sides of ==, <= or >=, over the cells of one report or of two years."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from operator import eq, ge, le

from parse.checks.facts import Facts, shape_of
from parse.checks.naming import chosen_label
from parse.checks.outcome import BLANKS, READER, Outcome, Words
from parse.model import Number
from reference.rules import Instance, Term

OPS = {"==": eq, "<=": le, ">=": ge}
DECIMALS = 6
SIGNED = ".items_change"
LACKING = frozenset({"absent", "missing", "unreadable", "blank", "mark"})


PASSED = (Outcome("pass"),)


def outcomes(rule_id: str, relations: tuple[Instance, ...], facts: Facts) -> Iterable[Outcome]:
    """What each relation gives; those whose cells the report does not have are left out.

    Most reports hold a rule in all its instances: that is asked first, of the rule compiled for the cells that the
    report has, and only where it is not so is each relation looked at by itself.
    """
    previous = facts.previous
    key = rule_id, shape_of(facts), shape_of(previous) if previous else -1
    if key not in TESTS:
        TESTS[key] = _compiled(relations, facts.values, previous.values if previous else {})
    test = TESTS[key]
    if test is None:
        return ()
    try:
        holds = test(facts.values, previous.values if previous else {})
    except TypeError:  # a cell without a figure
        holds = False
    return PASSED if holds else _one_by_one(relations, facts)


Test = Callable[[Mapping[str, Number | None], Mapping[str, Number | None]], bool]


TESTS: dict[tuple[str, int, int], Test | None] = {}
"""By rule and the cells of the report and of the one before."""


def _compiled(relations: tuple[Instance, ...], here: Collection[str], there: Collection[str]) -> Test | None:
    """One expression for all instances whose cells are there; None where there are none."""
    whole = [r for r in relations if all(t.cell in (there if t.previous else here) for t in (*r.lhs, *r.rhs))]
    source = " and ".join(f"{_side(r.lhs)} {r.op} {_side(r.rhs)}" for r in whole)
    made: Test | None = (
        eval(f"lambda v, p: {source}") if whole else None
    )  # ids of the forms and three operators
    return made


def _side(terms: tuple[Term, ...]) -> str:
    signs = {1: "+", -1: "-"}
    return "".join(f"{signs[t.sign]}{'p' if t.previous else 'v'}[{t.cell!r}]" for t in terms) or "0"


def _one_by_one(relations: tuple[Instance, ...], facts: Facts) -> Iterator[Outcome]:
    for relation in relations:
        left, right = _sum(relation.lhs, facts), _sum(relation.rhs, facts)
        if left is None or right is None:
            yield from _open(relation, facts)
        elif OPS[relation.op](left, right):
            yield Outcome("pass")
        else:
            yield _broken(relation, facts, left, right)


def _sum(terms: tuple[Term, ...], facts: Facts) -> Number | None:
    total: Number = 0
    for term in terms:
        value = _value(term, facts)
        if value is None:
            return None
        total += term.sign * value
    return round(total, DECIMALS) if isinstance(total, float) else total


def _value(term: Term, facts: Facts) -> Number | None:
    holder = facts.previous if term.previous else facts
    return holder.values.get(term.cell) if holder else None


def name_of(term: Term) -> str:
    return f"prev.{term.cell}" if term.previous else term.cell


def _broken(relation: Instance, facts: Facts, left: Number, right: Number) -> Outcome:
    cells = _cells(relation, facts)
    doubt = any(facts.doubtful(cell) for cell in cells)
    expected, found = _stated(relation, left, right)
    return Outcome(
        "uncertain" if doubt else "fail",
        cells,
        expected,
        found,
        lenient="fail",
        doubt=doubt,
        words=_words(relation, left, right),
        note=READER if doubt else ("", ""),
    )


def _stated(relation: Instance, left: Number, right: Number) -> tuple[Number, Number]:
    """(expected, found): the side with a single term is the one that the report states outright."""
    return (left, right) if len(relation.rhs) == 1 and len(relation.lhs) != 1 else (right, left)


def _words(relation: Instance, left: Number, right: Number) -> Words:
    return {
        "lhs": left,
        "rhs": right,
        "difference": abs(round(right - left, DECIMALS)),
        "where": chosen_label(relation),
    }


def _cells(relation: Instance, facts: Facts) -> tuple[str, ...]:
    terms = (*relation.lhs, *relation.rhs)
    return tuple(dict.fromkeys(cell for term in terms for cell in facts.printed(name_of(term))))


def _open(relation: Instance, facts: Facts) -> Iterator[Outcome]:
    """A relation with an operand without value: the second reading, blank = 0, where only blanks are in its way."""
    cells = _cells(relation, facts)
    lacking = {c: s for c in cells if (s := facts.state(c)) in LACKING}
    if "absent" in lacking.values():
        return
    if {"missing", "unreadable"} & set(lacking.values()):
        yield Outcome("not_evaluable", cells)
        return
    left, right = _known(relation.lhs, facts), _known(relation.rhs, facts)
    expected, found = _stated(relation, left, right)
    if OPS[relation.op](left, right):
        yield Outcome("not_evaluable", cells, expected, found, "pass")
        return
    curable = _curable(relation, facts, set(lacking), left - right)
    if curable or any(facts.doubtful(c) for c in cells):
        yield Outcome("not_evaluable", cells, expected, found, "fail")
        return
    words = _words(relation, left, right)
    yield Outcome("uncertain", cells, expected, found, "fail", words=words, note=BLANKS)


def _known(terms: tuple[Term, ...], facts: Facts) -> Number:
    """The sum with every blank read as 0."""
    return round(
        sum(t.sign * (facts.value(c) or 0) for t in terms for c in facts.printed(name_of(t))), DECIMALS
    )


def _curable(relation: Instance, facts: Facts, blanks: set[str], difference: Number) -> bool:
    """Could any figures of 0 and more in the blanks make the relation hold?"""
    if any(cell.endswith(SIGNED) for cell in blanks):
        return True
    sides = ((1, relation.lhs), (-1, relation.rhs))
    signs = {side * t.sign for side, terms in sides for t in terms if blanks & set(facts.printed(name_of(t)))}
    if relation.op == "==":
        return (-1 if difference > 0 else 1) in signs
    return (1 if relation.op == ">=" else -1) in signs
