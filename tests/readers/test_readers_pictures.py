"""Tables that are pictures in a Word file, a page or a saved page: read where that can be done, else told by name."""

from __future__ import annotations

import base64
from io import BytesIO
from random import Random

import docx
import pytest
from docx.shared import Inches

from benchmarks._layout import LEFT, RIGHT, Style, pages_of
from benchmarks._papers import Paper, judged, paper
from benchmarks._scan import Scanner, _drawn, fonts_here
from parse.readers import ocr
from parse.report import read_bytes
from tests.lacking import lacking

WORDS = ["一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况"]


def table_only() -> Paper:
    made = paper(Random(5), busy=True)
    drawn = next(part for part in made.parts if not isinstance(part, str))
    cells = {box.cell for row in drawn for box in row}
    truth = {cell: value for cell, value in made.truth.items() if cell in cells}
    return Paper(made.form, made.organ, made.year, [drawn], truth)


def picture(made: Paper) -> bytes:
    """The table alone, as a picture of what stands between the margins."""
    (ink,) = pages_of(Paper(made.form, "", made.year, list(made.parts), {}), Style(numbered=False), Random(1))
    image = _drawn(ink, Scanner())
    scale = 200 / 72
    low = max(y for _, y0, _, y1 in ink.lines for y in (842 - y0, 842 - y1))
    top = min(y for _, y0, _, y1 in ink.lines for y in (842 - y0, 842 - y1))
    box = (
        round((LEFT - 8) * scale),
        round((top - 8) * scale),
        round((RIGHT + 8) * scale),
        round((low + 8) * scale),
    )
    out = BytesIO()
    image.crop(box).save(out, "PNG")
    return out.getvalue()


def word_file(body: bytes) -> bytes:
    document = docx.Document()
    for line in WORDS[:2]:
        document.add_paragraph(line)
    document.add_paragraph(
        "青云县人民政府按照条例规定开展各项工作，内容均为生成的示例文字，与任何机关无关。" * 8
    )
    document.add_picture(BytesIO(body), width=Inches(6))
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def page(*sources: str) -> bytes:
    images = "".join(f'<p><img src="{source}"></p>' for source in sources)
    words = "".join(f"<p>{line}</p>" for line in WORDS)
    title = "青云县人民政府2024年政府信息公开工作年度报告"
    return (
        f"<html><head><meta charset=utf-8></head><body><h1>{title}</h1>{words}{images}</body></html>".encode()
    )


def data(body: bytes) -> str:
    return "data:image/png;base64," + base64.b64encode(body).decode()


@pytest.fixture(name="sample")
def _sample() -> tuple[Paper, bytes]:
    if not fonts_here():
        lacking("Chinese fonts", "apt-get install fonts-noto-cjk")
    made = table_only()
    return made, picture(made)


@pytest.mark.parametrize("kind", ["docx", "page"])
def test_the_table_in_a_picture_is_read(kind: str, sample: tuple[Paper, bytes]) -> None:
    if not ocr.available():
        lacking("text recognition", "install the extra ocr")
    made, body = sample
    reading = read_bytes(word_file(body) if kind == "docx" else page(data(body)))
    verdict = judged(reading, made.truth)
    assert (verdict.silent, verdict.null) == ([], 0)


@pytest.mark.parametrize("kind", ["docx", "page"])
def test_without_recognition_the_picture_is_told(
    kind: str, sample: tuple[Paper, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ocr, "available", lambda: False)
    reading = read_bytes(word_file(sample[1]) if kind == "docx" else page(data(sample[1])))
    assert "picture_table" in {problem.kind for problem in reading.problems}


def test_pictures_elsewhere_are_named_and_furniture_is_not() -> None:
    reading = read_bytes(page("/images/logo.png", "./W020250123_t1.jpg", "W020250123_t2.jpg"))
    named = [problem.at for problem in reading.problems if problem.kind == "picture_table"]
    assert named == ["./W020250123_t1.jpg", "W020250123_t2.jpg"]
