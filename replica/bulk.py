"""Readings in bulk, as `python -m parse read` would give them, for benchmarks: no pages, no parsing.

`python -m replica bulk --reports 130000 --planted planted.csv` prints one JSON a line:
`{"organ", "kind", "name", "division", "county", "reading"}`; the planted errors stand in the CSV.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import blake2b
from pathlib import Path
from random import Random
from typing import Any

from reference import forms
from replica.invent import PROFILES, Figures, invent, together
from replica.plants import Plant, county_short, plant
from replica.prose import sections

DEPARTMENTS = (
    "发展和改革局", "教育局", "科技局", "工业局", "民宗局", "公安局", "民政局", "司法局", "财政局", "人社局", "自然资源局",
    "生态局", "住建局", "交通运输局", "水利局", "农业农村局", "林业局", "商务局", "文旅局", "卫健局", "应急局", "审计局",
    "市场监督管理局", "统计局", "医保局", "信访局", "城管局", "数据局", "粮食局", "体育局",
)  # fmt: skip
TOWNSHIPS = tuple(f"{place}镇" for place in "甲乙丙丁戊己庚辛壬癸子丑寅卯")
YEARS = (2021, 2022, 2023, 2024, 2025)


@dataclass(frozen=True)
class Body:
    """An organ of the bulk world: id as the archive makes it, kind, name, county."""

    organ: str
    kind: str
    name: str
    division: str
    county: str


@dataclass
class Error:
    """One planted error: a rule that must speak of this organ and year."""

    organ: str
    year: int
    rule: str
    cell: str
    printed: Any
    true: Any


@dataclass(frozen=True)
class Run:
    """What holds for a whole run: the seed, the share of reports with an error, the errors told so far."""

    seed: int
    rate: float
    errors: list[Error]


def bodies(number: int) -> list[Body]:
    """County `number` from 0: its government, office, thirty departments, fourteen townships."""
    code, county = f"99{number // 99 + 1:02}{number % 99 + 1:02}", f"虚构{number + 1}县"
    found = [Body(code, "government", f"{county}人民政府", code, county)]
    found.append(Body(f"{code}-office", "office", f"{county}人民政府办公室", code, county))
    for own in (*DEPARTMENTS, *TOWNSHIPS):
        mark = blake2b(own.encode(), digest_size=4).hexdigest()
        kind = "township" if own in TOWNSHIPS else "department"
        found.append(Body(f"{code}-d{mark}", kind, f"{county}{own}", code, county))
    return found


def reports(
    count: int, *, rate: float = 0.02, seed: int = 0, errors: list[Error] | None = None
) -> Iterator[dict[str, Any]]:
    """`count` readings with their organs; a share `rate` of them holds one planted error, told in `errors`."""
    made, number = 0, 0
    run = Run(seed, rate, [] if errors is None else errors)
    while made < count:
        for record in _county(number, run):
            yield record
            made += 1
            if made == count:
                return
        number += 1


def _county(number: int, run: Run) -> Iterator[dict[str, Any]]:
    rng = Random(f"bulk/{run.seed}/{number}")
    whole, *parts = bodies(number)
    volumes = {body.organ: PROFILES[body.kind][0] * rng.lognormvariate(-0.4, 0.6) for body in parts}
    before: dict[str, Figures] = {}
    for year in YEARS:
        true = {b.organ: invent("2021", b.kind, rng, before.get(b.organ), volumes[b.organ]) for b in parts}
        touched = False
        for body in parts:
            lot = rng.random() < run.rate
            found = plant(true[body.organ], before.get(body.organ), body.kind, rng) if lot else None
            touched |= bool(found and any(cell[:2] in {"t3", "t4"} for cell in found.cells))
            yield _reading(body, year, true[body.organ], found, run)
        yield _government(whole, year, true, touched, run)
        before = true


def _government(body: Body, year: int, true: dict[str, Figures], touched: bool, run: Run) -> dict[str, Any]:
    """The county-wide report; where a part was changed the exact sum (L302) speaks too."""
    cells = together(true.values())
    lot = Random(f"county/{run.seed}/{body.organ}/{year}").random() < run.rate
    found = county_short(cells, list(true.values())) if lot else None
    if touched and not found:
        run.errors.append(Error(body.organ, year, "L302", "", "", ""))
    return _reading(body, year, cells, found, run)


def _reading(body: Body, year: int, true: Figures, found: Plant | None, run: Run) -> dict[str, Any]:
    found = found or Plant(())
    for rule in found.rules:
        run.errors.extend(_told(body, year, rule, true, found))
    prose = Random(f"bulk prose/{run.seed}/{body.organ}/{year - 1 if found.copied else year}")
    cells = true | found.cells
    texts = sections(self_name(body), year, cells, prose, found.said)
    day = _day(body, year, found, prose)
    return {
        "organ": body.organ, "kind": body.kind, "name": body.name, "division": body.division, "county": body.county,
        "reading": as_reading(body, year, cells, texts, day.isoformat()),
    }  # fmt: skip


def _day(body: Body, year: int, found: Plant, rng: Random) -> date:
    """In time, or so many days after the statute's day."""
    county = body.kind == "government"
    if found.days_late:
        return date(year + 1, 3 if county else 1, 31) + timedelta(days=found.days_late)
    return date(year + 1, 3 if county else 1, 3) + timedelta(days=rng.randint(0, 20))


def _told(body: Body, year: int, rule: str, true: Figures, found: Plant) -> Iterator[Error]:
    for cell, printed in found.cells.items():
        yield Error(body.organ, year, rule, cell, printed, true[cell])
    for cell, printed in found.said.items():
        yield Error(body.organ, year, rule, f"said.{cell}", printed, true.get(cell, ""))
    if found.days_late or found.copied:
        yield Error(body.organ, year, rule, "published_on" if found.days_late else "sections", "", "")


def self_name(body: Body) -> str:
    """What the organ calls itself in its text."""
    return body.county if body.kind == "government" else body.name


SCOPES = {"government": "county_wide", "office": "office", "department": "department", "township": "township"}


def as_reading(
    body: Body, year: int, cells: Figures, texts: dict[str, str], day: str, *, form: str = "2021"
) -> dict[str, Any]:
    """The JSON of design section 3 for these figures and sections."""
    titles = {section.key: section.label_zh for section in forms.load("2021").sections}
    return {
        "report": True, "why_not": None, "form": form, "year": year, "title": f"{self_name(body)}{year}年政府信息公开工作年度报告",
        "organ": body.name, "scope": SCOPES[body.kind], "scope_evidence": "title", "published_on": day, "signed_on": day,
        "kind": "html", "noise": [],
        "cells": [
            {"cell": cell, "raw": str(value), "value": value, "state": "number", "unit": None, "at": None}
            for cell, value in cells.items()
        ],
        "free": [], "sections": [{"section": key, "title": titles[key], "text": text} for key, text in texts.items()],
        "problems": [], "findings": [],
    }  # fmt: skip


def write(count: int, rate: float, seed: int, planted: Path | None) -> int:
    """Print `count` readings as JSON lines; the planted errors into a CSV. Returns the number of errors' rows."""
    errors: list[Error] = []
    for record in reports(count, rate=rate, seed=seed, errors=errors):
        sys.stdout.write(json.dumps(record, ensure_ascii=False) + "\n")
    if planted:
        with planted.open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file, lineterminator="\n")
            rows.writerow(("organ", "year", "rule", "cell", "printed", "true"))
            rows.writerows((e.organ, e.year, e.rule, e.cell, e.printed, e.true) for e in errors)
    return len(errors)
