"""Which rules of sums, years and levels the figures of a world break: worked out apart from the code that judges."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from benchmarks._rules_world import Case, World
from reference import forms
from tests.replica.replica_rules import broken

Key = tuple[str, str, int]
TRACKS = ("reconsideration", "litigation_direct", "litigation_after_reconsideration")
LEVEL_ROWS = [r.key for r in forms.load("2021").table("t3").rows if r.cells]
COUNTS = [f"t3.{row}.total" for row in (*LEVEL_ROWS, "other")]
COUNTS += [f"t4.{t}.{c}" for t in TRACKS for c in ("upheld", "corrected", "other", "pending", "total")]
DECISIONS = [
    "t2.licensing.decisions",
    "t2.penalties.decisions",
    "t2.compulsion.decisions",
    "t2.fees_charged.fees",
]
SIGNALS = {"2014": ("requests_received",)}


def truth(world: World) -> set[Key]:
    """(rule, organ, year) of all that figures break, and of what was planted otherwise."""
    found: set[Key] = set()
    for (organ, year), case in world.items():
        if not case.missing:
            last, before = (_there(world, organ, year - n) for n in (1, 2))
            found |= {(rule, *case.key) for rule in (*_sums(case, last), *_signals(case, last, before))}
        found |= {(rule, *case.key) for rule in case.must}
    by_place: dict[tuple[str, int], list[Case]] = defaultdict(list)
    for case in world.values():
        if not case.missing:
            by_place[case.body.division, case.year].append(case)
    for cases in by_place.values():
        found |= set(_levels(cases, world))
    return found


def _there(world: World, organ: str, year: int) -> Case | None:
    case = world.get((organ, year))
    return case if case and not case.missing else None


def _sums(case: Case, last: Case | None) -> Iterator[str]:
    now = {c: v for c, v in case.here.items() if case.states.get(c) not in ("missing", "mark")}
    then = (
        {c: v for c, v in last.here.items() if last.states.get(c) not in ("missing", "mark")}
        if last
        else None
    )
    yield from {rule for rule, _ in broken(now, then)}
    unread = "missing" in {*case.states.values(), *(last.states.values() if last else ())}
    if last and last.form == case.form and now == then and sum(map(bool, now.values())) >= 5 and not unread:
        yield "X501"
    if any(v for c, v in now.items() if c.startswith("t2.government_rules.")):
        yield "A202"
    limit = 1_000_000 if case.body.kind == "government" else 100_000
    if case.here.get("t2.fees_charged.fees", 0) >= limit:
        yield "A205"
    rows = {c.split(".")[1] for c in case.cells if c.startswith("t3.")}
    if any(_blank_total(case, row) for row in rows):
        yield "A306"


def _blank_total(case: Case, row: str) -> bool:
    cell = f"t3.{row}.total"
    empty = case.cells.get(cell, 0) is None and case.states.get(cell) in (None, "", "mark")
    return empty and any(v for c, v in case.here.items() if c.startswith(f"t3.{row}."))


def _signals(case: Case, last: Case | None, before: Case | None) -> Iterator[str]:
    if case.form != "2014":
        yield from _of_requests(case)
        yield from _of_disputes(case, last, before)
    if last and _jumps(case, last):
        yield "X503"


def _of_requests(case: Case) -> Iterator[str]:
    v = case.here
    if v.get("t3.new_requests.total") == 0:
        yield "Q002"
    whole = "missing" not in case.states.values()
    if not any(v.values()) and whole:
        yield "Q001"
    total = v.get("t3.outcome_total.total")
    if total is not None and total >= 50 and v.get("t3.granted.total") == total:
        yield "Q007"


def _of_disputes(case: Case, last: Case | None, before: Case | None) -> Iterator[str]:
    v = case.here
    cells = [f"t4.{t}.total" for t in TRACKS]
    if last and last.form != "2014":
        held = [
            x.get(c)
            for x in (v, last.here)
            for c in ("t4.reconsideration.total", "t4.reconsideration.pending")
        ]
        suits = v.get(cells[2])
        if suits is not None and None not in held and suits > held[0] - held[1] + held[2] - held[3]:  # type: ignore[operator]
            yield "N402"
    asked = [x.here.get("t3.new_requests.total") if x else None for x in (case, last, before)]
    if asked == [0, 0, 0] and all(c in v for c in cells) and any(v[c] for c in cells):
        yield "N404"
    if case.form == "2021" and case.year >= 2024 and v.get(cells[1]) and last and _only_refused(case, last):
        yield "N403"  # a report on an old form is held to other rules


def _only_refused(*cases: Case) -> bool:
    refused = other = 0.0
    for case in cases:
        rows = [c for c in forms.load(case.form).cell_ids if re.fullmatch(r"t3\.denied_\w+\.total", c)]
        if any(c not in case.here for c in ("t3.outcome_total.total", "t3.granted.total", *rows)):
            return False  # a blank decides nothing
        denied = sum(case.here[c] for c in rows if "inquiry" not in c)
        refused += denied
        other += case.here["t3.outcome_total.total"] - case.here["t3.granted.total"] - denied
    return other <= 0 < refused


def _jumps(case: Case, last: Case) -> bool:
    series = [
        {h.key: h.of for h in forms.load(c.form).harmonised if h.comparability.startswith("close")}
        for c in (case, last)
    ]
    for key in series[0].keys() & series[1].keys():
        now, then = (_sum(c, s[key]) for c, s in zip((case, last), series, strict=True))
        if now is not None and then is not None and then >= 20 and not then / 10 <= now <= then * 10:
            return True
    return False


def _sum(case: Case, cells: Iterable[str]) -> float | None:
    expanded = [
        t
        for c in cells
        for t in ([f"t4.{x}.total" for x in TRACKS[1:]] if c == "t4.litigation_total" else [c])
    ]
    values = [case.here.get(c) for c in expanded]
    return None if None in values else sum(v for v in values if v is not None)


def _levels(cases: list[Case], world: World) -> Iterator[Key]:
    county = next((c for c in cases if c.body.kind == "government"), None)
    if county is None or (county.form == "2014" and not county.here):
        return
    members = [c for c in cases if c is not county]
    parts = [c for c in members if not c.body.name.endswith("税务局")]
    office = next((c for c in members if c.body.kind == "office"), None)
    same = office is not None and _same(county, office)
    if same:
        yield "L304", *county.key
    if county.scope != "county_wide" or not parts:
        return
    low, low2 = (any(_short(county, parts, c) for c in cells) for cells in (COUNTS, DECISIONS))
    if not same and low:
        yield "L301", *county.key
    if not same and low2:
        yield "L305", *county.key
    if not same and any(_v(p, c) > _v(county, c, float("inf")) for p in parts for c in COUNTS):
        yield "L303", *county.key
    absent = [
        c
        for c in world.values()
        if c.missing and (c.body.division, c.year) == (county.body.division, county.year)
    ]
    if county.body.division[:2] != "99":
        absent.append(county)  # the towns of a real place, which are not in this world
    whole = (
        sum(c.body.kind == "department" for c in members) >= 15 and not absent and len(parts) == len(members)
    )
    if whole and any(_apart(county, members, c) for c in COUNTS):
        yield "L302", *county.key


def _v(case: Case, cell: str, default: float = float("-inf")) -> float:
    return case.here.get(cell, default)


def _short(county: Case, parts: list[Case], cell: str) -> bool:
    total = round(sum(p.here.get(cell, 0) for p in parts), 6)
    return cell in county.here and any(cell in p.here for p in parts) and county.here[cell] < total


def _apart(county: Case, members: list[Case], cell: str) -> bool:
    if cell not in county.here or not all(cell in m.here for m in members):
        return False
    return county.here[cell] != round(sum(m.here[cell] for m in members), 6)


def _same(county: Case, office: Case) -> bool:
    both = [c for c in COUNTS if c in county.here and c in office.here]
    return (
        len(both) >= 20
        and all(county.here[c] == office.here[c] for c in both)
        and any(office.here[c] for c in both)
    )
