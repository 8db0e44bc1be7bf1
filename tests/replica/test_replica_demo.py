"""`make demo` as a command: twice in an empty folder, and beside an archive that is not a demo's."""

from __future__ import annotations

import os
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path

from archive.db import claim, open_archive

ROOT = Path(__file__).parents[2]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def demo(folder: Path, port: int) -> subprocess.CompletedProcess[str]:
    words = ["demo", "--serve", "0", "--only", "622924,654225", "--port-base", str(port)]
    where = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-m", "replica", *words],
        cwd=folder,
        env=where,
        capture_output=True,
        text=True,
        check=False,
        timeout=200,
    )


def numbers(folder: Path, sql: str) -> dict[str, int]:
    with sqlite3.connect(folder / "archive.db") as db:
        return {str(key): count for key, count in db.execute(sql)}


def test_second_run_keeps_nothing_new(tmp_path: Path) -> None:
    port = free_port()
    first = demo(tmp_path, port)
    assert first.returncode == 0, first.stdout + first.stderr
    assert "findings" in first.stdout
    reports = numbers(tmp_path, "select id, 1 from reports")
    captures = numbers(tmp_path, "select id, 1 from captures")
    assert len(reports) == 2
    second = demo(tmp_path, port)
    assert second.returncode == 0, second.stdout + second.stderr
    assert numbers(tmp_path, "select id, 1 from reports") == reports
    assert numbers(tmp_path, "select id, 1 from captures") == captures
    last = "select outcome, count(*) from fetches where crawl = (select max(id) from crawls) group by 1"
    assert set(numbers(tmp_path, last)) <= {"not_modified", "not_found", "unchanged"}


def test_a_real_archive_is_left_alone(tmp_path: Path) -> None:
    db = open_archive(tmp_path / "archive.db", create=True)
    claim(db, "real")
    db.conn.commit()
    db.conn.close()
    done = demo(tmp_path, free_port())
    assert done.returncode == 1
    assert "a real archive" in done.stderr
    assert numbers(tmp_path, "select id, 1 from captures") == {}
