"""The organs and reports that the replica publishes: the five examples, and invented counties around them."""

from __future__ import annotations

import csv
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from replica.invent import PROFILES, Figures, invent, together
from replica.invent_2014 import free_table
from replica.prose import Sections, chapters, sections

HERE = Path(__file__).parent
PLANTED = HERE / "planted.csv"
PORTALS = HERE / "portals.toml"
FIRST_FORM = {2014: "2014", 2019: "2019", 2021: "2021"}


@dataclass(frozen=True)
class Organ:
    """A body that owes reports; `division` is its county's code, `key` unique in the world."""

    key: str
    name: str
    kind: str
    division: str
    place: str


@dataclass(frozen=True)
class Report:
    """One organ's report of one year, as it is printed.

    `form_id` is None before 2014 (free chapters, `free` the table). `cells` are the printed figures, what
    planted.csv changes included. A report that moved has a `salt`, which changes its address.
    `lacks` are the tables that were left out, `copy` the figures that differ in the attached file.
    """

    organ: Organ
    year: int
    form_id: str | None
    title: str
    signer: str
    signed_on: date
    published_at: datetime
    cells: Figures = field(hash=False)
    sections: Sections = field(hash=False)
    chapters: tuple[tuple[str, str], ...] = ()
    free: tuple[tuple[str, str, int], ...] = ()
    salt: str = ""
    lacks: frozenset[str] = frozenset()
    copy: Figures = field(default_factory=dict, hash=False)

    @property
    def rng(self) -> Random:
        """The same choices at every rendering of this report."""
        return Random(f"{self.organ.key}/{self.year}")


@dataclass(frozen=True)
class Plan:
    """One row of portals.toml: a portal and what its county has."""

    code: str
    name: str
    family: str
    years: tuple[int, int] = (2021, 2025)
    departments: int = 0
    townships: int = 0
    office: bool = True
    examples: tuple[str, ...] = ()
    options: Mapping[str, str] = field(default_factory=dict)
    collects: tuple[str, ...] = ()
    level: str = "county"
    demo: bool = False


@dataclass(frozen=True)
class Planted:
    """One row of planted.csv: the rule that must speak, the cell, what is printed and what would be true."""

    organ: str
    year: int
    rule: str
    cell: str
    printed: str
    true: str


@cache
def plans() -> tuple[Plan, ...]:
    """All portals of portals.toml."""
    return tuple(_plan(row) for row in tomllib.loads(PORTALS.read_text("utf-8"))["portal"])


def _plan(row: dict[str, Any]) -> Plan:
    given: dict[str, Any] = row | {
        key: tuple(row[key]) for key in ("years", "examples", "collects") if key in row
    }
    return Plan(**given)


@cache
def planted() -> Mapping[tuple[str, int], tuple[Planted, ...]]:
    """The planted errors by organ name and year."""
    found: dict[tuple[str, int], list[Planted]] = defaultdict(list)
    with PLANTED.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            error = Planted(
                row["organ"], int(row["year"]), row["rule"], row["cell"], row["printed"], row["true"]
            )
            found[error.organ, error.year].append(error)
    return {key: tuple(rows) for key, rows in found.items()}


def form_of(year: int) -> str | None:
    """The form in force for a reporting year, None before 2014."""
    return next((form for first, form in sorted(FIRST_FORM.items(), reverse=True) if year >= first), None)


def organs(plan: Plan) -> list[Organ]:
    """The county's bodies: government, office, departments, townships."""
    names = tomllib.loads(PORTALS.read_text("utf-8"))["names"]
    place = plan.name
    found = [Organ(plan.code, f"{place}人民政府", "government", plan.code, place)]
    if plan.office:
        found.append(Organ(f"{plan.code}-office", f"{place}人民政府办公室", "office", plan.code, place))
    for name in names["departments"][: plan.departments]:
        found.append(Organ(f"{plan.code}-{name}", f"{place}{name}", "department", plan.code, place))
    for number, name in enumerate(names["townships"][: plan.townships], 101):
        found.append(
            Organ(f"{plan.code}{number}", f"{place}{name}人民政府", "township", plan.code, f"{place}{name}")
        )
    return found


