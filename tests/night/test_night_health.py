"""Monitors over a night: what is silent, fewer, failing; and alarms by file, mail and webhook to real servers."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from archive import Link, open_archive
from archive.captures import Run, begin
from archive.pulse import take
from crawler.monitors import Facts, judge
from tests.archive.archive_kit import an_archive, answer
from tests.crawler.crawler_world import ROOT

FIRST = datetime(2026, 11, 23, 22, tzinfo=UTC)


def a_night(
    folder: Path, evening: int, shown: dict[str, int], monkeypatch: pytest.MonkeyPatch, **states: str
) -> None:
    """A crawl on an evening: each portal's changed list shows the last so many of its reports."""
    clock = iter(FIRST + timedelta(days=evening, seconds=n) for n in range(9999))

    def tick() -> str:
        return next(clock).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"

    monkeypatch.setattr("archive.captures.now", tick)
    run = begin(open_archive(folder / "archive.db"), folder / "captures", kind="demo")
    for portal, count in shown.items():
        a_list(run, portal, count, tick())
        state = states.get(f"p{portal}", "done")
        run.portal(portal, state, why=None if state == "done" else "time_out", links=count)
    run.close({})


def a_list(run: Run, portal: str, count: int, at: str) -> None:
    run.portal(portal, "started")
    page = f"http://h{portal}.example/list"
    run.fetch(answer(page, f"{at} {count}", portal=portal, role="list", at=at))
    links = [Link(f"http://h{portal}.example/{n}", f"{2000 + n}年年度报告") for n in range(count)]
    for link in run.links(portal, page, links):
        run.fetch(answer(link.url, link.url * 4, portal=portal, at=at))


def alarms(folder: Path, evening: int = 1) -> list[str]:
    pulse = take(open_archive(folder / "archive.db"))
    facts = Facts(pulse, now=FIRST + timedelta(days=evening, hours=8))
    assert judge(facts, []) == []
    return [alarm.line() for alarm in facts.alarms]


def test_a_list_that_shows_half_is_an_alarm_of_its_portal_and_province(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    an_archive(tmp_path)
    a_night(tmp_path, 0, {"510422": 12, "510411": 6, "330102": 8}, monkeypatch)
    assert alarms(tmp_path, 0) == []
    a_night(tmp_path, 1, {"510422": 5, "510411": 6, "330102": 9}, monkeypatch)
    told = alarms(tmp_path)
    assert [line.split(":")[0] for line in told] == ["portal 510422", "province 51"]
    assert "show 5 of the 12 reports" in told[0]


def test_a_list_that_shows_thrice_as_many_is_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    an_archive(tmp_path)
    a_night(tmp_path, 0, {"510422": 6}, monkeypatch)
    a_night(tmp_path, 1, {"510422": 19}, monkeypatch)
    assert "13 new reports beside 6 known ones" in alarms(tmp_path)[0]


def test_a_province_whose_portals_no_longer_answer_is_an_alarm(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    an_archive(tmp_path)
    codes = [f"5104{n}" for n in range(10, 16)]
    a_night(tmp_path, 0, dict.fromkeys(codes, 1), monkeypatch)
    a_night(tmp_path, 1, dict.fromkeys(codes, 1), monkeypatch, p510410="failed", p510411="failed")
    (told,) = alarms(tmp_path)
    assert told.startswith("province 51: 4 portals were read, 6 of the same the time before. One protection")


def test_no_crawl_and_failed_steps_are_alarms() -> None:
    facts = Facts(None, steps=[{"step": "publish", "state": "failed", "says": "refused: …"}])
    assert judge(facts, []) == []
    assert [alarm.where for alarm in facts.alarms] == ["step publish", "the crawl"]


@dataclass
class Posted:
    """What servers on loopback were told."""

    mails: list[str] = field(default_factory=list)
    posts: list[bytes] = field(default_factory=list)
    mail_port: int = 0
    post_port: int = 0


async def speak_smtp(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, mails: list[str]) -> None:
    """As much of RFC 5321 as one mail needs."""
    writer.write(b"220 loopback ready\r\n")
    while line := await reader.readline():
        word = line[:4].upper()
        if word == b"DATA":
            writer.write(b"354 go on\r\n")
            mails.append((await reader.readuntil(b"\r\n.\r\n")).decode())
        writer.write(b"221 bye\r\n" if word == b"QUIT" else b"250 fine\r\n")
        if word == b"QUIT":
            break
    writer.close()


@contextmanager
def listening() -> Iterator[Posted]:
    posted = Posted()

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            posted.posts.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Quiet."""

    hook, loop = HTTPServer(("127.0.0.1", 0), Hook), asyncio.new_event_loop()
    mail = loop.run_until_complete(
        asyncio.start_server(lambda r, w: speak_smtp(r, w, posted.mails), "127.0.0.1", 0)
    )
    posted.mail_port, posted.post_port = mail.sockets[0].getsockname()[1], hook.server_port
    threads = [threading.Thread(target=work, daemon=True) for work in (hook.serve_forever, loop.run_forever)]
    for thread in threads:
        thread.start()
    yield posted
    hook.shutdown()
    loop.call_soon_threadsafe(loop.stop)


def health(folder: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "crawler", "health", "--archive", str(folder / "archive.db"), "--alert"]
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=100, env=os.environ | environ
    )


def test_alarms_go_out_by_file_mail_and_webhook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    an_archive(tmp_path)
    a_night(tmp_path, 0, {"510422": 12}, monkeypatch)
    a_night(tmp_path, 1, {"510422": 5}, monkeypatch, p510422="failed")
    with listening() as posted:
        told = health(
            tmp_path,
            GONGKAI_ALERT_FILE=str(tmp_path / "alarms.txt"),
            GONGKAI_ALERT_MAIL="someone@example.org, other@example.org",
            GONGKAI_SMTP=f"127.0.0.1:{posted.mail_port}",
            GONGKAI_ALERT_WEBHOOK=f"http://127.0.0.1:{posted.post_port}/hook",
        )
    assert told.returncode == 1 and not told.stderr, told.stderr
    for text in (told.stdout, (tmp_path / "alarms.txt").read_text(), json.loads(posted.posts[0])["text"]):
        assert "portal 510422: its lists show 5 of the 12 reports" in text
        assert "portal 510422: failed since" in text and "time_out" in text
        assert "Open its list in a browser" in text
    assert "To: someone@example.org, other@example.org" in posted.mails[0]
    assert "Subject: gongkai: " in posted.mails[0]


def test_an_alert_that_cannot_be_sent_is_told_and_stops_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    an_archive(tmp_path)
    told = health(
        tmp_path,
        GONGKAI_ALERT_MAIL="someone@example.org",
        GONGKAI_SMTP="127.0.0.1:9",
        GONGKAI_ALERT_FILE=str(tmp_path / "alarms.txt"),
    )
    assert told.returncode == 1
    assert "ToMail failed: ConnectionRefusedError" in told.stderr
    assert "there never was one" in (tmp_path / "alarms.txt").read_text()
