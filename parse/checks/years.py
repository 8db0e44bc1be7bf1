"""Rules over the reports of one organ for several years that are no plain sums."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from parse.checks.facts import Facts
from parse.checks.naming import cell_label
from parse.checks.narrative import plus
from parse.checks.outcome import NOT_APPLICABLE, NOT_EVALUABLE, PASS, Outcome, named
from reference import forms
from reference.rules import Rule

LEAST, FACTOR = 20, 10
TRACK_TOTALS = (
    "t4.reconsideration.total",
    "t4.litigation_direct.total",
    "t4.litigation_after_reconsideration.total",
)


def known(facts: Facts) -> dict[str, float]:
    """The printed figures that were read, subtotals left out."""
    return {c: v for c, v in facts.values.items() if v is not None and c not in facts.parts}


@named("X501")
def identical_numbers(facts: Facts, _: Rule) -> Iterator[Outcome]:
    """Only where both reports have the same form and nothing of either is unread."""
    previous = facts.previous
    if previous is None or previous.form != facts.form or facts.form is None:
        yield NOT_APPLICABLE
        return
    if {"missing", "unreadable"} & {*facts.states.values(), *previous.states.values()}:
        yield NOT_EVALUABLE
        return
    if facts.values != previous.values and facts.values.keys() == previous.values.keys():
        yield PASS if any(v is not None for v in facts.values.values()) else NOT_EVALUABLE
        return
    now, then = known(facts), known(previous)
    if not now:
        yield NOT_EVALUABLE
        return
    alike = sum(1 for v in now.values() if v)
    same = now == then and alike >= 5
    yield Outcome("fail", (), "other figures", alike, key="numbers") if same else PASS


@cache
def _series(form_id: str) -> dict[str, tuple[str, ...]]:
    """Indicators that are close across forms → their cells."""
    return {h.key: h.of for h in forms.load(form_id).harmonised if h.comparability.startswith("close")}


@named("X503")
def jump(facts: Facts, _: Rule) -> Iterator[Outcome]:
    """Ten times last year's figure, or a tenth. Licences, penalties … jump for many reasons: a signal, no fault."""
    previous = facts.previous
    if previous is None or facts.form is None or previous.form is None:
        yield NOT_APPLICABLE
        return
    now, then = _series(facts.form), _series(previous.form)
    for key in sorted(now.keys() & then.keys()):
        value, before = plus(*map(facts.value, now[key])), plus(*map(previous.value, then[key]))
        if value is None or before is None or before < LEAST:
            yield NOT_EVALUABLE
        elif before / FACTOR <= value <= before * FACTOR:
            yield PASS
        else:
            cells = tuple(p for c in now[key] for p in facts.printed(c))
            doubt = any(map(facts.doubtful, cells)) or any(map(previous.doubtful, then[key]))
            yield Outcome(
                "uncertain" if doubt else "fail",
                cells,
                before,
                value,
                doubt=doubt,
                words={"where": cell_label(now[key][0])},
            )


@named("N402")
def after_reconsideration(facts: Facts, _: Rule) -> Iterator[Outcome]:
    """Cases of more than two years exist: never more than uncertain."""
    cells = (
        "t4.litigation_after_reconsideration.total",
        "t4.reconsideration.total",
        "t4.reconsideration.pending",
    )
    suits, total, pending = map(facts.value, cells)
    last = facts.previous
    if last is None:
        yield PASS if suits == 0 else NOT_EVALUABLE
        return
    before, waiting = last.value(cells[1]), last.value(cells[2])
    if suits is None or total is None or pending is None or before is None or waiting is None:
        yield NOT_EVALUABLE
        return
    concluded = total - pending + before - waiting
    words = {"lhs": suits, "rhs": concluded}
    yield PASS if suits <= concluded else Outcome("uncertain", cells, f"<= {concluded}", suits, words=words)


@named("N404")
def remedies_without_requests(facts: Facts, _: Rule) -> Iterator[Outcome]:
    """Art. 50 counts all cases of open government, also those of proactive disclosure: never more than uncertain."""
    cases = plus(*map(facts.value, TRACK_TOTALS))
    asked = [y.value("t3.new_requests.total") if y else None for y in (facts, facts.previous, facts.before)]
    if cases == 0 or any(asked):
        yield PASS
    elif cases is None or None in asked:
        yield NOT_EVALUABLE
    else:
        yield Outcome("uncertain", (*TRACK_TOTALS, "t3.new_requests.total"), 0, cases)
