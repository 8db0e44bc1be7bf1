"""What a person writes into reviews/: a row takes effect at the next run, and no longer once it is taken out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from parse import check, run
from reference import reviews
from tests.archive.archive_kit import a_run, an_archive, answer, one
from tests.rules.test_rules_twice import page, printed

Write = Callable[[str, str], None]
HEAD = {
    "FINDINGS": "fingerprint,sha256,verdict,note_zh,note_en,by,date\n",
    "READINGS": "sha256,verdict,note_zh,note_en,by,date\n",
}


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Puts rows into a file of reviews of our own, as an editor would between two runs."""

    def rows(name: str, text: str) -> None:
        path = tmp_path / f"{name}.csv"
        path.write_text(HEAD[name] + text, encoding="utf-8")
        monkeypatch.setattr(reviews, name, path)
        reviews._findings.cache_clear()
        reviews._readings.cache_clear()

    return rows


@pytest.fixture(autouse=True)
def forget() -> None:
    reviews._findings.cache_clear()
    reviews._readings.cache_clear()


def test_a_capture_that_is_rejected_leaves_its_report_without_being_read_again(
    tmp_path: Path, write: Write
) -> None:
    db, captures = an_archive(tmp_path)
    crawl = a_run(db, captures)
    crawl.fetch(
        answer("http://yb.example/1", body=page(printed(t3__granted__total=1)), at="2025-01-20T01:00:00.000Z")
    )
    crawl.close({})
    assert run.run(db, captures).read == 1
    check.run(db, captures)
    report = one(db, "select id from reports")
    assert one(db, "select count(*) from findings where rule = 'A304'") == 1
    write(
        "READINGS",
        f"{one(db, 'select sha256 from captures')},reject,页面是演示,the page is a demonstration,test,2025-02-01\n",
    )
    done = run.run(db, captures)
    assert (done.read, done.changed) == (0, {report: "gone"})
    check.run(db, captures)
    assert one(db, "select count(*) from reports") == one(db, "select count(*) from findings") == 0
    write("READINGS", "")
    done = run.run(db, captures)
    assert (done.read, done.changed) == (0, {report: "new"})
    assert run.run(db, captures).changed == {}
    check.run(db, captures)
    assert one(db, "select count(*) from findings where rule = 'A304'") == 1


def test_a_judged_finding_waits_again_when_other_bytes_count(tmp_path: Path, write: Write) -> None:
    db, captures = an_archive(tmp_path)
    crawl = a_run(db, captures)
    crawl.fetch(
        answer("http://yb.example/1", body=page(printed(t3__granted__total=1)), at="2025-01-20T01:00:00.000Z")
    )
    crawl.close({})
    run.run(db, captures)
    check.run(db, captures)
    mark = one(db, "select fingerprint from findings where rule = 'A304'")
    row = f"{mark},{one(db, 'select sha256 from captures')},confirmed,与原件相同,as in the original,test,2025-02-01\n"
    write("FINDINGS", row)
    check.run(db, captures)
    assert one(db, "select review from findings where rule = 'A304'") == "confirmed"
    crawl = a_run(db, captures)
    newer = page(printed(t3__granted__total=1, t2__licensing__decisions=77))
    crawl.fetch(answer("http://yb.example/1", body=newer, at="2025-02-01T01:00:00.000Z"))
    crawl.close({})
    run.run(db, captures)
    check.run(db, captures)
    assert one(db, "select review from findings where fingerprint = ?", mark) is None
    write("FINDINGS", "")
    check.run(db, captures)
    assert one(db, "select count(*) from findings where review is not null") == 0
