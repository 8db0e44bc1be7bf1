"""CDX answers in every shape, and harvests from a server that answers as the Wayback Machine and Common Crawl do."""

from __future__ import annotations

import gzip
import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.bodies import WarcFile
from archive.model import Exchange, now
from crawler import cdx
from tests.crawler.crawler_wayback import COLUMN, GONE, HOST, KEYS, Other, Server, Wayback, line, report
from tests.crawler.crawler_world import ROOT

ROW = line(f"{COLUMN}/1.shtml", "20190301020304", "AAA")
TOLD = dict(zip(["urlkey", "timestamp", "url", "mime", "status", "digest", "length"], ROW, strict=True))
SHAPES = {
    "json lines": json.dumps(TOLD) + "\n",
    "cdxj": f"cn,gov)/x {ROW[1]} {json.dumps({k: v for k, v in TOLD.items() if k not in ('urlkey', 'timestamp')})}\n",
    "json array": json.dumps([KEYS, ROW]),
    "seven fields": " ".join(ROW) + "\n",
    "eleven fields": " CDX N b a m s k r M S V g\n"
    + " ".join([*ROW[:6], "-", "-", "900", "77", "x.warc.gz"]),
}


@pytest.mark.parametrize("name", SHAPES)
def test_every_shape_is_read(name: str) -> None:
    (row,) = cdx.read(SHAPES[name]).rows
    assert (row.url, row.at, row.status, row.digest) == (ROW[2], "2019-03-01T02:03:04Z", 200, "AAA")


def test_how_an_index_goes_on_is_read() -> None:
    assert cdx.read(json.dumps([KEYS, ROW, [], ["cn%2Cgov+2020"]])).resume == "cn%2Cgov+2020"
    assert cdx.read(" ".join(ROW) + "\n\ncn%2Cgov+2020\n").resume == "cn%2Cgov+2020"
    assert cdx.read('{"pages": 3, "pageSize": 5, "blocks": 12}').pages == 3
    assert cdx.read("4\n").pages == 4
    for nothing in ("", "[]", '{"message": "No Captures found for: x"}'):
        assert cdx.read(nothing) == cdx.Answer([])


@pytest.mark.parametrize("body", ["<html><body>系统维护</body></html>", "[[1]", '{"url": 1}', "a b c"])
def test_other_answers_are_refused(body: str) -> None:
    with pytest.raises(cdx.CdxError, match="not an answer"):
        cdx.read(body)


def test_each_version_once_newest_first() -> None:
    stamps = [("20180101000000", "A"), ("20190101000000", "A"), ("20200101000000", "B")]
    rows = [cdx.Row(f"{COLUMN}/1.shtml", stamp, "text/html", 200, digest) for stamp, digest in stamps]
    rows += [cdx.Row(f"{COLUMN}/s.css", "20200101000000", "text/css", 200, "C"), cdx.Row(f"{COLUMN}/2.shtml", "20200101000000", "text/html", 404, "D")]  # fmt: skip
    (found,) = cdx.by_page(rows).values()
    assert [row.timestamp[:4] for row in found] == ["2020", "2018"]


# -- harvests


@pytest.fixture
def other() -> Iterator[tuple[Other, str]]:
    server = Server(("127.0.0.1", 0), Wayback)
    server.other = Other()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.other, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def command(folder: Path, cdx_url: str, *more: str) -> list[str]:
    registry = folder / "registry.csv"
    row = f"510422,盐边县,county,trs-wcm,{HOST}/,{COLUMN}/index.shtml,,,"
    registry.write_text(f"code,name,level,family,url,list_url,seen,until,note\n{row}\n", encoding="utf-8")
    keep = ["--archive", str(folder / "a.db"), "--captures", str(folder / "captures")]
    return [
        sys.executable,
        "-m",
        "crawler",
        "import",
        "--cdx",
        cdx_url,
        "--portals",
        str(registry),
        *keep,
        *more,
    ]


def harvest(folder: Path, cdx_url: str, *more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(folder, cdx_url, *more), cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )


def kept(folder: Path) -> list[tuple[str, str, str]]:
    sql = "select url, fetched_at, source from captures where role in ('import', 'attachment') order by url, fetched_at"
    return sqlite3.connect(folder / "a.db").execute(sql).fetchall()


