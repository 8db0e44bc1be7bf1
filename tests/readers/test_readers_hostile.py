"""Bytes that no reader can open say so in one line; others are read, and what is lost is a problem."""

from __future__ import annotations

import importlib.metadata
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path
from random import Random

import pikepdf
import pytest

from benchmarks._layout import Style
from benchmarks._office import docx_of
from benchmarks._papers import judged, paper
from benchmarks._print import pdf_of
from benchmarks.mutate import kinds_here, tried
from parse.errors import CannotOpenError
from parse.readers import ocr, office_convert, pdf_open
from parse.report import read_bytes, read_members
from parse.worker import Lost

ROOT = Path(__file__).parents[2]


def small_pdf() -> bytes:
    return pdf_of(paper(Random(3)), Style(), Random(3))


def locked(owner: str, user: str) -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(small_pdf())) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner=owner, user=user))
    return out.getvalue()


def zipped(name: str, body: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, body)
    return out.getvalue()


BAD = {
    "empty": (b"", "empty"),
    "blank": (b" \r\n\x00", "empty"),
    "noise": (bytes(range(256)) * 40, "unknown_kind"),
    "half a PDF head": (b"%PDF-1.7\n", "damaged"),
    "half a docx": (docx_of(paper(Random(1)), Random(1))[:4000], "damaged"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_opened_says_why(name: str) -> None:
    body, kind = BAD[name]
    with pytest.raises(CannotOpenError) as caught:
        read_bytes(body)
    assert caught.value.kind == kind
    assert caught.value.zh and "\n" not in caught.value.en


def test_a_password_is_needed_or_not() -> None:
    with pytest.raises(CannotOpenError) as caught:
        read_bytes(locked("owner", "user"))
    assert caught.value.kind == "encrypted"
    assert judged(read_bytes(locked("owner", "")), paper(Random(3)).truth).null == 0


def test_the_command_ends_with_two_and_one_line(tmp_path: Path) -> None:
    path = tmp_path / "locked.pdf"
    path.write_bytes(locked("owner", "user"))
    done = subprocess.run(
        [sys.executable, "-m", "parse", "read", str(path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1 and "encrypted" in done.stderr


def test_a_lost_cross_reference_is_mended_and_told() -> None:
    reading = read_bytes(small_pdf().replace(b"startxref", b"startxxxx"))
    verdict = judged(reading, paper(Random(3)).truth)
    assert (verdict.silent, verdict.null) == ([], 0)
    assert "repaired" in {problem.kind for problem in reading.problems}


def test_a_stream_that_fails_its_checksum_leaves_no_sure_figure() -> None:
    out = BytesIO()
    with pikepdf.open(BytesIO(small_pdf())) as pdf:
        pdf.save(out, recompress_flate=True, stream_decode_level=pikepdf.StreamDecodeLevel.generalized)
    body = bytearray(out.getvalue())
    place = body.rindex(b"endstream", 0, body.index(b"endstream") + 9) - 40
    body[place] ^= 0xFF
    reading = read_bytes(bytes(body))
    assert judged(reading, paper(Random(3)).truth).silent == []
    assert reading.problems


def test_too_many_pages_are_not_read() -> None:
    out = BytesIO()
    with pikepdf.new() as pdf:
        for _ in range(pdf_open.MOST_PAGES + 1):
            pdf.add_blank_page()
        pdf.save(out)
    with pytest.raises(CannotOpenError) as caught:
        read_bytes(out.getvalue())
    assert caught.value.kind == "too_large"


def test_an_archive_is_read_member_by_member() -> None:
    made = paper(Random(4))
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("一.docx", docx_of(made, Random(4)))
        archive.writestr("二.pdf", locked("owner", "user"))
        archive.writestr("bomb.txt", b"0" * 60_000_000)
    good, *bad = read_members(out.getvalue())
    assert judged(good, made.truth).null == 0
    assert [problem.kind for reading in bad for problem in reading.problems] == ["member_failed"] * 2


def test_a_bomb_inside_a_word_file_is_not_inflated() -> None:
    with pytest.raises(CannotOpenError) as caught:
        read_bytes(zipped("word/document.xml", b" " * 250_000_000))
    assert caught.value.kind == "too_large"


def test_without_the_extras_the_document_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "available", lambda: False)
    monkeypatch.setattr(office_convert, "soffice", lambda: None)
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "WordDocument".encode("utf-16-le") + bytes(600)
    assert [p.kind for p in read_bytes(old).problems][:1] == ["office_missing"]
    assert [p.kind for p in read_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100)).problems][:1] == ["ocr_missing"]


def test_the_pdf_parser_is_one_that_runs_no_pickles() -> None:
    assert int(importlib.metadata.version("pdfminer.six")) >= 20251230


@pytest.mark.parametrize("kind", ["html", "docx", "xlsx", "pdf", "zip"])
def test_damaged_files_bring_no_reader_down(kind: str) -> None:
    assert kind in kinds_here()
    results = list(tried(kind, 25 if kind != "pdf" else 12, jobs=1, first_seed=50_000))
    assert [r.en for r in results if isinstance(r, Lost)] == []
    assert [r.detail for r in results if not isinstance(r, Lost) and r.what == "untold"] == []
