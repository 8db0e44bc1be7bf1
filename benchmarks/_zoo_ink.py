"""Papers drawn glyph by glyph: fonts that lie, hidden layers, covered and overlaid figures, and other traps of PDF."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any

import pikepdf
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from benchmarks._layout import HIGH, WIDE, Ink, Style, pages_of, wide
from benchmarks._papers import Paper
from benchmarks._print import FONT
from benchmarks._scan import Scanner, _drawn, _scanned

DIGITS = "DejaVuSans"
DIGITS_FILE = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
Text = tuple[float, float, float, str]


@dataclass(slots=True)
class Trap:
    """How the pages are painted. `figures` draws each figure, `over` and `under` are drawn after and before the page."""

    figures: Callable[[Any, Text, Random], None]
    words: Callable[[Any, Text, Random], None] | None = None
    over: Callable[[Any, Ink, Random], None] | None = None
    under: Callable[[Any, Ink, Random], None] | None = None
    lines: str = "all"
    after: Callable[[bytes], bytes] | None = None
    style: Style | None = None


def is_figure(text: str) -> bool:
    return bool(re.fullmatch(r"[+-]?\d[\d.,]*", text))


def trap_pdf(made: Paper, trap: Trap, rng: Random) -> bytes:
    """The paper as a PDF with that trap."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    if DIGITS_FILE.exists():
        pdfmetrics.registerFont(TTFont(DIGITS, str(DIGITS_FILE)))
    out = BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    for ink in pages_of(made, trap.style or Style(), rng):
        if trap.under:
            trap.under(canvas, ink, rng)
        _rules(canvas, ink, trap.lines)
        for text in ink.texts:
            (trap.figures if is_figure(text[3]) else trap.words or letters)(canvas, text, rng)
        if trap.over:
            trap.over(canvas, ink, rng)
        canvas.showPage()
    canvas.save()
    return trap.after(out.getvalue()) if trap.after else out.getvalue()


def _rules(canvas: Any, ink: Ink, which: str) -> None:
    canvas.setLineWidth(0.5)
    canvas.setStrokeGray(0.6 if which == "pale" else 0)
    for x0, y0, x1, y1 in ink.lines:
        if which in ("all", "pale") or (which == "level" and y0 == y1):
            canvas.line(x0, y0, x1, y1)


def letters(canvas: Any, text: Text, rng: Random, font: str = FONT) -> None:
    x, y, size, words = text
    canvas.setFont(font, size)
    for letter in words if font == FONT else [words]:
        canvas.drawString(x, y, letter)
        x += wide(letter, size)


def plain(canvas: Any, text: Text, rng: Random) -> None:
    letters(canvas, text, rng, DIGITS)


def stacked(canvas: Any, text: Text, rng: Random) -> None:
    """Digits one below the other."""
    x, y, size, words = text
    for n, letter in enumerate(words):
        letters(canvas, (x, y + size * 0.45 * (len(words) - 1 - 2 * n), size * 0.8, letter), rng)


def sideways(canvas: Any, text: Text, rng: Random) -> None:
    x, y, size, words = text
    canvas.saveState()
    canvas.translate(x + size, y)
    canvas.rotate(90)
    letters(canvas, (0, 0, size * 0.7, words), rng)
    canvas.restoreState()


def pictured(canvas: Any, text: Text, rng: Random) -> None:
    """Figures as small pictures, without any character."""
    x, y, size, words = text
    scale = 6
    font = ImageFont.truetype(str(DIGITS_FILE), round(size * scale))
    image = Image.new("L", (round(font.getlength(words)) + 2, round(size * scale * 1.2)), 255)
    ImageDraw.Draw(image).text((1, size * scale * 0.95), words, font=font, fill=0, anchor="ls")
    high = image.height / scale
    canvas.drawImage(ImageReader(image), x, y - high * 0.2, image.width / scale, high)


def corrected(canvas: Any, text: Text, rng: Random) -> None:
    """One figure in five was another one, which lies under white paint."""
    x, y, size, _ = text
    if rng.random() < 0.2:
        letters(canvas, (x, y, size, str(rng.randint(1, 99))), rng)
        canvas.setFillGray(1)
        canvas.rect(x - 2, y - 2, 14, size + 3, stroke=0, fill=1)
        canvas.setFillGray(0)
    letters(canvas, text, rng)


def struck(canvas: Any, text: Text, rng: Random) -> None:
    """One figure in five is drawn over another one that can still be seen."""
    x, y, size, _ = text
    if rng.random() < 0.2:
        letters(canvas, (x + 1.5, y + 1, size, str(rng.randint(1, 9))), rng)
    letters(canvas, text, rng)


def highlighted(canvas: Any, text: Text, rng: Random) -> None:
    letters(canvas, text, rng)
    canvas.saveState()
    canvas.setFillColorRGB(1, 1, 0, alpha=0.4)
    canvas.rect(text[0] - 2, text[1] - 2, 20, text[2] + 3, stroke=0, fill=1)
    canvas.restoreState()


def field(canvas: Any, text: Text, rng: Random) -> None:
    """The figure is the value of a form's field."""
    x, y, size, words = text
    canvas.acroForm.textfield(
        value=words,
        x=x - 3,
        y=y - 3,
        width=30,
        height=size + 5,
        fontSize=size,
        borderWidth=0,
        name=f"f{canvas.getPageNumber()}_{x:.0f}_{y:.0f}",
    )


