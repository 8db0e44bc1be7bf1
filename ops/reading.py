"""The reading of documents by Celery's workers, on any machine that sees the captures; one process alone writes.

Workers:  GONGKAI_REDIS=redis://… GONGKAI_CAPTURES=/shared/captures celery -A ops.reading worker --concurrency 4
Writer:   GONGKAI_REDIS=redis://… python -m ops read --archive archive.db --captures /shared/captures

A task is a place in a WARC file and gives back what `parse.jobs.read_job` made of the bytes there. A document that
takes too long or too much memory loses its process, is a problem as on one machine, and the next is read.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from celery import Celery
from celery.exceptions import TimeLimitExceeded, WorkerLostError
from celery.exceptions import TimeoutError as CeleryTimeoutError

from archive import ArchiveError, bodies, explained, open_archive, readings
from parse.jobs import Result, read_job
from parse.run import parser_version, run
from parse.worker import MEMORY, SECONDS, Lost

REDIS = os.environ.get("GONGKAI_REDIS", "redis://127.0.0.1:6379/0")
AHEAD = 64  # documents handed out and not yet taken back
PATIENCE = 600.0  # seconds without an answer of any worker after which the writer gives up

app = Celery("gongkai", broker=REDIS, backend=REDIS)
app.conf.update(
    task_serializer="json",
    result_serializer="json",
    accept_content=["json"],
    task_time_limit=SECONDS,
    worker_max_memory_per_child=MEMORY // 1024,
    worker_prefetch_multiplier=1,
    task_acks_late=True,
    task_reject_on_worker_lost=False,
    result_expires=3600,
    broker_connection_retry_on_startup=True,
)


class OtherVersionError(RuntimeError):
    """A worker whose parser is not the writer's; what it read would be called what it is not."""


@app.task(name="gongkai.read")  # type: ignore[untyped-decorator]
def read(file: str, offset: int, url: str, content_type: str | None, version: str) -> list[Any]:
    """The reading of the document at a place, and of its members: [reading, [[name, sha256, length, reading], …]]."""
    if version != parser_version():
        raise OtherVersionError(
            f"this worker reads as {parser_version()}, the writer as {version}; update it"
        )
    record = bodies.read(Path(os.environ.get("GONGKAI_CAPTURES", "captures")), file, offset)
    result = read_job((record.content, url, content_type))
    return [result.reading, [list(member) for member in result.members]]


def on_workers(_: Path, todo: Iterable[readings.Capture]) -> Iterator[Result | Lost]:
    """Results in the order of the captures, so many of them on their way at a time."""
    version, out = parser_version(), deque[Any]()
    for capture in todo:
        place = (capture.warc_file, capture.warc_offset, capture.url, capture.content_type, version)
        out.append(read.apply_async(place))
        if len(out) >= AHEAD:
            yield taken(out.popleft())
    while out:
        yield taken(out.popleft())


def taken(answer: Any) -> Result | Lost:
    """One result. Raises ArchiveError where a worker is of another version, or none answers."""
    try:
        reading, members = answer.get(timeout=PATIENCE)
    except TimeLimitExceeded:
        return Lost("time_out", f"读取超过{SECONDS:.0f}秒", f"reading took more than {SECONDS:.0f} s")
    except WorkerLostError as error:
        return Lost("crashed", "读取进程意外结束", f"the reading process died ({error})")
    except CeleryTimeoutError:
        raise ArchiveError(
            f"no worker answered for {PATIENCE:.0f} s. Start one: celery -A ops.reading worker"
        ) from None
    finally:
        answer.forget()
    return Result(reading, tuple((name, digest, length, inner) for name, digest, length, inner in members))


def main(argv: list[str]) -> int:
    """`python -m ops read`: the writer."""
    parser = argparse.ArgumentParser(prog="python -m ops read", description=__doc__)
    parser.add_argument("--archive", type=Path, default=Path("archive.db"), metavar="DB")
    parser.add_argument("--captures", type=Path, default=Path("captures"), metavar="DIR")
    args = parser.parse_args(argv)
    try:
        with explained(args.archive):
            done = run(open_archive(args.archive), args.captures, results=on_workers)
    except (ArchiveError, OtherVersionError) as error:
        print(f"ops read: {error}", file=sys.stderr)
        return 1
    print("\n".join(done.lines()))
    return 0
