"""Narrative rules over table three: the text fails only where no legitimate reading of its number fits the table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from parse.checks.amounts import CASES
from parse.checks.claims import LABELS as ROWS
from parse.checks.claims import Claim, carried, none_received, outcomes, received
from parse.checks.facts import Facts
from parse.checks.naming import cell_label, row_label
from parse.checks.outcome import NOT_EVALUABLE, PASS, READER, Outcome, named
from parse.checks.sentences import sentences
from parse.model import Number
from reference.rules import Rule

NEW, IN, DONE, OUT = (
    f"t3.{row}.total" for row in ("new_requests", "carried_in", "outcome_total", "carried_out")
)
APPLICANTS = ("natural_person", "business", "research", "public_interest", "legal_services", "other_org")


ABOUT = re.compile(r"信息公开申请|依申请公开|公开申请|公开的申请")


def told(facts: Facts) -> str:
    """The part of the text that speaks of requests; where it was not cut out, the sentences that name them."""
    if text := facts.text("overview_requests"):
        return text
    overview = "\n".join(v for k, v in facts.sections.items() if k.startswith("overview"))
    return "".join(s for s in sentences(overview) if ABOUT.search(s))


def is_own(facts: Facts) -> bool:
    """True where the report is an office's or department's own, so that 办公室 in a sentence is the whole."""
    return facts.scope in ("office", "department", "township")


def plus(*values: Number | None) -> Number | None:
    return None if None in values else sum(v for v in values if v is not None)


def readings_of_received(facts: Facts) -> list[Number]:
    """Every number of the table that 收到 or 受理 N件 can fairly mean."""
    v = facts.value
    out, done = v(OUT), v(DONE)
    fair = [v(NEW), plus(v(NEW), v(IN)), done, plus(done, -out if out is not None else None)]
    fair += [plus(v(f"t3.new_requests.{c}"), v(f"t3.carried_in.{c}")) for c in APPLICANTS[:1]]
    fair += [v("t3.new_requests.natural_person")]
    return [f for f in fair if f is not None]


@named("N301")
def requests_told(facts: Facts, _: Rule) -> Iterator[Outcome]:
    claims = _received(told(facts), facts.year, is_own(facts))
    yield received_outcome(facts, claims)


@lru_cache(maxsize=16)
def _received(text: str, year: int | None, own: bool) -> tuple[Claim, ...]:
    """Four rules ask the same of one text."""
    return tuple(received(text, year, own))


def received_outcome(facts: Facts, claims: Sequence[Claim]) -> Outcome:
    new, fair = facts.value(NEW), readings_of_received(facts)
    if not claims or new is None:
        return NOT_EVALUABLE
    wholes = [c for c in claims if not c.part and c.amount]
    if any(c.amount and c.amount.fits(f) for c in claims for f in fair):
        return PASS
    together = sum(c.amount.value for c in claims if c.amount)
    if not wholes or together in fair:
        return NOT_EVALUABLE if not wholes else PASS
    return contradiction(facts, max(wholes, key=lambda c: c.amount.value if c.amount else 0), (NEW,), new)


def contradiction(
    facts: Facts, claim: Claim, cells: tuple[str, ...], expected: Number, where: tuple[str, str] = ("", "")
) -> Outcome:
    """fail where number, unit and reading are sure; else uncertain."""
    doubt = any(facts.doubtful(c) for c in cells)
    amount = claim.amount
    sure = amount is None or (amount.exact and amount.unit in CASES)
    return Outcome(
        "fail" if sure and not doubt and not claim.part else "uncertain",
        tuple(dict.fromkeys(p for c in cells for p in facts.printed(c))),
        expected,
        amount.value if amount else 0,
        doubt=doubt,
        words={"sentence": claim.sentence[:160], "where": where},
        note=READER if doubt else ("", ""),
        key=claim.labels[0] if claim.labels else "",
    )


@named("N302")
def outcomes_told(facts: Facts, _: Rule) -> Iterator[Outcome]:
    """Where the text counts one office's requests only, its outcomes are not held against the whole table."""
    text = told(facts)
    claimed = _received(text, facts.year, is_own(facts))
    whole, any_part = received_outcome(facts, claimed), any(c.part for c in claimed)
    by_label: dict[tuple[str, ...], list[Claim]] = {}
    for claim in outcomes(text, facts.year):
        by_label.setdefault(claim.labels, []).append(claim)
    if not by_label:
        yield NOT_EVALUABLE
    for labels, claims in by_label.items():
        outcome = _outcome_claim(facts, labels, claims)
        yield (
            NOT_EVALUABLE
            if outcome.result == "fail" and any_part and whole is not PASS and whole.result != "fail"
            else outcome
        )


