"""Two crawling processes on one Redis, documents read by Celery's workers: the same archive as one machine makes."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from benchmarks.killed import asked, digest
from tests.crawler.crawler_world import ROOT, World, serving
from tests.lacking import lacking


@contextmanager
def redis(folder: Path) -> Iterator[str]:
    """A Redis of its own."""
    if not shutil.which("redis-server"):
        lacking("redis-server", "apt-get install redis-server")
    pytest.importorskip(
        "scrapy_redis", reason="the extra `cluster` is not installed: pip install '.[cluster]'"
    )
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = ["redis-server", "--port", str(port), "--save", "", "--dir", str(folder), "--bind", "127.0.0.1"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        process.kill()
        process.wait()


@contextmanager
def worker(redis_url: str, captures: Path) -> Iterator[None]:
    """Two processes of Celery that read."""
    command = [
        sys.executable,
        "-m",
        "celery",
        "-A",
        "ops.reading",
        "worker",
        "--concurrency",
        "2",
        "-l",
        "WARNING",
    ]
    environ = os.environ | {"GONGKAI_REDIS": redis_url, "GONGKAI_CAPTURES": str(captures)}
    process = subprocess.Popen(
        command, cwd=ROOT, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield
    finally:
        process.terminate()
        process.wait(30)


def run(redis_url: str, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *words], cwd=ROOT, env=os.environ | {"GONGKAI_REDIS": redis_url}, capture_output=True,
        text=True, check=False, timeout=200,
    )  # fmt: skip


def keep(world: World, name: str) -> list[str]:
    return ["--archive", str(world.folder / f"{name}.db"), "--captures", str(world.folder / name)]


def test_shards_and_workers_make_the_archive_that_one_machine_makes(tmp_path: Path) -> None:
    with (
        redis(tmp_path) as url,
        serving(tmp_path, "510422,410703,990201", "--switch", "slow@510422") as world,
    ):
        world.crawl(name="one")
        once = asked(world)
        world.log(clear=True)
        environ = os.environ | {"GONGKAI_REDIS": url}
        shards = [
            subprocess.Popen(
                world.command("--shard", f"{n}/2", name="many"),
                cwd=ROOT,
                env=environ,
                stdout=subprocess.DEVNULL,
            )
            for n in range(2)
        ]
        while not list((tmp_path / "many").glob("*-0-00000.warc.gz.open")):
            time.sleep(0.01)
        while sum(row["count"] for row in world.log() if row["host"].startswith("127.51")) < 2:
            time.sleep(0.01)
        shards[0].kill()  # one is lost midway; the other goes on, and the lost one is started again
        shards[0].wait()
        early = run(url, "crawler", "merge", *keep(world, "many"))
        assert early.returncode == 2 and "shard 0" in early.stderr
        assert shards[1].wait(200) == 0
        again = run(url, "crawler", "--portals", str(world.registry), "--shard", "0/2", *keep(world, "many"))
        assert again.returncode == 0, again.stderr
        merged = run(url, "crawler", "merge", *keep(world, "many"))
        assert merged.returncode == 0, merged.stderr
        assert digest(tmp_path / "many.db") == digest(tmp_path / "one.db")
        assert asked(world) - once <= Counter(dict.fromkeys(once, 1)), "nothing twice but what was in flight"
        assert sum((asked(world) - once).values()) <= 3
        files = world.rows("select distinct substr(warc_file, -15, 1), portal from captures", name="many")
        assert len(files) == len({portal for _, portal in files}), "a portal is one shard's"
        assert world.rows("select count(*) from crawls where finished_at is null", name="many") == [(0,)]

        shutil.copy(tmp_path / "many.db", tmp_path / "here.db")
        here = ["--archive", str(tmp_path / "here.db"), "--captures", str(tmp_path / "many")]
        assert run(url, "parse", *here).returncode == 0
        with worker(url, tmp_path / "many"):
            done = run(url, "ops", "read", *keep(world, "many"))
        assert done.returncode == 0, done.stderr
        assert digest(tmp_path / "many.db") == digest(tmp_path / "here.db")
        assert world.rows("select count(*) from reports", name="many")[0][0] > 10


def test_a_shard_without_redis_says_what_to_do(tmp_path: Path) -> None:
    registry = tmp_path / "r.csv"
    registry.write_text(
        "code,name,level,family,url,list_url,seen,until,note\n990101,某县,county,vsb,http://127.0.0.1:9/,,2026-11,,\n"
    )
    words = ["crawler", "--portals", str(registry), "--archive", str(tmp_path / "a.db"), "--shard", "0/2"]
    assert "No Redis answers".lower() in run("redis://127.0.0.1:9/0", *words).stderr.lower()
    assert "expected a number from 0" in run("redis://127.0.0.1:9/0", *words[:-1], "2/2").stderr
