"""Arithmetic rules that are no plain sums."""

from __future__ import annotations

from collections.abc import Iterator

from parse.checks.facts import Facts
from parse.checks.naming import cell_label, row_label
from parse.checks.outcome import NOT_APPLICABLE, NOT_EVALUABLE, PASS, READER, Outcome, named
from reference import forms
from reference.rules import Rule

FEES = "t2.fees_charged.fees"
COUNTY_FEES, ORGAN_FEES = 1_000_000, 100_000


@named("A306")
def total_left_blank(facts: Facts, _: Rule) -> Iterator[Outcome]:
    """One outcome for all such rows: leaving the column empty is one habit, not twenty errors."""
    if facts.form and not {"blank", "mark"} & set(facts.states.values()):
        yield PASS if "t3.new_requests.total" in facts.states else NOT_APPLICABLE
        return
    t3 = forms.load(facts.form or "2021").table("t3")
    rows = [r.key for r in t3.rows if r.cells or facts.state(f"t3.{r.key}.total") != "absent"]
    filled = [r for r in rows if any(facts.value(f"t3.{r}.{c}") for c in t3.leaf_columns)]
    bare = [r for r in filled if facts.state(f"t3.{r}.total") in ("blank", "mark")]
    if not rows or facts.form is None:
        yield NOT_APPLICABLE
    elif bare:
        labels = [row_label("t3", r) for r in bare]
        where = "、".join(zh for zh, _ in labels), ", ".join(en for _, en in labels)
        yield Outcome("fail", tuple(f"t3.{r}.total" for r in bare), "total", "blank", words={"where": where})
    else:
        yield PASS


@named("A202")
def rules_level(facts: Facts, _: Rule) -> Iterator[Outcome]:
    """Counties and what is below them cannot make 规章; above them nothing is said."""
    if facts.level not in ("county", "township"):
        yield NOT_EVALUABLE if facts.level is None else NOT_APPLICABLE
        return
    cells = [c for c in facts.states | facts.values if c.startswith("t2.government_rules.")]
    told = False
    for cell in cells:
        value = facts.value(cell)
        if value:
            told, doubt = True, facts.doubtful(cell)
            yield Outcome(
                "uncertain" if doubt else "fail",
                (cell,),
                0,
                value,
                doubt=doubt,
                words={"where": cell_label(cell)},
                note=READER if doubt else ("", ""),
            )
    if not told:
        yield PASS if any(facts.value(c) is not None for c in cells) else NOT_EVALUABLE


@named("A205")
def fee_unit(facts: Facts, _: Rule) -> Iterator[Outcome]:
    """A slip of the unit looks like a very large sum; a large sum need not be a slip: never more than uncertain."""
    fees = facts.value(FEES)
    if fees is None or facts.level in ("province", "prefecture"):
        yield NOT_APPLICABLE if facts.state(FEES) == "absent" else NOT_EVALUABLE
        return
    small = facts.organ_kind in ("department", "township", "office") or facts.level == "township"
    limit = ORGAN_FEES if small else COUNTY_FEES
    yield PASS if fees < limit else Outcome("uncertain", (FEES,), f"< {limit}", fees)


@named("N603")
def fees_not_compared(_: Facts, __: Rule) -> Iterator[Outcome]:
    """The fees of table two are never held against the processing fee of section six."""
    yield NOT_APPLICABLE