def _outcome_claim(facts: Facts, labels: tuple[str, ...], claims: list[Claim]) -> Outcome:
    rows = tuple(ROWS[label][0] for label in labels)
    figures = [facts.value(f"t3.{row}.total") for row in rows]
    where = "、".join(labels), " + ".join(row_label("t3", r)[1] for r in rows)
    cells = tuple(f"t3.{row}.total" for row in rows)
    largest = max(claims, key=lambda c: c.amount.value if c.amount else 0)
    if None in figures:
        return _over_blanks(facts, labels, claims, rows, where)
    fair = [plus(*figures), plus(*(facts.value(f"t3.{row}.natural_person") for row in rows))]
    if len(labels) == 1:
        fair += [facts.value(f"t3.{row}.total") for row in ROWS[labels[0]][1:]]
    fair += _narrower(facts, labels[0], largest.sentence) if len(labels) == 1 else []
    if any(c.amount and c.amount.fits(f) for c in claims for f in fair):
        return PASS
    return contradiction(facts, largest, cells, plus(*figures) or 0, where)


def _narrower(facts: Facts, label: str, sentence: str) -> list[Number | None]:
    """因本机关不掌握…无法提供 N件 counts that one row, unless the sentence adds 等."""
    if (
        label == "无法提供"
        and re.search(r"不掌握(?!等)[^，,。；\d]{0,12}无法提供", sentence)
        and "等原因" not in sentence
    ):
        return [facts.value("t3.unavailable_not_held.total")]
    return []


def _over_blanks(
    facts: Facts, labels: tuple[str, ...], claims: list[Claim], rows: tuple[str, ...], where: tuple[str, str]
) -> Outcome:
    """Totals left blank: the filled cells prove a least number; a text that says less contradicts it, whatever the blanks hold."""
    parts = [
        f"{p.rpartition('.')[0]}.{c}"
        for row in rows
        for p in facts.printed(f"t3.{row}.total")
        for c in APPLICANTS
    ]
    if any(facts.state(p) in ("missing", "unreadable", "absent") for p in parts):
        return NOT_EVALUABLE
    least = sum(facts.value(p) or 0 for p in parts)
    natural = [sum(facts.value(p) or 0 for p in parts if p.endswith("natural_person"))]
    first = [facts.value(f"t3.{rows[0]}.natural_person")]
    claim = max(claims, key=lambda c: c.amount.value if c.amount else 0)
    filled = tuple(p for p in parts if facts.value(p))
    if claim.amount is None or any(claim.amount.fits(f) for f in [least, *natural]):
        return Outcome("not_evaluable", filled, least, least, "pass")
    if claim.amount.high >= least:
        return Outcome("not_evaluable", filled, least, claim.amount.value, "fail")
    softened = contradiction(facts, claim, filled, least, where)
    note = SMALLER if claim.amount.fits(first[0]) else softened.note
    return Outcome(
        "uncertain",
        softened.cells,
        least,
        claim.amount.value,
        "fail",
        words=softened.words,
        note=note,
        key=labels[0],
    )


SMALLER = (
    "（与自然人一列的单项数字相同，可能只计自然人。）",
    " (It equals one figure for natural persons and may count them only.)",
)


@named("N303")
def none_told(facts: Facts, _: Rule) -> Iterator[Outcome]:
    text = told(facts)
    claims = [c for c in none_received(text, facts.year, is_own(facts)) if not c.part]
    new, held, done = facts.value(NEW), facts.value(IN), facts.value(DONE)
    if not claims or new is None:
        yield NOT_EVALUABLE
        return
    claim = claims[0]
    counted = [c for c in _received(text, facts.year, is_own(facts)) if c.amount and c.amount.value > 0]
    if new > 0:
        outcome = contradiction(facts, Claim(None, claim.sentence, bool(counted)), (NEW,), 0, cell_label(NEW))
        yield _found(outcome, new)
    elif held == 0 and done is not None and done > 0:
        yield _found(contradiction(facts, claim, (DONE,), 0, cell_label(DONE)), done)
    else:
        yield PASS


def _found(outcome: Outcome, found: Number) -> Outcome:
    return Outcome(
        outcome.result, outcome.cells, 0, found, doubt=outcome.doubt, words=outcome.words, note=outcome.note
    )


@named("N304")
def carry_told(facts: Facts, _: Rule) -> Iterator[Outcome]:
    for out, cell in ((False, IN), (True, OUT)):
        claims = list(carried(told(facts), facts.year, out))
        figure = facts.value(cell)
        if not claims or figure is None:
            yield NOT_EVALUABLE
            continue
        fair = [figure, facts.value(cell.replace(".total", ".natural_person"))]
        if any(c.amount and c.amount.fits(f) for c in claims for f in fair):
            yield PASS
        else:
            yield contradiction(facts, claims[0], (cell,), figure, cell_label(cell))


RATE = re.compile(r"(?:办结|答复|回复|办复)率[^，,。；\d]{0,6}(?:100%|百分之百|百分百)")
LIMITED = re.compile(r"按[时期]|期限内|时限内|及时|到期|应答复|应办|依法")


@named("N305")
def rate_told(facts: Facts, _: Rule) -> Iterator[Outcome]:
    out = facts.value(OUT)
    hits = [s for s in sentences(told(facts)) if RATE.search(s) and "申请" in s]
    if not hits or out is None:
        yield NOT_EVALUABLE
    elif out == 0 or LIMITED.search(hits[0]):
        yield PASS
    else:
        doubt = facts.doubtful(OUT)
        yield Outcome(
            "uncertain" if doubt else "fail", (OUT,), 0, out, doubt=doubt, words={"sentence": hits[0][:160]}
        )
