"""Rules across levels: the county-wide report against the reports of its office, departments and townships. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from parse.checks.facts import Facts
from parse.checks.naming import Pair, cell_label
from parse.checks.outcome import NOT_APPLICABLE, NOT_EVALUABLE, PASS, Outcome
from parse.model import Number
from reference import cells, forms
from reference.rules import Rule

VERTICAL = re.compile(r"税务|海关|气象|烟草|邮政|人民银行|出入境|海事|消防救援|分局$|通信管理|统计调查")
"""Organs led from above: their cases may lie outside the county's report."""
SHOWN = 8


@dataclass(frozen=True, slots=True)
class Member:
    """A part of the county with its report of the year: the figures that were surely read."""

    organ: str
    name: str
    kind: str
    values: Mapping[str, Number]


@dataclass(frozen=True, slots=True)
class Group:
    """A county-wide report and the reports below it.

    `absent` are the names of the organs whose report is expected and lacking; None where it is not known what is
    expected, and then nothing is compared. `whole`: every town of the register and enough departments are there.
    """

    county: Facts
    members: tuple[Member, ...]
    absent: tuple[str, ...] | None
    whole: bool = False

    @property
    def parts(self) -> tuple[Member, ...]:
        return tuple(m for m in self.members if not VERTICAL.search(m.name))

    @property
    def office(self) -> Member | None:
        return next((m for m in self.members if m.kind == "office"), None)


Function = Callable[[Group, Rule], Iterable[Outcome]]
LEVELS: dict[str, Function] = {}


def level(rule_id: str) -> Callable[[Function], Function]:
    def register(function: Function) -> Function:
        LEVELS[rule_id] = function
        return function

    return register


@cache
def counts() -> tuple[str, ...]:
    """The totals of tables three and four: columns add up by themselves."""
    form = forms.load(forms.FORM_IDS[0])
    t3 = tuple(f"t3.{r.key}.total" for r in form.table("t3").rows if r.cells)
    return (*t3, "t3.other.total", *(f"t4.{r.key}.{c}" for r in form.table("t4").rows for c in r.cells))


DECISIONS = (
    "t2.licensing.decisions",
    "t2.penalties.decisions",
    "t2.compulsion.decisions",
    "t2.fees_charged.fees",
)


@cache
def compared() -> tuple[int, ...]:
    """The numbers of the cells that are asked of each part."""
    return tuple(cells.number_of(c) for c in (*counts(), *DECISIONS))


def comparable(group: Group) -> bool:
    return group.county.scope == "county_wide" and group.absent is not None and bool(group.parts)


def same_tables(group: Group) -> bool:
    """The county's report and its office's give the same figures in tables three and four, not all of them 0."""
    office = group.office
    if office is None:
        return False
    ours = {c: v for c in counts() if (v := group.county.value(c)) is not None}
    theirs = {c: v for c, v in office.values.items() if c in ours}
    return len(theirs) >= 20 and theirs == {c: ours[c] for c in theirs} and any(theirs.values())


@level("L304")
def scope_ambiguous(group: Group, _: Rule) -> Iterator[Outcome]:
    if group.office is None:
        yield NOT_APPLICABLE
    elif same_tables(group):
        yield Outcome("fail", (), "other figures", "the same", key="office")
    else:
        yield PASS


def sums(group: Group, cells: Iterable[str]) -> dict[str, tuple[Number, Number, int]]:
    """Cell → (the county's figure, the sum of its parts, how many parts give it), where the county's is sure."""
    found = {}
    for cell in cells:
        whole = group.county.value(cell)
        given = [m.values[cell] for m in group.parts if cell in m.values]
        if whole is not None and given and not group.county.doubtful(cell):
            found[cell] = (whole, round(sum(given), 6), len(given))
    return found


def _words(
    group: Group, cell: str, whole: Number, total: Number, parts: int
) -> dict[str, Pair | Number | str]:
    absent = group.absent or ()
    shown = "、".join(absent[:SHOWN])
    more = len(absent) - SHOWN
    return {
        "where": cell_label(cell),
        "lhs": whole,
        "rhs": total,
        "parts": parts,
        "difference": abs(round(total - whole, 6)),
        "absent": (
            (shown + (f"等{len(absent)}个单位" if more > 0 else "")) or "无",
            (", ".join(absent[:SHOWN]) + (f" and {more} more" if more > 0 else "")) or "none",
        ),
    }


def _below(group: Group, cells: Iterable[str]) -> Iterator[Outcome]:
    """One outcome for all figures below the sum of their parts, the widest gap named."""
    if not comparable(group) or same_tables(group):
        yield NOT_EVALUABLE
        return
    found = sums(group, cells)
    low = {c: s for c, s in found.items() if s[0] < s[1]}
    if not low:
        yield PASS if found else NOT_EVALUABLE
        return
    cell, (whole, total, parts) = max(low.items(), key=lambda item: item[1][1] - item[1][0])
    yield Outcome(
        "fail",
        (cell, *(c for c in low if c != cell)),
        f">= {total}",
        whole,
        words=_words(group, cell, whole, total, parts),
    )


@level("L301")
def lower_bound(group: Group, _: Rule) -> Iterator[Outcome]:
    yield from _below(group, counts())


@level("L305")
def lower_bound_t2(group: Group, _: Rule) -> Iterator[Outcome]:
    """Table two of governments is filled unevenly: never more than uncertain."""
    for outcome in _below(group, DECISIONS):
        yield replace(outcome, result="uncertain") if outcome.result == "fail" else outcome


@level("L302")
def exact(group: Group, _: Rule) -> Iterator[Outcome]:
    """Only where all parts are known and there, none is led from above, and each gives the figure."""
    if not comparable(group) or not group.whole or group.absent or len(group.parts) != len(group.members):
        yield NOT_EVALUABLE
        return
    found = {c: s for c, s in sums(group, counts()).items() if s[2] == len(group.members)}
    apart = {c: s for c, s in found.items() if s[0] != s[1]}
    if not apart:
        yield PASS if found else NOT_EVALUABLE
        return
    cell, (whole, total, parts) = max(apart.items(), key=lambda item: abs(item[1][0] - item[1][1]))
    yield Outcome(
        "fail",
        (cell, *(c for c in apart if c != cell)),
        total,
        whole,
        words=_words(group, cell, whole, total, parts),
    )


@level("L303")
def part_in_whole(group: Group, _: Rule) -> Iterator[Outcome]:
    if not comparable(group) or same_tables(group):
        yield NOT_EVALUABLE
        return
    larger = False
    for member in group.parts:
        above = [c for c in counts() if c in member.values and _less(group.county, c, member.values[c])]
        if above:
            larger = True
            yield _larger(group, member, tuple(above))
    if not larger:
        yield PASS


def _less(county: Facts, cell: str, part: Number) -> bool:
    whole = county.value(cell)
    return whole is not None and whole < part and not county.doubtful(cell)


def _larger(group: Group, member: Member, above: tuple[str, ...]) -> Outcome:
    cell, whole = above[0], group.county.value(above[0]) or 0
    words = _words(group, cell, member.values[cell], whole, 1)
    zh, en = cell_label(cell)
    words["where"] = (f"{member.name}的{zh}", f"{member.name}: {en}")
    return Outcome("fail", above, f"<= {whole}", member.values[cell], words=words, key=member.organ)
