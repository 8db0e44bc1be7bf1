"""The reading run: real pages through real workers; killed anywhere it goes on; containers; what cannot be read."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import zipfile
from pathlib import Path
from random import Random

import pytest
from sqlite_utils import Database

from archive import ArchiveError, Exchange, members, open_archive, readings, reports
from archive.dump import digests
from parse import run as reading_run
from replica.invent import invent
from replica.markup import table
from replica.tables import draw
from tests.archive.archive_kit import a_run, an_archive, answer, one

NAMES = ("财政局", "水利局", "统计局", "民政局", "教育局", "农业农村局", "交通运输局")


def a_page(organ: str, year: int = 2024) -> bytes:
    """A report in HTML: invented figures, a sentence of ours."""
    rng = Random(organ)
    figures = invent("2021", "department", rng, None, 20)
    tables = "".join(table(draw("2021", key, figures), "plain", rng) for key in ("t2", "t3", "t4"))
    return (
        f"<html><head><meta charset=utf-8></head><body><div id=zoom><h1>{organ}{year}年政府信息公开工作年度报告</h1>"
        f"<p>一、总体情况</p><p>按要求公开政府信息，本页为测试所造。</p>{tables}</div></body></html>"
    ).encode()


def filled(folder: Path) -> tuple[Database, Path]:
    """An archive with pages of seven departments and two captures that are no reports."""
    folder.mkdir(exist_ok=True)
    db, captures = an_archive(folder)
    run = a_run(db, captures)
    for n, name in enumerate(NAMES):
        at = f"2025-01-20T01:00:0{n}.000Z"
        run.fetch(answer(f"http://yb.example/{n}", body=a_page(f"盐边县{name}"), at=at))
    run.fetch(
        answer(
            "http://yb.example/n",
            body="<html><body>通知</body></html>".encode(),
            at="2025-01-20T01:01:00.000Z",
        )
    )
    run.fetch(
        answer(
            "http://yb.example/e.pdf",
            body=b"%PDF-1.7 nothing",
            role="attachment",
            at="2025-01-20T01:01:01.000Z",
        )
    )
    run.fetch(answer("http://yb.example/list", role="list"))
    run.close({})
    return db, captures


def test_every_capture_is_read_once(tmp_path: Path) -> None:
    db, captures = filled(tmp_path)
    done = reading_run.run(db, captures)
    assert done.read == len(NAMES) + 2
    assert set(done.changed.values()) == {"new"}
    assert {organ for (organ,) in db.execute("select name from organs")} == {
        f"盐边县{name}" for name in NAMES
    }
    assert one(db, "select min(n_number) from reports") == 200
    assert done.why_not["unreadable"] == 1
    assert (
        one(
            db,
            "select report from problems where capture in (select id from captures where url like '%.pdf')",
        )
        is None
    )
    again = reading_run.run(db, captures)
    assert (again.read, again.changed) == (0, {})


def test_one_job_and_several_give_the_same(tmp_path: Path) -> None:
    one_job, two_jobs = filled(tmp_path / "1"), filled(tmp_path / "2")
    reading_run.run(*one_job, jobs=1)
    reading_run.run(*two_jobs, jobs=2)
    assert list(digests(one_job[0])) == list(digests(two_jobs[0]))


def test_a_new_parser_reads_all_again_and_says_what_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    db, captures = filled(tmp_path)
    reading_run.run(db, captures)
    db.execute("update readings set digest = 'other'")
    report, key = db.execute("select id, key from reports order by id limit 1").fetchone()
    db.execute("update cells set value = 99999 where report = ? and cell = 4", [key])
    monkeypatch.setattr(reading_run, "parser_version", lambda: "another")
    done = reading_run.run(db, captures)
    assert done.read == len(NAMES) + 2
    assert done.changed == {report: "figures"}
    assert f"  {report}: figures" in done.lines()
    assert one(db, "select distinct parser_version from reports") == "another"


@pytest.mark.parametrize("at", [5, 9])
def test_killed_anywhere_it_goes_on(tmp_path: Path, at: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_run, "BATCH", 3)
    monkeypatch.setattr(reading_run, "parser_version", lambda: "now")
    db, captures = filled(tmp_path / "whole")
    reading_run.run(db, captures)
    wanted = list(digests(db))
    filled(tmp_path / "killed")[0].close()
    call = (
        f"from tests.archive.test_archive_reading_run import dying; dying({str(tmp_path / 'killed')!r}, {at})"
    )
    assert subprocess.run([sys.executable, "-c", call], check=False).returncode == -signal.SIGKILL
    again = open_archive(tmp_path / "killed" / "archive.db")
    assert one(again, "pragma integrity_check") == "ok"
    assert one(again, "select count(*) from readings") % 3 == 0, "a batch is whole or not there"
    left = reading_run.run(again, tmp_path / "killed" / "captures")
    assert left.read < len(NAMES) + 2 or at < 7
    assert list(digests(again)) == wanted
    assert one(again, "pragma foreign_key_check") is None


def dying(folder: str, at: int) -> None:
    """A run that is killed at the n-th reading or report that it writes."""
    count = iter(range(1, 999))

    def deadly(function: object) -> object:
        def wrapped(*given: object, **named: object) -> object:
            if next(count) == at:
                os.kill(os.getpid(), signal.SIGKILL)
            return function(*given, **named)  # type: ignore[operator]

        return wrapped

    reading_run.BATCH = 3
    reading_run.parser_version = lambda: "now"
    readings.put = deadly(readings.put)  # type: ignore[assignment]
    reports._write = deadly(reports._write)  # type: ignore[assignment]
    reading_run.run(open_archive(Path(folder) / "archive.db"), Path(folder) / "captures")


def test_the_members_of_a_container_are_captures(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        for name in NAMES[:2]:
            file.writestr(f"{name}.html", a_page(f"盐边县{name}"))
    db, captures = an_archive(tmp_path)
    run = a_run(db, captures)
    container = run.fetch(
        answer("http://yb.example/a.zip", body=packed.getvalue(), role="attachment")
    ).capture_id
    run.close({})
    reading_run.run(db, captures)
    found = db.execute(
        "select url, sha256, length from captures where member_of = ? order by url", [container]
    ).fetchall()
    assert sorted(url for url, _, _ in found) == sorted(
        f"http://yb.example/a.zip#{name}.html" for name in NAMES[:2]
    )
    assert db.table("reports").count == 2
    body, _, _ = members.original(db, captures, found[0][1])
    assert len(body) == found[0][2]
    assert body in [a_page(f"盐边县{name}") for name in NAMES[:2]]
    before = list(digests(db))
    reading_run.run(db, captures, again=True)
    assert list(digests(db)) == before


def test_originals_are_told_apart_from_what_is_not_here(tmp_path: Path) -> None:
    db, captures = filled(tmp_path)
    with pytest.raises(ArchiveError, match="no capture has these bytes"):
        members.original(db, captures, "0" * 64)
    sha256 = one(db, "select sha256 from captures where url = 'http://yb.example/n'")
    assert members.original(db, captures, sha256)[0] == "<html><body>通知</body></html>".encode()


def test_the_command_tells_what_is_wrong_in_one_line(tmp_path: Path) -> None:
    def command(*words: str) -> tuple[int, str]:
        done = subprocess.run([sys.executable, "-m", *words], capture_output=True, text=True, check=False)
        return done.returncode, done.stderr

    code, said = command("parse", "--archive", str(tmp_path / "none.db"))
    assert (code, said.count("\n")) == (1, 1) and "no archive here" in said
    code, said = command(
        "archive", "index", "--archive", str(tmp_path / "a.db"), "--captures", str(tmp_path / "none")
    )
    assert (code, said.count("\n")) == (1, 1) and "no folder of WARC files" in said
    db, captures = filled(tmp_path)
    next(captures.glob("*.warc.gz")).unlink()
    db.close()
    code, said = command("parse", "--archive", str(tmp_path / "archive.db"), "--captures", str(captures))
    assert (code, said.count("\n")) == (1, 1) and "Bring the WARC file back" in said


def test_an_exchange_without_an_answer_is_never_read(tmp_path: Path) -> None:
    db, captures = an_archive(tmp_path)
    run = a_run(db, captures)
    run.fetch(Exchange("http://yb.example/1", "510422", "report", "time_out"))
    run.close({})
    assert reading_run.run(db, captures).read == 0