def other(words: str, rng: Random) -> str:
    """Another figure of as many digits."""
    return "".join(rng.choice("123456789") if letter.isdigit() else letter for letter in words)


def watermark(canvas: Any, ink: Ink, rng: Random, size: float = 70, grey: float = 0.85) -> None:
    """Upright words and digits over the middle of the page."""
    canvas.setFillGray(grey)
    for y in range(120, 760, 90):
        letters(canvas, (90, y, size, "公开2024年5"), rng)
    canvas.setFillGray(0)


def tiles(canvas: Any, ink: Ink, rng: Random) -> None:
    """Small pale digits all over the page, upright, as systems print who opened a file and when."""
    canvas.setFillGray(0.8)
    for y in range(80, 800, 37):
        for x in range(80, 520, 41):
            letters(canvas, (x, y, 8, "7"), rng)
    canvas.setFillGray(0)


def glass(canvas: Any, ink: Ink, rng: Random) -> None:
    """A black watermark that is almost transparent."""
    canvas.saveState()
    canvas.setFillAlpha(0.12)
    watermark(canvas, ink, rng, 30, 0)
    canvas.restoreState()


def page_numbers(canvas: Any, ink: Ink, rng: Random) -> None:
    """Page numbers close beside the tables, and inside their outline at the foot of the page."""
    low = min((y0 for _, y0, _, _ in ink.lines), default=90)
    letters(canvas, (527, low + 3, 9, str(canvas.getPageNumber())), rng)
    letters(canvas, (290, low - 11, 9, f"- {canvas.getPageNumber()} -"), rng)


def hidden_layer(wrong: bool, mode: str) -> Trap:
    """A scan with a text layer: without ink, or covered by the picture; `wrong` where recognition failed."""

    def words(canvas: Any, text: Text, rng: Random) -> None:
        x, y, size, figure = text
        pen = canvas.beginText(x, y)
        pen.setFont(FONT, size)
        pen.setFillGray(1 if mode == "white" else 0)
        pen.setTextRenderMode(3 if mode == "inkless" else 0)
        pen.textOut(other(figure, rng) if wrong and is_figure(figure) else figure)
        canvas.drawText(pen)

    def picture(canvas: Any, ink: Ink, rng: Random) -> None:
        import numpy as np  # noqa: PLC0415

        scanner = Scanner()
        image = _scanned(_drawn(ink, scanner), scanner, np.random.default_rng(1))
        canvas.drawImage(ImageReader(image), 0, 0, WIDE, HIGH)

    if mode == "covered":
        return Trap(words, words, over=picture, lines="none")
    return Trap(words, words, under=picture, lines="none")


def of_fonts(change: Callable[[Any, bool], None]) -> Callable[[bytes], bytes]:
    """The file with every font changed; the second argument tells whether it is the digits' own font."""

    def done(body: bytes) -> bytes:
        out = BytesIO()
        with pikepdf.open(BytesIO(body)) as pdf:
            for item in pdf.objects:
                if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font":
                    change(item, "DejaVu" in str(item.get("/BaseFont", "")))
            pdf.save(out, static_id=True)
        return out.getvalue()

    return done


def no_map(only_digits: bool) -> Callable[[bytes], bytes]:
    def change(font: Any, digits: bool) -> None:
        if (digits or not only_digits) and "/ToUnicode" in font:
            del font["/ToUnicode"]

    return of_fonts(change)


def mapped(turn: dict[str, str]) -> Callable[[bytes], bytes]:
    """The digits' ToUnicode says other digits."""

    def change(font: Any, digits: bool) -> None:
        if digits and "/ToUnicode" in font:
            font.ToUnicode.write(lied(font.ToUnicode.read_bytes(), turn))

    return of_fonts(change)


def lied(cmap: bytes, turn: dict[str, str]) -> bytes:
    """A ToUnicode CMap with targets exchanged; ranges are written out first."""
    text = cmap.decode("latin-1")

    def pairs(match: re.Match[str]) -> str:
        rows = re.findall(r"<(\w+)>\s*<(\w+)>\s*(<\w+>|\[[^\]]*\])", match[1])
        out = []
        for lo, hi, to in rows:
            targets = re.findall(r"<(\w+)>", to)
            for n in range(int(lo, 16), int(hi, 16) + 1):
                k = n - int(lo, 16)
                code = int(targets[k] if to.startswith("[") and k < len(targets) else targets[0], 16)
                code += 0 if to.startswith("[") else k
                out.append(f"<{n:0{len(lo)}X}> <{code:04X}>")
        return "\n".join(f"1 beginbfchar\n{line}\nendbfchar" for line in out)

    text = re.sub(r"\d+\s+beginbfrange(.*?)endbfrange", pairs, text, flags=re.S)
    codes = {f"{ord(a):04X}": f"{ord(b):04X}" for a, b in turn.items()}
    return re.sub(
        r"(<\w+>\s*)<(\w{4})>(?=\s)", lambda m: f"{m[1]}<{codes.get(m[2].upper(), m[2])}>", text
    ).encode("latin-1")


SHIFT = {str(n): str((n + 1) % 10) for n in range(10)}
SWAP = {"2": "3", "3": "2"}
