"""The list of bad input, read in the workers of a run: one row each, within the limits, and the next one is read."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest

from benchmarks._papers import paper
from benchmarks._zoo_web import RULED, web_page
from parse.jobs import Result, read_job
from parse.worker import MEMORY, SECONDS, Lost, Workers
from tests.readers.readers_bad import BAD, locked_pdf, many_pages

SLOW = {"200 MB of pdf": 8.0}  # takes as long as it is allowed: here less, to be quick
ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", BAD)
def test_a_bad_document_is_one_row_and_the_next_is_read(name: str) -> None:
    make, kinds = BAD[name]
    good = web_page(paper(Random(1)), RULED)
    began = time.monotonic()
    with Workers(read_job, 1, seconds=SLOW.get(name, SECONDS)) as workers:
        bad, after = workers.results([(make(), "", None), (good, "", None)])
    assert isinstance(after, Result) and after.reading["report"]
    assert (
        time.monotonic() - began < SECONDS + 60
    )  # the second minute is for making the input on a busy machine
    told = {bad.kind} if isinstance(bad, Lost) else problems(bad)
    assert told & kinds or not kinds
    assert told <= kinds or not kinds
    assert MEMORY == 2 * 1024**3 and SECONDS == 60


def problems(result: Result) -> set[str]:
    readings = [result.reading, *(reading for *_, reading in result.members)]
    return {problem["kind"] for reading in readings for problem in reading["problems"]}


def test_a_run_over_bad_documents_ends_with_a_row_for_each(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    bodies = {
        "locked.pdf": locked_pdf(),
        "pages.pdf": many_pages(),
        "half.docx": BAD["truncated docx"][0](),
        "unread.rar": b"Rar!\x1a\x07\x00" + bytes(100),
        "good.html": web_page(paper(Random(1)), RULED),
    }
    for name, body in bodies.items():
        (folder / name).write_bytes(body)
    keep = ["--archive", str(tmp_path / "a.db"), "--captures", str(tmp_path / "captures")]
    for command in (["crawler", "import", *keep, str(folder)], ["parse", *keep]):
        subprocess.run([sys.executable, "-m", *command], cwd=ROOT, check=True, timeout=240)
    with sqlite3.connect(tmp_path / "a.db") as db:
        rows = db.execute(
            "select c.url, p.kind, p.says_en from problems p join captures c on c.id = p.capture"
        )
        told = {(url.rpartition("/")[2], kind) for url, kind, says in rows if says}
    expected = {("locked.pdf", "encrypted"), ("pages.pdf", "too_large"), ("half.docx", "damaged")}
    assert expected | {("unread.rar", "format_unread")} <= told
