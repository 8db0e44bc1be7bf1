"""What a rule says of a report, and the register of the rules that are written as functions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from parse.checks.facts import Facts
from parse.model import Number
from reference.rules import Rule

RESULTS = ("fail", "uncertain", "pass", "not_evaluable", "not_applicable")
"""In the order in which several outcomes of one rule make the one that counts for the report."""

PUBLISHED = ("fail", "uncertain")
"""The results that become findings; the others are counted."""

Words = Mapping[str, tuple[str, str] | str | Number]
"""What fills a sentence: a pair is (Chinese, English), anything else stands in both."""

READER = ("（可能是读取有误，请对照原件。）", " (Perhaps our reading is wrong; compare the original.)")
BLANKS = (
    "（空白的格填任何不小于零的数都不能使其相符。）",
    " (No figure of zero or more in the blank cells could make it hold.)",
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One instance of a rule.

    `words` fill the placeholders of the rule's two sentences, `note` is added to them. `lenient` is what the
    second reading (blank = 0) gives where the first could not be made. `severity` is set only where the
    circumstances soften the rule's own. `key` tells findings apart that name no cell.
    """

    result: str
    cells: tuple[str, ...] = ()
    expected: Number | str | None = None
    found: Number | str | None = None
    lenient: str | None = None
    doubt: bool = False
    severity: str | None = None
    words: Words = field(default_factory=dict)
    note: tuple[str, str] = ("", "")
    key: str = ""


PASS = Outcome("pass")
NOT_EVALUABLE = Outcome("not_evaluable")
NOT_APPLICABLE = Outcome("not_applicable")

Function = Callable[[Facts, Rule], Iterable[Outcome]]
NAMED: dict[str, Function] = {}


def named(*ids: str) -> Callable[[Function], Function]:
    """Registers a function under the ids of the rules that it decides."""

    def register(function: Function) -> Function:
        for rule_id in ids:
            if rule_id in NAMED:
                raise ValueError(
                    f"rule {rule_id} has two functions: {NAMED[rule_id].__name__}, {function.__name__}"
                )
            NAMED[rule_id] = function
        return function

    return register


def summary(outcomes: Iterable[Outcome]) -> str:
    """The one result by which a report is counted for a rule; not_applicable where nothing was said."""
    return min((o.result for o in outcomes), key=RESULTS.index, default="not_applicable")
