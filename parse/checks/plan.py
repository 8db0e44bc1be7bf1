"""What the checks judge together: an organ's line of years, what lies below a county, what parts two years. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Protocol, TypeVar

from reference import divisions

PARTING = {
    "merge": ("（两年之间有区划合并。）", " (Places were merged between the two years.)"),
    "split": ("（两年之间有区划拆分。）", " (A place was split between the two years.)"),
    "abolish": ("（两年之间区划撤销。）", " (A place was abolished between the two years.)"),
}
SCOPE = (
    "（两年报告的范围不同。）",
    " (The two years’ reports differ in what they cover.)",
)


class ReportRow(Protocol):
    """What is asked of a report here."""

    @property
    def organ(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def division(self) -> str: ...
    @property
    def year(self) -> int: ...
    @property
    def scope(self) -> str: ...


class DueRow(Protocol):
    """What is asked of a row of coverage here."""

    @property
    def organ(self) -> str: ...
    @property
    def division(self) -> str: ...
    @property
    def year(self) -> int: ...
    @property
    def report(self) -> str | None: ...
    @property
    def published_on(self) -> str | None: ...


R = TypeVar("R", bound=ReportRow)


def below(known: Iterable[R]) -> dict[tuple[str, int], list[R]]:
    """(division, year) → the reports of its office, departments and townships."""
    found: dict[tuple[str, int], list[R]] = defaultdict(list)
    for r in known:
        if r.organ != r.division:
            found[r.division, r.year].append(r)
    return found


def absent(due: Iterable[DueRow], name_of: Callable[[str], str]) -> dict[tuple[str, int], tuple[str, ...]]:
    """(division, year) → names of the organs below it that are expected and have no report; no key: nothing is known."""
    found: dict[tuple[str, int], list[str]] = defaultdict(list)
    for d in due:
        if d.organ != d.division:
            lacking = found[d.division, d.year]
            if d.report is None:
                lacking.append(name_of(d.organ))
    return {key: tuple(sorted(lacking)) for key, lacking in found.items()}


DEPARTMENTS = 15
"""A county has some thirty departments; with fewer than half of them nothing is called complete."""


def lacking(
    county: tuple[str, int], here: Mapping[str, str], absent: Mapping[tuple[str, int], tuple[str, ...]]
) -> tuple[str, ...] | None:
    """Names of what is expected below a county and is not there: the towns of the register, and what once reported.
    `here` are the names of the organs that are there, by id. None where nothing is known of what is expected."""
    towns = _towns(county[0])
    if not towns and county not in absent:
        return None
    names = set(absent.get(county, ()))
    names |= {
        t.name for t in towns if t.code not in here and not any(t.name in name for name in here.values())
    }
    return tuple(sorted(names))


@cache
def _towns(division: str) -> tuple[divisions.Division, ...]:
    """The towns of today; a place that changed its code has them under its newest."""
    try:
        below = divisions.children(divisions.today(division))
    except KeyError:
        return ()
    return tuple(t for t in below if len(t.code) == 9 and not t.valid_to)


def is_whole(kinds: Iterable[str]) -> bool:
    """Whether the departments of a county may all be there: no list of them exists, but few are surely not all."""
    return list(kinds).count("department") >= DEPARTMENTS


def shared_dates(due: Iterable[DueRow]) -> set[tuple[str, str | None]]:
    """(division, page date) that stand on the reports of three or more years: the day on which a site was moved."""
    found: dict[tuple[str, str | None], set[int]] = defaultdict(set)
    for d in due:
        if d.published_on:
            found[d.division, d.published_on].add(d.year)
    return {key for key, years in found.items() if len(years) >= 3}


@cache
def line_of(organ: str) -> str:
    """An organ's id under the newest code of its place, so that a county that changed its code keeps its line."""
    code, dash, rest = organ.partition("-")
    return f"{divisions.today(code[:6])}{code[6:]}{dash}{rest}"


@cache
def codes_of(code: str) -> tuple[str, ...]:
    """All codes that a place had, its own among them."""
    return divisions.lines(code)


def crossing(report: ReportRow, previous: ReportRow | None) -> tuple[str, str] | None:
    """Why two years' reports of a line cannot be held against each other; None where they can."""
    if previous is None:
        return None
    for change in _crossings(report.division):
        if change[1] in PARTING and change[0] in (str(previous.year), str(report.year)):
            return PARTING[change[1]]
    scopes = {report.scope, previous.scope} - {"unclear"}
    return SCOPE if len(scopes) > 1 else None


@cache
def _crossings(code: str) -> tuple[tuple[str, str], ...]:
    return tuple((str(c.date)[:4], c.kind) for c in divisions.crossings(code))


def kind_of(organ: str) -> str:
    """The kind that an organ's id tells where there is no report."""
    code, _, rest = organ.partition("-")
    if rest:
        return "office" if rest == "office" else "department"
    return "township" if len(code) == 9 else "government"


def name_by_id(organ: str, places: Mapping[str, str]) -> str:
    """What an organ without a report is called, as far as its id tells."""
    code, _, rest = organ.partition("-")
    place = places.get(code, code)
    return f"{place}人民政府办公室" if rest == "office" else organ if rest else place


def level_of(division: str, kind: str) -> str | None:
    """province, prefecture, county, township; None for places without a code of their own."""
    if kind == "township" or len(division) == 9:
        return "township"
    if not division.isdigit():
        return None
    if division.endswith("0000"):
        return "province"
    return "prefecture" if division.endswith("00") else "county"


def called(above: list[str], name: str) -> str:
    """The organ's name with the names of all that its place lies in; a name that begins with one of them begins there."""
    for n, place in enumerate(above):
        if name.startswith(place):
            return "".join(above[:n]) + name
    return "".join(above) + name


def called_in_both(above: list[str], name: str, division: str) -> tuple[str, str]:
    """The same for both languages; the English sentence adds the English name of the place, where there is one."""
    zh = called(above, name)
    try:
        return zh, f"{zh} ({divisions.place_name_en(division)})"
    except KeyError:
        return zh, zh
