"""A paper as PDF pages with a text layer: the layout drawn, in every way that a style asks for."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from random import Random
from typing import Any

import pikepdf
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from benchmarks._layout import HIGH, WIDE, Ink, Style, pages_of, wide
from benchmarks._papers import Paper

FONT = "STSong-Light"


def pdf_of(made: Paper, style: Style, rng: Random) -> bytes:
    """The paper as a PDF with a text layer."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    out = BytesIO()
    canvas = Canvas(out, pagesize=A4, pageCompression=1, invariant=1)
    for number, ink in enumerate(pages_of(made, style, rng), 1):
        _paint(canvas, ink, style, rng)
        if style.numbered:
            canvas.setFont(FONT, 10)
            canvas.drawCentredString(WIDE / 2, 40, f"— {number} —")
        canvas.showPage()
    canvas.save()
    return turned(out.getvalue(), style.rotate)


def turned(body: bytes, degrees: int) -> bytes:
    """The file with /Rotate on every page."""
    if not degrees:
        return body
    out = BytesIO()
    with pikepdf.open(BytesIO(body)) as pdf:
        for page in pdf.pages:
            page.rotate(degrees, relative=False)
        pdf.save(out, static_id=True)
    return out.getvalue()


def _paint(canvas: Any, ink: Ink, style: Style, rng: Random) -> None:
    if style.watermark:
        canvas.saveState()
        canvas.setFont(FONT, 60)
        canvas.setFillGray(0.9)
        canvas.translate(200, 300)
        canvas.rotate(40)
        canvas.drawString(0, 0, "政务公开2024")
        canvas.restoreState()
    if style.frame:
        canvas.rect(40, 30, WIDE - 80, HIGH - 60)
    canvas.setFillGray(0.93)
    for x, y, w, h in ink.shades:
        canvas.rect(x, y, w, h, stroke=0, fill=1)
    canvas.setFillGray(0)
    canvas.setLineWidth(0.5)
    for x0, y0, x1, y1 in ink.lines:
        if style.thin_boxes:
            canvas.rect(
                min(x0, x1) - 0.25,
                min(y0, y1) - 0.25,
                abs(x1 - x0) + 0.5,
                abs(y1 - y0) + 0.5,
                stroke=0,
                fill=1,
            )
        else:
            canvas.line(x0, y0, x1, y1)
    texts = list(ink.texts)
    if style.spread:
        rng.shuffle(texts)
    for x, y, size, text in texts:
        for shift in (0.0, 0.25) if style.double_strike else (0.0,):
            _letters(canvas, (x + shift, y), size, text, style.spread)


def _letters(canvas: Any, at: tuple[float, float], size: float, text: str, one_by_one: bool) -> None:
    x, y = at
    canvas.setFont(FONT, size)
    for piece in text if one_by_one else _runs(text):
        canvas.drawString(x, y, piece)
        x += wide(piece, size)


def _runs(text: str) -> Iterator[str]:
    """Half-width and full-width letters apart: each is drawn where the layout put it."""
    run = ""
    for letter in text:
        if run and (ord(run[-1]) > 0x2E7F) != (ord(letter) > 0x2E7F):
            yield run
            run = ""
        run += letter
    if run:
        yield run
