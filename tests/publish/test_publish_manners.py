"""How the site behaves towards readers, robots and those who ask too much."""

from __future__ import annotations

import csv
import io
import resource
import time
import zlib

import pytest

from publish.manners.guard import Guard, whole
from publish.manners.headers import safe_location
from publish.sheets import as_csv, as_xlsx, guarded
from tests.publish.conftest import Asked

KINDS = ["/", "/search?q=诉讼", "/county/510422", "/report/510422-2024", "/data", "/archive", "/archive/reports", "/-/versions", "/nope",
         "/feeds/new.atom", "/report/510422-2024.json", "/archive/reports.csv", "/robots.txt", "/archive/reports/1", "/archive?sql=select+1"]  # fmt: skip
HOSTILE = [
    "/archive.json?sql=select+length(hex(randomblob(400000000)))",
    "/archive.json?sql=select+group_concat(zeroblob(1000000))+from+(select+1+from+cells+limit+500)",
    "/archive.json?sql=with+recursive+c(n)+as+(select+1+union+all+select+n%2B1+from+c)+select+count(*)+from+c",
    "/archive.json?sql=select+count(*)+from+cells+a,cells+b,cells+c",
    "/archive.json?sql=select+replace(hex(zeroblob(2400000)),'0','0000000000')",
    "/archive.json?sql=select+hex(hex(hex(zeroblob(900000))))",
    "/archive/cells.json?_where=(select+count(*)+from+cells+a,cells+b,cells+c)>0",
    "/archive.json?sql=select+hex(zeroblob(100000000))",
]


@pytest.mark.parametrize("path", KINDS)
def test_headers_stand_on_every_answer(asked: Asked, path: str) -> None:
    headers = asked.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy and "http" not in policy and "base-uri 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "SAMEORIGIN"
    assert "referrer-policy" in headers and "permissions-policy" in headers
    assert "set-cookie" not in headers
    if not path.startswith(("/archive", "/-/")):
        assert "unsafe-inline" not in policy


def test_data_may_be_read_by_any_notebook(asked: Asked) -> None:
    for path in (
        "/report/510422-2024.json",
        "/county/510422.csv",
        "/archive/reports.json",
        "/feeds/new.atom",
    ):
        assert asked.get(path).headers["access-control-allow-origin"] == "*"


def test_answers_are_conditional_and_static_files_last(asked: Asked) -> None:
    first = asked.get("/county/510422")
    again = asked.get("/county/510422", if_none_match=first.headers["etag"])
    assert again.status_code == 304 and not again.content
    assert asked.get("/county/510422?lang=en", if_none_match=first.headers["etag"]).status_code == 200
    sheet = first.text.split('<link rel="stylesheet" href="')[1].split('"')[0]
    assert "immutable" in asked.get(sheet).headers["cache-control"]
    assert "immutable" not in first.headers["cache-control"]


def test_text_is_compressed_and_says_so(asked: Asked) -> None:
    answer = asked.get("/report/510422-2024", accept_encoding="gzip")
    assert answer.headers["content-encoding"] == "gzip"
    assert int(answer.num_bytes_downloaded) < len(answer.content) / 3
    assert "content-encoding" not in asked.get("/report/510422-2024", accept_encoding="identity").headers


@pytest.mark.parametrize("path", HOSTILE)
def test_a_hostile_question_is_cut_short(asked: Asked, path: str) -> None:
    began = time.monotonic()
    assert asked.get(path).status_code in (400, 503)
    assert time.monotonic() - began < 20, "bounded, however slow the machine"


def test_eight_hostile_questions_leave_the_pages_and_the_memory_alone(asked: Asked) -> None:
    answers = asked.together([*HOSTILE, *["/county/510422"] * 3])
    assert all(answer.status_code == 200 for answer in answers[-3:])
    assert {answer.status_code for answer in answers[:8]} <= {400, 429, 503}
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 1_500_000, "kB of this whole test process"


def test_too_many_questions_at_once_are_told_to_come_back(asked: Asked) -> None:
    endless = "/archive.json?sql=with+recursive+c(n)+as+(select+1+union+all+select+n%2B1+from+c)+select+max(n)+from+c+where+{}"
    answers = asked.together([endless.format(n) for n in range(1, 14)])
    refused = [answer for answer in answers if answer.status_code == 429]
    assert refused and all(answer.headers["retry-after"] for answer in refused)


def test_the_machine_is_nobodys_business(asked: Asked, snapshot: object) -> None:
    for path in (
        "/-/databases.json",
        "/archive.json?sql=select+*+from+pragma_database_list",
        "/-/metadata.json",
        "/archive.json",
        "/-/versions.json",
    ):
        assert str(snapshot) not in asked.get(path).text and "/exports/" not in asked.get(path).text, path
    assert asked.get("/-/databases.json").status_code == 404


def test_redirects_stay_on_this_host(asked: Asked) -> None:
    assert safe_location(b"/\\evil.example/") == safe_location(b"//evil.example/") == b"/evil.example/"
    answer = asked.get("/\\evil.example/")
    assert answer.headers.get("location", "/x").startswith("/") and "//" not in answer.headers.get(
        "location", ""
    )


def test_robots_are_told(asked: Asked) -> None:
    text = asked.get("/robots.txt").text
    assert "Disallow: /archive" in text and "Disallow: /original/" in text and "Disallow: /\n" not in text


DANGEROUS = [
    {"a": "=1+1", "b": "@SUM(1)", "c": "-cmd", "d": "+1036", "e": "-", "f": -5, "g": "\tx", "h": "正文"}
]


def test_csv_formulas_are_defused_and_figures_are_not() -> None:
    row = next(csv.DictReader(io.StringIO(as_csv(DANGEROUS).decode())))
    assert row == {
        "a": "'=1+1",
        "b": "'@SUM(1)",
        "c": "'-cmd",
        "d": "+1036",
        "e": "-",
        "f": "-5",
        "g": "'\tx",
        "h": "正文",
    }
    assert next(csv.DictReader(io.StringIO(as_csv(DANGEROUS, exact=True).decode())))["a"] == "=1+1"
    assert as_csv(DANGEROUS, excel=True).startswith(b"\xef\xbb\xbf")
    assert b"<f>" not in as_xlsx(DANGEROUS)


def test_datasettes_csv_is_defused_too(asked: Asked) -> None:
    body = asked.get("/archive.csv?sql=select+'=1%2B1'+as+a,'%2B1036'+as+b,char(64)||'x'+as+c").text
    assert body.splitlines()[1] == "'=1+1,+1036,'@x"
    assert "=1+1,+1036" in asked.get("/archive.csv?sql=select+'=1%2B1'+as+a,'%2B1036'+as+b&_exact=1").text


def test_the_guard_waits_for_the_end_of_a_row() -> None:
    data = b'a,b\r\n"x\ny",=1\r\nz,2\r\n'
    for cut in range(len(data)):
        guard = Guard(None)  # type: ignore[arg-type]
        out = guard.feed(data[:cut], True) + guard.feed(data[cut:], False)
        assert list(csv.reader(io.StringIO(out.decode(), newline=""))) == [
            ["a", "b"],
            ["x\ny", "'=1"],
            ["z", "2"],
        ]
    assert whole(b'"a\nb') == 0 and guarded("=x") == "'=x"


def test_gzip_is_gzip(asked: Asked) -> None:
    assert zlib.decompress(zlib.compress(b"x")) == b"x"
    big = asked.get("/archive/cells.csv?_stream=1", accept_encoding="gzip")
    assert big.status_code == 200 and len(big.text.splitlines()) > 8_000
