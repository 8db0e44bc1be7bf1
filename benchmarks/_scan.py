"""A paper as scanned pages: drawn, tilted, blurred, noisy, as pictures or in a PDF without a text layer."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from benchmarks._layout import HIGH, WIDE, Ink, Style, pages_of, wide
from benchmarks._papers import Paper

FONTS = (
    "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc",
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
)


@dataclass(frozen=True, slots=True)
class Scanner:
    """How badly pages are scanned. `tilt` in degrees, `noise` in grey levels, `seal` stamps a red ring."""

    dpi: int = 200
    tilt: float = 0.6
    noise: float = 8.0
    blur: float = 0.6
    quality: int = 60
    turn: int = 0
    seal: bool = False
    font: int = 0

    @staticmethod
    def of(rng: Random) -> Scanner:
        return Scanner(
            dpi=rng.choice((150, 200, 200, 250)),
            tilt=rng.uniform(-1.8, 1.8),
            noise=rng.choice((0.0, 6.0, 12.0, 20.0)),
            blur=rng.choice((0.0, 0.5, 0.8)),
            quality=rng.choice((40, 60, 85)),
            turn=rng.choice((0, 0, 0, 0, 90, 180, 270)),
            seal=rng.random() < 0.2,
            font=rng.randrange(2),
        )


def fonts_here() -> bool:
    """Whether the fonts of fonts-noto-cjk are installed."""
    return all(Path(font).exists() for font in FONTS)


@lru_cache(maxsize=32)
def _font(number: int, size: int) -> Any:
    return ImageFont.truetype(FONTS[number], size, index=2)


def scans_of(made: Paper, scanner: Scanner, rng: Random) -> list[Any]:
    """The pages as PIL pictures."""
    ink = pages_of(made, Style(size=rng.choice((9.0, 10.5)), numbered=False), rng)
    noise = np.random.default_rng(rng.randrange(2**32))
    return [_scanned(_drawn(page, scanner), scanner, noise) for page in ink]


def scan_pdf(made: Paper, scanner: Scanner, rng: Random) -> bytes:
    """The pages as a PDF of pictures."""
    first, *more = scans_of(made, scanner, rng)
    out = BytesIO()
    first.save(out, "PDF", save_all=True, append_images=more, resolution=scanner.dpi, quality=scanner.quality)
    return out.getvalue()


def _drawn(ink: Ink, scanner: Scanner) -> Any:
    scale = scanner.dpi / 72
    image = Image.new("RGB", (round(WIDE * scale), round(HIGH * scale)), (246, 246, 244))
    draw = ImageDraw.Draw(image)
    for x0, y0, x1, y1 in ink.lines:
        ends = (x0 * scale, (HIGH - y0) * scale, x1 * scale, (HIGH - y1) * scale)
        draw.line(ends, fill=(30, 30, 30), width=max(1, round(scale * 0.6)))
    for x, y, size, text in ink.texts:
        font = _font(scanner.font, round(size * scale))
        for place, letter in enumerate(text):
            at = ((x + wide(text[:place], size)) * scale, (HIGH - y) * scale)
            draw.text(at, letter, font=font, fill=(25, 25, 25), anchor="ls")
    return _sealed(image, scale) if scanner.seal else image


def _sealed(image: Any, scale: float) -> Any:
    """A red ring over the page; ink under it stays dark."""
    stamp = Image.new("RGB", image.size, "white")
    x, y, r = 330 * scale, (HIGH - 400) * scale, 56 * scale
    ImageDraw.Draw(stamp).ellipse((x - r, y - r, x + r, y + r), outline=(225, 70, 70), width=round(2 * scale))
    return ImageChops.multiply(image, stamp)


def _scanned(image: Any, scanner: Scanner, noise: Any) -> Any:
    image = image.rotate(scanner.tilt, fillcolor=(246, 246, 244), resample=Image.Resampling.BICUBIC)
    if scanner.blur:
        image = image.filter(ImageFilter.GaussianBlur(scanner.blur))
    pixels = np.asarray(image, dtype=np.float32)
    pixels = pixels + noise.normal(0, scanner.noise, pixels.shape[:2])[:, :, np.newaxis]
    image = Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))
    return image.rotate(scanner.turn, expand=True) if scanner.turn else image
