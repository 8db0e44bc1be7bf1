"""Rules that are data: sums on both sides of ==, <= or >=, over the cells of one report or of two years."""

from __future__ import annotations

from collections.abc import Iterator
from operator import eq, ge, le

from parse.facts import Facts
from parse.model import Number
from parse.naming import chosen_label
from parse.outcome import BLANKS, READER, Outcome, Words
from reference.rules import Instance, Term

OPS = {"==": eq, "<=": le, ">=": ge}
DECIMALS = 6
SIGNED = ".items_change"
LACKING = frozenset({"absent", "missing", "unreadable", "blank", "mark"})


def outcomes(relations: tuple[Instance, ...], facts: Facts) -> Iterator[Outcome]:
    """What each relation gives; those whose cells the report does not have are left out."""
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
