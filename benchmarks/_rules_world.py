"""Counties of generated reports of several years, forms and levels, as the rules' benchmark changes them.

A county is made in four steps: sound figures, figures changed, the text that states them, texts and dates changed.
"""

from __future__ import annotations

import hashlib
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any

from sqlite_utils import Database

from reference import forms
from reference.deadlines import deadline
from replica import bulk
from replica.bulk import Body
from replica.invent import PROFILES, invent, together
from replica.prose import sections
from tests.rules import rules_kit

YEARS = tuple(range(2017, 2026))
RECODED = (
    (2021, "450127", "450181", "横县", "横州市"), (2021, "410381", "410307", "偃师市", "偃师区"),
    (2021, "654223", "654203", "沙湾县", "沙湾市"), (2021, "610322", "610305", "凤翔县", "凤翔区"),
)  # fmt: skip
"""Places that took another code in a year: their line goes on."""
MERGED = (
    (2020, "130503", "130503", "信都区", "信都区"), (2021, "350404", "350404", "三元区", "三元区"),
    (2021, "330105", "330105", "拱墅区", "拱墅区"), (2019, "360112", "360112", "新建区", "新建区"),
)  # fmt: skip
"""Places into which another was merged: what it had carried over comes out of nowhere."""
MERGER, RECODING = "another county merged into this one", "a county that took another code and name"
Values = dict[str, Any]


@dataclass
class Case:
    """One organ's year. A value of None is blank; `states` holds states that are not number or blank. `must` are the
    rules that were made to speak, `may` those that may be uncertain but must not fail, `traps` what was put in that must not make any rule speak."""

    body: Body
    year: int
    form: str
    cells: Values
    sound: Values = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    states: dict[str, str] = field(default_factory=dict)
    title: str = ""
    scope: str = ""
    published_on: str = ""
    signed_on: str | None = ""
    first_seen: str | None = None
    state: str | None = None
    missing: bool = False
    kind: str = "html"
    problems: list[tuple[str, str | None, str, str]] = field(default_factory=list)
    versions: list[tuple[str, Values, str | None]] = field(default_factory=list)
    must: set[str] = field(default_factory=set)
    may: set[str] = field(default_factory=set)
    traps: set[str] = field(default_factory=set)
    shared: bool = False

    @property
    def key(self) -> tuple[str, int]:
        return self.body.organ, self.year

    @property
    def here(self) -> dict[str, int | float]:
        """The figures that are there."""
        return {c: v for c, v in self.cells.items() if v is not None}

    def add(self, row: str, column: str, n: int) -> None:
        self.cells[f"t3.{row}.{column}"] += n


World = dict[tuple[str, int], Case]


def form_of(year: int) -> str:
    return "2014" if year < 2019 else "2019" if year < 2021 else "2021"


def county(number: int, seed: int) -> World:
    """Sound figures of one county, every organ and year; the first eight are real places that changed."""
    rng = Random(f"rules/{seed}/{number}")
    whole, *parts = [_named(body, number) for body in bulk.bodies(number)]
    chosen = dict(enumerate((*RECODED, *MERGED))).get(number)
    volumes = {b.organ: PROFILES[b.kind][0] * rng.lognormvariate(-0.4, 0.6) for b in parts}
    world: World = {}
    before: dict[str, Any] = {}
    for year in YEARS:
        form = form_of(year)
        nothing = dict.fromkeys(forms.load(form).cell_ids, 0)
        true = {
            b.organ: nothing | invent(form, b.kind, rng, before.get(b.organ), volumes[b.organ]) for b in parts
        }
        if chosen in MERGED and year == chosen[0]:
            for cells in true.values():
                _inherit(cells)
        for body in (*parts, whole):
            cells = together(true.values()) if body is whole else true[body.organ]
            case = Case(_moved(body, year, chosen), year, form, dict(cells), scope=bulk.SCOPES[body.kind])
            case.sound = dict(cells)
            _dated(case, rng)
            if chosen and year == chosen[0]:
                case.traps.add(MERGER if chosen in MERGED else RECODING)
            world[body.organ, year] = case
        before = true
    return world


def _inherit(cells: Values) -> None:
    """Two requests that another county, merged into this one, carried over."""
    for row in ("carried_in", "granted", "outcome_total"):
        for column in ("natural_person", "total"):
            cells[f"t3.{row}.{column}"] += 2


def _named(body: Body, number: int) -> Body:
    """The body in a county whose name is a word, as names are."""
    place = f"{'青赤黑金银玉松柏云竹'[number % 10]}{'溪河山岭湖原'[number // 10 % 6]}县"
    return Body(body.organ, body.kind, place + body.name.removeprefix(body.county), body.division, place)


def _moved(body: Body, year: int, chosen: tuple[int, str, str, str, str] | None) -> Body:
    """The body in a real place that changed its code (and in the second case was merged into another)."""
    if chosen is None:
        return body
    since, old, new, name, newer = chosen
    code, place = (old, name) if year < since else (new, newer)
    own = body.name.removeprefix(body.county)
    return Body(body.organ.replace(body.division, code), body.kind, place + own, code, place)


