"""How fast the site answers on a generated archive, beside a bare Datasette table page in the same run.

`python -m benchmarks.site [REPORTS]` (100,000; narratives of 400 characters). Prints p50 and p95 of every kind of page,
each as a ratio to the bare page; a CSV stream beside Python's csv alone; hostile questions and the memory they take.
"""

from __future__ import annotations

import asyncio
import csv
import io
import resource
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import astuple
from pathlib import Path
from random import Random
from typing import Any

from datasette.app import Datasette

from archive import derive, open_archive
from publish import questions, site
from publish.snapshot import take
from reference import cells
from replica.invent import invent

COUNTIES = 2_845
YEARS = range(2021, 2025)
FORM = "2021"
WORDS = "本机关公开申请行政诉讼复议信息政府部门乡镇工作年度报告更新栏目问题改进群众答复办理数量文件制度"
PAGES = {
    "home": "/",
    "county": "/county/{code}",
    "report": "/report/{report}",
    "coverage": "/coverage",
    "coverage, one county": "/coverage?place={code}",
    "findings": "/findings",
    "facets": "/archive/reports?_facet=year&_facet=form",
    "search, 1 common": "/search?q=诉",
    "search, 2 common": "/search?q=诉讼",
    "search, 4 common": "/search?q=行政诉讼",
    "search, 2 rare": "/search?q=龘{digit}",
    "search, place": "/search?q=县{digit}乡",
}
ROUNDS = 25
HOSTILE = "/archive.json?sql=select+length(hex(randomblob(400000000)))"


def main(argv: list[str]) -> None:
    reports = int(argv[0]) if argv else 100_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        began = time.monotonic()
        fill(folder / "archive.db", reports)
        print(f"{reports:,} reports made in {time.monotonic() - began:.0f} s")
        began = time.monotonic()
        snapshot = take(folder / "archive.db", folder / "exports" / "archive.db")
        size = snapshot.stat().st_size / 2**20
        print(f"public copy: {time.monotonic() - began:.0f} s, {size:,.0f} MiB")
        asyncio.run(measure(snapshot, folder))


