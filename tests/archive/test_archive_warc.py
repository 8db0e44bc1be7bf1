"""The WARC files: every byte as served, readable by any tool, one write a fetch, nothing lost when torn."""

from __future__ import annotations

import gzip
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from archive import ArchiveError, Exchange, bodies, content
from archive.rebuild import catch_up
from archive.store import WarcStore, recover
from archive.verify import verify
from tests.archive.archive_kit import HEADERS, a_run, an_archive, answer

names = st.text("abcdefghijklmnopqrstuvwxyz-", min_size=1, max_size=12).map(lambda s: b"X-" + s.encode())
values = st.binary(max_size=40).map(lambda b: bytes(c for c in b if c not in b"\r\n\0").strip())


def check(captures: Path) -> None:
    """warcio's own check over every file."""
    files = sorted(map(str, captures.glob("*.warc.gz")))
    done = subprocess.run(
        [sys.executable, "-m", "warcio.cli", "check", "-v", *files],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "fail" not in done.stdout


@given(
    body=st.binary(max_size=3000),
    headers=st.lists(st.tuples(names, values), max_size=8),
    query=st.text("abc=&%20/?", max_size=20),
    status=st.sampled_from([200, 404, 412, 521]),
)
def test_what_is_kept_is_what_was_served(
    tmp_path_factory: pytest.TempPathFactory,
    body: bytes,
    headers: list[tuple[bytes, bytes]],
    query: str,
    status: int,
) -> None:
    db, captures = an_archive(tmp_path_factory.mktemp("warc"))
    run = a_run(db, captures)
    url = f"http://yb.example/a?{query}"
    kept = run.fetch(answer(url, body=body, headers=tuple(headers), status=status))
    run.close({})
    record = bodies.read(captures, kept.warc_file, kept.warc_offset)
    assert (record.url, record.status, record.body, record.headers) == (url, status, body, tuple(headers))
    with (captures / kept.warc_file).open("rb") as file:
        theirs = [
            (r.rec_type, r.content_stream().read()) for r in ArchiveIterator(file, check_digests="raise")
        ]
    assert ("response", body) in theirs


def test_every_fetch_leaves_request_response_and_what_is_known(tmp_path: Path) -> None:
    db, captures = an_archive(tmp_path)
    run = a_run(db, captures, settings={"delay": 2})
    run.fetch(
        answer(
            "http://yb.example/a?b=1",
            request_headers=((b"User-Agent", b"gongkai"),),
            found_on="http://yb.example/",
            link_text="2024年",
        )
    )
    run.fetch(Exchange("http://yb.example/c", "510422", "report", "time_out"))
    run.close({"kept": 1})
    (path,) = captures.glob("*.warc.gz")
    found = list(bodies.records(path, check=True))
    assert [r.kind for r in found] == [
        "warcinfo",
        "metadata",
        "response",
        "request",
        "metadata",
        "metadata",
        "metadata",
    ]
    assert all(record.sound for record in found)
    assert found[3].body.startswith(b"GET /a?b=1 HTTP/1.1\r\nHost: yb.example\r\nUser-Agent: gongkai\r\n")
    told = list(bodies.events(path))
    assert [event["event"] for event in told] == ["crawl", "fetch", "fetch", "crawl_end"]
    assert told[1]["link_text"] == "2024年" and told[1]["organ"] is None
    assert told[2]["outcome"] == "time_out" and told[2]["capture"] is None
    assert b'"delay": 2' in found[0].body
    check(captures)


def test_a_body_seen_before_is_a_revisit_also_in_a_later_run(tmp_path: Path) -> None:
    db, captures = an_archive(tmp_path)
    run = a_run(db, captures)
    first = run.fetch(answer("http://yb.example/1"))
    second = run.fetch(answer("http://yb.example/2"))
    run.close({})
    run = a_run(db, captures)
    third = run.fetch(answer("http://yb.example/3"))
    run.close({})
    assert first.sha256 == second.sha256 == third.sha256
    for kept in (second, third):
        record = bodies.read(captures, kept.warc_file, kept.warc_offset)
        assert record.kind == "revisit"
        assert record.content == bodies.read(captures, first.warc_file, first.warc_offset).content
        assert record.warc_headers["WARC-Refers-To-Target-URI"] == "http://yb.example/1"
    assert verify(db, captures).faults == []
    check(captures)


@pytest.mark.parametrize(
    ("coding", "pack"),
    [
        (b"gzip", gzip.compress),
        (b"deflate", zlib.compress),
        (b"deflate", lambda b: zlib.compress(b, wbits=-15)),
        (b"br", bytes),
    ],
)
def test_content_encoding_is_stored_as_served_and_undone_for_reading(
    tmp_path: Path, coding: bytes, pack: object
) -> None:
    db, captures = an_archive(tmp_path)
    run = a_run(db, captures)
    plain = "<html>公开</html>".encode() * 50
    served = pack(plain)  # type: ignore[operator]
    kept = run.fetch(
        answer("http://yb.example/1", body=served, headers=(*HEADERS, (b"Content-Encoding", coding)))
    )
    run.close({})
    record = bodies.read(captures, kept.warc_file, kept.warc_offset)
    assert record.body == served
    assert record.content == plain
    assert verify(db, captures).faults == []


def test_a_bomb_is_refused(tmp_path: Path) -> None:
    db, captures = an_archive(tmp_path)
    run = a_run(db, captures)
    bomb = gzip.compress(bytes(content.MAX_CONTENT + 1))
    with pytest.raises(ValueError, match="unpacks to more than"):
        run.fetch(answer("http://yb.example/1", body=bomb, headers=((b"Content-Encoding", b"gzip"),)))


def test_chunks_are_named_apart_because_they_are_joined(tmp_path: Path) -> None:
    db, captures = an_archive(tmp_path)
    run = a_run(db, captures)
    kept = run.fetch(answer("http://yb.example/1", headers=((b"Transfer-Encoding", b"chunked"),)))
    run.close({})
    record = bodies.read(captures, kept.warc_file, kept.warc_offset)
    assert record.headers == ((b"X-Archive-Orig-Transfer-Encoding", b"chunked"),)


def test_a_long_run_goes_on_in_a_new_file(tmp_path: Path) -> None:
    store = WarcStore(tmp_path, "c", "demo", {}, rotate_at=2000)
    for n in range(12):
        exchange = answer(f"http://yb.example/{n}", said=str(n) * 2000)
        store.keep(exchange, {"event": "fetch", "at": exchange.at})
    store.close()
    assert len(list(tmp_path.glob("*.warc.gz"))) > 2
    assert not list(tmp_path.glob("*.open"))
    check(tmp_path)


@given(cut=st.integers(1, 4000), junk=st.binary(max_size=50))
def test_a_torn_file_keeps_its_whole_records_and_loses_no_byte(
    tmp_path_factory: pytest.TempPathFactory, cut: int, junk: bytes
) -> None:
    folder = tmp_path_factory.mktemp("torn")
    store = WarcStore(folder, "c", "demo", {})
    places = []
    for n in range(4):
        exchange = answer(f"http://yb.example/{n}", said=str(n) * 200)
        places.append(store.keep(exchange, {"event": "fetch", "at": exchange.at})[1])
    name = store.name
    store.close()
    path = folder / name
    whole = path.read_bytes()
    path.write_bytes(whole[:-cut] + junk)
    torn = path.read_bytes()
    (folder / f"{name}.open").touch()
    recover(folder)
    tail = folder / f"{name}.torn"
    assert path.read_bytes() + (tail.read_bytes() if tail.exists() else b"") == torn
    assert whole.startswith(path.read_bytes())
    kept = {record.offset for record in bodies.records(path)} if path.stat().st_size else set()
    assert kept >= {place for place in places if place < path.stat().st_size}
    assert recover(folder) == []


def test_a_flipped_bit_is_named_and_the_rest_still_checked(tmp_path: Path) -> None:
    db, captures = an_archive(tmp_path)
    run = a_run(db, captures)
    kept = [run.fetch(answer(f"http://yb.example/{n}", said=str(n) * 500)) for n in range(5)]
    run.close({})
    path = captures / kept[0].warc_file
    data = bytearray(path.read_bytes())
    data[kept[2].warc_offset + 150] ^= 4
    path.write_bytes(bytes(data))
    done = verify(db, captures)
    assert done.faults and any(path.name in fault for fault in done.faults)
    assert any(str(kept[2].capture_id) in fault for fault in done.faults)
    assert done.captures == 4
    with pytest.raises(ArchiveError):
        bodies.read(captures, kept[2].warc_file, kept[2].warc_offset)


def test_a_lost_file_is_named(tmp_path: Path) -> None:
    db, captures = an_archive(tmp_path)
    run = a_run(db, captures)
    kept = run.fetch(answer("http://yb.example/1"))
    run.close({})
    (captures / kept.warc_file).unlink()
    assert any("no record there" in fault for fault in verify(db, captures).faults)
    with pytest.raises(ArchiveError, match="Bring the WARC file back"):
        bodies.read(captures, kept.warc_file, kept.warc_offset)


def test_a_file_of_a_living_process_is_left_alone(tmp_path: Path) -> None:
    db, captures = an_archive(tmp_path)
    run = a_run(db, captures)
    run.fetch(answer("http://yb.example/1"))
    run.flush()
    assert recover(captures) == []
    assert catch_up(db, captures) == 0
    run.close({})
