"""From a held copy to the public one: only where it is whole, as full as yesterday's and answers as a site should.

A copy that is refused stays in exports/next for a person to look at; what the public sees stays as it was. Bounds are
80 % and twofold, a portal and a province at a time: fewer refuses, more is only told, for archives grow.
"""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from publish import export, site

LEAST, MOST = 0.8, 2.0
FEW = 5  # reports of a portal below which only the loss of all is a fault: one of four is 25 %
MARK = "released.json"

WHOLE = ("reports", "cells", "sections", "captures", "coverage")
COUNTED = {
    "reports of portal": """select c.portal, count(distinct r.id) from reports r join captures c on c.id = r.capture
      where c.portal is not null group by 1""",
    "reports of province": "select substr(division, 1, 2), count(*) from reports group by 1",
    "figures of province": """select substr(r.division, 1, 2), count(c.value) from cells c join reports r on r.key = c.report
      group by 1""",
}


@dataclass(slots=True)
class Verdict:
    """Why a copy may not be shown, and what a person should know where it may."""

    faults: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        return [f"refused: {fault}" for fault in self.faults] + [f"look: {said}" for said in self.warnings]


def connect(copy: Path) -> sqlite3.Connection:
    """A copy that nobody writes, read as it lies."""
    return sqlite3.connect(f"{copy.resolve().as_uri()}?immutable=1", uri=True)


def next_copy(exports: Path) -> Path:
    """Where a copy waits until it is judged."""
    return exports / "next" / "archive.db"


def is_released(exports: Path) -> bool:
    """Whether the public copy here is one that was judged: then nothing else may replace it."""
    return (exports / MARK).exists()


def judge(copy: Path, current: Path, captures: Path, *, bounds: bool = True) -> Verdict:
    """Hold a copy against the one that the public sees; without one there is nothing to fall short of."""
    verdict = Verdict()
    try:
        verdict.faults += _integrity(copy)
        if not verdict.faults and bounds and current.exists():
            _hold(copy, current, verdict)
        if not verdict.faults:
            verdict.faults += asyncio.run(smoke(copy, captures))
    except sqlite3.DatabaseError as error:
        verdict.faults.append(f"{copy}: not a database, or a damaged one ({error}). Take it anew.")
    return verdict


def _integrity(copy: Path) -> list[str]:
    if not copy.exists():
        return [f"{copy}: no copy waits here. Take one with python -m publish snapshot --held."]
    with closing(connect(copy)) as db:
        found = [str(words) for (words,) in db.execute("pragma integrity_check(5)")]
    return [] if found == ["ok"] else [f"{copy} is damaged: {words}" for words in found]


def _hold(copy: Path, current: Path, verdict: Verdict) -> None:
    """Counts of the copy beside those of the current one."""
    with closing(connect(copy)) as new, closing(connect(current)) as old:
        for table in WHOLE:
            sql = f"select '{table}', count(*) from {table}"
            _compare("rows of table", dict(old.execute(sql)), dict(new.execute(sql)), verdict)
        for what, sql in COUNTED.items():
            _compare(what, dict(old.execute(sql)), dict(new.execute(sql)), verdict)


def _compare(what: str, old: dict[str, int], new: dict[str, int], verdict: Verdict) -> None:
    few = FEW if what == "reports of portal" else 1
    for name, before in sorted(old.items()):
        now = new.get(name, 0)
        told = f"{what} {name}: {now}, yesterday {before}"
        if now < LEAST * before:
            (verdict.faults if before >= few or now == 0 else verdict.warnings).append(
                f"{told}; at least {LEAST:.0%} is expected"
            )
        elif now > MOST * before and before >= FEW:
            verdict.warnings.append(f"{told}; more than twice as many")


async def smoke(copy: Path, captures: Path) -> list[str]:
    """Ask the site that this copy would make for its pages, as a reader would; returns what was not answered."""
    datasette = site.build(copy, captures)
    faults = []
    for address, wanted in addresses(copy):
        answer = await datasette.client.get(address, follow_redirects=True)
        if answer.status_code != 200:
            faults.append(f"the site answers {answer.status_code} at {address}")
        elif wanted not in answer.text:
            faults.append(f"the site's page {address} does not say {wanted!r}")
    return faults


def addresses(copy: Path) -> Iterator[tuple[str, str]]:
    """Pages that must answer, each with words that must stand there."""
    yield "/", "公开"
    with closing(connect(copy)) as db:
        newest = "select id, division, cast(year as text) from reports order by year desc, id limit 1"
        for report, division, year in db.execute(newest):
            yield f"/report/{report}", year
            yield f"/county/{division[:6]}", year
    yield "/search?q=%E5%85%AC%E5%BC%80", "公开"
    yield "/archive/reports.json?_size=1", '"rows"'


def show(exports: Path, copy: Path, formats: Sequence[str]) -> list[export.Made]:
    """Put the copy and its files in the place of yesterday's: files are written first, the copy changes in one step."""
    made = export.run(copy, copy.parent, formats)
    (exports / MARK).write_text(json.dumps({"from": str(copy.name)}) + "\n", encoding="utf-8")
    names = [one.file for one in made if one.file]
    for name in names:
        (copy.parent / name).replace(exports / name)
    copy.replace(exports / "archive.db")
    (copy.parent / "manifest.json").replace(exports / "manifest.json")
    for path in exports.glob("gongkai-*"):
        if path.name not in names:
            path.unlink()
    return made
