"""Processes that read and can be killed: a document takes at most 60 s and 2 GB, then the next one is read.

A reader that hangs inside a library, or grows without end, cannot be stopped from within; so each document is read in
a process that is watched from outside. `Workers` hands work out and gives results back in the order of the work.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
import signal
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any, Generic, TypeVar

SECONDS = 60.0
MEMORY = 2 * 1024**3  # bytes of resident memory, the worker's own processes included
ADDRESS_SPACE = 6 * 1024**3  # hard limit against one huge allocation between two looks
TICK = 0.2
AHEAD = 4  # pieces of work waiting per worker: enough to keep it busy, few bodies in memory
RENEWED = 500  # documents after which a worker is replaced, so that slow leaks never add up

Work = TypeVar("Work")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Lost:
    """Work whose process had to be ended or died. `kind` is one of reference/problems.toml."""

    kind: str
    zh: str
    en: str


class Workers(Generic[Work, Result]):
    """A few processes that run `function`, which must be importable; use as a context manager.

    `results` gives, in the order of the work, what the function returned, or Lost. An exception of the function is
    Lost("crashed") too: one document never ends the run.
    """

    def __init__(
        self,
        function: Callable[[Work], Result],
        jobs: int = 1,
        seconds: float = SECONDS,
        memory: int = MEMORY,
    ) -> None:
        self.function, self.jobs, self.seconds, self.memory = function, max(1, jobs), seconds, memory
        self.context = multiprocessing.get_context("forkserver")
        self.context.set_forkserver_preload([function.__module__])
        self.idle: list[_Hand] = []
        self.busy: dict[int, _Hand] = {}

    def __enter__(self) -> Workers[Work, Result]:
        return self

    def __exit__(self, *_: object) -> None:
        for hand in [*self.idle, *self.busy.values()]:
            hand.end()
        self.idle, self.busy = [], {}

    def results(self, work: Iterable[Work]) -> Iterator[Result | Lost]:
        """Each piece of work's result, in the order of the work."""
        source, number = enumerate(work), 0
        done: dict[int, Result | Lost] = {}
        waiting: deque[tuple[int, Work]] = deque()
        more = True
        while more or waiting or self.busy or done:
            while more and len(waiting) + len(done) < self.jobs * AHEAD:
                item = next(source, None)
                more = item is not None
                if item is not None:
                    waiting.append(item)
            while waiting and len(self.busy) < self.jobs:
                self._hand_out(*waiting.popleft())
            for key, result in self._collect():
                done[key] = result
            while number in done:
                yield done.pop(number)
                number += 1

    def _hand_out(self, key: int, item: Work) -> None:
        hand = self.idle.pop() if self.idle else _Hand(self.context, self.function)
        hand.give(item)
        self.busy[key] = hand

    def _collect(self) -> Iterator[tuple[int, Any]]:
        ready = set(wait([hand.pipe for hand in self.busy.values()], TICK))
        for key, hand in list(self.busy.items()):
            lost = None if hand.pipe in ready else hand.overdrawn(self.seconds, self.memory)
            if hand.pipe not in ready and lost is None:
                continue
            del self.busy[key]
            result = lost or hand.take()
            if (
                hand.spent
                or (isinstance(result, Lost) and result.kind != "crashed")
                or not hand.process.is_alive()
            ):
                hand.end()
            else:
                self.idle.append(hand)
            yield key, result


class _Hand:
    """One worker process and the pipe to it."""

    def __init__(self, context: Any, function: Callable[[Any], Any]) -> None:
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=_serve, args=(theirs, function), daemon=False)
        self.process.start()
        theirs.close()
        self.began, self.given = 0.0, 0

    @property
    def spent(self) -> bool:
        return self.given >= RENEWED

    def give(self, item: Any) -> None:
        self.began = time.monotonic()
        self.given += 1
        with suppress(BrokenPipeError):
            self.pipe.send(item)

    def take(self) -> Any:
        try:
            fine, result = self.pipe.recv()
        except (EOFError, ConnectionError):
            self.process.join(5)
            code = self.process.exitcode
            return Lost("crashed", f"读取进程意外结束（{code}）", f"the reading process died ({code})")
        if fine:
            return result
        kind = "memory" if result.startswith("MemoryError") else "crashed"
        return Lost(kind, f"读取程序出错：{result}", f"the reader failed: {result}")

    def overdrawn(self, seconds: float, memory: int) -> Lost | None:
        """Why this process must be ended now, None while it may go on."""
        if time.monotonic() - self.began > seconds:
            return Lost("time_out", f"读取超过{seconds:.0f}秒", f"reading took more than {seconds:.0f} s")
        if resident(self.process.pid or 0) > memory:
            size = f"{memory / 1024**3:.1f} GB"
            return Lost("memory", f"读取占用内存超过{size}", f"reading took more than {size} of memory")
        return None

    def end(self) -> None:
        end_tree(self.process.pid or 0)
        self.process.join(5)
        self.pipe.close()


def _serve(pipe: Connection, function: Callable[[Any], Any]) -> None:
    """The loop of a worker process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    while True:
        try:
            item = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            answer: tuple[bool, Any] = (True, function(item))
        except Exception as error:  # any fault of a reader is a row, and the next document is read
            answer = (False, f"{type(error).__name__}: {error}"[:300])
        try:
            pipe.send(answer)
        except OSError:
            return


def family(pid: int) -> list[int]:
    """A process and all that descend from it."""
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, IndexError, ValueError):
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            children.setdefault(parent, []).append(int(folder.name))
    found = [pid]
    for member in found:
        found += children.get(member, [])
    return found


def resident(pid: int) -> int:
    """Bytes of resident memory of a process; 0 where it is gone or the system does not tell."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return 0


def end_tree(pid: int) -> None:
    """End a process and its descendants (LibreOffice leaves some), children first."""
    for member in reversed(family(pid)):
        if member > 1:
            with suppress(ProcessLookupError, PermissionError):
                os.kill(member, signal.SIGKILL)