def _dated(case: Case, rng: Random) -> None:
    due = deadline(case.body.kind, case.year)
    assert due is not None
    day = due.day - timedelta(days=rng.randint(2, 24))
    case.signed_on, case.published_on = str(day - timedelta(days=rng.randint(0, 3))), str(day)
    case.title = f"{bulk.self_name(case.body)}{case.year}年政府信息公开工作年度报告"


def write(case: Case, seed: int) -> None:
    """The text that states the figures, also those that the table leaves blank or that were lost."""
    rng = Random(f"rules prose/{seed}/{case.body.organ}/{case.year}")
    lost = {c: case.sound[c] for c, v in case.cells.items() if v is None and c in case.sound}
    figures = {c: v for c, v in {**case.here, **lost}.items() if c[0] == "t"}
    texts = sections(bulk.self_name(case.body), case.year, figures, rng)
    if case.form != "2021":
        texts["overview_proactive"] = texts["overview_proactive"].partition("制发行政规范性文件")[0]
    if case.form == "2014":
        del texts["overview_requests"]
        texts["other_matters"] = "没有其他需要报告的事项。"
    if "N602" in case.must:
        texts["other_matters"] = "本年度没有收取信息处理费。没有其他需要报告的事项。"
    texts |= {"proactive": "", "requests": "", "remedies": ""} if case.form != "2014" else {}
    order = ("overview", "overview_proactive", "overview_requests", "overview_management", "overview_platform",
             "overview_supervision", "proactive", "requests", "remedies", "problems", "other_matters")  # fmt: skip
    case.texts = {key: texts[key] for key in order if key in texts}


def put(db: Database, case: Case) -> None:
    """The case as the crawl, the reading run and coverage would have left it."""
    body, year = case.body, case.year
    if case.missing:
        rules_kit.expect(db, body.organ, year, body.kind)
    else:
        rules_kit.put(db, _record(case))
        _beside(db, case)
    _expected(db, case)


def _record(case: Case) -> dict[str, Any]:
    reading = bulk.as_reading(case.body, case.year, {}, case.texts, case.published_on, form=case.form)
    reading |= {"title": case.title, "scope": case.scope, "signed_on": case.signed_on, "kind": case.kind}
    reading["cells"] = [
        {"cell": c, "value": None if (s := case.states.get(c, "")) in ("missing", "unreadable", "mark") else v,
         "state": s or ("blank" if v is None else "number")}
        for c, v in case.cells.items()
    ]  # fmt: skip
    b = case.body
    return {
        "organ": b.organ,
        "kind": b.kind,
        "name": b.name,
        "division": b.division,
        "county": b.county,
        "reading": reading,
    }


def _beside(db: Database, case: Case) -> None:
    """Problems, other versions of the report."""
    report = f"{case.body.organ}-{case.year}"
    for kind, cell, zh, en in case.problems:
        db.execute("insert into problems (report, kind, cell, says_zh, says_en) values (?, ?, ?, ?, ?)",
                   [report, kind, cell, zh, en])  # fmt: skip
    for n, (role, cells, change) in enumerate(case.versions):
        capture = hashlib.sha256(f"{report}/{n}".encode()).hexdigest()
        db.execute("insert into report_captures (report, capture, role, counts, at, change) values (?, ?, ?, 0, ?, ?)",
                   [report, capture, role, f"{case.published_on}T03:00:00.000Z", change])  # fmt: skip
        db.conn.executemany("insert into revision_cells values (?, ?, ?, ?, ?)",
                            [(report, capture, c, v, "" if v is None else str(v)) for c, v in cells.items()])  # fmt: skip


def _expected(db: Database, case: Case) -> None:
    """What coverage says: the state, and when the page was first seen."""
    if case.state:
        db.execute("update coverage set state = ? where organ = ? and year = ?", [case.state, *case.key])
    if case.first_seen:
        for table, column in (("coverage", "organ = ? and year = ?"), ("reports", "organ = ? and year = ?")):
            db.execute(f"update {table} set first_seen = ? where {column}", [case.first_seen, *case.key])


def late(case: Case, days: int) -> str:
    due = deadline(case.body.kind, case.year)
    assert due is not None
    return str(due.day + timedelta(days=days))


def copied(world: World, key: tuple[str, int]) -> dict[tuple[str, int], Case]:
    """The cases that a change of one may reach, as they are: its own, the two years before, those of its year."""
    organ, year = key
    near = [(organ, year - n) for n in range(3)] + [k for k in world if k[1] == year and world[k].must]
    return {k: deepcopy(world[k]) for k in near if k in world}


def restore(world: World, key: tuple[str, int], before: dict[tuple[str, int], Case]) -> None:
    """Each case again as it was; the objects stay the same."""
    for k, case in before.items():
        world[k].__dict__.update(case.__dict__)
