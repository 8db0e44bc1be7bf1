"""A small archive for the tests of the site: filled through the real schema, with generated reports and planted faults.

Figures come from replica.invent; every sentence is ours; every organ but 盐边县 bears an invented name.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import sqlite_utils
from sqlite_utils.db import Table

from archive import Exchange, capture_id, open_archive
from archive.store import WarcStore
from reference import cells
from replica.invent import invent
from tests.publish.publish_pages import Figure, page

YEARS = (2018, 2019, 2020, 2021, 2022, 2023, 2024)
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


@dataclass
class Made:
    """One report in the making: its cells as (value, state, raw), and what the tests want to know of it."""

    organ: str
    division: str
    year: int
    kind: str
    name: str
    figures: dict[str, Figure]
    form: str
    generated: bool
    sections: dict[str, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return f"{self.organ}-{self.year}"


ORGANS = (
    ("510422", "government", "盐边县人民政府", "510422", 0),
    ("510422-office", "office", "盐边县人民政府办公室", "510422", 1),
    ("510422-d0a1b2c3", "department", "盐边县云杉事务局", "510422", 1),
    ("510422105", "township", "惠民镇人民政府", "510422105", 1),
    ("510491", "government", "青榆区人民政府", "510491", 1),
    ("510492", "government", "望柏县人民政府", "510492", 1),
    ("622991", "government", "石槐县人民政府", "622991", 1),
)


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


def reports() -> Iterator[Made]:
    for organ, kind, name, division, generated in ORGANS:
        previous: Mapping[str, int | float] | None = None
        for year in YEARS:
            form = "2014" if year < 2019 else "2019" if year < 2021 else "2021"
            volume = 4 if organ == "510422" and year == 2022 else None
            before = previous if form != "2021" or year > 2021 else None
            previous = invent(form, kind, Random(f"{organ}{year}"), before, volume)
            if (organ, year) != ("622991", 2023):
                figures = {cell: Figure(value, "number", str(value)) for cell, value in previous.items()}
                yield _told(Made(organ, division, year, kind, name, figures, form, bool(generated)))


def _told(made: Made) -> Made:
    """With its narrative, and with the planted faults where it is the report that has them."""
    figures = made.figures
    requests = figures.get("t3.new_requests.total") or figures["i.requests_received.value"]
    made.sections = _narrative(made.name, made.year, requests.value or 0)
    if made.id == "510422-2024":
        _plant(made)
    return made


def _plant(made: Made) -> None:
    """The faults that the report page must show, one of every state."""
    made.figures["t3.carried_out.research"] = Figure(None, "blank", "")
    made.figures["t3.carried_out.legal_services"] = Figure(None, "mark", "/")
    made.figures["t2.normative_documents.issued"] = Figure(22, "annotated", "22（其中修订16件）")
    made.figures["t4.reconsideration.pending"] = Figure(None, "unreadable", "?")
    made.figures["t3.granted.total"] = Figure(99, "number", "99")
    for column in ("upheld", "corrected", "other", "pending", "total"):
        made.figures[f"t4.litigation_after_reconsideration.{column}"] = Figure(None, "missing", "")
    made.sections["overview_requests"] = (
        "本年共收到申请75件，其中本机关不掌握的信息10件，涉及诉讼的1件，均已答复。"
    )


def _narrative(name: str, year: int, requests: float) -> dict[str, str]:
    return {
        "overview_proactive": f"{year}年，{name}在自己的网站上登出文件、预算和通知，供人查看。",
        "overview_requests": f"{year}年收到申请{requests}件，都在期限内答复。",
        "problems": "信息更新不够及时，个别栏目长期没有新内容。下一年改进：每季度检查一次栏目。",
        "other_matters": f"{year}年没有收取信息处理费。",
    }


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
