"""The pages of a PDF or picture that hold figures, drawn small and grey, so that a reader sees where a figure stood.

Only a view: nothing is read from these pictures, and they can be thrown away and drawn again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from io import BytesIO

import pypdfium2
from PIL import Image, UnidentifiedImageError

from parse.errors import CannotOpenError

WIDTH = 800
"""Pixels of a drawn page across."""

QUALITY = 30
MOST_PAGES = 12
"""Pages drawn of one document: the tables of a report fill three or four."""

MOST_PIXELS = 60_000_000
STRETCH = 4.0
"""A page is never drawn larger than this by its own unit, nor higher than this by its width."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page, counted from 1; `wide` and `high` in the units of the boxes: points of a PDF, pixels of a picture."""

    number: int
    wide: float
    high: float
    webp: bytes


def drawn(body: bytes, pages: Collection[int]) -> list[Drawn]:
    """Those pages of a document. Raises CannotOpenError where it is neither PDF nor picture, or is damaged."""
    wanted = sorted(pages)[:MOST_PAGES]
    if b"%PDF-" in body[:1024]:
        return list(_pdf(body, wanted))
    return list(_picture(body)) if 1 in wanted else []


def _pdf(body: bytes, wanted: list[int]) -> Iterator[Drawn]:
    try:
        with pypdfium2.PdfDocument(body) as pdf:
            for number in wanted:
                if number <= len(pdf):
                    page = pdf[number - 1]
                    wide, high = page.get_size()
                    if wide > 0 and 0 < high <= wide * STRETCH:
                        image = page.render(scale=min(WIDTH / wide, STRETCH), grayscale=True).to_pil()
                        yield Drawn(number, wide, high, _webp(image))
    except (pypdfium2.PdfiumError, ValueError, OSError) as error:
        raise CannotOpenError("damaged", f"PDF损坏：{error}", f"damaged PDF: {error}"[:200]) from None


def _picture(body: bytes) -> Iterator[Drawn]:
    try:
        with Image.open(BytesIO(body)) as image:
            wide, high = image.size
            if wide * high > MOST_PIXELS:
                raise CannotOpenError(
                    "too_large", f"图片过大：{wide}×{high}像素", f"a picture of {wide}×{high} pixels"
                )
            small = image.convert("L")
            small.thumbnail((WIDTH, WIDTH * STRETCH))
            yield Drawn(1, wide, high, _webp(small))
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise CannotOpenError("damaged", f"图片损坏：{error}", f"damaged picture: {error}"[:200]) from None


def _webp(image: Image.Image) -> bytes:
    out = BytesIO()
    image.convert("L").save(out, "WEBP", quality=QUALITY, method=4)
    return out.getvalue()
