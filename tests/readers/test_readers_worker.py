"""A document that hangs, grows, dies or fails is one row, and the next one is read."""

from __future__ import annotations

import os
import time
from pathlib import Path

from parse.worker import Lost, Workers, family


def work(item: str) -> str:
    """Stands for a reader: what it does is named by the item."""
    if item == "hang":
        time.sleep(600)
    if item == "grow":
        held = [bytearray(50_000_000) for _ in range(40)]
        for block in held:
            block[::4096] = b"x" * len(block[::4096])
        time.sleep(600)
    if item == "die":
        os._exit(9)
    if item == "fail":
        raise ValueError("a reader's own fault")
    if item == "child":
        os.spawnlp(os.P_NOWAIT, "sleep", "sleep", "600")
        time.sleep(600)
    return item.upper()


def kinds(results: list[str | Lost]) -> list[str]:
    return [result.kind if isinstance(result, Lost) else result for result in results]


def test_results_come_in_order_whatever_happens() -> None:
    items = ["a", "hang", "b", "die", "c", "fail", "d"]
    with Workers(work, jobs=2, seconds=2) as workers:
        assert kinds(list(workers.results(items))) == ["A", "time_out", "B", "crashed", "C", "crashed", "D"]


def test_a_document_that_grows_is_ended() -> None:
    with Workers(work, jobs=1, seconds=60, memory=400_000_000) as workers:
        assert kinds(list(workers.results(["grow", "a"]))) == ["memory", "A"]


def test_what_a_reader_started_ends_with_it() -> None:
    with Workers(work, jobs=1, seconds=1.5) as workers:
        assert kinds(list(workers.results(["child"]))) == ["time_out"]
    names = [name for pid in family(os.getpid()) if (name := command(pid))]
    assert not any(b"sleep\x00600" in name for name in names)


def command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""
