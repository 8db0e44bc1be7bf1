"""The checks over an archive that changes: what is judged again, what stays, what a person has said of it."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from parse import check
from parse.checks import plan
from reference import reviews
from replica import bulk
from tests.rules.rules_kit import an_archive, expect, fill, put

Record = dict[str, Any]
ORGANS = 46 * 5
"""One county of the generator: its government, office, thirty departments, fourteen townships, five years."""


@pytest.fixture(scope="module")
def records() -> list[Record]:
    return list(bulk.reports(ORGANS, rate=0.0))


@pytest.fixture
def archive(tmp_path: Path, records: list[Record]) -> Iterator[tuple[Database, Path]]:
    db, path = an_archive(tmp_path)
    wanted = [
        r for r in records if r["kind"] in ("government", "office") or r["name"].endswith(("教育局", "甲镇"))
    ]
    fill(db, wanted)
    check.run(db, path)
    yield db, path
    db.close()


def of(records: list[Record], kind: str, year: int) -> Record:
    return copy.deepcopy(next(r for r in records if r["kind"] == kind and r["reading"]["year"] == year))


def change(record: Record, cell: str, value: Any, state: str = "number") -> Record:
    for c in record["reading"]["cells"]:
        if c["cell"] == cell:
            c.update(value=value, state=state)
    return record


def rules_of(db: Database, organ: str, year: int) -> dict[str, str]:
    sql = "select rule, result from findings where organ = ? and year = ? and rule not like 'Q%' and rule not like 'L%'"
    return dict(db.execute(sql, [organ, year]).fetchall())


def test_only_what_changed_is_judged_again(archive: tuple[Database, Path], records: list[Record]) -> None:
    """A new figure of 2023 concerns 2023, the two years after it, and the county of its year."""
    db, path = archive
    record = change(of(records, "township", 2023), "t3.new_requests.total", 99)
    put(db, record)
    counts = check.run(db, path)
    assert counts["judged"] == 4
    assert rules_of(db, record["organ"], 2023).items() >= {"A301": "fail", "A304": "fail"}.items()


def test_a_finding_goes_with_its_cause_and_keeps_its_day_while_it_stays(
    archive: tuple[Database, Path], records: list[Record]
) -> None:
    db, path = archive
    record = change(of(records, "township", 2023), "t2.penalties.decisions", 1.5)
    put(db, record)
    check.run(db, path)
    db.execute("update findings set first_seen = '2025-02-01T00:00:00.000Z' where rule = 'S005'")
    put(db, change(record, "t2.licensing.decisions", 77))
    check.run(db, path)
    assert db.execute("select first_seen from findings where rule = 'S005'").fetchall() == [
        ("2025-02-01T00:00:00.000Z",)
    ]
    put(db, change(record, "t2.penalties.decisions", 1))
    check.run(db, path)
    assert rules_of(db, record["organ"], 2023) == {}


def test_a_report_that_is_gone_takes_its_findings_along(
    archive: tuple[Database, Path], records: list[Record]
) -> None:
    db, path = archive
    organ = of(records, "township", 2023)["organ"]
    db.execute("delete from cells where report in (select key from reports where organ = ?)", [organ])
    db.execute("delete from reports where organ = ?", [organ])
    db.execute("delete from coverage where organ = ?", [organ])
    assert check.run(db, path)["dropped"] == 5
    assert db.execute("select count(*) from findings where organ = ?", [organ]).fetchone() == (0,)


def test_a_missing_report_is_a_finding_and_an_unreachable_one_is_none(archive: tuple[Database, Path]) -> None:
    db, path = archive
    expect(db, "990101-d00000001", 2024, "department")
    expect(db, "990101-d00000002", 2024, "department")
    db.execute("update coverage set state = 'blocked_from_here' where organ = '990101-d00000002'")
    check.run(db, path)
    found = db.execute("select organ, report, result from findings where rule = 'D006'").fetchall()
    assert found == [("990101-d00000001", None, "fail")]


def test_the_county_names_who_is_missing_before_it_is_accused(
    archive: tuple[Database, Path], records: list[Record]
) -> None:
    db, path = archive
    county = of(records, "government", 2024)
    for cell in ("t3.granted", "t3.outcome_total", "t3.new_requests"):
        for column in ("natural_person", "total"):
            change(county, f"{cell}.{column}", 0)
    put(db, county)
    expect(db, "990101-d00000001", 2024, "department")
    check.run(db, path)
    ((zh,),) = db.execute("select says_zh from findings where rule = 'L301' and year = 2024").fetchall()
    assert "未收集：990101-d00000001" in zh
    db.execute("delete from coverage where organ <> division")
    check.run(db, path)
    assert db.execute(
        "select count(*) from findings where rule like 'L3%' and rule <> 'L304'"
    ).fetchone() == (0,)


def other_version(db: Database, report: str, cell: str, value: Any, role: str = "copy") -> None:
    capture = db.execute("select capture from reports where id = ?", [report]).fetchone()[0]
    other = capture[:-1] + ("0" if capture[-1] != "0" else "1")
    db.execute("insert into captures select ?, url || '.doc', canonical, portal, organ, fetched_at, content_type, sha256, "
               "text_sha256, length, warc_file, warc_offset, found_on, link_text, member_of, role, source"
               + extra(db) + " from captures where id = ?", [other, capture])  # fmt: skip
    db.execute(
        "insert into report_captures (report, capture, role, counts) values (?, ?, ?, 0)",
        [report, other, role],
    )
    db.execute("insert into revision_cells values (?, ?, ?, ?, ?)", [report, other, cell, value, str(value)])


def extra(db: Database) -> str:
    """Columns of captures that came after the seventeen named above."""
    return "".join(f", {c.name}" for c in db["captures"].columns[17:])


def test_a_sum_whose_cells_another_version_prints_differently_is_our_doubt(
    archive: tuple[Database, Path], records: list[Record]
) -> None:
    db, path = archive
    record = change(of(records, "township", 2023), "t4.reconsideration.total", 9)
    report = put(db, record)
    check.run(db, path)
    sql = "select rule, result, reader_doubt from findings where report = ? and rule in ('A401', 'D009') order by rule"
    assert db.execute(sql, [report]).fetchall() == [("A401", "fail", 0)]
    other_version(db, report, "t4.reconsideration.total", 0)
    check.run(db, path)
    assert db.execute(sql, [report]).fetchall() == [("A401", "uncertain", 1), ("D009", "fail", 0)]


def test_an_earlier_capture_is_a_revision_and_no_doubt(
    archive: tuple[Database, Path], records: list[Record]
) -> None:
    db, path = archive
    report = put(db, of(records, "township", 2023))
    other_version(db, report, "t3.granted.total", 5, role="earlier")
    db.execute("update report_captures set change = 'figures' where report = ? and counts", [report])
    check.run(db, path)
    sql = "select rule, cells from findings where report = ? and rule in ('D007', 'D009')"
    assert db.execute(sql, [report]).fetchall() == [("D007", '["t3.granted.total"]')]


def test_a_review_speaks_while_the_bytes_are_the_same(
    archive: tuple[Database, Path], records: list[Record], monkeypatch: pytest.MonkeyPatch
) -> None:
    db, path = archive
    record = change(of(records, "township", 2023), "t2.penalties.decisions", 1.5)
    report = put(db, record)
    check.run(db, path)
    sql = "select f.fingerprint, c.sha256 from findings f join reports r on r.id = f.report join captures c on c.id = r.capture where f.rule = 'S005'"
    mark, sha256 = db.execute(sql).fetchone()
    judged = reviews.FindingReview(mark, sha256, "explained", "已说明", "explained", "test", "2025-02-01")
    monkeypatch.setattr(reviews, "_findings", lambda: {mark: judged})
    check.run(db, path)
    assert db.execute("select review from findings where rule = 'S005'").fetchall() == [("explained",)]
    put(db, change(record, "t2.licensing.decisions", 78))
    check.run(db, path)
    assert db.execute(
        "select review from findings where rule = 'S005' and report = ?", [report]
    ).fetchall() == [(None,)]


def test_a_place_keeps_its_line_when_its_code_changes() -> None:
    """淮安市洪泽区 was 洪泽县 until 2016."""
    assert plan.line_of("320829") == plan.line_of("320813")
    assert plan.line_of("320829-office") == plan.line_of("320813-office") != plan.line_of("320813")
    assert plan.line_of("320829101") == plan.line_of("320813101")


def test_a_change_of_scope_between_two_years_softens_what_breaks(
    archive: tuple[Database, Path], records: list[Record]
) -> None:
    db, path = archive
    record = of(records, "government", 2023)
    record["reading"]["scope"] = "office"
    for column in ("natural_person", "total"):
        change(record, f"t3.carried_out.{column}", 50)
    put(db, record)
    check.run(db, path)
    found = db.execute("select result, severity from findings where rule = 'X301' and year = 2024").fetchall()
    assert found == [("uncertain", "info")]


def test_a_copied_section_is_told_of_both_organs(
    archive: tuple[Database, Path], records: list[Record]
) -> None:
    db, path = archive
    mine, theirs = of(records, "township", 2024), of(records, "department", 2024)
    text = (
        "受理窗口的台账改用统一的样式，逐件登记收到的日期、办理人和答复的方式。每月末对照信封和邮戳核一次。"
        * 3
    )
    for record in (mine, theirs):
        for s in record["reading"]["sections"]:
            if s["section"] == "overview_management":
                s["text"] = f"{record['name']}{text}"
        put(db, record)
    check.run(db, path)
    sql = "select report, other, similarity from similar where section = 'overview_management' and report like '%-2024' order by 1"
    pair = sorted((f"{mine['organ']}-2024", f"{theirs['organ']}-2024"))
    assert db.execute(sql).fetchall() == [(pair[0], pair[1], 1.0), (pair[1], pair[0], 1.0)]
    assert db.execute(
        "select count(*) from findings where rule = 'Q003' and says_zh like '%政府信息管理%'"
    ).fetchone() == (2,)


def test_findings_do_not_depend_on_the_order_in_which_reports_came(
    archive: tuple[Database, Path], records: list[Record], tmp_path: Path
) -> None:
    (tmp_path / "other").mkdir()
    db, path = an_archive(tmp_path / "other")
    wanted = [
        r for r in records if r["kind"] in ("government", "office") or r["name"].endswith(("教育局", "甲镇"))
    ]
    for batch in (wanted[10:], wanted[:10]):
        fill(db, batch)
        check.run(db, path)
    sql = "select fingerprint, result, lenient, cells, expected, found, says_zh from findings order by fingerprint"
    assert db.execute(sql).fetchall() == archive[0].execute(sql).fetchall()
    sql = "select * from rule_counts order by year, rule"
    assert db.execute(sql).fetchall() == archive[0].execute(sql).fetchall()
    db.close()


def test_one_town_of_twelve_is_not_the_county() -> None:
    """盐边县 has twelve towns: with the report of one of them, and of no department, nothing is called complete."""
    one = plan.lacking(("510422", 2024), {"510422105": "盐边县惠民镇人民政府"}, {})
    assert one is not None
    assert len(one) == 11
    assert not plan.is_whole(["township"])
    assert plan.lacking(("990101", 2024), {}, {}) is None


@pytest.mark.parametrize(
    ("organ", "name"),
    [
        ("510422-office", "盐边县人民政府办公室"),
        ("510422", "盐边县"),
        ("510422-d00000000", "510422-d00000000"),
    ],
)
def test_what_an_organ_without_a_report_is_called(organ: str, name: str) -> None:
    assert plan.name_by_id(organ, {"510422": "盐边县"}) == name