def test_wayback(other: tuple[Other, str], tmp_path: Path) -> None:
    held, base = other
    held.put(
        f"{COLUMN}/1.shtml",
        "20190301000000",
        report(1, f'<a href="{HOST}/files/1.pdf">附件：报告全文.pdf</a>'),
    )
    held.put(f"{HOST}/files/1.pdf", "20190302000000", b"%PDF-1.4 report", mime="application/pdf")
    held.put(f"{COLUMN}/2.shtml", "20180301000000", gzip.compress(report(2)), Content_Encoding="gzip")
    held.put(f"{COLUMN}/2.shtml", "20210301000000", GONE.encode())  # the newest capture is a soft 404
    held.put(
        f"{COLUMN}/3.shtml", "20190301000000", b"", status=302, Location=f"{base}/web/20200101000000id_/x"
    )
    held.put("http://mirror.example/zfxxgk/4.shtml", "20190301000000", report(4))
    done = harvest(
        tmp_path, f"{base}/cdx/search/cdx", "--url", "http://mirror.example/*", "--url", f"{COLUMN}/1.shtml"
    )
    assert done.returncode == 0, done.stderr
    replay = f"cdx {base}/web/"
    assert kept(tmp_path) == [
        (f"{HOST}/files/1.pdf", "2019-03-02T00:00:00Z", f"{replay}20190302000000id_/{HOST}/files/1.pdf"),
        (f"{COLUMN}/1.shtml", "2019-03-01T00:00:00Z", f"{replay}20190301000000id_/{COLUMN}/1.shtml"),
        (f"{COLUMN}/2.shtml", "2018-03-01T00:00:00Z", f"{replay}20180301000000id_/{COLUMN}/2.shtml"),
    ]
    db = sqlite3.connect(tmp_path / "a.db")
    outcomes = dict(
        db.execute("select outcome, count(*) from fetches where role != 'cdx' group by 1").fetchall()
    )
    assert outcomes == {"kept": 3, "soft_404": 1, "redirect": 1, "not_found": 1}
    assert db.execute("select found_on from captures where role = 'attachment'").fetchall() == [
        (f"{COLUMN}/1.shtml",)
    ]
    verify = [
        sys.executable,
        "-m",
        "archive",
        "verify",
        "--archive",
        str(tmp_path / "a.db"),
        "--captures",
        str(tmp_path / "captures"),
    ]
    assert subprocess.run(verify, cwd=ROOT, capture_output=True, timeout=60, check=False).returncode == 0


@pytest.mark.parametrize("knows_keys", [True, False])
def test_an_index_longer_than_one_answer(other: tuple[Other, str], tmp_path: Path, knows_keys: bool) -> None:
    held, base = other
    held.keys = knows_keys
    for number in range(1, 8):
        held.put(f"{COLUMN}/{number}.shtml", "20190301000000", report(number))
    held.put(f"{COLUMN}/1.shtml", "20200301000000", b"slow down", status=429, Retry_After="1")
    command(tmp_path, base)
    given = json.dumps({"GONGKAI_CDX_LIMIT": 3, "RETRY_TIMES": 0})
    run = [
        sys.executable,
        "-m",
        "tests.crawler.crawler_run",
        str(tmp_path / "registry.csv"),
        str(tmp_path),
        given,
        f"{base}/cdx/search/cdx",
    ]
    done = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert [url for url, _, _ in kept(tmp_path)] == [f"{COLUMN}/{number}.shtml" for number in range(1, 8)]
    questions = [path for path in held.asked if path.startswith("/cdx/")]
    assert len(questions) == (3 if knows_keys else 2) and all(held.asked[path] == 1 for path in questions)
    assert max(held.asked.values()) <= 3, "Retry-After is obeyed, twice at most"


def test_common_crawl(other: tuple[Other, str], tmp_path: Path) -> None:
    held, base = other
    file = WarcFile(tmp_path / "cc.warc.gz", {"software": "test"})
    for number in (1, 2):
        url, start = f"{COLUMN}/{number}.shtml", file.offset
        head = ((b"Content-Type", b"text/html"),)
        file.exchange(
            Exchange(
                url,
                "x",
                "report",
                "kept",
                at="2020-01-01T00:00:00Z",
                status=200,
                headers=head,
                body=report(number),
            ),
            None,
        )
        file.end({"at": now()}, url)
        told = {"urlkey": "x", "timestamp": "20200101000000", "url": url if number == 1 else f"{COLUMN}/9.shtml", "mime": "text/html",
                "status": "200", "digest": f"D{number}", "length": str(file.offset - start), "offset": str(start), "filename": "crawl-data/cc.warc.gz"}  # fmt: skip
        held.index.append(told)
    file.close()
    held.files["crawl-data/cc.warc.gz"] = (tmp_path / "cc.warc.gz").read_bytes()
    done = harvest(tmp_path, f"{base}/CC-MAIN-2020-05-index", "--data", f"{base}/")
    assert done.returncode == 1 and "not the answer of" in done.stderr
    span = (
        f"bytes={held.index[0]['offset']}-{int(held.index[0]['offset']) + int(held.index[0]['length']) - 1}"
    )
    assert kept(tmp_path) == [
        (f"{COLUMN}/1.shtml", "2020-01-01T00:00:00Z", f"cdx {base}/crawl-data/cc.warc.gz {span}")
    ]


def test_a_killed_harvest_goes_on_without_asking_twice(other: tuple[Other, str], tmp_path: Path) -> None:
    held, base = other
    for number in range(1, 9):
        held.put(
            f"{COLUMN}/{number}.shtml",
            "20190301000000",
            report(number, f'<a href="{HOST}/files/{number}.pdf">附件{number}：报告全文.pdf</a>'),
        )
    held.slow_at = 5
    process = subprocess.Popen(
        command(tmp_path, f"{base}/cdx/search/cdx"),
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    assert held.paused.wait(60)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    held.free.set()
    held.put(f"{HOST}/files/1.pdf", "20190302000000", b"%PDF-1.4 report", mime="application/pdf")
    assert harvest(tmp_path, f"{base}/cdx/search/cdx").returncode == 0
    assert len(kept(tmp_path)) == 9, "eight pages, and what hung on one of them"
    twice = {path for path, count in held.asked.items() if count > 1 and path != "/robots.txt"}
    assert len(twice) == 1, "only what was in flight"
