"""A small archive for the tests of the site: filled through the real schema, with generated reports and planted faults."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import sqlite_utils
from sqlite_utils.db import Table

from archive import Exchange, capture_id, open_archive
from archive.store import WarcStore
from reference import cells
from tests.publish.publish_pages import Figure, page
from tests.publish.publish_reports import ORGANS, YEARS, Made, reports

STATES = ("number", "annotated", "inferred", "blank", "mark", "missing", "unreadable")
PARSER = "fixture-1"
CRAWL = "20250401T020000Z"

DIVISIONS = (
    ("510000", "四川省", "province", None, "Sichuan"),
    ("510400", "攀枝花市", "prefecture", "510000", "Panzhihua"),
    ("510422", "盐边县", "county", "510400", "Yanbian"),
    ("510491", "青榆区", "county", "510400", "Qingyu"),
    ("510492", "望柏县", "county", "510400", "Wangbai"),
    ("510422105", "惠民镇", "township", "510422", "Huimin"),
    ("620000", "甘肃省", "province", None, "Gansu"),
    ("622900", "临夏回族自治州", "prefecture", "620000", "Linxia"),
    ("622991", "石槐县", "county", "622900", "Shihuai"),
)
SUCCESSIONS = (("510421", "510422", "1978-10-01", "recode"), ("510490", "510491", "2020-06-01", "rename"))


def build(folder: Path) -> Path:
    """Fills folder/archive.db and folder/captures; returns the path of the archive."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "archive.db"
    db = open_archive(path, create=True)
    store = WarcStore(folder / "captures", CRAWL, "demo", {})
    fill(db, store)
    store.close()
    db.close()
    return path


def rows_of(db: sqlite_utils.Database, name: str) -> Table:
    return Table(db, name)


def fill(db: sqlite_utils.Database, store: WarcStore) -> None:
    _frame(db)
    for made in reports():
        _report(db, made, store)
    _coverage(db)
    _findings(db, store)
    db.conn.commit()


def _frame(db: sqlite_utils.Database) -> None:
    rows_of(db, "meta").insert_all(
        [{"key": "kind", "value": "demo"}, {"key": "schema", "value": "first"}], replace=True
    )
    for code, name, level, parent, english in DIVISIONS:
        row = {
            "code": code,
            "name": name,
            "level": level,
            "parent": parent,
            "valid_from": "1990",
            "valid_to": None,
        }
        rows_of(db, "divisions").insert(row | {"name_en": english, "pinyin": english.lower()})
    rows_of(db, "divisions").insert(
        {"code": "510490", "name": "青竹县", "level": "county", "parent": "510400", "valid_from": "1990"}
        | {"valid_to": "2020-06-01", "name_en": "Qingzhu", "pinyin": "qingzhu"}
    )
    keys = ("old", "new", "date", "kind")
    rows_of(db, "successions").insert_all(
        dict(zip(keys, s, strict=True)) | {"source": "fixture"} for s in SUCCESSIONS
    )
    for organ, kind, name, division, generated in ORGANS:
        rows_of(db, "organs").insert(
            {"id": organ, "kind": kind, "name": name, "division": division, "generated": generated}
        )
    rows_of(db, "crawls").insert(
        {"id": CRAWL, "started_at": "2025-04-01T02:00:00Z", "finished_at": "2025-04-01T03:00:00Z"}
        | {"depth": "nightly"}
    )
    rows_of(db, "cell_states").insert_all(
        [{"state": n, "name": s, "says_zh": s, "says_en": s} for n, s in enumerate(STATES)], ignore=True
    )
    columns = ("number", "cell", "form", "table_key", "row_key", "column_key", "label_zh", "label_en", "unit")
    rows_of(db, "cell_defs").insert_all(
        [{c: getattr(d, c) for c in columns} for d in cells.definitions()], ignore=True
    )


def _capture(db: sqlite_utils.Database, made: Made, body: bytes, at: str, store: WarcStore) -> str:
    sha256 = hashlib.sha256(body).hexdigest()
    url = f"http://{made.division}.example/zfxxgk/{made.id}.html"
    capture = capture_id(url, at, sha256)
    headers = ((b"Content-Type", b"text/html; charset=utf-8"),)
    exchange = Exchange(url, made.division, "report", "kept", at, 200, headers, body)
    file, offset = store.keep(exchange, {"at": at, "outcome": "kept"})
    rows_of(db, "captures").insert(
        {"id": capture, "url": url, "canonical": url, "organ": made.organ, "fetched_at": at, "sha256": sha256}
        | {
            "content_type": "text/html; charset=utf-8",
            "length": len(body),
            "warc_file": file,
            "warc_offset": offset,
        }
        | {"role": "page", "portal": made.division}
    )
    return capture


