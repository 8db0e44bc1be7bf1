"""Picture files, and pages of a PDF that are pictures → marks. Imported only where the extra `ocr` is installed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any

import cv2
import numpy as np
import pypdfium2
from PIL import Image, ImageSequence, UnidentifiedImageError

from parse.errors import CannotOpenError
from parse.model import Box, Document, Grid
from parse.readers.lattice import lattices
from parse.readers.ocr_image import rules
from parse.readers.ocr_page import marks_of
from parse.readers.pdf_join import blocks_of
from parse.readers.pdf_marks import Marks
from parse.readers.pdf_page import page_of

DPI = 200
LEAST_CELLS = 6  # of a table
MOST_PIXELS = 60_000_000  # of one picture
LIGHT, REDDISH = 140, 30  # of 255: a pixel of a seal has so much red, and so much more red than green
PAGE_WIDTH = 1654  # pixels of an A4 page at 200 dpi; picture files are brought near it


def read(body: bytes, most: int) -> Document:
    """A picture file (its first `most` frames) as paragraphs and grids, boxes in its own pixels; raises
    CannotOpenError."""
    pages, factors = [], []
    for number, (grey, factor) in enumerate(pictures(body, most), 1):
        pages.append(page_of(marks_of(grey, 72 / DPI), number))
        factors.append(factor)
    document = Document("image", blocks_of(pages))
    document.blocks = [
        in_pixels(block, DPI / 72 / factors[(block.page or 1) - 1]) if isinstance(block, Grid) else block
        for block in document.blocks
    ]
    return document


def has_table(body: bytes) -> bool:
    """Whether the first frame has the lines of a table; costs a fraction of reading it."""
    grey, _ = next(pictures(body, 1))
    across, down, _ = rules(grey)
    return any(len(lattice.regions) >= LEAST_CELLS for lattice in lattices(across, down, 8.0))


def pictures(body: bytes, most: int) -> Iterator[tuple[Any, float]]:
    """Each of the first `most` frames in grey, near 200 dpi, and the factor by which it was resized; raises CannotOpenError."""
    try:
        with Image.open(BytesIO(body)) as image:
            if image.width * image.height > MOST_PIXELS:
                size = f"{image.width}×{image.height}"
                raise CannotOpenError("too_large", f"图片过大：{size}像素", f"a picture of {size} pixels")
            for frame, _ in zip(ImageSequence.Iterator(image), range(most), strict=False):
                yield sized(grey_of(frame))
    except CannotOpenError:
        raise
    except (
        UnidentifiedImageError,
        OSError,
        ValueError,
        SyntaxError,
        EOFError,
        Image.DecompressionBombError,
    ) as e:
        raise CannotOpenError("damaged", f"图片损坏：{e}", f"damaged picture: {e}"[:200]) from None


def grey_of(image: Image.Image) -> Any:
    """Dark ink on light paper. Red seals lie over text: what is red is paper, what is black under it stays."""
    if image.mode in {"RGBA", "LA", "PA", "P"}:
        paper = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(paper, image.convert("RGBA"))
    pixels = np.asarray(image.convert("RGB"))
    red, green = pixels[:, :, 0], pixels[:, :, 1]
    sealed = (red > LIGHT) & (red.astype(np.int16) - green > REDDISH)
    return np.where(sealed, np.uint8(np.percentile(red, 80)), red)


def sized(grey: Any) -> tuple[Any, float]:
    factor = min(2.0, max(0.3, PAGE_WIDTH / grey.shape[1]))
    if abs(factor - 1) <= 0.15:
        return grey, 1.0
    way = cv2.INTER_CUBIC if factor > 1 else cv2.INTER_AREA
    return cv2.resize(grey, None, fx=factor, fy=factor, interpolation=way), factor


def in_pixels(grid: Grid, scale: float) -> Grid:
    def moved(box: Box | None) -> Box | None:
        return None if box is None else (box[0] * scale, box[1] * scale, box[2] * scale, box[3] * scale)

    rows = tuple(tuple(replace(slot, box=moved(slot.box)) for slot in row) for row in grid.rows)
    return replace(grid, rows=rows)


def scanned(body: bytes, numbers: Iterable[int]) -> Iterator[tuple[int, Marks]]:
    """The marks of those pages (counted from 1) of a PDF that must be looked at; needs the extra `ocr`."""
    with pypdfium2.PdfDocument(body) as pdf:
        for number in numbers:
            page = pdf[number - 1]
            page.set_rotation(0)
            wide, high = page.get_size()
            scale = min(DPI / 72, (MOST_PIXELS / 4 / max(1.0, wide * high)) ** 0.5)
            image = page.render(scale=scale).to_pil()
            yield number, marks_of(grey_of(image), 1 / scale)
