"""Do the digits of a PDF's fonts look like the digits that their code map says? One glyph of each is drawn and compared.

A font's code map is written by a program and seen by nobody: a shifted one turns every figure into another one that
looks just as sound. Each digit of each font is therefore rendered once and compared with the ten digits of the
standard fonts, which the renderer brings along.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from io import BytesIO
from operator import mul

import pikepdf
import pypdfium2
from PIL import Image

from parse.model import Box

DIGITS = "0123456789"
STANDARD = (
    *("Helvetica", "Helvetica-Bold", "Helvetica-Oblique", "Times-Roman", "Times-Bold", "Times-Italic"),
    *("Courier", "Courier-Bold", "Courier-Oblique"),
)
HIGH = 90.0  # pixels of a letter's height
SIZE = (12, 16)  # pixels to which a glyph is brought
NEARER, FAR_NEARER = (
    0.05,
    0.2,
)  # how much better another digit must match than the claimed one: of two digits, of one
LEAST_SEEN = 3  # pixels across; a box without width shows nothing, and the renderer refuses it
LEAST_HIGH = 8  # pixels; less is a speck
MOST_LOOKS = 8  # places at which a digit is looked at before it is believed to be another one
Glyph = tuple[float, ...]
Drawn = Mapping[str, Mapping[str, Sequence[Box]]]


def liars(body: bytes, pages: Sequence[Drawn]) -> set[str]:
    """The fonts whose digits look like other digits; `pages` has, for each page, font → digit → boxes (from the top left)."""
    places = _places(pages)
    if not places:
        return set()
    with pypdfium2.PdfDocument(body) as pdf:
        return {
            font
            for font, digits in places.items()
            if lies([lead(pdf, digit, where) for digit, where in digits.items()])
        }


def _places(pages: Sequence[Drawn]) -> dict[str, dict[str, list[tuple[int, Box]]]]:
    """font → digit → pages and places where it stands."""
    places: dict[str, dict[str, list[tuple[int, Box]]]] = {}
    for number, fonts in enumerate(pages):
        for font, digits in fonts.items():
            for digit, boxes in digits.items():
                if digit in DIGITS:
                    found = places.setdefault(font, {}).setdefault(digit, [])
                    found += [(number, box) for box in boxes][: MOST_LOOKS - len(found)]
    return places


def lead(pdf: pypdfium2.PdfDocument, digit: str, places: Sequence[tuple[int, Box]]) -> float:
    """How much better another digit matches, where it does so least: a line or a stamp may lie over one of the places."""
    least = math.inf
    for number, box in places:
        glyph = glyph_at(pdf, number, box)
        if glyph:
            scores = [likeness(glyph, other) for other in DIGITS]
            least = min(least, max(scores) - scores[int(digit)])
        if least <= NEARER:
            break
    return least if least < math.inf else 0.0


def lies(leads: Sequence[float]) -> bool:
    """Whether digits of a font clearly show other digits, by how much."""
    return sum(by > NEARER for by in leads) > 1 or any(by > FAR_NEARER for by in leads)


def likeness(glyph: Glyph, digit: str) -> float:
    """The best correlation with that digit of any standard font."""
    return float(max(sum(map(mul, glyph, known)) for known in standard()[digit]))


def glyph_at(pdf: pypdfium2.PdfDocument, number: int, box: Box) -> Glyph | None:
    """The glyph in that box of a page."""
    page = pdf[number]
    page.set_rotation(0)
    media, shown = page.get_mediabox(), page.get_cropbox()
    x0, x1 = box[0] + media[0] - shown[0], box[2] + media[0] - shown[0]
    top, bottom = box[1] - media[3] + shown[3], box[3] - media[3] + shown[3]
    size = bottom - top
    scale = HIGH / max(3.0, size)
    wide, high = page.get_size()
    crop = (x0, high - bottom, wide - x1, top)
    seen = min(wide - crop[0] - crop[2], size) * scale
    if min(crop) < 0 or not 3 < size < 100 or seen < LEAST_SEEN:
        return None
    return glyph_of(page.render(scale=scale, crop=crop, grayscale=True).to_pil())


def glyph_of(image: Image.Image) -> Glyph | None:
    """A picture's ink brought to one size, its mean taken out, its length 1."""
    ink = image.convert("L").point(lambda grey: 255 - grey if grey < 160 else 0)
    across = _thickest(ink.resize((ink.width, 1), Image.Resampling.BOX).tobytes())
    ink = ink.crop((across[0], 0, across[1], ink.height))
    down = _thickest(ink.resize((1, ink.height), Image.Resampling.BOX).tobytes())
    ink = ink.crop((0, down[0], ink.width, down[1]))
    box = ink.getbbox()
    if box is None or box[3] - box[1] < LEAST_HIGH:
        return None
    high, wide = box[3] - box[1], box[2] - box[0]
    side = max(1, round((high * SIZE[0] / SIZE[1] - wide) / 2))
    framed = (
        ink.crop((box[0] - side, box[1], box[2] + side, box[3])) if wide * 4 < high * 3 else ink.crop(box)
    )
    values = list(framed.resize(SIZE, Image.Resampling.BOX).tobytes())
    mean = sum(values) / len(values)
    length = sum((value - mean) ** 2 for value in values) ** 0.5 or 1.0
    return tuple((value - mean) / length for value in values)


def _thickest(profile: bytes) -> tuple[int, int]:
    """The run of inked columns (or rows) with the most ink: not the table's line beside the glyph."""
    best, start, most = (0, len(profile)), None, 0
    for place, ink in enumerate([*profile, 0]):
        if ink and start is None:
            start = place
        elif not ink and start is not None:
            if sum(profile[start:place]) > most:
                best, most = (start, place), sum(profile[start:place])
            start = None
    return best


@lru_cache(maxsize=1)
def standard() -> Mapping[str, Sequence[Glyph]]:
    """Each digit as the standard fonts draw it."""
    known: dict[str, list[Glyph]] = {digit: [] for digit in DIGITS}
    with pypdfium2.PdfDocument(_sheet(STANDARD)) as pdf:
        for number in range(len(STANDARD)):
            for place, digit in enumerate(DIGITS):
                crop = (20.0 + 40 * place, 20.0, 420 - 60 - 40.0 * place, 20.0)
                glyph = glyph_of(pdf[number].render(scale=2, crop=crop, grayscale=True).to_pil())
                if glyph:
                    known[digit].append(glyph)
    return known


def _sheet(fonts: Iterable[str]) -> bytes:
    """A page a font, its ten digits 40 points apart."""
    out = BytesIO()
    with pikepdf.new() as pdf:
        for font in fonts:
            page = pdf.add_blank_page(page_size=(420, 80))
            name = pikepdf.Dictionary(
                Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name("/" + font)
            )
            page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=name))
            words = [f"BT /F 36 Tf {25 + 40 * n} 27 Td ({digit}) Tj ET" for n, digit in enumerate(DIGITS)]
            page.Contents = pdf.make_stream("\n".join(words).encode())
        pdf.save(out)
    return out.getvalue()
