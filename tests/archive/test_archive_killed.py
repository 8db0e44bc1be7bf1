"""SIGKILL, a full disk and a failing disk at every n-th write, until a run gets through: nothing lost, nothing twice."""

from __future__ import annotations

import errno
import os
import signal
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from archive import Exchange, Link, bodies, open_archive
from archive.captures import Run
from archive.dump import digests
from archive.rebuild import index
from archive.verify import verify
from tests.archive.archive_kit import a_run, an_archive, answer, one

LIST = "http://yb.example/list"
PLAN = [
    answer(LIST, role="list", at="2025-01-20T01:00:00.000Z"),
    *(
        answer(f"http://yb.example/{n}", str(n % 3) * 90, at=f"2025-01-20T01:00:0{n}.000Z")
        for n in range(1, 6)
    ),
    Exchange("http://yb.example/8", "510422", "report", "time_out", at="2025-01-20T01:00:08.000Z"),
]
Fault = Callable[[Any, memoryview], int]


def crawl(run: Run) -> None:
    """What a crawler does: ask for what this crawl has not asked for yet."""
    if run.portal_state("510422") is None:
        run.portal("510422", "started")
    for exchange in PLAN:
        if run.tried(exchange.url) is None:
            run.fetch(exchange)
        if exchange.url == LIST:
            run.links("510422", LIST, [Link(each.url, "2024年", year=2024) for each in PLAN[1:]])
    run.portal("510422", "done", pages=1, links=6, kept=5)
    run.close({"kept": 5})


def in_a_child(work: Callable[[], None]) -> int:
    """Run something in a process of its own; returns its wait status."""
    child = os.fork()
    if child == 0:
        try:
            work()
        except OSError:
            os._exit(3)
        except BaseException:
            os._exit(4)
        os._exit(0)
    return os.waitpid(child, 0)[1]


class Faulty:
    """A file that does something at the n-th write of the process, counted over all files."""

    written = 0

    def __init__(self, file: Any, at: int, fault: Fault) -> None:
        self._file, self._at, self._fault = file, at, fault

    def write(self, data: memoryview) -> int:
        Faulty.written += 1
        if Faulty.written == self._at:
            return self._fault(self._file, data)
        return int(self._file.write(data))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


def killed_before(file: Any, data: memoryview) -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return 0


def killed_midway(file: Any, data: memoryview) -> int:
    file.write(data[: len(data) // 2])
    return killed_before(file, data)


def killed_after(file: Any, data: memoryview) -> int:
    file.write(data)
    return killed_before(file, data)


def disk_full(file: Any, data: memoryview) -> int:
    file.write(data[: len(data) // 3])
    raise OSError(errno.ENOSPC, "No space left on device")


def disk_fails(file: Any, data: memoryview) -> int:
    raise OSError(errno.EIO, "Input/output error")


FAULTS: list[Fault] = [killed_before, killed_midway, killed_after, disk_full, disk_fails]


def faulty_crawl(folder: Path, at: int, fault: Fault) -> None:
    """One crawl whose n-th write to a WARC file goes wrong."""
    opened = bodies.WarcFile.__init__

    def wrapped(self: bodies.WarcFile, path: Path, info: dict[str, str]) -> None:
        open_file = Path.open
        Path.open = lambda self, *a, **k: Faulty(open_file(self, *a, **k), at, fault)  # type: ignore[assignment, method-assign]
        try:
            opened(self, path, info)
        finally:
            Path.open = open_file  # type: ignore[method-assign]

    bodies.WarcFile.__init__ = wrapped  # type: ignore[method-assign]
    crawl(a_run(open_archive(folder / "archive.db"), folder / "captures"))


def undisturbed(folder: Path) -> list[tuple[str, int, str]]:
    """The digests of a crawl that nothing befell."""
    folder.mkdir()
    db, captures = an_archive(folder)
    crawl(a_run(db, captures))
    return list(digests(db))


def sound(folder: Path, wanted: list[tuple[str, int, str]]) -> None:
    """The archive holds what an undisturbed crawl would, its files are whole, and they alone tell the same."""
    db = open_archive(folder / "archive.db")
    assert one(db, "pragma integrity_check") == "ok"
    assert list(digests(db)) == wanted
    assert one(db, "select count(*) from crawls where finished_at is null") == 0
    assert verify(db, folder / "captures").faults == []
    assert not list((folder / "captures").glob("*.open"))
    (folder / "fresh").mkdir(exist_ok=True)
    fresh, _ = an_archive(folder / "fresh")
    index(fresh, folder / "captures")
    assert list(digests(fresh)) == wanted
    assert fresh.table("fetches").count == db.table("fetches").count


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_a_fault_at_every_write(tmp_path: Path, fault: Fault) -> None:
    wanted = undisturbed(tmp_path / "whole")
    for at in range(1, 99):
        folder = tmp_path / str(at)
        folder.mkdir()
        an_archive(folder)[0].close()
        if in_a_child(partial(faulty_crawl, folder, at, fault)) == 0:
            break
        resume_of_a_resume(folder, fault)
        sound(folder, wanted)
        rows = open_archive(folder / "archive.db").execute("select crawl, url from fetches").fetchall()
        asked = Counter(rows)
        assert max(asked.values()) == 1, "nothing that was written is asked for again"
    assert at > len(PLAN) + 3


def resume_of_a_resume(folder: Path, fault: Fault) -> None:
    """The second run meets the fault at its third write too; the last one gets through."""
    in_a_child(lambda: faulty_crawl(folder, 3, fault))
    if _open(folder):
        assert in_a_child(lambda: whole_crawl(folder)) == 0


def whole_crawl(folder: Path) -> None:
    """A crawl that nothing befalls."""
    crawl(a_run(open_archive(folder / "archive.db"), folder / "captures"))


def _open(folder: Path) -> bool:
    """Whether a crawl is left to finish."""
    db = open_archive(folder / "archive.db")
    left = one(db, "select count(*) from crawls where finished_at is null") or not one(
        db, "select count(*) from crawls"
    )
    db.close()
    return bool(left)


@pytest.mark.parametrize("point", ["before the commit", "after the commit"])
def test_killed_between_file_and_rows(tmp_path: Path, point: str, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = undisturbed(tmp_path / "whole")
    monkeypatch.setattr("archive.captures.FLUSH_EVENTS", 2)
    for at in range(2, 6):
        folder = tmp_path / str(at)
        folder.mkdir()
        an_archive(folder)[0].close()
        assert in_a_child(partial(dying_flush, folder, at, point)) != 0
        assert in_a_child(partial(whole_crawl, folder)) == 0
        sound(folder, wanted)


def dying_flush(folder: Path, at: int, point: str) -> None:
    """A crawl that is killed at its n-th commit: before it, or after it."""
    count, flush = iter(range(1, 99)), Run.flush

    def dying(self: Run) -> None:
        last = next(count) == at
        if last and point == "before the commit":
            os.kill(os.getpid(), signal.SIGKILL)
        flush(self)
        if last:
            os.kill(os.getpid(), signal.SIGKILL)

    Run.flush = dying  # type: ignore[method-assign]
    crawl(a_run(open_archive(folder / "archive.db"), folder / "captures"))
