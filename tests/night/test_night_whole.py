"""A whole night over real portals, with a planted failure in every step: what goes on, what ends, what stays public."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from ops.books import open_book
from tests.crawler.crawler_world import ROOT, World, serving
from tests.lacking import lacking
from tests.night.night_kit import Ground

ORDER = ["crawl", "due", "parse", "coverage", "findings", "pages", "snapshot", "publish", "health"]
BROKEN = "990101,Nowhere,county,no-such-family,http://127.0.0.1/,,2026-11,,\n"


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    folder = tmp_path_factory.mktemp("whole")
    with serving(folder, "510422,654225") as world:
        yield Ground(folder, world)


def ended_at(*failed: str) -> dict[str, str]:
    """The states of a night whose last failure ended it: health runs all the same."""
    last = max(ORDER.index(step) for step in failed)
    states = {step: "done" if n < last else "not run" for n, step in enumerate(ORDER)}
    return states | dict.fromkeys(failed, "failed") | {"health": "done"}


def test_a_failure_in_each_step_and_the_next_start_goes_on_from_it(ground: Ground) -> None:
    """crawl: a broken registry; parse: a WARC file is away; coverage, findings: a table is; snapshot: no room for it."""
    ground.world.crawl(name="archive")
    captures, away, registry = (
        ground.folder / "archive",
        ground.folder / "away",
        ground.world.registry.read_text(),
    )
    captures.rename(away)
    ground.world.registry.write_text(registry + BROKEN)
    done = ground.night()
    assert done.returncode == 1
    assert ground.states() == ended_at("crawl", "due", "parse")
    assert "no-such-family" in ground.report() and "Bring the WARC file back" in ground.report()
    assert "step parse: failed" in done.stdout

    shutil.copytree(away, ground.folder / "captures", dirs_exist_ok=True)
    ground.world.registry.write_text(registry)
    ground.change("alter table coverage rename to coverage_away")
    fails(ground, "coverage", "no such table: coverage")
    ground.change(
        "alter table coverage_away rename to coverage; alter table rule_counts rename to rules_away"
    )
    fails(ground, "findings", "no such table: rule_counts")
    ground.change("alter table rules_away rename to rule_counts")
    (ground.folder / "exports").mkdir()
    (ground.folder / "exports" / "next").touch()
    fails(ground, "snapshot", "exports/next")
    (ground.folder / "exports" / "next").unlink()

    done = ground.night()
    assert done.returncode == 0, done.stdout + done.stderr
    assert set(ground.states().values()) == {"done"}
    assert len(ground.books()) == 1, "five starts were one night"
    assert ground.rows("select count(*) from reports", ground.public) == [(3,)]
    assert ground.rows("select step from nights order by position") == [(step,) for step in ORDER]
    files = json.loads((ground.public.parent / "manifest.json").read_text())["files"]
    assert all((ground.public.parent / one["file"]).exists() for one in files)


def fails(ground: Ground, step: str, why: str) -> None:
    done = ground.night()
    assert done.returncode == 1
    assert ground.states() == ended_at(step)
    assert why in ground.report()
    assert f"step {step}: failed" in done.stdout
    assert not ground.public.exists()


def test_a_half_empty_archive_is_not_published_and_yesterday_stays(ground: Ground) -> None:
    """A crawl that fails lets the rest go on with what there is; the bounds hold the rest."""
    before = ground.public.read_bytes()
    ground.world.registry.write_text(ground.world.registry.read_text() + BROKEN)
    gone = "select key from reports where division like '5104%'"
    ground.change(
        f"delete from cells where report in ({gone}); delete from reports where division like '5104%'"
    )
    done = ground.night()
    assert done.returncode == 1
    assert ground.states() == ended_at("crawl", "due", "publish")
    assert len(ground.books()) == 2, "a night that ended well is not gone on with"
    assert ground.public.read_bytes() == before
    assert "reports of portal 510422: 0, yesterday 2; at least 80% is expected" in ground.report()
    assert "reports of province 51: 0, yesterday 2" in ground.report()
    assert "step publish: failed" in done.stdout


def test_a_second_start_says_who_holds_the_lock_and_a_kill_leaves_it_with_the_step(tmp_path: Path) -> None:
    with serving(tmp_path, "510422", "--switch", "slow") as world:
        ground = Ground(tmp_path, world)
        process = subprocess.Popen(ground.command(), cwd=ROOT, stdout=subprocess.DEVNULL)
        lock = tmp_path / "nights" / "lock"
        holder = held(lock)
        second = ground.night()
        assert second.returncode == 3
        assert f"process {process.pid}" in second.stderr and "at step crawl" in second.stderr
        process.kill()
        process.wait()
        third = ground.night()
        assert third.returncode == 3, "its step is still at work"
        assert f"process {holder['child']} holds on" in third.stderr
        subprocess.run(["kill", "-9", str(holder["child"])], check=True)
        begun = ground.books()[-1]["night"]
        again = subprocess.Popen(ground.command(), cwd=ROOT, stdout=subprocess.DEVNULL)
        assert held(lock, other_than=holder["child"])["night"] == begun, "the same night goes on"
        again.send_signal(signal.SIGTERM)
        assert again.wait(60) == 143
        assert ground.states()["crawl"] == "stopped"
        assert ground.rows("select count(*) from crawls where finished_at is null") == [(1,)]


def held(lock: Path, other_than: int | None = None) -> dict[str, Any]:
    """Wait until a night has noted its crawl, and until that has begun to ask."""
    for _ in range(2400):  # two minutes: machines are busy
        holder = json.loads(lock.read_text() or "{}") if lock.exists() else {}
        if holder.get("child") not in (None, other_than) and list(lock.parents[1].glob("captures/*.open")):
            return dict(holder)
        time.sleep(0.05)
    raise AssertionError("the night did not begin")


def test_after_its_hour_a_night_asks_no_portal_and_publishes_what_there_is(tmp_path: Path) -> None:
    past = datetime.now().astimezone() - timedelta(minutes=1)
    book = open_book(tmp_path / "nights", past)
    book.save()
    nowhere = World(tmp_path, tmp_path / "none.csv", "", 0, "")
    done = Ground(tmp_path, nowhere).night()
    states = Ground(tmp_path, nowhere).states()
    assert states["crawl"] == states["due"] == "passed over"
    assert states["parse"] == "failed" and "no archive here" in done.stdout


def test_the_units_are_what_systemd_takes() -> None:
    if not shutil.which("systemd-analyze"):
        lacking("systemd-analyze", "apt-get install systemd")
    units = [str(ROOT / "ops" / name) for name in ("gongkai.service", "gongkai.timer")]
    done = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True, check=False)
    assert done.returncode == 0 and not done.stderr.strip(), done.stderr