def fill(path: Path, reports: int) -> None:
    """An archive of `reports` generated reports over counties, their organs and years, a finding in every tenth."""
    db = open_archive(path, create=True)
    db.conn.execute("pragma synchronous = off")
    rng = Random(1)
    number = {d.cell: d.number for d in cells.definitions()}
    samples = [invent(FORM, "department", rng, None, 40) for _ in range(60)]
    packed = [[(number[cell], value) for cell, value in sample.items()] for sample in samples]
    per_year = max(reports // len(YEARS), 1)
    _frame(db, per_year)
    for key, (organ, code, kind, year) in enumerate(_organs(per_year), 1):
        _report(db, key, organ, code, kind, year, packed[key % 60], rng)
        if key % 20_000 == 0:
            db.conn.commit()
    db.conn.commit()
    derive.build(db)
    db.close()


def _code(n: int) -> str:
    return f"{11 + n % 31 % 50:02}{1 + n // 31 % 20:02}{1 + n // 620:02}"


def _organs(per_year: int) -> Iterator[tuple[str, str, str, int]]:
    for year in YEARS:
        for n in range(per_year):
            code = _code(n % COUNTIES)
            kind = "government" if n < COUNTIES else "department"
            yield code if n < COUNTIES else f"{code}-d{n:08x}", code, kind, year


def _frame(db: Any, per_year: int) -> None:
    places = {_code(n) for n in range(min(per_year, COUNTIES))}
    for code in sorted(places | {c[:4] + "00" for c in places} | {c[:2] + "0000" for c in places}):
        level = "province" if code.endswith("0000") else "prefecture" if code.endswith("00") else "county"
        parent = {"province": "", "prefecture": code[:2] + "0000", "county": code[:4] + "00"}[level]
        row = (code, f"县{code}", level, parent, "", "", f"Place {code}", f"p{code}")
        db.conn.execute("insert into divisions (code, name, level, parent, valid_from, valid_to, name_en, pinyin) values (?, ?, ?, ?, ?, ?, ?, ?)", row)  # fmt: skip
    for d in cells.definitions():
        db.conn.execute("insert into cell_defs values (?, ?, ?, ?, ?, ?, ?, ?, ?)", astuple(d))
    db.conn.execute("insert into cell_states values (0, 'number', '数字', 'a figure')")
    db.conn.execute("insert or replace into meta values ('kind', 'demo')")


def _report(db: Any, key: int, organ: str, code: str, kind: str, year: int, packed: Any, rng: Random) -> None:  # noqa: PLR0917
    run, report = db.conn.execute, f"{organ}-{year}"
    run(
        "insert or ignore into organs (id, kind, name, division, generated) values (?, ?, ?, ?, 1)",
        (organ, kind, f"县{code}{organ[-4:]}局", code),
    )
    seen = f"{year + 1}-03-{1 + key % 28:02}T00:00:00Z"
    run(
        "insert or ignore into reports (key, id, organ, division, year, form, scope, title, published_on, first_seen, parser_version, "
        "capture, kind, generated, n_number, n_findings) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'bench', '', 'html', 1, 200, ?)",
        (
            key,
            report,
            organ,
            code,
            year,
            FORM,
            "department",
            f"{year}年报告",
            seen[:10],
            seen,
            int(key % 10 == 0),
        ),
    )
    db.conn.executemany(
        "insert or ignore into cells (report, cell, value, state) values (?, ?, ?, 0)",
        ((key, n, v) for n, v in packed),
    )
    text = (
        "".join(rng.choices(WORDS, k=400))
        + ("行政诉讼。" if key % 3 else "。")
        + f"龘{key % 10}" * (key % 5_000 == 0)
    )
    run(
        "insert into sections (report, section, title, text, position) values (?, 'problems', '问题', ?, 0)",
        (report, text),
    )
    run(
        "insert or ignore into coverage (organ, year, division, state, last_checked, report) values (?, ?, ?, 'on_time', ?, ?)",
        (organ, year, code, seen, report),
    )
    if key % 10 == 0:
        run(
            "insert or ignore into findings (organ, division, year, report, rule, severity, result, cells, says_zh, says_en, fingerprint, "
            "parser_version, first_seen) values (?, ?, ?, ?, 'A304', 'error', 'fail', '[]', '不合', 'does not hold', ?, 'bench', ?)",
            (organ, code, year, report, report, seen),
        )


async def measure(snapshot: Path, folder: Path) -> None:
    bare = Datasette([], immutables=[str(snapshot)], settings={"suggest_facets": False})
    base = await timed(
        bare, "/archive/reports?_size=50"
    )  # before ours: plugins are of the process, not of a site
    ours = site.build(snapshot, folder / "captures")
    row("bare Datasette table page", base, base)
    for name, path in PAGES.items():
        row(name, await timed(ours, path), base)
    await ask_all(ours)
    await stream(ours, snapshot)
    await under_attack(ours)


async def ask_all(ours: Any) -> None:
    """Every ready-made question over all reports; those that the time limit cut are named."""
    taken, cut = {}, []
    for question in questions.load():
        began = time.monotonic()
        answer = await ours.client.get(f"/questions/{question.key}.json", timeout=60)
        taken[question.key] = time.monotonic() - began
        if answer.status_code != 200:
            cut.append(question.key)
    slowest = sorted(taken, key=lambda key: taken[key])[-3:]
    told = ", ".join(f"{key} {taken[key]:.2f} s" for key in slowest)
    print(
        f"questions: {len(taken) - len(cut)} of {len(taken)} within the limit; slowest: {told}; cut: {cut or 'none'}"
    )


async def timed(datasette: Any, path: str) -> list[float]:
    """Seconds of ROUNDS requests, each of another county or report; one before them opens connections."""
    taken = []
    for n in range(-1, ROUNDS):
        code = _code((n * 97) % 300)
        address = path.format(code=code, report=f"{code}-{2021 + n % 4}", digit=n % 10)
        began = time.perf_counter()
        answer = await datasette.client.get(address, timeout=60)
        if n >= 0:
            taken.append(time.perf_counter() - began)
        assert answer.status_code == 200, f"{address}: {answer.status_code}"
    return taken


def row(name: str, taken: list[float], base: list[float]) -> None:
    p95 = statistics.quantiles(taken, n=20)[-1]
    ratio = p95 / statistics.quantiles(base, n=20)[-1]
    print(
        f"{name:28} p50 {1000 * statistics.median(taken):7.1f} ms   p95 {1000 * p95:7.1f} ms   {ratio:5.2f} × bare"
    )


async def stream(ours: Any, snapshot: Path) -> None:
    """Rows a second of our CSV stream beside Python's csv alone."""
    rows = sqlite3.connect(snapshot).execute("select * from cells limit 1000000").fetchall()
    began = time.perf_counter()
    csv.writer(io.StringIO()).writerows(rows)
    floor = len(rows) / (time.perf_counter() - began)
    began = time.perf_counter()
    answer = await ours.client.get("/archive/findings.csv?_stream=1&_size=max", timeout=600)
    lines = answer.text.count("\n") - 1
    rate = lines / (time.perf_counter() - began)
    print(f"CSV stream: {lines:,} rows at {rate:,.0f} rows/s; Python's csv alone {floor:,.0f} rows/s")


async def under_attack(ours: Any) -> None:
    """Eight hostile questions at once; what a page takes meanwhile, and the most memory this process ever held."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    attack = asyncio.gather(*(ours.client.get(HOSTILE, timeout=60) for _ in range(8)))
    taken = await timed(ours, "/county/{code}")
    answers = await attack
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    p95 = 1000 * statistics.quantiles(taken, n=20)[-1]
    print(
        f"eight hostile questions: {sorted(a.status_code for a in answers)}; page p95 {p95:.0f} ms; memory +{(after - before) / 1024:.0f} MiB"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
