"""A digest of what an archive holds: rows by natural keys, without times of fetching and without local keys.

Two archives with the same digest hold the same captures, reports, figures, problems and findings, whenever and in
whatever order they came.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator

from archive.light import Database

TABLES = {
    "meta": "select key, value from meta where key not in ('checked_by', 'reviews') order by key",
    "captures": """select url, canonical, portal, organ, content_type, sha256, text_sha256, length, found_on, link_text,
      role, source, member_of is not null from captures order by url, sha256""",
    "organs": """select id, kind, name, division, parent from organs where exists (select 1 from reports
      where organ = organs.id) order by id""",
    "organ_names": "select organ, name, valid_from, valid_to from organ_names order by organ, name",
    "reports": """select id, organ, division, year, form, scope, scope_evidence, title, organ_printed, published_on,
      signed_on, parser_version, kind, url, n_number, n_annotated, n_inferred, n_blank, n_mark, n_missing,
      n_unreadable, n_problems from reports order by id""",
    "report_captures": """select h.report, c.url, c.sha256, h.role, h.counts, h.change, h.gone from report_captures h
      join captures c on c.id = h.capture order by h.report, c.url, c.sha256""",
    "revision_cells": """select v.report, c.url, c.sha256, v.cell, v.value, v.raw from revision_cells v
      join captures c on c.id = v.capture order by v.report, c.url, c.sha256, v.cell""",
    "cells": """select r.id, c.cell, c.value, c.state, c.unit, c.raw, c."at" from cells c join reports r on r.key = c.report
      order by r.id, c.cell""",
    "places": """select r.id, p.cell, p.page, p.x0, p.y0, p.x1, p.y1 from places p join reports r on r.key = p.report
      order by r.id, p.cell""",
    "free_figures": """select report, table_no, label, unit, "column", value, raw, "at" from free_figures
      order by report, table_no, "at", label, "column", raw""",
    "sections": "select report, position, section, title, text from sections order by report, position",
    "problems": """select c.url, c.sha256, p.report, p.portal, p.kind, p.cell, p."at", p.says_zh, p.says_en
      from problems p left join captures c on c.id = p.capture
      order by p.report, c.url, c.sha256, p.kind, p.cell, p."at", p.says_zh""",
    "findings": """select organ, division, year, report, rule, severity, result, reader_doubt, lenient, cells, expected,
      found, says_zh, says_en, fingerprint, review from findings order by fingerprint""",
    "lenient": "select organ, year, report, rule, result, cells, expected, found from lenient order by 1, 2, 4, 6",
}


def digests(db: Database) -> Iterator[tuple[str, int, str]]:
    """(table, rows, sha256) in a fixed order, and last ("all", rows, sha256) over all of them."""
    whole, total = hashlib.sha256(), 0
    for table, sql in TABLES.items():
        one, rows = hashlib.sha256(), 0
        for row in db.conn.execute(sql):
            one.update(json.dumps(row, ensure_ascii=False).encode() + b"\n")
            rows += 1
        whole.update(f"{table} {one.hexdigest()}\n".encode())
        total += rows
        yield table, rows, one.hexdigest()
    yield "all", total, whole.hexdigest()