def true_figures(plan: Plan) -> Iterator[tuple[Organ, int, Figures]]:
    """Every generated organ-year of a portal before anything is planted; the county last in each year."""
    bodies = organs(plan)
    before: dict[str, Figures] = {}
    for year in range(plan.years[0], plan.years[1] + 1):
        form = form_of(year)
        if form is None:
            yield from ((organ, year, {}) for organ in bodies)
            continue
        for organ in bodies[1:]:
            rng = Random(f"figures/{organ.key}/{year}")
            before[organ.key] = invent(form, organ.kind, rng, before.get(organ.key), _volume(organ))
            yield organ, year, before[organ.key]
        yield bodies[0], year, together(before[organ.key] for organ in bodies[1:])


def _volume(organ: Organ) -> float:
    """Some organs are asked often, some hardly ever, and that lasts."""
    return PROFILES[organ.kind][0] * Random(f"volume/{organ.key}").lognormvariate(0, 0.7)


def reports(plan: Plan) -> list[Report]:
    """Every generated report of a portal as printed, planted errors included; missing ones left out."""
    made = (_report(organ, year, cells) for organ, year, cells in true_figures(plan))
    return [report for report in made if report is not None]


def _report(organ: Organ, year: int, true: Figures) -> Report | None:
    errors = planted().get((organ.name, year), ())
    if any(error.rule == "D006" for error in errors):
        return None
    cells = true | {e.cell: _number(e.printed) for e in errors if e.cell in true}
    said = {e.cell.removeprefix("said."): int(e.printed) for e in errors if e.cell.startswith("said.")}
    copy = {e.cell.removeprefix("copy."): _number(e.printed) for e in errors if e.cell.startswith("copy.")}
    rng, form = Random(f"prose/{organ.key}/{year}"), form_of(year)
    signed, published = _dates(organ, year, rng)
    lacks = frozenset(e.cell for e in errors) & {"t2", "t3", "t4"}
    report = Report(
        organ, year, form, _title(organ, year, rng), organ.name, signed, published, cells,
        sections(_self(organ), year, cells, rng, said) if form in {"2019", "2021"} else {}, lacks=lacks, copy=copy,
    )  # fmt: skip
    if form not in {"2019", "2021"}:
        table = () if form else tuple(free_table(rng))
        report = replace(report, chapters=tuple(chapters(_self(organ), year, rng)), free=table)
    return _dated(report, {e.cell: e.printed for e in errors})


def _dated(report: Report, changes: Mapping[str, str]) -> Report:
    """Dates that are planted: a late or an early publication."""
    if "published_on" not in changes:
        return report
    day = date.fromisoformat(changes["published_on"])
    return replace(report, signed_on=day, published_at=datetime(day.year, day.month, day.day, 10, 30))


def _number(text: str) -> int | float:
    return float(text) if "." in text else int(text)


def _self(organ: Organ) -> str:
    return organ.place if organ.kind == "government" else organ.name.removesuffix("人民政府")


def _dates(organ: Organ, year: int, rng: Random) -> tuple[date, datetime]:
    """Signed and published within the statute's time: 31 January, for governments 31 March."""
    first, last = (34, 84) if organ.kind == "government" else (6, 26)
    signed = date(year + 1, 1, 1) + timedelta(days=rng.randint(first, last))
    day = signed + timedelta(days=rng.randint(0, 3))
    return signed, datetime(day.year, day.month, day.day, rng.randint(8, 17), rng.randint(0, 59))


TITLES = (
    "{name}{year}年政府信息公开工作年度报告",
    "{name}{year}年度政府信息公开工作年度报告",
    "{year}年{name}政府信息公开工作年度报告",
)


def _title(organ: Organ, year: int, rng: Random) -> str:
    name = organ.place if organ.kind in {"government", "township"} else organ.name
    return rng.choices(TITLES, (8, 1, 2))[0].format(name=name, year=year)
