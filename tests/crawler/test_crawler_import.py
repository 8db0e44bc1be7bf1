"""Captures of other tools: a WARC of a crawl, the same as WACZ, a folder and a single file."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path

from archive.bodies import WarcFile
from archive.model import Exchange, now
from tests.crawler.crawler_world import ROOT

PAGE = "<html><body><h1>某县2024年政府信息公开工作年度报告</h1></body></html>".encode()


def warc(folder: Path) -> Path:
    path = folder / "other.warc.gz"
    file = WarcFile(path, {"software": "another tool"})
    for number, status in ((1, 200), (2, 404)):
        url = f"http://www.scyanbian.gov.cn/zfxxgk/{number}.shtml"
        exchange = Exchange(
            url, "x", "report", "kept", status=status, headers=((b"Content-Type", b"text/html"),), body=PAGE
        )
        file.exchange(exchange, None)
        file.end({"at": now()}, url)
    file.close()
    return path


def run(folder: Path, *paths: Path) -> subprocess.CompletedProcess[str]:
    keep = ["--archive", str(folder / "a.db"), "--captures", str(folder / "captures")]
    command = [sys.executable, "-m", "crawler", "import", *map(str, paths), *keep]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)


def rows(folder: Path) -> list[tuple[str, str, str]]:
    sql = "select url, portal, source from captures order by url"
    return sqlite3.connect(folder / "a.db").execute(sql).fetchall()


def test_warc_and_wacz_are_taken_once(tmp_path: Path) -> None:
    path = warc(tmp_path)
    assert "1 captures taken, 0 were known" in run(tmp_path, path).stdout
    with zipfile.ZipFile(tmp_path / "other.wacz", "w") as package:
        package.write(path, "archive/data.warc.gz")
    assert "0 captures taken, 1 were known" in run(tmp_path, tmp_path / "other.wacz").stdout
    assert rows(tmp_path) == [
        ("http://www.scyanbian.gov.cn/zfxxgk/1.shtml", "510422", "import other.warc.gz")
    ]


def test_folders_and_files_are_taken_and_a_missing_path_is_told(tmp_path: Path) -> None:
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "report.html").write_bytes(PAGE)
    assert run(tmp_path, tmp_path / "papers").returncode == 0
    assert [(portal, source) for _, portal, source in rows(tmp_path)] == [("import", "import file")]
    missing = run(tmp_path, tmp_path / "nothing.pdf")
    assert missing.returncode == 2 and "nothing.pdf" in missing.stderr