def _report(db: sqlite_utils.Database, made: Made, store: WarcStore) -> None:
    body = page(made.name, made.year, made.form, made.figures, made.sections)
    at = f"{made.year + 1}-03-30T02:00:00Z"
    capture = _capture(db, made, body, at, store)
    states = [f.state for f in made.figures.values()]
    row = rows_of(db, "reports").insert(
        {"id": made.id, "organ": made.organ, "division": made.division, "year": made.year, "form": made.form}
        | {"scope": {"government": "county_wide"}.get(made.kind, made.kind), "scope_evidence": "title"}
        | {"title": f"{made.name}{made.year}年政府信息公开工作年度报告", "organ_printed": made.name}
        | {"published_on": f"{made.year + 1}-03-25", "signed_on": f"{made.year + 1}-03-20", "first_seen": at}
        | {"parser_version": PARSER, "capture": capture, "kind": "html", "generated": int(made.generated)}
        | {"url": f"http://{made.division}.example/zfxxgk/{made.id}.html", "n_problems": 0, "n_findings": 0}
        | {f"n_{state}": states.count(state) for state in STATES}
    )
    key = int(str(row.last_pk))
    rows_of(db, "report_captures").insert(
        {"report": made.id, "capture": capture, "role": "page", "counts": 1, "at": at, "change": None}
    )
    rows_of(db, "cells").insert_all(_cells(key, made))
    rows_of(db, "sections").insert_all(
        {"report": made.id, "section": s, "title": s, "text": text, "position": n}
        for n, (s, text) in enumerate(made.sections.items())
    )


def _cells(key: int, made: Made) -> Iterator[dict[str, object]]:
    number = {name: n for n, name in enumerate(STATES)}
    for cell, figure in made.figures.items():
        plain = isinstance(figure.value, int) and figure.raw == str(figure.value)
        yield {
            "report": key,
            "cell": cells.number_of(cell),
            "value": figure.value,
            "state": number[figure.state],
            "unit": None,
            "raw": None if plain else figure.raw,
            "at": figure.at or None,
        }


def _coverage(db: sqlite_utils.Database) -> None:
    have = {row["id"]: row for row in rows_of(db, "reports").rows}
    for organ, _, _, division, _ in ORGANS:
        for year in YEARS:
            found = have.get(f"{organ}-{year}")
            state = "on_time" if found else "missing"
            if (organ, year) == ("510492", 2024):
                state = "late"
            why = ("门户有回应，各列表中没有这份报告", "the portal answers; no list of it holds the report")
            rows_of(db, "coverage").insert(
                {
                    "organ": organ,
                    "year": year,
                    "division": division,
                    "state": state,
                    "deadline": f"{year + 1}-03-31",
                }
                | {
                    "published_on": found and found["published_on"],
                    "first_seen": found and found["first_seen"],
                }
                | {"last_checked": "2025-04-01T02:30:00Z", "report": found and found["id"]}
                | {"why_zh": None if found else why[0], "why_en": None if found else why[1]}
            )


def _findings(db: sqlite_utils.Database, store: WarcStore) -> None:
    base = {"organ": "510422", "division": "510422", "year": 2024, "report": "510422-2024", "result": "fail"}
    common = base | {"parser_version": PARSER, "first_seen": "2025-04-01T03:00:00Z"}
    rows_of(db, "findings").insert(
        common
        | {
            "rule": "A304",
            "severity": "error",
            "cells": '["t3.granted.total"]',
            "expected": "57",
            "found": "99",
        }
        | {
            "says_zh": "予以公开：六列之和 57，总计栏 99。",
            "says_en": "Granted: the six columns add up to 57, the total says 99.",
        }
        | {"fingerprint": "510422-2024-A304-granted"}
    )
    rows_of(db, "findings").insert(
        common
        | {
            "rule": "N301",
            "severity": "warning",
            "cells": '["t3.new_requests.total"]',
            "expected": "60",
            "found": "75",
        }
        | {
            "says_zh": "正文说收到申请 75 件，表三为 60 件。",
            "says_en": "The text says 75 requests, table 3 says 60.",
        }
        | {"fingerprint": "510422-2024-N301"}
    )
    rows_of(db, "findings").insert(
        {
            "organ": "622991",
            "division": "622991",
            "year": 2023,
            "report": None,
            "rule": "D004",
            "severity": "error",
        }
        | {
            "result": "fail",
            "cells": "[]",
            "says_zh": "2023 年的报告没有找到。",
            "says_en": "No report for 2023 was found.",
        }
        | {"fingerprint": "622991-2023-D004", "parser_version": PARSER, "first_seen": "2025-04-01T03:00:00Z"}
    )
    db.execute(
        "update reports set n_findings = (select count(*) from findings f where f.report = reports.id)"
    )
    _revision(db, store)


def _revision(db: sqlite_utils.Database, store: WarcStore) -> None:
    """The county changed a figure after the first capture: both stay."""
    (made,) = [m for m in reports() if m.id == "510422-2023"]
    made.figures["t3.new_requests.total"] = Figure(1, "number", "1")
    body = page(made.name, made.year, made.form, made.figures, made.sections)
    capture = _capture(db, made, body, "2024-02-01T02:00:00Z", store)
    rows_of(db, "report_captures").insert(
        {
            "report": made.id,
            "capture": capture,
            "role": "earlier",
            "counts": 0,
            "at": "2024-02-01T02:00:00Z",
            "change": "figures",
        }
    )
    rows_of(db, "revision_cells").insert(
        {"report": made.id, "capture": capture, "cell": "t3.new_requests.total", "value": 1, "raw": "1"}
    )
