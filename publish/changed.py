"""The newest changes of reports: what was edited, moved, taken down, or is new."""

from __future__ import annotations

from publish import filters
from publish.page import Row, Visit

EDITED = """select rc.at, rc.change, rc.report, r.year, r.title, r.generated, r.organ, r.division, c.sha256, o.name, o.place_zh,
    o.place_en, o.county from report_captures rc join reports r on r.id = rc.report join organ_labels o on o.organ = r.organ
    left join captures c on c.id = rc.capture
  where rc.change is not null and {} and (rc.at, rc.report) < (?, ?) order by rc.at desc, rc.report desc limit {}"""
NEW = """select r.first_seen as at, 'new' as change, r.id as report, r.year, r.title, r.generated, r.organ, r.division, c.sha256,
    o.name, o.place_zh, o.place_en, o.county from reports r join organ_labels o on o.organ = r.organ
    left join captures c on c.id = r.capture where {} and (r.first_seen, r.id) < (?, ?)
  order by r.first_seen desc, r.id desc limit {}"""
GONE = """select v.last_checked as at, v.state as change, v.report, v.year, '' as title, o.generated, v.organ, v.division,
    null as sha256, o.name, o.place_zh, o.place_en, o.county from coverage v join organ_labels o on o.organ = v.organ
  where v.state in ('removed', 'moved') and {}
    and (v.last_checked, coalesce(v.report, v.organ || '-' || v.year)) < (?, ?)
  order by v.last_checked desc, coalesce(v.report, v.organ || '-' || v.year) desc limit {}"""


def place_of(row: Row) -> str:
    """What orders changes of one moment, and where a list goes on after it."""
    return str(row["report"] or f"{row['organ']}-{row['year']}")


async def listed(visit: Visit, kind: str, size: int) -> tuple[list[Row], dict[str, str]]:
    """The newest changes of one kind or of all but new reports, and the filters that were asked for."""
    moment, _, after = visit.arg("before", "9999").partition("~")
    before = (moment, after)
    edited = filters.read(visit, "r", {"organ": "r.organ"})
    if kind == "new":
        found = await visit.rows(NEW.format(edited.sql, size), *edited.params, *before)
        return found, edited.query | {"kind": kind}
    rows: list[Row] = []
    if kind not in ("removed", "moved"):
        where = edited.sql + (" and rc.change = ?" if kind else "")
        rows += await visit.rows(
            EDITED.format(where, size), *edited.params, *([kind] if kind else []), *before
        )
    if kind in ("", "removed", "moved"):
        gone = filters.read(visit, "v", {"organ": "v.organ"})
        where = gone.sql + (" and v.state = ?" if kind else "")
        rows += await visit.rows(GONE.format(where, size), *gone.params, *([kind] if kind else []), *before)
    rows.sort(key=lambda row: (row["at"] or "", place_of(row)), reverse=True)
    return rows[:size], edited.query | ({"kind": kind} if kind else {})
